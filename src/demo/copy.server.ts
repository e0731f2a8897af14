/** Rows into a table by COPY, many times faster than statements: for the sample city only, whose rows are right by construction. */
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type pg from 'pg';
import { from as copyFrom } from 'pg-copy-streams';

/** A value in COPY's text format: an array of numbers or texts becomes a PostgreSQL array, an object becomes JSON. */
export type Value = string | number | boolean | null | Date | readonly number[] | readonly string[] | object;

const ESCAPES: Readonly<Record<string, string>> = { '\\': '\\\\', '\t': '\\t', '\n': '\\n', '\r': '\\r' };
const escaped = (text: string): string => text.replace(/[\\\t\n\r]/g, (one) => ESCAPES[one]!);
const quoted = (text: string): string => `"${text.replace(/["\\]/g, (one) => `\\${one}`)}"`;

/** One value as COPY reads it. */
export function copyText(value: Value): string {
  if (value === null) return '\\N';
  if (typeof value === 'string') return escaped(value);
  if (typeof value !== 'object') return String(value);
  if (value instanceof Date) return value.toISOString();
  if (!Array.isArray(value)) return escaped(JSON.stringify(value));
  return escaped(`{${value.map((one) => (typeof one === 'number' ? one : quoted(String(one)))).join(',')}}`);
}

/** Text a chunk carries at once. */
const CHUNK = 64 * 1024;

function* chunks(rows: Iterable<readonly Value[]>, tell: (rows: number) => void): Generator<string> {
  let text = '';
  let count = 0;
  for (const row of rows) {
    text += `${row.map(copyText).join('\t')}\n`;
    count += 1;
    if (text.length < CHUNK) continue;
    yield text;
    tell(count);
    text = '';
    count = 0;
  }
  if (text !== '') yield text;
  tell(count);
}

/** Copies rows into a table of the connection's search path; `tell` hears how many more rows went. */
export async function copyInto(
  client: pg.Client,
  table: string,
  columns: readonly string[],
  rows: Iterable<readonly Value[]>,
  tell: (rows: number) => void,
): Promise<void> {
  const into = client.query(copyFrom(`copy ${table} (${columns.join(', ')}) from stdin`));
  await pipeline(Readable.from(chunks(rows, tell)), into);
}
