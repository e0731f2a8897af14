/** What the shell lends to screens: places in its frame, the city's own day, the day that is looked at. */
import { createContext, useContext } from 'react';
import type { Day } from '../core/time/room.ts';

export interface Frame {
  /** The phone's bar, filled by `<PhoneBar>`. */
  bar: HTMLElement | null;
  /** Below the page, filled by `<ActionBar>`. */
  foot: HTMLElement | null;
  /** A screen that has a bar of its own (a form) hides the tabs while it is shown. */
  hideTabs: (hidden: boolean) => void;
  /** A screen has filled the bar. */
  takeBar: (taken: boolean) => void;
  /** Who is signed in. */
  who: { accountId: number; personId: number | null; name: string };
  /** Whether he has an ability at all; what he may do to one thing comes with that thing's answer. */
  may: (ability: string) => boolean;
  today: Day;
  /** The day that is looked at; `today` unless another one was chosen. */
  asOf: Day;
  setAsOf: (day: Day) => void;
}

export const FrameContext = createContext<Frame | undefined>(undefined);

/** The frame around the screen. Throws outside the shell. */
export function useFrame(): Frame {
  const frame = useContext(FrameContext);
  if (frame === undefined) throw new Error('outside the shell');
  return frame;
}

/** The day that figures are asked for, and whether it is another one than today. Pass `on` to routes that take a day. */
export function useAsOf(): { on: Day; today: Day; isToday: boolean } {
  const { asOf, today } = useFrame();
  return { on: asOf, today, isToday: asOf === today };
}

/** Carries the day that is looked at over to another path, so that it stays the same everywhere. */
export function useSameDay(): (to: string) => string {
  const frame = useContext(FrameContext);
  return (to) => {
    if (frame === undefined || frame.asOf === frame.today || /[?&]on=/.test(to)) return to;
    const [path = '', hash] = to.split('#', 2);
    const carried = `${path}${path.includes('?') ? '&' : '?'}on=${frame.asOf}`;
    return hash === undefined ? carried : `${carried}#${hash}`;
  };
}
