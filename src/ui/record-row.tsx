/** A row of a form or a record on the phone: name, value, and a chevron when it opens. */
import type { ReactNode } from 'react';
import { Go } from './go.tsx';

interface Props {
  /** 时间 */
  k: ReactNode;
  /** 6月23日 周五 15:00 */
  value?: ReactNode;
  /** Shown instead of a value: 没有可以不填. */
  hint?: ReactNode;
  /** Opens the field's sheet. */
  onOpen?: () => void;
  /** Or opens a page. */
  to?: string;
  /** What is wrong with it. */
  error?: string;
}

export function RecordRow({ k, value, hint, onOpen, to, error }: Props) {
  const filled = value !== undefined && value !== null && value !== '';
  const inner = (
    <>
      <span className="k">{k}</span>
      <span className="v">
        {filled ? value : <span className="ink3">{hint}</span>}
        {error !== undefined && <span className="err note red">{error}</span>}
      </span>
    </>
  );
  if (to !== undefined) {
    return (
      <Go className="row" to={to}>
        {inner}
        <span className="chev" aria-hidden="true" />
      </Go>
    );
  }
  if (onOpen !== undefined) {
    return (
      <button type="button" className="row" onClick={onOpen}>
        {inner}
        <span className="chev" aria-hidden="true" />
      </button>
    );
  }
  return <div className="row">{inner}</div>;
}
