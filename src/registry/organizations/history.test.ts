import { expect, test } from 'vitest';
import { day } from '../../core/time/room.ts';
import { formerly, type OrganizationFact, organizationChange } from './history.logic.ts';

const branch: OrganizationFact = {
  fact: 'organization',
  orgId: 3,
  validFrom: day('2015-01-01'),
  name: '机关第一党支部',
  shortNames: ['一支部'],
  kind: 'branch',
  sector: 'organ',
  parentId: 2,
  termExpiresOn: day('2018-06-30'),
};
const nameOf = (id: number): string => ({ 1: '市委', 2: '市教育局' })[id] ?? '';

test.each<[string, OrganizationFact | undefined, Partial<OrganizationFact>, string]>([
  ['the first fact sets it up', undefined, {}, '设立机关第一党支部（党支部），上级是市教育局'],
  ['a top has no superior', undefined, { parentId: null }, '设立机关第一党支部（党支部），没有上级'],
  ['a renaming', branch, { name: '机关联合党支部' }, '更名为机关联合党支部'],
  ['a change of superior', branch, { parentId: 1 }, '改隶，上级是市委'],
  [
    'several changes at once',
    branch,
    { kind: 'jointBranch', sector: 'twoNew', termExpiresOn: day('2020-06-30') },
    '类别改为联合党支部；领域改为两新组织；任期届满时间2020年6月30日',
  ],
  ['a term without an end', branch, { termExpiresOn: null }, '没有任期届满时间'],
  ['other short names', branch, { shortNames: [] }, '简称取消'],
  ['a second line of management', branch, { secondParentId: 1 }, '双重管理，同时受市委管理'],
  ['units covered jointly', branch, { covers: ['甲公司', '乙公司'] }, '联合覆盖甲公司、乙公司'],
  [
    'set up with both',
    undefined,
    { secondParentId: 1, covers: ['甲公司'] },
    '设立机关第一党支部（党支部），上级是市教育局，同时受市委管理，联合覆盖甲公司',
  ],
  ['the second line given up', { ...branch, secondParentId: 1 }, {}, '不再双重管理'],
  ['nobody covered any more', { ...branch, covers: ['甲公司'] }, {}, '不再联合覆盖其他单位'],
  ['the same once more', branch, {}, '再次登记，没有变化'],
  ['the end', branch, { ended: true }, '撤销'],
  ['setting up again after the end', { ...branch, ended: true }, {}, '设立机关第一党支部（党支部），上级是市教育局'],
])('%s reads as one line', (_, before, change, words) => {
  expect(organizationChange(before, { ...branch, ...change }, nameOf)).toBe(words);
});

test('former values stand with the day on which another one followed, however many spans had them', () => {
  const span = (validFrom: string, validTo: string, kind: string) => ({
    validFrom: day(validFrom),
    validTo: day(validTo),
    kind,
  });
  const now = { ...span('2016-01-01', '2017-01-01', '总支'), validTo: 'infinity' as const };
  const spans = [span('2010-01-01', '2012-01-01', '支部'), span('2012-01-01', '2014-01-01', '支部')];
  const between = [span('2014-01-01', '2015-01-01', '党委'), span('2015-01-01', '2016-01-01', '总支')];
  expect(formerly([...spans, ...between, now], now, ({ kind }) => kind)).toEqual([
    { was: '支部', until: '2014-01-01' },
    { was: '党委', until: '2015-01-01' },
  ]);
  expect(formerly([now], now, ({ kind }) => kind)).toEqual([]);
});
