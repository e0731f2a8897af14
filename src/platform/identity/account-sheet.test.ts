import { describe, expect, test } from 'vitest';
import { openSheet, type Sheet, understand } from '../open/room.ts';
import { ACCOUNT_LAYOUT, type AccountWorld, planAccounts, SHEET_ROLES } from './account-sheet.logic.ts';
import { nearNames, patternsNear } from './near-names.logic.ts';

const HEADS = ['姓名', '单位或支部', '用户名', '角色', '角色所在组织'];

const SPELLED: Readonly<Record<string, string>> = {
  王芳: 'wangfang',
  王方: 'wangfang',
  李明: 'liming',
  赵一: 'zhaoyi',
};
const world: AccountWorld = {
  people: [
    { id: 1, name: '王芳', orgIds: [11], account: null },
    { id: 2, name: '王芳', orgIds: [21], account: null },
    { id: 3, name: '李明', orgIds: [11], account: null },
    { id: 4, name: '赵一', orgIds: [21], account: 'zhaoyi' },
  ],
  organizations: [
    { id: 10, name: '示例市教育局党委', shortNames: ['市教育局'], parentId: null },
    { id: 11, name: '机关第一党支部', shortNames: [], parentId: 10 },
    { id: 20, name: '示例市水利局党组', shortNames: ['市水利局'], parentId: null },
    { id: 21, name: '机关第一党支部', shortNames: [], parentId: 20 },
  ],
  taken: new Set(['zhaoyi', 'liming']),
  near: (name) => nearNames(name, ['李明', '王芳'], (one) => SPELLED[one] ?? one),
  spell: (name) => SPELLED[name] ?? name,
};

function planOf(...rows: string[][]) {
  const cells = [HEADS, ...rows].map((row) => row.map((text) => (text === '' ? null : { value: text, text })));
  const sheet: Sheet = { name: '建账号', hidden: false, rows: cells, merges: [] };
  const found = understand({ name: '账号.xlsx', sheets: [sheet] }, [ACCOUNT_LAYOUT])!.sheets[0]!;
  return planAccounts(openSheet(sheet, found), world);
}

