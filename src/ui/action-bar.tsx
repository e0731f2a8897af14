/** The one action bar of a screen: what is missing at the left, what will happen and to whom, then the button. */
import { type ReactNode, useContext } from 'react';
import { createPortal } from 'react-dom';
import { FrameContext } from './frame.ts';
import { useSize } from './screen-size.ts';

interface Props {
  /** What is missing, with a way to it; not drawn on the phone, where the page itself starts with it. */
  missing?: ReactNode;
  /** 提交后送孔安检查；检查前可以撤回 */
  says?: ReactNode;
  /** Buttons; on the phone the primary one should be `className="btn pri big"`. */
  children: ReactNode;
  /** Stays where it stands (the foot of a column) instead of going below the page. */
  inPlace?: boolean;
}

export function ActionBar({ missing, says, children, inPlace = false }: Props) {
  const size = useSize();
  const frame = useContext(FrameContext);
  const bar =
    size === 'phone' ? (
      <div className="act">
        {says !== undefined && <p className="note">{says}</p>}
        <div className="act-do">{children}</div>
      </div>
    ) : (
      <div className="foot">
        {missing}
        <span className="gap" />
        {says !== undefined && <span className="ink2">{says}</span>}
        {children}
      </div>
    );
  if (inPlace || !frame) return bar;
  return frame.foot === null ? null : createPortal(bar, frame.foot);
}
