/** A neutral signal: ink and a grey side rule. It says why, offers to explain, and never counts. */
import type { ReactNode } from 'react';

interface Props {
  /** 与5月相近 */
  title: ReactNode;
  /** Why it stands here. */
  children?: ReactNode;
  /** Links: 对照着看, 写明情况. */
  acts?: ReactNode;
}

/** A signal beside an entry. */
export function Signal({ title, children, acts }: Props) {
  return (
    <div className="side">
      <b>{title}</b>　{children}
      {acts !== undefined && <div className="side-acts">{acts}</div>}
    </div>
  );
}
