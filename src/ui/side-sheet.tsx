/** A sheet beside the page (desk, the page stays in use) or over it (phone). Esc and 关闭 close it. */
import { type KeyboardEvent, type ReactNode, useEffect, useId, useRef } from 'react';
import { createPortal } from 'react-dom';
import { Kbd } from './kbd.tsx';
import { useSize } from './screen-size.ts';
import './side-sheet.css';

interface Props {
  title: ReactNode;
  /** Under the title: 2017年6月，含下级组织 截至7月3日. */
  note?: ReactNode;
  /** Below the body, always in sight. */
  end?: ReactNode;
  onClose: () => void;
  children: ReactNode;
  /** Buttons at the foot: 确定. */
  acts?: ReactNode;
}

/** Open sheets, the topmost last: Esc closes that one only. */
const open: symbol[] = [];

export function SideSheet({ title, note, end, acts, onClose, children }: Props) {
  const size = useSize();
  const heading = useId();
  const sheet = useRef<HTMLElement>(null);
  const close = useRef(onClose);
  close.current = onClose;

  useEffect(() => {
    const me = Symbol('sheet');
    open.push(me);
    const before = document.activeElement;
    const first = sheet.current?.querySelector<HTMLElement>('[data-autofocus]') ?? sheet.current;
    first?.focus({ preventScroll: true });
    const key = (event: globalThis.KeyboardEvent): void => {
      if (event.key !== 'Escape' || event.defaultPrevented || open.at(-1) !== me) return;
      event.preventDefault();
      close.current();
    };
    document.addEventListener('keydown', key);
    return () => {
      open.splice(open.indexOf(me), 1);
      document.removeEventListener('keydown', key);
      if (before instanceof HTMLElement && before.isConnected) before.focus({ preventScroll: true });
    };
  }, []);

  // Over the whole phone the keyboard must not wander into the page below.
  const keepInside = (event: KeyboardEvent<HTMLElement>): void => {
    if (event.key !== 'Tab' || size !== 'phone') return;
    const stops = [...(sheet.current?.querySelectorAll<HTMLElement>(FOCUSABLE) ?? [])].filter(
      (stop) => stop.offsetParent !== null,
    );
    const edge = event.shiftKey ? stops[0] : stops.at(-1);
    const other = event.shiftKey ? stops.at(-1) : stops[0];
    if (document.activeElement !== edge && document.activeElement !== sheet.current) return;
    event.preventDefault();
    other?.focus();
  };

  return createPortal(
    <section
      className="side-sheet"
      role="dialog"
      aria-modal={size === 'phone' ? true : undefined}
      aria-labelledby={heading}
      tabIndex={-1}
      ref={sheet}
      onKeyDown={keepInside}
    >
      <div className="side-sheet-head">
        <div>
          <h2 id={heading}>{title}</h2>
          <button type="button" className="side-sheet-close" onClick={() => onClose()} aria-keyshortcuts="Escape">
            <span className="a">关闭</span>
            {size === 'desk' && <Kbd>Esc</Kbd>}
          </button>
        </div>
        {note !== undefined && <p className="note">{note}</p>}
      </div>
      <div className="side-sheet-body">{children}</div>
      {end !== undefined && <div className="side-sheet-end">{end}</div>}
      {acts !== undefined && <div className="side-sheet-acts">{acts}</div>}
    </section>,
    document.body,
  );
}

const FOCUSABLE =
  'a[href],button:not(:disabled),input:not(:disabled),select:not(:disabled),textarea:not(:disabled),[tabindex="0"]';
