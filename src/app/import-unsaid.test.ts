import { describe, expect, it, test } from 'vitest';
import { bring, CITY, made, membersOf, nothingLost, said, type Value } from '../../scenarios/made-workbooks.ts';
import { readSituation } from '../registry/people/titles.logic.ts';

const BRANCH = '示例市教育局党委机关第一党支部';
const WITH_BRANCH = bring(
  made('党组织名册.xlsx', {
    name: '名册',
    rows: [['示例市党组织名册'], ['党组织全称', '上级党组织', '类别'], [BRANCH, '示例市教育局党委', '党支部']],
  }),
  CITY,
).world;
const HEAD = ['编号', '党员姓名', '性别', '入党日期'];
const ROWS: Value[][] = [
  ['001', '司马光明', '男', '2003年7月'],
  ['002', '王 芳', '女', '20080701'],
];
const roll = (file: string, sheet: string, title: string) =>
  bring(made(file, { name: sheet, rows: [[title], HEAD, ...ROWS] }), WITH_BRANCH).plan;

describe('members of a branch that only a title names', () => {
  it.each([
    ['title', '教育局党员.xlsx', 'Sheet1', '机关第二党支部党员信息采集表'],
    ['sheet', '教育局党员.xlsx', '机关第二党支部', '党员信息采集表'],
    ['title with the unit before it', '党员.xlsx', 'Sheet1', '示例市教育局党委机关第二党支部党员花名册'],
  ])('are not taken for those of the unit’s only branch: by the %s', (_, file, sheet, title) => {
    const plan = roll(file, sheet, title);
    expect(plan.accepted).toBe(0);
    expect(plan.rejected.map(({ reason }) => reason)).toEqual(['unit-unknown', 'unit-unknown']);
    expect(plan.rejected[0]?.what).toContain('机关第二党支部');
    expect(nothingLost(plan)).toBe(true);
  });

  it('are those of the only branch of the unit where none is named, and that is said', () => {
    const plan = roll('党员.xlsx', 'Sheet1', '示例市教育局党委全体党员花名册');
    expect(plan.accepted).toBe(2);
    expect(said(plan.warnings).map((one) => one.split(' ')[1])).toContain('unit-read-as');
  });
});

test('a branch is known by a short name of its unit before its own', () => {
  const rows = [HEAD.concat('所在支部'), ...ROWS.map((row) => [...row, '市教育局机关第一党支部'])];
  const { plan, world } = bring(made('党员名册.xlsx', { name: 'Sheet1', rows: [['党员名册'], ...rows] }), WITH_BRANCH);
  expect(said(plan.rejected)).toEqual([]);
  expect(membersOf(world, BRANCH)).toHaveLength(2);
});

test.each([
  ['是，在广东务工', 'migrantOut'],
  ['是', 'migrantOut'],
  ['是，出国留学', 'abroad'],
  ['否', null],
])('是否流动: %s is read as %s', (written, situation) => expect(readSituation(written)).toBe(situation));

test('a register of a branch’s lessons brings all trainees of a cell, named by what was taught', () => {
  const { world } = bring(
    made('党员.xlsx', { name: 'Sheet1', rows: [[`${BRANCH}党员花名册`], HEAD, ...ROWS] }),
    WITH_BRANCH,
  );
  const { plan } = bring(
    made('2017年教育培训台账.xlsx', {
      name: '培训台账',
      rows: [
        ['市教育局机关第一党支部2017年党员教育培训台账'],
        ['序号', '培训时间', '培训内容', '培训形式', '主讲人', '学时', '参训人员'],
        [1, '3月15日', '全国两会精神解读', '集中授课', '司马光明', 4, '司马光明、王 芳'],
      ],
    }),
    world,
  );
  expect(said(plan.rejected)).toEqual([]);
  expect(plan.records).toMatchObject([
    { kind: 'training', heldOn: '2017-03-15', present: 2, body: { topic: '全国两会精神解读', classHours: 4 } },
  ]);
});

test('a register whose days stand under 日期及时间, closed by 以上记录属实, is brought whole', () => {
  const { world } = bring(
    made('党员.xlsx', { name: 'Sheet1', rows: [[`${BRANCH}党员花名册`], HEAD, ...ROWS] }),
    WITH_BRANCH,
  );
  const { plan } = bring(
    made('组织生活.xlsx', {
      name: '4月',
      rows: [
        [`${BRANCH}组织生活记录（2017年第二季度）`],
        ['日期及时间', '内容', '地点', '主持人', '出席情况'],
        ['（一）主题党日'],
        ['4月20日', '学习党章党规', '党员活动室', '司马光明', '应到2人，实到2人'],
        ['以上记录属实。支部书记签字：'],
      ],
    }),
    world,
  );
  expect([plan.rows, plan.accepted]).toEqual([1, 1]);
  expect(plan.records).toMatchObject([{ kind: 'themePartyDay', heldOn: '2017-04-20', due: 2, present: 2 }]);
});

test.each([
  ['任现职时间', ['欧阳明', '书记', '正处', '1960.1', '1968.05'], 'D3 before-birth'],
  ['入党时间', ['欧阳明', '书记', '正处', '1968.4', '1968.05'], 'D3 before-birth'],
])('a roster with %s before birth is refused at that cell', (head, row, where) => {
  const rows = [['单位：市教育局'], ['姓名', '职务', '级别', head, '出生年月'], row];
  const { plan } = bring(made('干部名册.xlsx', { name: '市教育局', rows }), CITY);
  expect(said(plan.rejected)).toEqual([where]);
});

test('a roster says since when a post is held, and a year alone keeps nobody out', () => {
  const rows = [
    ['单位：市教育局'],
    ['姓名', '职务', '级别', '任现职时间', '入党时间'],
    ['欧阳明', '党委书记、局长', '正处', '2015.03', '1990年'],
  ];
  const { plan } = bring(made('干部名册.xlsx', { name: '市教育局', rows }), CITY);
  expect(said(plan.warnings)).toEqual(['E3 joined-year-only']);
  expect(plan.facts).toMatchObject([
    { fact: 'person', joinedOn: null },
    { fact: 'post', validFrom: '2015-03-01' },
  ]);
});
