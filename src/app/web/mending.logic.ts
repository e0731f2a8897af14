/** What a user's mending adds to the choices of a file, and the order in which its problems are walked through. */
import type { ImportAccount, TrayFile } from '../../platform/open/import.contract.ts';

export type Choices = TrayFile['choices'];
export type Problem = ImportAccount['rejected'][number];

/** A cell of a sheet. */
export interface Place {
  sheet: string;
  cell: string;
}

export const samePlace = (one: Place | undefined, other: Place): boolean =>
  one?.sheet === other.sheet && one.cell === other.cell;

/** Row of `D21`. */
export const rowOfCell = (cell: string): number => Number(/\d+$/.exec(cell)?.[0] ?? 0);

const changed = (
  choices: Choices,
  sheet: string,
  change: (own: NonNullable<Choices['sheets']>[string]) => NonNullable<Choices['sheets']>[string],
): Choices => ({ ...choices, sheets: { ...choices.sheets, [sheet]: change(choices.sheets?.[sheet] ?? {}) } });

/** With a cell written anew; undefined: as it was sent. */
export const withCell = (choices: Choices, { sheet, cell }: Place, text: string | undefined): Choices =>
  changed(choices, sheet, (own) => {
    const { [cell]: _, ...others } = own.cells ?? {};
    return { ...own, cells: text === undefined ? others : { ...others, [cell]: text } };
  });

/** With several cells written anew alike. */
export const withCells = (choices: Choices, places: readonly Place[], text: string): Choices =>
  places.reduce((all, place) => withCell(all, place, text), choices);

/** With a row left out, or taken again. */
export const withRow = (choices: Choices, sheet: string, row: number, left: boolean): Choices =>
  changed(choices, sheet, (own) => {
    const others = (own.leaveOut ?? []).filter((one) => one !== row);
    return { ...own, leaveOut: left ? [...others, row].sort((a, b) => a - b) : others };
  });

/** With what is written standing for an organization, in the whole file. */
export const withUnit = (choices: Choices, written: string, means: string): Choices => ({
  ...choices,
  units: { ...choices.units, [written]: means },
});

export function withoutUnit(choices: Choices, written: string): Choices {
  const { [written]: _, ...units } = choices.units ?? {};
  return { ...choices, units };
}

export const withAnswer = (choices: Choices, id: string, value: string): Choices => ({
  ...choices,
  answers: { ...choices.answers, [id]: value },
});

/** All problems, those that keep a row out first. */
export const problemsOf = (file: TrayFile): readonly Problem[] => [
  ...(file.account?.rejected ?? []),
  ...(file.account?.warnings ?? []),
];

/** The problem after or before a place; from one end to the other. */
export function neighborOf(problems: readonly Problem[], place: Place | undefined, step: 1 | -1): Place | undefined {
  const cells = problems.filter((one, at) => problems.findIndex((other) => samePlace(one, other)) === at);
  if (cells.length === 0) return undefined;
  const at = place ? cells.findIndex((one) => samePlace(place, one)) : -1;
  const next = at < 0 ? (step === 1 ? 0 : cells.length - 1) : (at + step + cells.length) % cells.length;
  return { sheet: cells[next]!.sheet, cell: cells[next]!.cell };
}
