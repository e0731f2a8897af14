/**
 * What the migrations add up to, read from the catalog and told in one stable order: tables, columns, constraints, indexes,
 * row security, grants. `schema.sql` is this text for the platform and for one city, so that a reader need not replay
 * migrations and a review sees what a new one changes.
 */
import pg from 'pg';
import { SERVICE_ROLES } from './migrate.server.ts';

interface Column {
  name: string;
  type: string;
  required: boolean;
  preset: string | null;
  identity: string;
  /** `s`: always made from the row's other columns. */
  generated: string;
}
interface Named {
  name: string;
  definition: string;
}
interface Policy {
  name: string;
  command: string;
  /** Several that permit add up; one that restricts holds beside all of them. */
  permissive: boolean;
  roles: string[];
  using: string | null;
  check: string | null;
}
interface Grant {
  right: string;
  column: string | null;
  role: string;
}

const COLUMNS = `
  select a.attname as name, format_type(a.atttypid, a.atttypmod) as type, a.attnotnull as required,
    pg_get_expr(d.adbin, d.adrelid) as preset, a.attidentity as identity, a.attgenerated as generated
  from pg_attribute a left join pg_attrdef d on d.adrelid = a.attrelid and d.adnum = a.attnum
  where a.attrelid = $1 and a.attnum > 0 and not a.attisdropped order by a.attnum`;

// Since PostgreSQL 18 "not null" is a constraint with a name of its own; it is told at its column.
const CONSTRAINTS = `
  select conname as name, pg_get_constraintdef(oid, true) as definition from pg_constraint
  where conrelid = $1 and contype <> 'n' order by position(contype::text in 'pufcx'), conname`;

const INDEXES = `
  select c.relname as name, pg_get_indexdef(i.indexrelid) as definition
  from pg_index i join pg_class c on c.oid = i.indexrelid
  where i.indrelid = $1 and not exists (select from pg_constraint k where k.conindid = i.indexrelid) order by c.relname`;

const POLICIES = `
  select polname as name, polcmd as command, polpermissive as permissive,
    array(select rolname::text from pg_roles where oid = any (polroles) order by rolname) as roles,
    pg_get_expr(polqual, polrelid, true) as using, pg_get_expr(polwithcheck, polrelid, true) as check
  from pg_policy where polrelid = $1 order by polname`;

const GRANTS = `
  select lower(g.privilege_type) as right, null as column, r.rolname as role
  from pg_class c, aclexplode(c.relacl) g join pg_roles r on r.oid = g.grantee
  where c.oid = $1 and r.rolname = any ($2)
  union all
  select lower(g.privilege_type), a.attname, r.rolname
  from pg_attribute a, aclexplode(a.attacl) g join pg_roles r on r.oid = g.grantee
  where a.attrelid = $1 and r.rolname = any ($2)
  order by role, "right", "column"`;

const COMMANDS: Readonly<Record<string, string>> = { r: 'select', a: 'insert', w: 'update', d: 'delete', '*': 'all' };

const KEYWORDS =
  /\b(PRIMARY KEY|FOREIGN KEY|REFERENCES|UNIQUE|CHECK|CREATE|INDEX|USING|WHERE|AND|OR|NOT|IS|NULL|ANY|ARRAY|DESC|NULLIF|ON)\b/g;

/** SQL as the catalog tells it, in the hand of the migrations: small keywords, short names of types, no doubled casts. */
const inOurHand = (text: string): string =>
  text
    .replace(KEYWORDS, (word) => word.toLowerCase())
    .replaceAll('timestamp with time zone', 'timestamptz')
    .replaceAll('time without time zone', 'time')
    .replaceAll('integer', 'int')
    .replaceAll('::text', '');

function columnLine(
  { name, type, required, preset, identity, generated }: Column,
  widest: { name: number; type: number },
): string {
  const more = [
    required ? 'not null' : '',
    preset === null || generated !== '' ? '' : `default ${inOurHand(preset.replace(/::[\w[\] ]+$/, ''))}`,
    generated === '' ? '' : `generated always as (${inOurHand(preset!)}) stored`,
    identity === '' ? '' : `generated ${identity === 'a' ? 'always' : 'by default'} as identity`,
  ].filter(Boolean);
  return `  ${name.padEnd(widest.name)} ${type.padEnd(widest.type)} ${more.join(' ')}`.trimEnd();
}