describe('a sheet of accounts', () => {
  test('gives one account a person, with all the roles of its rows and a username from the name', () => {
    const { accounts, problems } = planOf(
      ['王芳', '市教育局', '', '支部书记', '机关第一党支部'],
      ['王芳', '市教育局', '', '党员', '机关第一党支部'],
      ['王芳', '市水利局', '', '分管领导', ''],
      ['李明', '', 'li.ming', '主要领导', ''],
    );
    expect(problems).toEqual([]);
    expect(accounts.map(({ personId, username, proposed, row }) => ({ personId, username, proposed, row }))).toEqual([
      { personId: 1, username: 'wangfang', proposed: true, row: 2 },
      { personId: 2, username: 'wangfang2', proposed: true, row: 4 },
      { personId: 3, username: 'li.ming', proposed: false, row: 5 },
    ]);
    // The branch of that name is the person's own.
    expect(accounts[0]!.roles.map(({ role, orgId }) => ({ role, orgId }))).toEqual([
      { role: 'branchSecretary', orgId: 11 },
      { role: 'member', orgId: 11 },
    ]);
  });

  test('takes no username that is in use, and leaves those alone that are written', () => {
    const { accounts } = planOf(['李明', '', '', '主要领导', ''], ['王芳', '市教育局', 'liming2', '主要领导', '']);
    expect(accounts.map(({ username }) => username)).toEqual(['liming3', 'liming2']);
  });

  test.each<[what: string, row: string[], cell: string, reason: string, words: RegExp]>([
    ['nobody', ['', '', 'x1', '主要领导', ''], 'A2', 'name-unread', /没有写姓名/],
    ['somebody unknown, with one who sounds alike', ['王方', '', '', '主要领导', ''], 'A2', 'person-unknown', /“王芳”/],
    ['two of one name', ['王芳', '', '', '主要领导', ''], 'B2', 'person-ambiguous', /2位“王芳”.*单位或支部/],
    ['one of a name, elsewhere', ['李明', '市水利局', '', '主要领导', ''], 'B2', 'person-elsewhere', /没有“李明”/],
    ['a unit that is not', ['李明', '市教育', '', '主要领导', ''], 'B2', 'organization-unknown', /“市教育局”/],
    ['who has an account', ['赵一', '', '', '主要领导', ''], 'A2', 'has-account', /“zhaoyi”/],
    ['a username in use', ['李明', '', 'zhaoyi', '主要领导', ''], 'C2', 'username-taken', /已被使用/],
    ['a username that is none', ['李明', '', 'li ming', '主要领导', ''], 'C2', 'username-unfit', /2至40个/],
    ['no role', ['李明', '', 'x1', '', ''], 'D2', 'role-missing', /没有写角色/],
    ['a role that is none', ['李明', '', '', '科长', ''], 'D2', 'role-unknown', /可以写：/],
    ['an administrator', ['李明', '', '', '安全管理员', ''], 'D2', 'administrator', /单独建/],
    ['a role without its organization', ['李明', '', '', '党员', ''], 'E2', 'organization-needed', /写明在哪个组织/],
    ['a role with one too many', ['李明', '', '', '主要领导', '市教育局'], 'E2', 'organization-not-used', /空着/],
    ['an organization of many', ['李明', '', '', '党员', '机关支部'], 'E2', 'organization-unknown', /没有叫/],
  ])('says at its cell what is wrong with %s', (_, row, cell, reason, words) => {
    const { problems } = planOf(row);
    expect(problems).toMatchObject([{ sheet: '建账号', cell, reason, what: expect.stringMatching(words) }]);
  });

  test('says at the second one what was written twice', () => {
    const { problems } = planOf(
      ['李明', '', 'same', '主要领导', ''],
      ['李明', '', 'other', '主要领导', ''],
      ['王芳', '市教育局', 'same', '主要领导', ''],
    );
    expect(problems.map(({ cell, reason }) => `${cell} ${reason}`)).toEqual(['D3 role-twice', 'C4 username-twice']);
  });

  test('asks for the full name where many organizations are called alike and none is his own', () => {
    const { problems } = planOf(['王芳', '市教育局', '', '党员', '机关第一党支部']);
    expect(problems).toEqual([]);
    const other = { ...world, people: [{ id: 3, name: '李明', orgIds: [], account: null }] };
    const sheet: Sheet = {
      name: '建账号',
      hidden: false,
      merges: [],
      rows: [HEADS, ['李明', '', '', '党员', '机关第一党支部']].map((row) =>
        row.map((text) => (text === '' ? null : { value: text, text })),
      ),
    };
    const found = understand({ name: 'a.xlsx', sheets: [sheet] }, [ACCOUNT_LAYOUT])!.sheets[0]!;
    expect(planAccounts(openSheet(sheet, found), other).problems).toMatchObject([
      { cell: 'E2', reason: 'organization-ambiguous', what: expect.stringContaining('市教育局机关第一党支部') },
    ]);
  });

  test('finds a branch by its own name behind that of its unit', () => {
    const { accounts, problems } = planOf(['李明', '', '', '党员', '市水利局机关第一党支部']);
    expect(problems).toEqual([]);
    expect(accounts[0]!.roles[0]).toMatchObject({ orgId: 21 });
  });

  test('offers no administrator', () => {
    expect(SHEET_ROLES.some((role) => role.endsWith('Admin'))).toBe(false);
  });
});

test('near names are one character apart, those that sound the same first, and of short names those alone', () => {
  const spell = (name: string): string =>
    ({ 张小英: 'zxy', 张晓英: 'zxy', 张小红: 'zxh', 王芳: 'wf', 王方: 'wf', 王强: 'wq' })[name] ?? name;
  expect(patternsNear('王芳')).toEqual(['_芳', '王_', '_王芳', '王_芳', '王芳_']);
  expect(nearNames('张小英', ['张小红', '张晓英', '李小二'], spell)).toEqual(['张晓英', '张小红']);
  expect(nearNames('王芳', ['王强', '王方', '王小芳'], spell)).toEqual(['王方', '王小芳']);
});
