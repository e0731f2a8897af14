import { describe, expect, it } from 'vitest';
import { day } from '../core/time/room.ts';
import { itemsFor } from '../duties/rules/room.ts';
import { readLedgerRules } from '../duties/rules/rules.server.ts';
import type { Cell, Workbook } from '../platform/open/room.ts';
import {
  EMPTY_WORLD,
  ledgerKey,
  type Plan,
  type PlanContext,
  type World,
  withFacts,
} from '../registry/organizations/room.ts';
import { planWorkbook } from './import-plan.logic.ts';
import { KINDS } from './kinds.logic.ts';

const rules = readLedgerRules();
const context: Omit<PlanContext, 'file'> = {
  today: day('2017-07-05'),
  now: '2017-07-05T01:00:00.000Z',
  since: day('2000-01-01'),
  newId: (key) => `id of ${key}`,
  ledgerId: (personId, period) => `ledger ${personId} ${period}`,
  keyPlanId: (personId, year) => `plan ${personId} ${year}`,
  kinds: KINDS,
  itemsFor: (period) => itemsFor(rules, period),
};

const cellOf = (value: string | number | null): Cell | null =>
  value === null || value === '' ? null : { value, text: String(value) };
const book = (...rows: (string | number | null)[][]): Workbook => ({
  name: '表.xlsx',
  sheets: [{ name: 'Sheet1', hidden: false, rows: rows.map((row) => row.map(cellOf)), merges: [] }],
});
function bring(workbook: Workbook, world: World): { plan: Plan; world: World } {
  const result = planWorkbook(workbook, {}, world, context);
  if (!result) throw new Error('of no known layout');
  return result;
}
const said = (list: readonly { cell: string; reason: string }[]): string[] =>
  list.map((one) => `${one.cell} ${one.reason}`);

const ORG_HEAD = ['党组织全称', '简称', '上级党组织', '类别', '领域', '届满时间'];
const ORGS = book(
  ['示例市党组织名册'],
  ORG_HEAD,
  ['中共示例市委员会', '市委', '', '市委', '机关', ''],
  ['示例市教育局党委', '市教育局', '市委', '市直党委', '机关', '2019年5月'],
  ['示例市财政局党组', '市财政局', '市委', '党组', '机关', ''],
  ['教育局机关党支部', '机关支部', '市教育局', '党支部', '机关', ''],
  ['财政局机关党支部', '机关支部', '市财政局', '党支部', '机关', ''],
);
const orgs = bring(ORGS, EMPTY_WORLD).world;
const orgNamed = (world: World, name: string) => [...world.orgs.values()].find((org) => org.name === name)!;
const education = orgNamed(orgs, '示例市教育局党委');
const branch = orgNamed(orgs, '教育局机关党支部');

const MEMBERS = ['姓名', '性别', '党员类别', '入党时间', '党内职务', '所在支部'];
const members = (...rows: string[][]): Workbook => book(['党员花名册'], MEMBERS, ...rows);
const ROSTER = ['姓名', '性别', '工作单位', '现任职务', '职务层次', '分管市级领导', '入党时间'];
const roster = (...rows: string[][]): Workbook => book(['县处级领导干部花名册'], ROSTER, ...rows);

