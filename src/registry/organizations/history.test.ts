import { expect, test } from 'vitest';
import { day } from '../../core/time/room.ts';
import { type OrganizationFact, organizationChange } from './history.logic.ts';

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
  ['the same once more', branch, {}, '再次登记，没有变化'],
  ['the end', branch, { ended: true }, '撤销'],
  ['setting up again after the end', { ...branch, ended: true }, {}, '设立机关第一党支部（党支部），上级是市教育局'],
])('%s reads as one line', (_, before, change, words) => {
  expect(organizationChange(before, { ...branch, ...change }, nameOf)).toBe(words);
});
