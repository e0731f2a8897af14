import { expect, test } from 'vitest';
import type { OrgLine } from './organizations.contract.ts';
import { treeRows, wayUp } from './tree.logic.ts';

const org = (id: number, parentId: number | null, name: string, kind: OrgLine['kind'] = 'branch'): OrgLine => ({
  id,
  parentId,
  name,
  shortName: name.slice(-2),
  kind,
  sector: 'organ',
  termExpiresOn: null,
});
const city = [
  org(1, null, '市委', 'municipalCommittee'),
  org(2, 1, '教育局党委', 'primaryCommittee'),
  org(3, 2, '教育局一支部'),
  org(4, 2, '教育局二支部'),
  org(5, 1, '公安局党委', 'primaryCommittee'),
];
const shape = (rows: ReturnType<typeof treeRows>) => rows.map((row) => `${' '.repeat(row.depth)}${row.org.id}`);
const none = { text: '', kind: undefined };

test.each([
  ['nothing is open', [], none, ['1']],
  ['the top is open', [1], none, ['1', ' 2', ' 5']],
  ['two levels are open', [1, 2], none, ['1', ' 2', '  3', '  4', ' 5']],
  ['a word is looked for', [], { ...none, text: '一支部' }, ['1', ' 2', '  3']],
  ['a kind is looked for', [], { ...none, kind: 'primaryCommittee' as const }, ['1', ' 2', ' 5']],
  ['nothing fits', [1], { ...none, text: '水务局' }, []],
])('when %s', (_, opened, filter, rows) => {
  expect(shape(treeRows(city, new Set(opened as number[]), filter))).toEqual(rows);
});

test('those on the way are told from those that fit', () => {
  const rows = treeRows(city, new Set(), { ...none, text: '一支部' });
  expect(rows.map((row) => row.onTheWay)).toEqual([true, true, false]);
  expect(rows[2]).toMatchObject({ place: 1, siblings: 1, hasChildren: false });
});

test('one whose superior is not there on the day stands as a top', () => {
  expect(shape(treeRows([org(7, 99, '某支部')], new Set(), none))).toEqual(['7']);
});

test('the way up ends at the top, and a circle does not hang', () => {
  expect(wayUp(city, 4)).toEqual([4, 2, 1]);
  expect(wayUp([org(1, 2, '甲'), org(2, 1, '乙')], 1)).toEqual([1, 2]);
});
