/** How far the chain is, and heads for the auditor to take away. */
import { useState } from 'react';
import { call } from '../../ui/api.ts';
import { useRoute } from '../../ui/query.ts';
import { Refused, Shown } from '../../ui/states.tsx';
import { dateAndClock } from '../../ui/words.ts';
import { auditChain, headTake } from './audit.contract.ts';

const addressOf = (n: number): string => `/api/audit/heads/${n}`;
const fileName = (n: number): string => `审计链头${n}.json`;

/** Has the browser keep the file, without leaving the page. */
function keepHead(n: number): void {
  const link = document.createElement('a');
  link.href = addressOf(n);
  link.download = fileName(n);
  link.click();
}

export function ChainState() {
  const query = useRoute(auditChain, {});
  const [error, setError] = useState<unknown>();
  const [busy, setBusy] = useState(false);
  const takeNewest = async (): Promise<void> => {
    setBusy(true);
    setError(undefined);
    try {
      const { n } = await call(headTake, {});
      keepHead(n);
      await query.refetch();
    } catch (reason) {
      setError(reason);
    } finally {
      setBusy(false);
    }
  };
  return (
    <details className="audit-chain">
      <summary>审计链和链头</summary>
      <Shown query={query} rows={2}>
        {({ links, linkedAt, waiting, heads }) => (
          <>
            <p>
              {linkedAt === null ? '还没有任何内容入链' : `已入链${links}环，到${dateAndClock(linkedAt)}`}
              {waiting > 0 && `；${waiting >= 1000 ? '1000行以上' : `${waiting}行`}还没有入链`}。
            </p>
            <p className="note">
              把链头另外存好：以后任何改动，用命令 <code>verify-audit --head 文件</code> 都查得出来。每小时自动签一个。
            </p>
            <p>
              <button type="button" className="btn" disabled={busy || links === 0} onClick={() => void takeNewest()}>
                签一个新的并下载
              </button>
            </p>
            {error !== undefined && <Refused error={error} />}
            <ul>
              {heads.map(({ n, code, at }) => (
                <li key={n}>
                  <a href={addressOf(n)} download={fileName(n)}>
                    {dateAndClock(at)}　第{n}环　<code>{code}</code>
                  </a>
                </li>
              ))}
            </ul>
          </>
        )}
      </Shown>
    </details>
  );
}
