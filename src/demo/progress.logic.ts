/** How far a long work is, as one line for a terminal. */

export interface Progress {
  /** What is being done, in Chinese: 写入. */
  phase: string;
  done: number;
  total: number;
}

const WIDTH = 30;

/** `写入　　███████░░░  62%`; total 0 counts as all done. */
export function progressLine({ phase, done, total }: Progress): string {
  const share = total === 0 ? 1 : Math.min(1, done / total);
  const full = Math.round(share * WIDTH);
  return `${phase.padEnd(6, '　')}${'█'.repeat(full)}${'░'.repeat(WIDTH - full)} ${String(Math.floor(share * 100)).padStart(3)}%`;
}