describe('organizations', () => {
  const only = (...rows: string[][]) => bring(book(['党组织名册'], ORG_HEAD, ...rows), orgs).plan;

  it('may stand before their superiors', () => {
    const plan = only(['第二支部', '', '机关总支', '党支部', '', ''], ['机关总支', '', '市教育局', '党总支', '', '']);
    expect(plan.accepted).toBe(2);
    expect(plan.facts).toMatchObject([
      { name: '机关总支', parentId: education.id },
      { name: '第二支部', kind: 'branch' },
    ]);
  });

  it('are told apart from what cannot be', () => {
    const plan = only(
      ['甲支部', '', '没有的局', '党支部', '', ''],
      ['乙支部', '', '', '党支部', '', ''],
      ['丙支部', '', '市教育局', '某类', '', ''],
      ['丁支部', '', '市教育局', '党支部', '太空', ''],
      ['戊支部', '', '市教育局', '党支部', '', '2017年13月'],
      ['', '', '市教育局', '党支部', '', ''],
      ['示例市教育局党委', '', '市委', '市直党委', '', ''],
      ['己总支', '', '庚总支', '党总支', '', ''],
      ['庚总支', '', '己总支', '党总支', '', ''],
    );
    expect(said(plan.rejected)).toEqual([
      'C3 parent-unknown',
      'C4 parent-missing',
      'D5 kind-unknown',
      'E6 sector-unknown',
      'F7 date-impossible',
      'A8 name-missing',
      'A9 duplicate',
      'C10 parent-not-imported',
      'C11 parent-not-imported',
    ]);
    expect(plan.rows).toBe(plan.accepted + plan.rejected.length);
  });

  it('take their kind from the name where none is written, and say so', () => {
    const plan = only(['东街村党支部', '', '市教育局', '', '', ''], ['联合党支部', '', '市教育局', '', '', '']);
    expect(plan.facts).toMatchObject([
      { kind: 'branch', sector: 'village' },
      { kind: 'jointBranch', sector: 'organ' },
    ]);
    expect(said(plan.warnings)).toEqual(['D3 kind-assumed', 'D4 kind-assumed']);
  });

  it('end their term on the last day of the month written', () => {
    expect(bring(ORGS, EMPTY_WORLD).plan.facts[1]).toMatchObject({
      termExpiresOn: '2019-05-31',
      validFrom: '2000-01-01',
    });
  });
});

describe('members', () => {
  it('are found their branch by name, and a name that two have is refused', () => {
    const { plan } = bring(
      members(
        ['周涛', '男', '正式党员', '1990.01', '支部书记、组织委员', '教育局机关党支部'],
        ['何恩', '女', '预备党员', '2016.12', '', '财政局机关党支部'],
        ['孔泽', '女', '正式党员', '1990.01', '', '机关支部'],
        ['李晨', '女', '正式党员', '1990.01', '', '市教育局'],
        ['秦然', '女', '入党积极分子', '', '', '教育局机关党支部'],
        ['吕雅', '女', '正式党员', '2017.09', '', '教育局机关党支部'],
      ),
      orgs,
    );
    expect(said(plan.rejected)).toEqual([
      'F5 unit-ambiguous',
      'F6 unit-not-a-branch',
      'C7 category-unknown',
      'D8 date-in-future',
    ]);
    expect(plan.facts.filter((one) => one.fact === 'post').map((one) => one.post)).toEqual([
      'secretary',
      'organizationMember',
    ]);
    expect(plan.facts.filter((one) => one.fact === 'membership')).toMatchObject([
      { validFrom: '1990-01-01', category: 'full' },
      { validFrom: '2016-12-01', category: 'probationary' },
    ]);
    expect(plan.facts[0]).toMatchObject({ fact: 'person', validFrom: '1990-01-01' });
  });

  it('of one name in one branch are two people when their days differ, and one when they do not', () => {
    const { plan } = bring(
      members(
        ['周涛', '男', '正式党员', '1990.01', '', '教育局机关党支部'],
        ['周涛', '男', '正式党员', '1995.03', '', '教育局机关党支部'],
        ['周 涛', '男', '正式党员', '1990年1月', '', '教育局机关党支部'],
        ['周涛', '男', '正式党员', '1990.01', '', '财政局机关党支部'],
      ),
      orgs,
    );
    expect(plan).toMatchObject({ accepted: 3, duplicates: 1 });
    expect(plan.people).toHaveLength(3);
    expect(said(plan.warnings)).toEqual(['A4 same-name']);
    expect(said(plan.rejected)).toEqual(['A5 duplicate']);
  });

  it('who are leading cadres above their branch stay one person, whichever list comes first', () => {
    const cadre = roster(['周涛', '男', '市教育局', '党委书记、局长', '正处级', '', '1990.01']);
    const member = members(
      ['周涛', '男', '正式党员', '1990年1月', '', '教育局机关党支部'],
      ['周涛', '男', '正式党员', '1990年1月', '', '财政局机关党支部'],
    );
    for (const [first, second] of [
      [cadre, member],
      [member, cadre],
    ] as const) {
      const { plan, world } = bring(second, bring(first, orgs).world);
      // The roster says of nothing since when: whichever list it is in.
      const dayless = second === cadre ? ['day-assumed'] : [];
      expect(plan.warnings.map((one) => one.reason)).toEqual([...dayless, 'same-person']);
      expect(world.people.size).toBe(2);
      const both = [...world.people.values()].find((one) => one.posts.length > 0)!;
      expect(both).toMatchObject({
        memberships: [{ orgId: branch.id }],
        posts: [{ orgId: education.id, post: 'secretary' }],
      });
    }
  });
});

