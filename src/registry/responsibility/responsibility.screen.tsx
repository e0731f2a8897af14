/** Who is in charge of whom; the cadres in nobody's charge come first, since they are what is to be mended. */
import { type Day, dayName } from '../../core/time/room.ts';
import { fileUrl } from '../../ui/api.ts';
import { useAsOf } from '../../ui/frame.ts';
import { Go } from '../../ui/go.tsx';
import { Mark } from '../../ui/mark.tsx';
import { PhoneBar } from '../../ui/phone-bar.tsx';
import { useRoute } from '../../ui/query.ts';
import { Empty, Shown } from '../../ui/states.tsx';
import { useTitle } from '../../ui/title.ts';
import { rankName, rosterWorkbook } from '../people/room.ts';
import { type ChargedCadre, type ResponsibilityMap, responsibilityOpen } from './responsibility.contract.ts';
import './responsibility.css';

export function Screen() {
  const { on, isToday } = useAsOf();
  const asOf = isToday ? undefined : on;
  const query = useRoute(responsibilityOpen, { query: { asOf } }, { hold: true });
  useTitle('分管关系');
  return (
    <div className="charges sheet">
      <PhoneBar title="分管关系" />
      <Shown query={query}>{(map) => <Page map={map} asOf={asOf} />}</Shown>
    </div>
  );
}

function Page({ map, asOf }: { map: ResponsibilityMap; asOf: Day | undefined }) {
  const { leaders, gaps } = map;
  const charged = new Set(leaders.flatMap(({ people }) => people.map(({ personId }) => personId))).size;
  if (leaders.length === 0 && gaps.length === 0) {
    return (
      <>
        <h1 className="unseen">分管关系</h1>
        <Empty act={<Go to="/import">导入县处级干部花名册</Go>}>
          还没有县处级领导干部。导入花名册后，分管关系随之登记。
        </Empty>
      </>
    );
  }
  return (
    <>
      <header>
        <div>
          <h1>分管关系</h1>
          <p className="ink2">
            {asOf ? dayName(asOf) : '今天'}，{leaders.length}位领导分管{charged}名县处级领导干部
            {gaps.length > 0 ? `，${gaps.length}名没有分管领导` : ''}。
          </p>
        </div>
        <a className="btn screen-only" href={fileUrl(rosterWorkbook, { query: { asOf } })} download>
          下载花名册
        </a>
      </header>
      {gaps.length > 0 && (
        <section>
          <h2>没有分管领导{gaps.length}名</h2>
          <p className="note charges-why">
            <Mark kind="sig">他们的月清单没有人检查。</Mark>在县处级干部花名册的“分管市级领导”一列写上，再导入即可。
          </p>
          <Cadres people={gaps} />
        </section>
      )}
      {leaders.map(({ leader, people }) => (
        <section key={leader.personId}>
          <h2>
            <Go to={`/people/${leader.personId}`}>{leader.name}</Go>
            <small>
              {leader.title}，分管{people.length}人
            </small>
          </h2>
          <Cadres people={people} />
        </section>
      ))}
    </>
  );
}

function Cadres({ people }: { people: readonly ChargedCadre[] }) {
  return (
    <ul>
      {people.map((cadre) => (
        <li key={cadre.personId}>
          <Go className="name" to={`/people/${cadre.personId}`}>
            {cadre.name}
          </Go>
          <span className="x">
            {cadre.orgName}　{cadre.title}
          </span>
          <span className="ink3 nb">{cadre.rank === null ? '' : rankName(cadre.rank)}</span>
        </li>
      ))}
    </ul>
  );
}
