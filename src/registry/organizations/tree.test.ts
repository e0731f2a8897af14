import { expect, test } from 'vitest';
import { day } from '../../core/time/room.ts';
import { countiesOf, NO_COUNTY } from './counties.logic.ts';
import type { TreeLine } from './organizations.contract.ts';
import { fitting, type TreeFilter, treeOf, treeRows, typedAhead, wayUp } from './tree.logic.ts';

const org = (id: number, parentId: number | null, name: string, more: Partial<TreeLine> = {}): TreeLine => ({
  id,
  parentId,
  secondParentId: null,
  name,
  shortName: name.slice(-2),
  shortNames: [name.slice(-2)],
  kind: 'branch',
  sector: 'organ',
  termExpiresOn: null,
  covers: [],
  initials: '',
  since: day('2010-01-01'),
  ...more,
});
const city = treeOf([
  org(1, null, '市委', { kind: 'municipalCommittee' }),
  org(2, 1, '教育局党委', { kind: 'primaryCommittee', sector: 'school', initials: 'jyjdw dw' }),
  org(3, 2, '教育局一支部', { since: day('2017-03-01') }),
  org(4, 2, '教育局二支部'),
  org(5, 1, '南泉县委', { kind: 'countyCommittee' }),
  org(6, 5, '南泉县石桥村支部', { sector: 'village', initials: 'nqxsqczb zb' }),
]);
const rowsOf = (opened: readonly number[], filter: TreeFilter = {}) =>
  treeRows(city, new Set(opened), fitting(city, filter));
const shape = (rows: ReturnType<typeof rowsOf>) => rows.map((row) => `${' '.repeat(row.depth)}${row.org.id}`);

test.each<[string, number[], TreeFilter, string[]]>([
  ['nothing is open', [], {}, ['1']],
  ['the top is open', [1], {}, ['1', ' 2', ' 5']],
  ['two levels are open', [1, 2], {}, ['1', ' 2', '  3', '  4', ' 5']],
  ['a word is looked for', [], { text: '一支部' }, ['1', ' 2', '  3']],
  ['a short name is looked for', [], { text: '县委' }, ['1', ' 5']],
  ['initials are typed', [], { text: 'JYJ' }, ['1', ' 2']],
  ['initials of a part are typed', [], { text: 'sqc' }, ['1', ' 5', '  6']],
  ['a kind is looked for', [], { kind: 'primaryCommittee' }, ['1', ' 2']],
  ['a sector is looked for', [], { sector: 'village' }, ['1', ' 5', '  6']],
  ['a county is looked for', [], { county: 5 }, ['1', ' 5', '  6']],
  ['what is in no county is looked for', [], { county: NO_COUNTY, text: '二支部' }, ['1', ' 2', '  4']],
  ['what has changed is looked for', [], { changedSince: day('2017-01-01') }, ['1', ' 2', '  3']],
  ['nothing fits', [1], { text: '水务局' }, []],
])('when %s', (_, opened, filter, rows) => {
  expect(shape(rowsOf(opened, filter))).toEqual(rows);
});

test('those on the way are told from those that fit', () => {
  const rows = rowsOf([], { text: '一支部' });
  expect(rows.map((row) => row.onTheWay)).toEqual([true, true, false]);
  expect(rows[2]).toMatchObject({ place: 1, siblings: 1, hasChildren: false });
});

test('a way can be closed under a filter', () => {
  expect(shape(treeRows(city, new Set(), fitting(city, { text: '支部' }), new Set([2])))).toEqual([
    '1',
    ' 2',
    ' 5',
    '  6',
  ]);
});

test('one whose superior is not there on the day stands as a top', () => {
  expect(shape(treeRows(treeOf([org(7, 99, '某支部')]), new Set(), undefined))).toEqual(['7']);
});

const circle = treeOf([org(1, 2, '甲'), org(2, 1, '乙')]);

test('the way up ends at the top, and a circle does not hang', () => {
  expect(wayUp(city, 4)).toEqual([4, 2, 1]);
  expect(wayUp(circle, 1)).toEqual([1, 2]);
});

test('the county is the committee at or above; a circle is in none', () => {
  expect([...countiesOf(city.organizations)]).toEqual([
    [1, NO_COUNTY],
    [2, NO_COUNTY],
    [3, NO_COUNTY],
    [4, NO_COUNTY],
    [5, 5],
    [6, 5],
  ]);
  expect(circle.counties.get(1)).toBe(NO_COUNTY);
});

test('typing ahead goes to the next name that begins so, round the end', () => {
  const rows = rowsOf([1, 2, 5]);
  expect(rows[typedAhead(rows, 0, '支')]!.org.id).toBe(3);
  expect(rows[typedAhead(rows, 2, '支')]!.org.id).toBe(4);
  expect(rows[typedAhead(rows, 2, '教育局二')]!.org.id).toBe(4);
  expect(rows[typedAhead(rows, 5, 'jy')]!.org.id).toBe(2);
  expect(typedAhead(rows, 0, '水')).toBe(-1);
});

test('a city of 100,000 is arranged, filtered and laid out within a few frames', () => {
  const many = Array.from({ length: 100_000 }, (_, at) =>
    org(at + 1, at === 0 ? null : Math.floor((at - 1) / 8) + 1, `第${at}支部`),
  );
  // Time of the processor: whatever else the machine does, the measure stays.
  const timed = (work: () => unknown): number => {
    const from = process.cpuUsage();
    work();
    const { user, system } = process.cpuUsage(from);
    return (user + system) / 1000;
  };
  const tree = treeOf(many);
  const all = new Set(many.map(({ id }) => id));
  // Generous: what walks a way anew for each organization takes minutes.
  expect(timed(() => treeOf(many))).toBeLessThan(2_000);
  expect(timed(() => treeRows(tree, all, undefined))).toBeLessThan(1_000);
  expect(timed(() => treeRows(tree, new Set(), fitting(tree, { text: '9' })))).toBeLessThan(1_000);
});