describe('the roster', () => {
  it.each([
    ['党委(党组)书记', 'secretary'],
    ['党委书记、局长', 'secretary'],
    ['区委书记', 'secretary'],
    ['县委副书记', 'deputySecretary'],
    ['党组副书记、副局长', 'deputySecretary'],
    ['县委常委、常务副县长', 'standingMember'],
    ['党委(党组)委员', 'committeeMember'],
    ['党组成员、副局长', 'committeeMember'],
    ['纪委书记', 'officeHolder'],
    ['党委委员、纪委书记', 'committeeMember'],
    ['副局长', 'officeHolder'],
    ['调研员', 'officeHolder'],
  ])('%s holds the post %s and keeps the title', (title, post) => {
    const { plan } = bring(roster(['周涛', '男', '市教育局', title, '正处级', '', '']), orgs);
    expect(plan.facts.find((one) => one.fact === 'post')).toMatchObject({ post, title, rank: 'countyLevelChief' });
  });

  it.each([
    ['副处', 'countyLevelDeputy', []],
    ['正县级', 'countyLevelChief', []],
    ['副厅级', 'cityLevel', []],
    ['正科级', null, []],
    ['', 'countyLevelDeputy', ['E3 rank-assumed']],
    ['某级', 'countyLevelDeputy', ['E3 rank-assumed']],
  ])('the rank %s is %s', (written, rank, warnings) => {
    const { plan } = bring(roster(['周涛', '男', '市教育局', '局长', written, '', '']), orgs);
    expect(plan.facts.find((one) => one.fact === 'post')).toMatchObject({ rank });
    expect(said(plan.warnings)).toEqual(['A2 day-assumed', ...warnings]);
  });

  it('finds leaders in charge who stand further down in it', () => {
    const { plan } = bring(
      roster(
        ['周涛', '男', '市教育局', '局长', '正处', '孔安同志、王卓', ''],
        ['孔安', '男', '市委', '副市长', '市级', '', ''],
      ),
      orgs,
    );
    expect(said(plan.warnings)).toEqual(['A2 day-assumed', 'F3 leader-added']);
    expect(plan.facts.filter((one) => one.fact === 'charge')).toHaveLength(2);
    expect(plan.people).toHaveLength(2);
  });

  it('names the units that an unknown one may be', () => {
    const { plan } = bring(roster(['周涛', '男', '示例市财政局党委', '局长', '正处', '', '']), orgs);
    expect(plan.rejected[0]).toMatchObject({ reason: 'unit-unknown' });
    expect(plan.rejected[0]!.what).toContain('示例市财政局党组');
  });

  it('adds no leader where there is no municipal committee yet', () => {
    const { plan } = bring(roster(['周涛', '男', '市教育局', '局长', '正处', '孔安', '']), EMPTY_WORLD);
    expect(said(plan.rejected)).toEqual(['C3 unit-unknown']);
  });
});