function policyText(table: string, { name, command, permissive, roles, using, check }: Policy): string {
  const head = `create policy ${name} on ${table}${permissive ? '' : ' as restrictive'} for ${COMMANDS[command]} to ${roles.join(', ') || 'public'}`;
  return [head, using && `  using ${wrapped(using)}`, check && `  with check ${wrapped(check)}`]
    .filter(Boolean)
    .join('\n');
}

/** A long condition with each alternative on a line of its own. */
const wrapped = (condition: string): string =>
  `(${inOurHand(condition).replace(/ (?=(?:or|and) )/g, condition.length > 100 ? '\n    ' : ' ')})`;

/** `grant select, insert on act to xieshi_scoped`, rights on single columns with their columns. */
function grantTexts(table: string, grants: readonly Grant[]): string[] {
  const rights = new Map<string, string[]>();
  for (const role of [...new Set(grants.map((grant) => grant.role))]) {
    const own = grants.filter((grant) => grant.role === role);
    const whole = own.filter((grant) => grant.column === null).map((grant) => grant.right);
    const parts = [...new Set(own.filter((grant) => grant.column !== null).map((grant) => grant.right))].map(
      (right) => {
        const columns = own.filter((grant) => grant.right === right && grant.column !== null);
        return `${right} (${columns.map((grant) => grant.column).join(', ')})`;
      },
    );
    const text = [...whole, ...parts].join(', ');
    rights.set(text, [...(rights.get(text) ?? []), role]);
  }
  return [...rights].map(([text, roles]) => `grant ${text} on ${table} to ${roles.join(', ')};`);
}

async function tableText(client: pg.Client, table: { oid: number; name: string; secured: boolean }): Promise<string> {
  const read = async <R extends pg.QueryResultRow>(text: string, ...more: unknown[]): Promise<R[]> =>
    (await client.query<R>(text, [table.oid, ...more])).rows;
  const columns = (await read<Column>(COLUMNS)).map((column) => ({ ...column, type: inOurHand(column.type) }));
  const widest = {
    name: Math.max(...columns.map((column) => column.name.length)),
    type: Math.max(...columns.map((column) => column.type.length)),
  };
  const constraints = await read<Named>(CONSTRAINTS);
  const body = [
    ...columns.map((column) => columnLine(column, widest)),
    ...constraints.map(({ name, definition }) => `  constraint ${name} ${inOurHand(definition)}`),
  ];
  const indexes = await read<Named>(INDEXES);
  const policies = await read<Policy>(POLICIES);
  const grants = await read<Grant>(GRANTS, SERVICE_ROLES);
  return [
    `create table ${table.name} (\n${body.join(',\n')}\n);`,
    ...indexes.map(({ definition }) => `${inOurHand(definition.replace(/ ON \w+\./, ' ON '))};`),
    ...(table.secured ? [`alter table ${table.name} enable row level security;`] : []),
    ...policies.map((policy) => `${policyText(table.name, policy)};`),
    ...grantTexts(table.name, grants),
  ].join('\n');
}

/** The tables of one schema. Names are told without the schema, so that every city gives the same text. */
async function schemaText(client: pg.Client, schema: string): Promise<string> {
  await client.query(`set search_path to ${pg.escapeIdentifier(schema)}`);
  const { rows } = await client.query<{ oid: number; name: string; secured: boolean }>(
    `select oid, relname as name, relrowsecurity as secured from pg_class
     where relnamespace = $1::regnamespace and relkind in ('r', 'p') order by relname`,
    [schema],
  );
  const texts: string[] = [];
  for (const table of rows) texts.push(await tableText(client, table));
  return texts.join('\n\n');
}

/** The text of `schema.sql`, read from the platform's schema and a city's. */
export async function dumpSchema(admin: pg.PoolConfig, citySchema: string): Promise<string> {
  const client = new pg.Client(admin as pg.ClientConfig);
  await client.connect();
  try {
    const platform = await schemaText(client, 'xieshi');
    const city = await schemaText(client, citySchema);
    return [
      '-- What the migrations add up to. Made by `npm run --silent xieshi -- schema`; a test compares it with a fresh database.',
      '-- ── schema xieshi: what all cities share ──',
      platform,
      '-- ── schema city_<code>: one city ──',
      `${city}\n`,
    ].join('\n\n');
  } finally {
    await client.end();
  }
}
