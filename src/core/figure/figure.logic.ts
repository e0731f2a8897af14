/**
 * Figures: one declaration from which a number, its breakdown and the rows behind it are compiled into one query, so that what
 * is counted and what is opened can never be two things. SQL stands in the declaration as constants; what a reader asks for
 * comes in as bound values only.
 */

/** One way of counting the rows of a figure. */
export interface Measure {
  /** 中文名: 应到. */
  name: string;
  /** 次, 人, 条. */
  unit: string;
  /** Condition on the figure's columns; all rows when left out. */
  where?: string;
  /** Column that is added up; rows are counted when left out. */
  sum?: string;
  /** Column whose different values are counted. */
  distinct?: string;
}

/** A condition that a reader may set; `$` stands for the value, once. */
export interface FigureFilter {
  where: string;
  type: 'int' | 'text' | 'date' | 'uuid' | 'int[]' | 'text[]';
}

export interface Figure<C extends string = string, F extends string = string, M extends string = string> {
  /** Dotted: `life.participation`. */
  id: string;
  name: string;
  /** From clause: which records, joined with what. */
  from: string;
  /** Condition that always holds. */
  where?: string;
  /** Column → expression over the from clause. */
  columns: Readonly<Record<C, string>>;
  filters: Readonly<Record<F, FigureFilter>>;
  measures: Readonly<Record<M, Measure>>;
  /** Order of the rows, over columns. */
  order: string;
}

/** What a reader asks of a figure. */
export interface FigureAsk<C extends string, F extends string, M extends string> {
  filters?: Partial<Record<F, unknown>>;
  /** Column by whose values the numbers are broken down. */
  by?: C;
  /** Measure whose rows are opened; all rows when left out. */
  open?: M;
  /** Rows to bring; 0 brings numbers only. */
  limit?: number;
  offset?: number;
}

/** One statement with its bound values; answers one row `{numbers, groups, rows, total}`. */
export interface FigureQuery {
  text: string;
  values: unknown[];
}

/** The answer of a compiled figure. `total` counts the rows that `open` names, of which `rows` is one page. */
export interface FigureAnswer<Row, M extends string> {
  numbers: Record<M, number>;
  groups: { key: string; numbers: Record<M, number> }[];
  rows: Row[];
  total: number;
}

const NAME = /^[a-z][A-Za-z0-9]*$/;
const quoted = (name: string): string => `"${name}"`;

/** Declares a figure and checks it: names are plain, and each filter has one place for its value. Throws otherwise. */
export function figure<C extends string, F extends string, M extends string>(
  declared: Figure<C, F, M>,
): Figure<C, F, M> {
  for (const name of [...Object.keys(declared.columns), ...Object.keys(declared.measures)]) {
    if (!NAME.test(name)) throw new Error(`figure ${declared.id}: ${name} is no plain name`);
  }
  for (const [name, filter] of Object.entries<FigureFilter>(declared.filters)) {
    if (filter.where.split('$').length !== 2) throw new Error(`figure ${declared.id}: filter ${name} needs one $`);
  }
  for (const [name, measure] of Object.entries<Measure>(declared.measures)) {
    const column = measure.sum ?? measure.distinct;
    if (column !== undefined && !(column in declared.columns)) {
      throw new Error(`figure ${declared.id}: measure ${name} counts a column that is not there`);
    }
  }
  return declared;
}

function numberOf({ where, sum, distinct }: Measure): string {
  const only = where ? ` filter (where ${where})` : '';
  if (sum) return `coalesce(sum(${quoted(sum)})${only}, 0)::float8`;
  if (distinct) return `(count(distinct ${quoted(distinct)})${only})::int`;
  return `(count(*)${only})::int`;
}

/** Numbers and breakdown without rows, out of one walk over what is chosen. */
function numbersOnly(from: string, numbers: string, opened: string | undefined, by: string | undefined): string {
  const total = `(count(*)${opened ? ` filter (where ${opened})` : ''})::int as total`;
  if (by === undefined)
    return `select ${numbers} as numbers, '[]'::json as groups, '[]'::json as rows, ${total} from (${from}) chosen`;
  return `with counted as (
      select grouping(${quoted(by)}) as whole, ${quoted(by)}::text as key, ${numbers} as numbers, ${total}
      from (${from}) chosen group by grouping sets ((${quoted(by)}), ()))
    select (select numbers from counted where whole = 1) as numbers,
      (select coalesce(json_agg(json_build_object('key', key, 'numbers', numbers) order by key), '[]')
        from counted where whole = 0) as groups,
      '[]'::json as rows, (select total from counted where whole = 1) as total`;
}

/**
 * Compiles number, breakdown and rows into one statement. A filter that is undefined or null is not set; one that the figure
 * does not declare throws, rather than being dropped and showing too much.
 */
export function compileFigure<C extends string, F extends string, M extends string>(
  declared: Figure<C, F, M>,
  ask: FigureAsk<C, F, M>,
): FigureQuery {
  const values: unknown[] = [];
  const bind = (value: unknown, type: string): string => `$${values.push(value)}::${type}`;
  const conditions = declared.where ? [`(${declared.where})`] : [];
  for (const [name, value] of Object.entries(ask.filters ?? {})) {
    const filter = declared.filters[name as F];
    if (!filter) throw new Error(`figure ${declared.id} has no filter ${name}`);
    if (value === undefined || value === null) continue;
    // A function, since a replacement text would read `$1` as a group.
    conditions.push(`(${filter.where.replace('$', () => bind(value, filter.type))})`);
  }
  const columns = Object.entries<string>(declared.columns).map(([name, sql]) => `${sql} as ${quoted(name)}`);
  const measures = Object.entries<Measure>(declared.measures);
  const numbers = `json_build_object(${measures.map(([name, measure]) => `'${name}', ${numberOf(measure)}`).join(', ')})`;
  const opened = ask.open ? declared.measures[ask.open].where : undefined;
  const shown = opened ? ` where ${opened}` : '';
  const from = `select ${columns.join(', ')} from ${declared.from}${conditions.length > 0 ? ` where ${conditions.join(' and ')}` : ''}`;
  if (ask.limit === 0) return { text: numbersOnly(from, numbers, opened, ask.by), values };
  const groups = ask.by
    ? `(select coalesce(json_agg(json_build_object('key', g.key, 'numbers', g.numbers) order by g.key), '[]')
        from (select ${quoted(ask.by)}::text as key, ${numbers} as numbers from chosen group by 1) g)`
    : `'[]'::json`;
  // Not materialized: each use then reads only the columns it needs, and a page of rows stops at its limit.
  const text = `with chosen as not materialized (
      ${from})
    select (select ${numbers} from chosen) as numbers, ${groups} as groups,
      (select coalesce(json_agg(p), '[]') from (select * from chosen${shown} order by ${declared.order}
        limit ${bind(ask.limit ?? 50, 'int')} offset ${bind(ask.offset ?? 0, 'int')}) p) as rows,
      (select count(*)::int from chosen${shown}) as total`;
  return { text, values };
}