describe('a ledger', () => {
  const ledger = (head: string, ...rows: string[][]): Workbook =>
    book(['县处级领导干部履职写实清单'], [head], ['类别', '序号', '工作事项', '具体内容', '成效'], ...rows, [
      '本人签字：',
    ]);
  const HEAD = '姓名：周涛　单位：市教育局　职务：党委书记　填报月份：2017年6月';
  const rows = [
    ['一、业务工作', '1', '专项整治', '6月12日,开会。', '纪要'],
    ['', '2', '调研', '无', ''],
    ['二、党建工作', '1', '基层党组织建设', '1.6月2日开会;\n2.6月3日走访', ''],
    ['', '2', '人才', '本月无', ''],
    ['', '3', '党风廉政建设', '无', ''],
  ];
  const withCadre = bring(roster(['周涛', '男', '市教育局', '党委书记', '正处', '', '']), orgs).world;
  const cadre = [...withCadre.people.values()][0]!;

  it('is one record of its month, with what was said to be nothing', () => {
    const { plan } = bring(ledger(HEAD, ...rows), withCadre);
    expect(plan).toMatchObject({
      rows: 5,
      accepted: 5,
      rejected: [],
      warnings: [],
      ledger: { businessEntries: 1, partyBuildingEntries: 2 },
    });
    expect(plan.records).toMatchObject([
      {
        id: `ledger ${cadre.id} 2017-06`,
        version: 1,
        kind: 'monthLedger',
        ownerId: cadre.id,
        orgId: education.id,
        body: { forms: ['dutyLedger', 'partyBuildingLedger'], unit: '示例市教育局党委', title: '党委书记' },
      },
    ]);
    const nothing = plan.records[0]!.body.nothing as { item: string }[];
    expect(nothing.map((one) => one.item)).toEqual(['talent', 'clean-governance']);
  });

  it.each<[string, string, World, string]>([
    ['somebody who is in no roster', HEAD.replace('周涛', '王卓'), withCadre, 'person-unknown'],
    ['nobody', HEAD.replace('姓名：周涛', ''), withCadre, 'person-missing'],
    ['a month to come', HEAD.replace('6月', '8月'), withCadre, 'period-in-future'],
    ['no month', HEAD.replace('　填报月份：2017年6月', ''), withCadre, 'period-missing'],
  ])('of %s is rejected, row by row', (_, head, world, reason) => {
    const { plan } = bring(ledger(head, ...rows), world);
    expect(new Set(plan.rejected.map((one) => one.reason))).toEqual(new Set([reason]));
    expect(plan).toMatchObject({ rows: 5, accepted: 0, records: [] });
    expect(plan.rejected).toHaveLength(5);
  });

  it.each([
    ['accepted', 'period-closed'],
    ['submitted', 'duplicate'],
    ['returned', 'duplicate'],
  ] as const)('of a month that is %s already is %s', (state, reason) => {
    const world = { ...withCadre, ledgers: new Map([[ledgerKey(cadre.id, '2017-06'), { state, version: 1 }]]) };
    expect(bring(ledger(HEAD, ...rows), world).plan.rejected[0]!.reason).toBe(reason);
  });

  it('comes as the next version where an earlier import was taken back', () => {
    const world = { ...withCadre, ledgers: new Map([[ledgerKey(cadre.id, '2017-06'), { state: null, version: 1 }]]) };
    expect(bring(ledger(HEAD, ...rows), world).plan.records[0]).toMatchObject({ version: 2, reason: '重新导入' });
  });

  it('keeps its other rows when one has an unknown item or an impossible day', () => {
    const { plan } = bring(
      ledger(
        HEAD,
        ...rows,
        ['', '4', '太空工作', '6月1日发射', ''],
        ['', '5', '意识形态工作', '6月31日开会', ''],
        ['', '6', '统战', '5月30日座谈', ''],
      ),
      withCadre,
    );
    expect(said(plan.rejected)).toEqual(['C9 item-unknown', 'D10 date-impossible']);
    expect(said(plan.warnings)).toEqual(['D11 date-outside-period']);
    expect(plan).toMatchObject({ rows: 8, accepted: 6 });
  });
});

