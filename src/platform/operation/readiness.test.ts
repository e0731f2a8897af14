import { expect, test } from 'vitest';
import { DISK_FLOOR_BYTES, type Findings, troublesOf } from './readiness.logic.ts';

const well: Findings = {
  databaseAnswers: true,
  structure: [{ city: 'shili', missing: [], unknown: [] }],
  freeBytes: DISK_FLOOR_BYTES,
};

test('where all is well there is no trouble', () => {
  expect(troublesOf(well)).toEqual([]);
});

test.each<[says: string, found: Partial<Findings>, codes: string[]]>([
  ['a database that does not answer', { databaseAnswers: false }, ['database-away']],
  ['a newer structure', { structure: [{ city: 'a', missing: [], unknown: ['0099-later.sql'] }] }, ['program-old']],
  ['an older structure', { structure: [{ city: 'a', missing: ['0002-x.sql'], unknown: [] }] }, ['structure-old']],
  ['a disk nearly full', { freeBytes: DISK_FLOOR_BYTES - 1 }, ['disk-low']],
  ['a disk that tells nothing', { freeBytes: null }, []],
  ['writes that are stopped', { writesStopped: { code: 'clock-behind', what: '时钟倒退了' } }, ['clock-behind']],
  ['a full disk once', { freeBytes: 0, writesStopped: { code: 'no-space', what: '磁盘满了' } }, ['disk-low']],
])('%s is told', (_says, found, codes) => {
  const troubles = troublesOf({ ...well, ...found });
  expect(troubles.map(({ code }) => code)).toEqual(codes);
  for (const { what, now } of troubles) expect(what && now).toBeTruthy();
});
