/** 截至: one control, the same everywhere. Another day than today is said and tints the frame. */
import { useEffect, useRef, useState } from 'react';
import { addDays, addMonths, type Day, dayName, firstDay, lastDay, monthOf } from '../core/time/room.ts';
import { DayField } from './day-field.tsx';
import { useFrame } from './frame.ts';

/** 截至 今天, with a small panel to choose another day. */
export function AsOf() {
  const { today, asOf, setAsOf } = useFrame();
  const [open, setOpen] = useState(false);
  const box = useRef<HTMLSpanElement>(null);
  const opener = useRef<HTMLButtonElement>(null);
  useEffect(() => {
    if (!open) return;
    const outside = (event: PointerEvent): void => {
      if (!box.current?.contains(event.target as Node)) setOpen(false);
    };
    const key = (event: KeyboardEvent): void => {
      if (event.key !== 'Escape') return;
      event.preventDefault();
      setOpen(false);
      opener.current?.focus();
    };
    document.addEventListener('pointerdown', outside);
    document.addEventListener('keydown', key, true);
    return () => {
      document.removeEventListener('pointerdown', outside);
      document.removeEventListener('keydown', key, true);
    };
  }, [open]);
  const choose = (day: Day): void => {
    setAsOf(day);
    setOpen(false);
    opener.current?.focus();
  };
  return (
    <span className="asof" ref={box}>
      截至{' '}
      <button type="button" ref={opener} className="a" aria-expanded={open} onClick={() => setOpen(!open)}>
        {asOf === today ? '今天' : dayName(asOf)}
      </button>
      {open && (
        <span className="asof-panel" role="dialog" aria-label="看哪一天的情况">
          <span className="note">看哪一天的情况（之后的记录不计入）</span>
          {pastDays(today).map(([name, day]) => (
            <button key={name} type="button" className="btn" onClick={() => choose(day)}>
              {name}
              <small>{day === today ? '' : dayName(day)}</small>
            </button>
          ))}
          <DayField
            label="其他日期"
            value={asOf}
            near={today}
            max={today}
            required
            onChange={(on) => on !== '' && choose(on)}
          />
        </span>
      )}
    </span>
  );
}

/** Today and the ends of the last month, quarter and year. */
function pastDays(today: Day): [string, Day][] {
  const month = monthOf(today);
  const monthNumber = Number(month.slice(5, 7));
  const quarterStart = addMonths(month, -((monthNumber - 1) % 3));
  return [
    ['今天', today],
    ['上月末', lastDay(addMonths(month, -1))],
    ['上季末', addDays(firstDay(quarterStart), -1)],
    ['去年末', addDays(firstDay(addMonths(month, 1 - monthNumber)), -1)],
  ];
}

/** The sentence over the page while another day is looked at; nothing today. */
export function AsOfBand() {
  const { today, asOf, setAsOf } = useFrame();
  if (asOf === today) return null;
  return (
    <p className="band cool-band" role="status">
      正在看{dayName(asOf)}的情况，之后的记录没有计入。
      <button type="button" className="a" onClick={() => setAsOf(today)}>
        回到今天
      </button>
    </p>
  );
}