describe('the register of activities', () => {
  const HEAD = ['支部名称', '时间', '类型', '主题', '主持人', '应到', '实到', '缺席人员及原因'];
  const life = (...more: (string | number)[][]): Workbook =>
    book(['示例市教育局党委组织生活台账（2017年）'], HEAD, ...more);
  const world = bring(
    members(
      ['周涛', '男', '正式党员', '1990.01', '书记', '教育局机关党支部'],
      ['何恩', '女', '正式党员', '1991.01', '', '教育局机关党支部'],
      ['孔泽', '女', '正式党员', '1992.01', '', '教育局机关党支部'],
    ),
    orgs,
  ).world;

  it('finds the branch of its own committee where two have the name', () => {
    expect(
      bring(life(['机关支部', '6月1日', '党员大会', '换届', '周涛', 3, 3, '']), world).plan.records[0]!.orgId,
    ).toBe(branch.id);
  });

  it('refuses what cannot be, at its cell', () => {
    const { plan } = bring(
      life(
        ['', '6月1日', '党课', '一', '周涛', 3, 3, ''],
        ['太空支部', '6月1日', '党课', '二', '周涛', 3, 3, ''],
        ['机关支部', '6月31日', '党课', '三', '周涛', 3, 3, ''],
        ['机关支部', '', '党课', '四', '周涛', 3, 3, ''],
        ['机关支部', '2017年6月', '党课', '五', '周涛', 3, 3, ''],
        ['机关支部', '2017年8月1日', '党课', '六', '周涛', 3, 3, ''],
        ['机关支部', '6月1日', '联欢会', '七', '周涛', 3, 3, ''],
        ['机关支部', '6月1日', '民主生活会', '八', '周涛', 3, 3, ''],
        ['机关支部', '6月1日', '党课', '', '周涛', 3, 3, ''],
        ['机关支部', '6月1日', '党课', '九', '周涛', '三人', 3, ''],
        ['机关支部', '6月1日', '党课', '十', '周涛', 3, 4, ''],
      ),
      world,
    );
    expect(said(plan.rejected)).toEqual([
      'A3 unit-missing',
      'A4 unit-unknown',
      'B5 date-impossible',
      'B6 date-missing',
      'B7 date-without-day',
      'B8 date-in-future',
      'C9 kind-unknown',
      'C10 kind-not-held',
      'D11 topic-missing',
      'F12 count-unreadable',
      'G13 present-exceeds-due',
    ]);
    expect(plan.rows).toBe(plan.accepted + plan.rejected.length);
  });

  it('names nobody as present where counts and names do not fit', () => {
    const { plan } = bring(
      life(
        ['机关支部', '6月1日', '党课', '一', '周涛', 3, 1, '何恩(病假)'],
        ['机关支部', '6月2日', '党课', '二', '周涛', 3, 2, '王卓(病假)'],
        ['机关支部', '6月3日', '党课', '三', '王卓', 9, 9, ''],
      ),
      world,
    );
    expect(said(plan.warnings)).toEqual(['H3 absence-count-differs', 'H4 person-unknown', 'E5 person-unknown']);
    expect(plan).toMatchObject({ accepted: 3, life: { personTimesPresent: 12, absences: 3 } });
    for (const record of plan.records) expect(record.people.some((one) => one.part === 'attendee')).toBe(false);
  });

  it('holds talks of one day apart by their people', () => {
    const talks = book(
      ['示例市教育局党委组织生活台账（2017年）'],
      [...HEAD, '谈话对象'],
      ['机关支部', '6月1日', '谈心谈话', '谈心', '周涛', '', '', '', '何恩'],
      ['机关支部', '6月1日', '谈心谈话', '谈心', '周涛', '', '', '', '孔泽'],
      ['机关支部', '6月1日', '谈心谈话', '谈心', '周涛', '', '', '', '孔泽'],
    );
    const { plan } = bring(talks, world);
    expect(plan).toMatchObject({ accepted: 2, duplicates: 1 });
    expect(plan.records[0]!.people.map((one) => `${one.part} ${one.name}`)).toEqual(['talker 周涛', 'talkedTo 何恩']);
  });
});

it('a dissolved organization is no longer known', () => {
  const org = bring(ORGS, EMPTY_WORLD).plan.facts.find(
    (one) => one.fact === 'organization' && one.orgId === branch.id,
  )!;
  const world = withFacts(orgs, [{ ...org, validFrom: day('2017-01-01'), ended: true }]);
  expect(world.orgs.has(branch.id)).toBe(false);
});
