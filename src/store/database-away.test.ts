import { expect, test } from 'vitest';
import { diskFault, isAway } from './database-away.logic.ts';

const coded = (code: string, message = '', more: object = {}): Error =>
  Object.assign(new Error(message), { code, ...more });

test.each([
  ['nobody listens', coded('ECONNREFUSED')],
  ['no socket', coded('ENOENT', 'connect ENOENT', { syscall: 'connect' })],
  ['it starts up', coded('57P03')],
  ['it was told to stop', coded('57P01')],
  ['the connection broke', new Error('Connection terminated unexpectedly')],
  ['the connection had broken', new Error('Client has encountered a connection error and is not queryable')],
])('the database is away when %s', (_, error) => {
  expect(isAway(error)).toBe(true);
});

test.each([
  ['a missing file of ours', coded('ENOENT', 'open', { path: '/a' })],
  ['a broken constraint', coded('23505')],
  ['a fault of ours', new Error('undefined is not a function')],
  ['no error at all', 'ECONNREFUSED'],
])('the database is not away for %s', (_, error) => {
  expect(isAway(error)).toBe(false);
});

test('a full disk and a folder that may not be written are told from a want of rights', () => {
  expect(diskFault(coded('53100', 'could not extend file "base/1/2": No space left on device'))).toBe('no-space');
  expect(diskFault(coded('42501', 'could not create file "base/1/2": Permission denied'))).toBe('not-writable');
  expect(diskFault(coded('42501', 'permission denied for table record'))).toBeUndefined();
  expect(diskFault(coded('42501', 'new row violates row-level security policy for table "record"'))).toBeUndefined();
});
