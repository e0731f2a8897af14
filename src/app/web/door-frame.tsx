/** The one sheet of paper that stands before the house: sign-in, first password, set-up. */
import type { ReactNode } from 'react';
import { useTitle } from '../../ui/title.ts';

interface Props {
  title: string;
  city?: string;
  /** Room for more than one short form. */
  wide?: boolean;
  children: ReactNode;
}

export function DoorFrame({ title, city, wide = false, children }: Props) {
  useTitle(title);
  return (
    <main className="door">
      <section className={`sheet door-sheet${wide ? ' wide' : ''}`}>
        <header className="door-head">
          <span className="door-mark">写实</span>
          {city !== undefined && <span className="ink3">{city}</span>}
          <h1 className="door-title">{title}</h1>
        </header>
        <div className="door-body">{children}</div>
      </section>
    </main>
  );
}
