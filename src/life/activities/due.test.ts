import { expect, test } from 'vitest';
import { offeredOn } from './due.logic.ts';

const branch = {
  members: [
    { personId: 1, name: '郑帆晨' },
    { personId: 2, name: '褚晨凯' },
    { personId: 3, name: '秦达' },
    { personId: 4, name: '陶志' },
  ],
  posts: [
    { personId: 3, name: '秦达', post: 'secretary', title: '支部书记' },
    { personId: 2, name: '褚晨凯', post: 'organizationMember', title: '' },
    { personId: 4, name: '陶志', post: 'cellLeader', title: '' },
    // Sits on the committee, but his membership lies elsewhere.
    { personId: 9, name: '孔泽', post: 'deputySecretary', title: '' },
    // Works for the branch without being a member of it.
    { personId: 8, name: '韩冬', post: 'partyAffairsWorker', title: '' },
  ],
};

const due = (rule: Parameters<typeof offeredOn>[0]['due']): string[] =>
  offeredOn({ due: rule }, branch)
    .filter((one) => one.due)
    .map((one) => one.name);

test.each([
  ['members', ['秦达', '褚晨凯', '陶志', '郑帆晨']],
  ['committee', ['秦达', '孔泽', '褚晨凯']],
  ['leadershipTeam', ['秦达', '孔泽', '褚晨凯']],
  ['partyCell', []],
  ['none', []],
] as const)('by the rule “%s” these are due', (rule, names) => {
  expect(due(rule)).toEqual(names);
});

test('those with posts come first, by rank of the post and named by it', () => {
  expect(offeredOn({ due: 'members' }, branch).map((one) => [one.name, one.post])).toEqual([
    ['秦达', '支部书记'],
    ['孔泽', '副书记'],
    ['褚晨凯', '组织委员'],
    ['陶志', '党小组组长'],
    ['郑帆晨', null],
  ]);
});

test('a worker who is neither member nor on the committee is not offered', () => {
  expect(offeredOn({ due: 'members' }, branch).map((one) => one.name)).not.toContain('韩冬');
});

test('somebody with two posts stands there once, under the senior one', () => {
  const twice = offeredOn(
    { due: 'committee' },
    {
      members: [],
      posts: [
        { personId: 1, name: '郑帆晨', post: 'disciplineMember', title: '' },
        { personId: 1, name: '郑帆晨', post: 'secretary', title: '' },
      ],
    },
  );
  expect(twice).toEqual([{ personId: 1, name: '郑帆晨', post: '书记', due: true, committee: true }]);
});
