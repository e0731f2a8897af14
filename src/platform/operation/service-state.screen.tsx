/** Whether the service can do all its work, and what it does by itself. */
import { dateAndClock } from '../../ui/words.ts';
import { type OperationState, sizeOf } from './room.ts';

/** What each round does, in the administrator's words. */
const ROUND_NAMES: Readonly<Record<string, string>> = {
  'audit-chain': '审计日志逐条上链',
  backup: '到点备份',
  retention: '清除到期的临时内容',
};

export function ServiceState({ state }: { state: Pick<OperationState, 'troubles' | 'disk' | 'rounds'> }) {
  const { troubles, disk, rounds } = state;
  return (
    <>
      <section>
        <h2>现状</h2>
        <dl>
          <dt>能不能用</dt>
          <dd>
            {troubles.length === 0 && (
              <>
                <i className="m m-ok" aria-hidden="true" />
                都正常
              </>
            )}
            {troubles.map(({ code, what, now }) => (
              <p key={code}>
                <i className="m m-over" aria-hidden="true" />
                {what}
                <small>　{now}</small>
              </p>
            ))}
          </dd>
          <dt>磁盘</dt>
          <dd>{disk ? `数据文件夹还有${sizeOf(disk.freeBytes)}，共${sizeOf(disk.totalBytes)}` : '没有查到'}</dd>
        </dl>
      </section>
      {rounds.length > 0 && (
        <section>
          <h2>自动进行</h2>
          <table>
            <thead>
              <tr>
                <th scope="col">做什么</th>
                <th scope="col">上次做完</th>
                <th scope="col">情况</th>
              </tr>
            </thead>
            <tbody>
              {rounds.map(({ name, lastDoneAt, failing, failures }) => (
                <tr key={name}>
                  <td>{ROUND_NAMES[name] ?? name}</td>
                  <td>{lastDoneAt ? dateAndClock(lastDoneAt) : '还没有'}</td>
                  <td className={failing ? undefined : 'nb'}>
                    <i className={failing ? 'm m-over' : 'm m-ok'} aria-hidden="true" />
                    {failing ? `上次没有做成，启动以来${failures}次，原因在运行日志里` : '正常'}
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </section>
      )}
    </>
  );
}
