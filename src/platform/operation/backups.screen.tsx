/** Backups on the page 系统运行: how they stand, and one more now. */
import { useFrame } from '../../ui/frame.ts';
import { Mark } from '../../ui/mark.tsx';
import { useAct, useRoute } from '../../ui/query.ts';
import { Refused, Shown } from '../../ui/states.tsx';
import { dateAndClock } from '../../ui/words.ts';
import { type BackupsAnswer, backUp, backupsRead, sizeOf } from './room.ts';

const RUNNING_MS = 1_500;
const AT_REST_MS = 30_000;

export function BackupsSection() {
  const rest = useRoute(backupsRead, {}, { every: AT_REST_MS });
  const running = rest.data?.running !== undefined && rest.data.running !== null;
  // The same answer, asked for more often while something moves.
  useRoute(backupsRead, {}, { enabled: running, every: RUNNING_MS });
  return (
    <section>
      <h2>备份</h2>
      <Shown query={rest}>{(state) => <Content state={state} />}</Shown>
    </section>
  );
}

const timeOfDay = (minutes: number): string =>
  `${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`;

function Content({ state }: { state: BackupsAnswer }) {
  const { at, keep, folder, kind, archive, backups } = state;
  return (
    <>
      <Warnings state={state} />
      <dl>
        <dt>时间</dt>
        <dd>{at === null ? '不自动备份' : `每天${timeOfDay(at)}，做完恢复到另一处核对`}</dd>
        <dt>内容</dt>
        <dd>{kind === 'physical' ? '整个数据库和密钥' : '各城市分别导出，和密钥'}</dd>
        <dt>位置</dt>
        <dd className="path">
          {folder}
          <small>　保留{keep}份</small>
        </dd>
        {archive !== null && (
          <>
            <dt>日志归档</dt>
            <dd>{archive.lastAt === null ? '还没有' : `最近一次在${dateAndClock(archive.lastAt)}`}</dd>
          </>
        )}
      </dl>
      <Now state={state} />
      {backups.length === 0 ? <p className="ink2">还没有备份。</p> : <List backups={backups} />}
    </>
  );
}

function Warnings({ state: { late, failure, archive, backups } }: { state: BackupsAnswer }) {
  const differs = backups[0]?.verified?.same === false;
  const lines = [
    late && '最近一份备份已超过26小时。请查看运行日志，或现在备份一份。',
    failure && `${dateAndClock(failure.at)}备份没有做成：${failure.what}。${failure.now}。`,
    differs && '最近一份备份恢复后与原来不一致，请不要使用，现在再备份一份。',
    archive?.failing && '数据库日志没有归档成功。请检查备份文件夹所在的磁盘是否已满、是否可写。',
  ].filter((line) => typeof line === 'string');
  return (
    <>
      {lines.map((line) => (
        <p key={line} role="alert">
          <Mark kind="over" plain>
            {line}
          </Mark>
        </p>
      ))}
    </>
  );
}

function Now({ state: { running } }: { state: BackupsAnswer }) {
  const { may } = useFrame();
  const act = useAct(backUp);
  if (running !== null) return <Running progress={running} />;
  if (!may('operation.run')) return null;
  return (
    <p className="backup-now">
      <button type="button" className="btn" disabled={act.isPending} onClick={() => act.mutate({})}>
        现在备份
      </button>
      <span className="note">可以离开本页，做完在这里看结果</span>
      <Refused error={act.error} />
    </p>
  );
}

function Running({ progress: { phase, done, total } }: { progress: NonNullable<BackupsAnswer['running']> }) {
  const words = phase === 'verify' ? '正在恢复到另一处核对' : '正在备份';
  return (
    <p className="backup-now" role="status">
      {phase === 'copy' && total > 0 ? (
        <progress value={done} max={total} aria-label={words} />
      ) : (
        <progress aria-label={words} />
      )}
      <span>
        {words}
        {phase === 'copy' && total > 0 && `，${Math.floor((100 * done) / total)}%`}
      </span>
      <span className="note">可以离开本页</span>
    </p>
  );
}

function List({ backups }: Pick<BackupsAnswer, 'backups'>) {
  return (
    <table>
      <thead>
        <tr>
          <th scope="col">备份</th>
          <th scope="col" className="num">
            大小
          </th>
          <th scope="col">核对</th>
        </tr>
      </thead>
      <tbody>
        {backups.map(({ name, startedAt, bytes, verified }) => (
          <tr key={name}>
            <td>
              {dateAndClock(startedAt)}
              <small className="nb">　{name}</small>
            </td>
            <td className="num nb">{sizeOf(bytes)}</td>
            <td>
              <Verified verified={verified} />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function Verified({ verified }: Pick<BackupsAnswer['backups'][number], 'verified'>) {
  if (verified === null) return <span className="ink2">没有核对</span>;
  if (!verified.same) return <Mark kind="over">不一致</Mark>;
  const counted = `　${verified.tables}张表，${verified.rows.toLocaleString('zh-CN')}行`;
  return (
    <>
      <Mark kind="ok">一致</Mark>
      <small className="counted">{counted}</small>
    </>
  );
}
