/** What a screen shows when it has nothing, waits, failed, or may not be seen. Each says what to do now. */
import { type ReactNode, useEffect, useState } from 'react';
import type { ErrorAnswer } from '../platform/open/room.ts';
import { ApiError, NetworkLost } from './api.ts';
import './states.css';

/** One sentence and the act that ends it. */
export function Empty({ children, act }: { children: ReactNode; act?: ReactNode }) {
  return (
    <div className="state">
      <p>{children}</p>
      {act}
    </div>
  );
}

/** Hairline rows where the content will be; drawn only after 300 ms, so that quick answers do not flicker. */
export function Loading({ rows = 6 }: { rows?: number }) {
  const [late, setLate] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setLate(true), 300);
    return () => clearTimeout(timer);
  }, []);
  return (
    <div className="state-loading" role="status" aria-busy="true">
      <span className="unseen">正在取数</span>
      {late && [...Array(rows).keys()].map((row) => <i key={row} aria-hidden="true" />)}
    </div>
  );
}

/** What went wrong, where, and 重试. A refusal for want of rights says who can give them. */
export function Failed({ error, retry }: { error: unknown; retry?: () => void }) {
  const { what, where, now } = wordsOf(error);
  return (
    <div className="state" role="alert">
      <p>
        <b>{what}</b>
      </p>
      {where !== undefined && <p className="ink2">{where}</p>}
      <p className="ink2">{now}</p>
      {retry !== undefined && !(error instanceof ApiError && error.status === 403) && (
        <button type="button" className="btn" onClick={retry}>
          重试
        </button>
      )}
    </div>
  );
}

/** A page that this person may not see. */
export function Forbidden({
  what = '您没有看这一页的权限',
  who = '本单位的安全管理员',
  why = [],
}: {
  what?: string;
  who?: string;
  /** What became of rights that he had. */
  why?: readonly string[];
}) {
  return (
    <div className="state" role="alert">
      <p>
        <b>{what}</b>
      </p>
      {why.map((words) => (
        <p key={words}>{words}。</p>
      ))}
      <p className="ink2">如工作需要，请联系{who}开通。</p>
    </div>
  );
}

/** An error beside the field or above the form that it belongs to; nothing when there is none. */
export function Refused({ error }: { error: unknown }) {
  if (error === undefined || error === null) return null;
  const { what, where, now } = wordsOf(error);
  return (
    <p className="err" role="alert">
      {where !== undefined && `${where}：`}
      {what}。{now}
    </p>
  );
}

interface Words {
  what: string;
  where?: string;
  /** What to do now. */
  now: string;
}

/** An error in the words of the interface. */
export function wordsOf(error: unknown): Words {
  if (error instanceof ApiError) return wordsOfRefusal(error.detail);
  if (error instanceof NetworkLost && error.detail) return wordsOfRefusal(error.detail);
  // A screen's own file that could not be fetched is a TypeError of the browser's.
  const unfetched = error instanceof TypeError && /dynamically imported module/.test(error.message);
  if (error instanceof NetworkLost || unfetched) {
    return { what: '没有连上服务器', now: '请看一看网络，恢复后再试' };
  }
  return { what: '这一页出了错', now: '请重试；一直这样请联系系统管理员' };
}

/** The server's refusal in those words. A field's key in the request is no word for people: it is left out. */
export function wordsOfRefusal({ what, where, now }: ErrorAnswer['error']): Words {
  const said = where !== undefined && /[\u4e00-\u9fff]/.test(where) ? where : undefined;
  return { what, where: said, now: now ?? '请改正后再试' };
}

/**
 * Loading, failed or the content of a query: `<Shown query={q}>{(data) => …}</Shown>`.
 * What is already there stays while it is asked for again.
 */
export function Shown<T>({
  query,
  rows,
  children,
}: {
  query: { data: T | undefined; error: unknown; refetch: () => unknown };
  rows?: number;
  children: (data: T) => ReactNode;
}) {
  if (query.data !== undefined) return children(query.data);
  if (query.error) return <Failed error={query.error} retry={() => void query.refetch()} />;
  return <Loading rows={rows} />;
}
