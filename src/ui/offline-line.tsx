/** One line under the bar when there is no network or the server does nothing just now, when something waits to be sent, or when something was refused. */
import { Go } from './go.tsx';
import { Mark } from './mark.tsx';
import { useOnline, useTrouble } from './online.ts';
import { dropRefused, flush, type OutboxState, useOutbox } from './outbox.ts';
import { wordsOfRefusal } from './states.tsx';

export function OfflineLine() {
  const online = useOnline();
  const trouble = useTrouble();
  const { waiting, refused } = useOutbox();
  return (
    <>
      {!online && (
        <p className="band" role="status">
          <span>
            <Mark kind="next" bare /> {trouble ?? (navigator.onLine ? '没有连上服务器' : '没有网络')}；
            {waiting.length > 0
              ? `${waiting.length}条已存在本机，恢复后自动送出`
              : '记录和清单会存在本机，恢复后自动送出'}
          </span>
        </p>
      )}
      {online && waiting.length > 0 && (
        <p className="band" role="status">
          <Mark kind="next" bare />
          {waiting.length}条等待送出：{waiting[0]?.label}
          <button type="button" className="a" onClick={() => void flush()}>
            现在送出
          </button>
        </p>
      )}
      {refused.map((row) => (
        <RefusedLine key={row.id} row={row} />
      ))}
    </>
  );
}

function RefusedLine({ row }: { row: OutboxState['refused'][number] }) {
  const { what, where, now } = wordsOfRefusal(row.refusal);
  return (
    <p className="band" role="alert">
      <span>
        <b>{row.label}没有送成</b>　{where !== undefined && `${where}：`}
        {what}。{now}
      </span>
      <Go to={row.back}>改一改</Go>
      <button type="button" className="a" onClick={() => void dropRefused(row.id)}>
        不再送出
      </button>
    </p>
  );
}
