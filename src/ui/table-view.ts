/** How a table is looked at, as one short text for the address: what is sorted, filtered, searched, shown. Pure. */

export interface TableView {
  /** Column and direction; undefined keeps the order that the rows came in. */
  sort?: { key: string; down: boolean };
  /** Wanted values by column; a column without any is not filtered. */
  filters: Readonly<Record<string, readonly string[]>>;
  /** Columns left out or added against their defaults. */
  toggled: readonly string[];
  /** Words that a row must contain. */
  find: string;
}

export const PLAIN_VIEW: TableView = { filters: {}, toggled: [], find: '' };

const write = (text: string): string => encodeURIComponent(text).replaceAll('.', '%2E').replaceAll('~', '%7E');

/** `s.-heldOn~f.kind.A.B~c.place~q.主题`; empty for the plain view. */
export function writeView(view: TableView): string {
  const parts: string[] = [];
  if (view.sort) parts.push(`s.${view.sort.down ? '-' : ''}${write(view.sort.key)}`);
  for (const [key, values] of Object.entries(view.filters)) {
    if (values.length > 0) parts.push(['f', key, ...values].map(write).join('.'));
  }
  if (view.toggled.length > 0) parts.push(['c', ...view.toggled].map(write).join('.'));
  if (view.find !== '') parts.push(`q.${write(view.find)}`);
  return parts.join('~');
}

/** Reads what writeView wrote. What it does not understand it leaves out: an old bookmark still opens. */
export function readView(text: string | undefined): TableView {
  const filters: Record<string, readonly string[]> = {};
  const view = { ...PLAIN_VIEW, filters } as { -readonly [K in keyof TableView]: TableView[K] };
  for (const part of (text ?? '').split('~')) {
    const [kind, ...rest] = part.split('.').map(read);
    const [first = '', ...others] = rest;
    if (kind === 's' && first !== '') {
      view.sort = first.startsWith('-') ? { key: first.slice(1), down: true } : { key: first, down: false };
    } else if (kind === 'f' && first !== '') filters[first] = others;
    else if (kind === 'c') view.toggled = rest;
    else if (kind === 'q') view.find = first;
  }
  return view;
}

function read(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return '';
  }
}

export type CellValue = string | number | null | undefined;
export interface Valued<R> {
  key: string;
  value: (row: R) => CellValue;
}

const collator = new Intl.Collator('zh-CN', { numeric: true });

/** Order of two cells: numbers by size, words by pinyin, nothing last. */
export function compareCells(a: CellValue, b: CellValue): number {
  const emptyA = a === null || a === undefined || a === '';
  const emptyB = b === null || b === undefined || b === '';
  if (emptyA || emptyB) return Number(emptyA) - Number(emptyB);
  return typeof a === 'number' && typeof b === 'number' ? a - b : collator.compare(String(a), String(b));
}

/** The rows that a view shows, in its order. */
export function rowsSeen<R>(rows: readonly R[], columns: readonly Valued<R>[], view: TableView): R[] {
  const byKey = new Map(columns.map((column) => [column.key, column]));
  const filters = Object.entries(view.filters).flatMap(([key, values]) => {
    const column = byKey.get(key);
    return column && values.length > 0 ? [{ column, wanted: new Set(values) }] : [];
  });
  const seen = rows.filter(
    (row) =>
      filters.every(({ column, wanted }) => wanted.has(String(column.value(row) ?? ''))) &&
      (view.find === '' || columns.some((column) => String(column.value(row) ?? '').includes(view.find))),
  );
  const sorted = view.sort && byKey.get(view.sort.key);
  if (view.sort && sorted) {
    const { down } = view.sort;
    seen.sort((a, b) => {
      const [x, y] = [sorted.value(a), sorted.value(b)];
      const order = compareCells(x, y);
      // Nothing stays last in both directions.
      return down && x !== null && x !== undefined && y !== null && y !== undefined ? -order : order;
    });
  }
  return seen;
}
