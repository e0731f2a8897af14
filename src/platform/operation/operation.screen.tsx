/** How the system runs: versions, database, cities and their structure. */
import { PhoneBar } from '../../ui/phone-bar.tsx';
import { useRoute } from '../../ui/query.ts';
import { Shown } from '../../ui/states.tsx';
import { useTitle } from '../../ui/title.ts';
import { dateAndClock } from '../../ui/words.ts';
import { BackupsSection } from './backups.screen.tsx';
import { type OperationState, operationRead, sizeOf } from './room.ts';
import { ServiceState } from './service-state.screen.tsx';
import './operation.css';

const EVERY_MS = 30_000;

export function Screen() {
  const query = useRoute(operationRead, {}, { every: EVERY_MS });
  useTitle('系统运行');
  return (
    <article className="operation sheet">
      <PhoneBar title="系统运行" />
      <header>
        <h1>系统运行</h1>
        <p className="ink2">只有运行情况，没有业务数据。</p>
      </header>
      <Shown query={query}>{(state) => <Page state={state} />}</Shown>
    </article>
  );
}

function Page({ state }: { state: OperationState }) {
  const { database, cities } = state;
  return (
    <>
      <ServiceState state={state} />
      <section>
        <h2>程序</h2>
        <dl>
          <dt>版本</dt>
          <dd>写实 {state.version}</dd>
          <dt>运行环境</dt>
          <dd>Node {state.node.replace(/^v/, '')}</dd>
          <dt>启动时间</dt>
          <dd>{dateAndClock(state.startedAt)}</dd>
        </dl>
      </section>
      <section>
        <h2>数据库</h2>
        <dl>
          <dt>状态</dt>
          <dd>
            <i className="m m-ok" aria-hidden="true" />
            连得上
            <small>　{dateAndClock(state.now)}</small>
          </dd>
          <dt>版本</dt>
          <dd>
            PostgreSQL {database.version}，{database.embedded ? '随程序自带' : '另设的服务器'}
          </dd>
          <dt>大小</dt>
          <dd>{sizeOf(database.bytes)}</dd>
          <dt>连接</dt>
          <dd>{database.connections}个</dd>
        </dl>
      </section>
      <BackupsSection />
      <section>
        <h2>城市</h2>
        <table>
          <thead>
            <tr>
              <th scope="col">城市</th>
              <th scope="col" className="num">
                大小
              </th>
              <th scope="col" className="num">
                结构
              </th>
            </tr>
          </thead>
          <tbody>
            {cities.map((city) => (
              <tr key={city.code}>
                <td>
                  {city.name}
                  <small>{`　${city.code}${city.demo ? '，样例' : ''}`}</small>
                </td>
                <td className="num nb">{sizeOf(city.bytes)}</td>
                <td className="num">
                  <Migrations city={city} />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </section>
    </>
  );
}

function Migrations({ city }: { city: OperationState['cities'][number] }) {
  return (
    <details>
      <summary>第{city.migrations.length}版</summary>
      <ul>
        {city.migrations.map(({ name, appliedAt }) => (
          <li key={name}>
            {name.replace(/\.sql$/, '')}
            <small>　{dateAndClock(appliedAt)}</small>
          </li>
        ))}
      </ul>
    </details>
  );
}
