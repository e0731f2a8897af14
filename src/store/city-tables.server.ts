/**
 * A city's tables as the catalog tells them, and the one text in which they are carried and compared: COPY text in the order of
 * the primary key (docs/decisions/0010-backup-formats.md). Nothing here knows a table by name but the list of what stays behind.
 */
import { createHash } from 'node:crypto';
import type { Readable } from 'node:stream';
import type pg from 'pg';
import { to as copyTo } from 'pg-copy-streams';
import { SERVICE_ROLES } from './migrate.server.ts';

export interface CityTable {
  name: string;
  columns: readonly string[];
  /** No role of the service may update or delete: what stood there once stands there for ever. */
  appendOnly: boolean;
  /** The rows in the one order and text. */
  select: string;
}

export interface TableDigest {
  table: string;
  rows: number;
  /** Of the COPY text. */
  sha256: string;
}

/** What a transaction could see, as `pg_current_snapshot()` writes it: `xmin:xmax:under,way`. */
export type Snapshot = string;

/** Tables that do not move with a city, each with the reason. */
export const NOT_CARRIED: Readonly<Record<string, string>> = {
  migration: 'made by the program itself',
  session: 'a sign-in is bound to the server that it happened on',
  sign_in_throttle: 'keyed with the key of the old server, and of a moment',
  account_factor: 'sealed with the key of the old server: one-time passwords are set up anew',
  recovery_code: 'goes with the one-time password',
  import_tray: 'workbooks on the way in',
};

interface Column {
  name: string;
  type: string;
  textual: boolean;
  key: number | null;
}

const TABLES = `
  select c.oid::int, c.relname as name, not exists (
      select from aclexplode(c.relacl) g join pg_roles r on r.oid = g.grantee
      where r.rolname = any ($2) and g.privilege_type in ('UPDATE', 'DELETE', 'TRUNCATE')
      union all
      select from pg_attribute a, aclexplode(a.attacl) g join pg_roles r on r.oid = g.grantee
      where a.attrelid = c.oid and r.rolname = any ($2) and g.privilege_type = 'UPDATE') as append_only
  from pg_class c join pg_namespace n on n.oid = c.relnamespace
  where n.nspname = $1 and c.relkind = 'r' order by c.relname collate "C"`;

const COLUMNS = `
  select a.attname as name, format_type(a.atttypid, null) as type, t.typcategory = 'S' as textual,
    array_position(i.indkey::int2[], a.attnum) as key
  from pg_attribute a join pg_type t on t.oid = a.atttypid
    left join pg_index i on i.indrelid = a.attrelid and i.indisprimary
  where a.attrelid = $1 and a.attnum > 0 and not a.attisdropped and a.attgenerated = '' order by a.attnum`;

const quoted = (name: string): string => `"${name.replaceAll('"', '""')}"`;

/** Numbers of a server's own transactions mean nothing on another one. */
const written = ({ name, type }: Column): string =>
  type === 'xid8' ? `'0'::xid8 as ${quoted(name)}` : `t.${quoted(name)}`;

function orderOf(columns: readonly Column[]): string {
  const keys = columns.filter(({ key }) => key !== null).sort((a, b) => a.key! - b.key!);
  if (keys.length === 0) return columns.map(({ name }) => `t.${quoted(name)}::text collate "C"`).join(', ');
  return keys.map(({ name, textual }) => `t.${quoted(name)}${textual ? ' collate "C"' : ''}`).join(', ');
}

/** The tables of a city's schema, by name. */
export async function cityTables(client: pg.ClientBase, schema: string): Promise<CityTable[]> {
  const { rows } = await client.query<{ oid: number; name: string; append_only: boolean }>(TABLES, [
    schema,
    SERVICE_ROLES,
  ]);
  const tables: CityTable[] = [];
  for (const { oid, name, append_only: appendOnly } of rows) {
    const { rows: columns } = await client.query<Column>(COLUMNS, [oid]);
    const from = `${quoted(schema)}.${quoted(name)} t`;
    tables.push({
      name,
      columns: columns.map((column) => column.name),
      appendOnly,
      select: `select ${columns.map(written).join(', ')} from ${from} where true order by ${orderOf(columns)}`,
    });
  }
  return tables;
}

/** Settings of a session under which values have one text only, whatever the server's own settings say. */
export const ONE_TEXT = `set datestyle = 'ISO, YMD'; set timezone = 'UTC'; set bytea_output = 'hex';
  set extra_float_digits = 1; set intervalstyle = 'postgres'; set client_encoding = 'UTF8'`;

const CIRCLE = 2 ** 32;

/**
 * A condition on rows of append-only tables: were they there for this snapshot? Holds on the same cluster and on physical copies
 * of it, as long as less than half the circle of transaction numbers has gone by.
 */
function seenBy(snapshot: Snapshot): string {
  const [, end = '', underWay = ''] = snapshot.split(':');
  if (!/^\d+:\d+:[\d,]*$/.test(snapshot)) throw new RangeError(`not a snapshot: ${snapshot}`);
  const number = (text: string): bigint => BigInt(text) % BigInt(CIRCLE);
  const before = `((t.xmin::text::bigint - ${number(end)}) & ${CIRCLE - 1}) >= ${CIRCLE / 2}`;
  const open = underWay.split(',').filter(Boolean).map(number);
  return open.length === 0 ? before : `${before} and t.xmin::text::bigint not in (${open.join(', ')})`;
}

/** The rows as a stream of COPY text. `rowCount` is known at its end. */
export function rowsOf(client: pg.ClientBase, table: CityTable, snapshot?: Snapshot): Readable & { rowCount: number } {
  const select = snapshot ? table.select.replace(' where true ', ` where ${seenBy(snapshot)} `) : table.select;
  return client.query(copyTo(`copy (${select}) to stdout`));
}

/** Rows and digest of a table as the transaction sees it, or as far as `snapshot` saw it. The session must be under ONE_TEXT. */
export async function digestOf(client: pg.ClientBase, table: CityTable, snapshot?: Snapshot): Promise<TableDigest> {
  const stream = rowsOf(client, table, snapshot);
  const hash = createHash('sha256');
  for await (const chunk of stream) hash.update(chunk as Buffer);
  return { table: table.name, rows: stream.rowCount, sha256: hash.digest('hex') };
}
