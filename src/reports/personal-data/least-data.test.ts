import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { IMPERSONAL_COLUMNS, isNeverHeld, PERSONAL_COLUMNS } from './least-data.logic.ts';

interface Column {
  name: string;
  type: string;
}

/** Every column of every table; schema.sql is held against a fresh database by its own test. */
function columnsOf(schema: string): Column[] {
  const columns: Column[] = [];
  let table: string | undefined;
  for (const line of schema.split('\n')) {
    table = /^create table (\w+)/.exec(line)?.[1] ?? (line === ');' ? undefined : table);
    const column = /^ {2}(?!constraint )(\w+) +(\w+(?:\[\])?)/.exec(line);
    if (table && column) columns.push({ name: `${table}.${column[1]}`, type: column[2]! });
  }
  return columns;
}
const columns = columnsOf(readFileSync(new URL('../../store/schema.sql', import.meta.url), 'utf8'));
const FREE = /^(text|jsonb?|bytea|inet|cidr|varchar)/;

/** Names of all fields of all answers and requests. */
function fieldsOf(value: unknown, found = new Set<string>()): Set<string> {
  if (typeof value !== 'object' || value === null) return found;
  for (const [key, inner] of Object.entries(value)) {
    if (key === 'properties' && typeof inner === 'object' && inner !== null)
      for (const name of Object.keys(inner)) found.add(name);
    fieldsOf(inner, found);
  }
  return found;
}
const fields = fieldsOf(JSON.parse(readFileSync(new URL('../../../docs/openapi.json', import.meta.url), 'utf8')));

describe('least data', () => {
  test('every column that holds words, bytes or JSON says why it is kept, or that it tells nothing of a person', () => {
    const known = new Set([...Object.keys(PERSONAL_COLUMNS), ...IMPERSONAL_COLUMNS]);
    const free = columns.filter(({ type }) => FREE.test(type)).map(({ name }) => name);
    expect(free.filter((name) => !known.has(name))).toEqual([]);
    expect([...known].filter((name) => !free.includes(name))).toEqual([]);
    expect(IMPERSONAL_COLUMNS.filter((name) => name in PERSONAL_COLUMNS)).toEqual([]);
  });

  test('no column and no field of a route holds an identity card, a telephone, a picture or a place of a person', () => {
    expect(columns.length).toBeGreaterThan(150);
    expect(fields.size).toBeGreaterThan(150);
    expect(columns.map(({ name }) => name).filter((name) => isNeverHeld(name.split('.')[1]!))).toEqual([]);
    expect([...fields].filter(isNeverHeld)).toEqual([]);
  });

  test.each(['idCard', 'id_card_number', 'mobilePhone', 'home_address', 'facePhoto', 'gpsLatitude'])(
    'a name like %s would be found',
    (name) => {
      expect(isNeverHeld(name)).toBe(true);
    },
  );
});
