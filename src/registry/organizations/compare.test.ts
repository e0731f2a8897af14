import { expect, test } from 'vitest';
import { day } from '../../core/time/room.ts';
import { atAndBelow, changesBetween, compareOrganizations, type OrgChange } from './compare.logic.ts';
import type { OrgLine } from './organizations.contract.ts';

const branch: OrgLine = {
  id: 3,
  parentId: 2,
  secondParentId: null,
  name: '机关第一党支部',
  shortName: '一支部',
  shortNames: ['一支部'],
  kind: 'branch',
  sector: 'organ',
  termExpiresOn: null,
  covers: [],
};

test.each<[string, OrgLine | undefined, OrgLine | undefined, OrgChange[]]>([
  ['on neither day', undefined, undefined, []],
  ['the same on both', branch, { ...branch }, []],
  ['not there on the first', undefined, branch, ['setUp']],
  ['not there on the second', branch, undefined, ['dissolved']],
  ['another name', branch, { ...branch, name: '机关联合党支部' }, ['renamed']],
  ['another superior', branch, { ...branch, parentId: 9 }, ['moved']],
  ['another kind and name', branch, { ...branch, kind: 'jointBranch', name: '联合' }, ['renamed', 'kind']],
  ['another sector', branch, { ...branch, sector: 'school' }, ['other']],
  ['a second line of management', branch, { ...branch, secondParentId: 9 }, ['other']],
  ['another end of term', branch, { ...branch, termExpiresOn: day('2018-06-30') }, ['other']],
  ['units covered', branch, { ...branch, covers: ['甲公司'] }, ['other']],
  ['another short name', branch, { ...branch, shortName: '机关一', shortNames: ['机关一'] }, ['other']],
])('an organization that is %s', (_, before, after, changes) => {
  expect(changesBetween(before, after)).toEqual(changes);
});

test('every organization of either day stands once', () => {
  const gone = { ...branch, id: 1 };
  const come = { ...branch, id: 5 };
  expect(compareOrganizations([branch, gone], [come, branch]).map(({ id, changes }) => [id, ...changes])).toEqual([
    [1, 'dissolved'],
    [3],
    [5, 'setUp'],
  ]);
});

test('below an organization are itself and all under it', () => {
  const line = (id: number, parentId: number | null) => ({ ...branch, id, parentId });
  expect([...atAndBelow([line(1, null), line(2, 1), line(3, 2), line(4, 1)], 2)]).toEqual([2, 3]);
  expect([...atAndBelow([line(1, 2), line(2, 1)], 1)]).toEqual([1, 2]);
});
