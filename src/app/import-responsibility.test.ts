/** Responsibility tables and key-work plans in the shapes in which offices keep them. */
import { createHash } from 'node:crypto';
import * as XLSX from '@e965/xlsx';
import { describe, expect, test } from 'vitest';
import { day } from '../core/time/room.ts';
import { itemsFor } from '../duties/rules/room.ts';
import { readLedgerRules } from '../duties/rules/rules.server.ts';
import type { Choices, Workbook } from '../platform/open/room.ts';
import { cellsOf } from '../platform/open/workbook-cells.server.ts';
import {
  EMPTY_WORLD,
  type OrgKind,
  type PlanContext,
  type Rank,
  type RegistryFact,
  type World,
  withFacts,
} from '../registry/organizations/room.ts';
import { type KeyPlanBody, keyPlanBody } from '../registry/responsibility/key-plan.logic.ts';
import { type PlannedWorkbook, planWorkbook } from './import-plan.logic.ts';
import { KINDS } from './kinds.logic.ts';

const rules = readLedgerRules();
const context: Omit<PlanContext, 'file'> = {
  today: day('2017-07-20'),
  now: '2017-07-20T01:00:00.000Z',
  since: day('2000-01-01'),
  newId: (key) => createHash('sha256').update(key).digest('hex').slice(0, 32),
  ledgerId: (personId, period) => `ledger ${personId} ${period}`,
  keyPlanId: (personId, year) => `plan ${personId} ${year}`,
  kinds: KINDS,
  itemsFor: (period) => itemsFor(rules, period),
};

type Cells = (string | number | null)[][];
function office(name: string, sheets: Readonly<Record<string, { rows: Cells; merges?: readonly string[] }>>): Workbook {
  const book = XLSX.utils.book_new();
  for (const [title, { rows, merges = [] }] of Object.entries(sheets)) {
    const sheet = XLSX.utils.aoa_to_sheet(rows);
    sheet['!merges'] = merges.map((range) => XLSX.utils.decode_range(range));
    XLSX.utils.book_append_sheet(book, sheet, title);
  }
  return cellsOf(name, new Uint8Array(XLSX.write(book, { type: 'array', bookType: 'xlsx' }) as ArrayBuffer));
}
const since = day('2010-01-01');
const org = (orgId: number, name: string, short: string, kind: OrgKind, parentId: number | null): RegistryFact => ({
  fact: 'organization',
  orgId,
  validFrom: since,
  name,
  shortNames: [short],
  kind,
  sector: 'organ',
  parentId,
  termExpiresOn: null,
});
const cadre = (personId: number, name: string, orgId: number, title: string, rank: Rank): RegistryFact[] => [
  { fact: 'person', personId, validFrom: since, name, sex: null, joinedOn: null },
  { fact: 'post', personId, orgId, post: 'committeeMember', validFrom: since, title, rank },
];
const world: World = withFacts(EMPTY_WORLD, [
  org(1, '中共示例市委员会', '市委', 'municipalCommittee', null),
  org(2, '示例市教育局党委', '市教育局', 'municipalOrganCommittee', 1),
  org(3, '示例市水务局党委', '市水务局', 'municipalOrganCommittee', 1),
  org(4, '城东社区党支部', '城东社区', 'branch', 1),
  ...cadre(10, '孔安', 1, '市委常委、组织部部长', 'cityLevel'),
  ...cadre(11, '李进', 1, '市委常委、宣传部部长', 'cityLevel'),
  ...cadre(20, '周舒', 2, '党委书记、局长', 'countyLevelChief'),
  ...cadre(21, '钱达', 3, '党委书记、局长', 'countyLevelChief'),
  ...cadre(22, '王磊', 2, '党委委员、副局长', 'countyLevelDeputy'),
  ...cadre(23, '王磊', 3, '党委委员、副局长', 'countyLevelDeputy'),
]);
function bring(book: Workbook, at: World = world, choices: Choices = {}): PlannedWorkbook {
  const planned = planWorkbook(book, choices, at, { ...context, answers: choices.answers ?? {} });
  if (!planned) throw new Error(`${book.name} is of no known layout`);
  return planned;
}
const said = (list: readonly { cell: string; reason: string }[]): string[] =>
  list.map(({ cell, reason }) => `${cell} ${reason}`);
const chargesOf = ({ plan }: PlannedWorkbook): string[] =>
  plan.facts
    .map((fact) => {
      if (fact.fact === 'charge') return `${fact.leaderId} person ${fact.personId}`;
      if (fact.fact === 'orgCharge') return `${fact.leaderId} ${fact.relation} ${fact.orgId}`;
      return fact.fact === 'itemCharge' ? `${fact.leaderId} item ${fact.orgId} ${fact.itemId}` : fact.fact;
    })
    .toSorted();

describe('a responsibility table', () => {
  test('with a title, numbered rows and lists in cells', () => {
    const done = bring(
      office('分工.xlsx', {
        Sheet1: {
          rows: [
            ['中共示例市委常委班子责任分工表（2017年3月）'],
            ['序号', '姓名', '职务', '分管单位', '分管工作', '联系点', '分管县处级干部'],
            [
              1,
              '孔 安',
              '市委常委、组织部部长',
              '市教育局、市水务局',
              '基层党组织建设；人才工作',
              '城东社区',
              '周舒、钱达',
            ],
            [2, '李进', '市委常委、宣传部部长', '/', '意识形态、办公室财务', '', '王磊（市教育局）'],
            ['填表人：某某'],
          ],
          merges: ['A1:G1'],
        },
      }),
    );
    expect(done.understood.layout.id).toBe('responsibility');
    expect(chargesOf(done)).toEqual([
      '10 charge 2',
      '10 charge 3',
      '10 contactPoint 4',
      '10 item 1 organization-building',
      '10 item 1 talent',
      '10 person 20',
      '10 person 21',
      '11 item 1 ideology',
      '11 person 22',
    ]);
    expect(done.plan.facts.every((fact) => fact.validFrom === '2017-03-01')).toBe(true);
    expect([said(done.plan.rejected), said(done.plan.warnings)]).toEqual([[], ['E4 work-no-item']]);
    expect(done.plan.accepted).toBe(2);
  });

  test('of a bureau, leaders merged over several rows, one unit a row', () => {
    const done = bring(
      office('教育局班子分工.xlsx', {
        分工: {
          rows: [
            ['示例市教育局党委领导班子成员党建工作分工一览表'],
            ['责任领导', '党建工作分工', '联系支部'],
            ['周舒', '党风廉政建设', '城东社区党支部'],
            [null, '干部队伍建设', null],
            ['王磊', '党员教育、统战群团工作', '无'],
          ],
          merges: ['A3:A4'],
        },
      }),
    );
    expect(done.understood.layout.id).toBe('responsibility');
    expect(chargesOf(done)).toEqual([
      '20 contactPoint 4',
      '20 item 2 cadre-team',
      '20 item 2 clean-governance',
      '22 item 2 member-education',
      '22 item 2 united-front',
    ]);
    expect(said(done.plan.rejected)).toEqual([]);
  });

  test('with a two-row head, unknown units offered against near names, namesakes asked for', () => {
    const done = bring(
      office('市级领导分管联系安排.xlsx', {
        安排表: {
          rows: [
            ['市级领导分管联系单位安排表'],
            ['领导', '分管联系情况', null, null],
            [null, '分管单位', '联系单位', '分管干部'],
            ['孔安', '分管市教育局、市水利局', '联系市水务局', '王磊'],
            ['赵无', '市水务局', '', ''],
          ],
          merges: ['B2:D2', 'A2:A3'],
        },
      }),
    );
    expect(done.understood.layout.id).toBe('responsibility');
    expect(chargesOf(done)).toEqual(['10 charge 2', '10 contact 3']);
    expect(said(done.plan.rejected)).toEqual(['B4 unit-unknown', 'D4 person-ambiguous', 'A5 person-unknown']);
    expect(done.plan.rejected[0]).toMatchObject({ written: '市水利局' });
  });

  test('sent again brings nothing, and says so', () => {
    const book = office('分工表.xlsx', {
      责任分工表: {
        rows: [
          ['领导姓名', '分管单位', '分管干部'],
          ['孔安', '市教育局', '周舒'],
        ],
      },
    });
    const first = bring(book);
    expect(said(bring(book, first.world).plan.rejected)).toEqual(['A2 duplicate']);
  });
});

const plansOf = ({ plan }: PlannedWorkbook): KeyPlanBody[] =>
  plan.records.filter(({ kind }) => kind === 'annual-key-plan').map(({ body }) => keyPlanBody.parse(body));
const itemsOf = (body: KeyPlanBody | undefined) => body?.items.map(({ work, dueOn, itemId }) => [work, dueOn, itemId]);
const progressOf = ({ plan }: PlannedWorkbook) =>
  plan.records.flatMap(({ kind, heldOn, body }) =>
    kind === 'annual-key-plan-progress' ? [[heldOn, body.percent, body.words]] : [],
  );

describe('a key-work plan', () => {
  test('of one cadre, name and unit above the table', () => {
    const done = bring(
      office('周舒.xlsx', {
        Sheet1: {
          rows: [
            ['2017年度重点工作计划表'],
            ['姓名：周舒    单位：市教育局    职务：党委书记、局长'],
            ['序号', '重点工作', '目标要求', '具体措施', '完成时限', '所属党建事项', '进展情况'],
            [1, '新建学校支部规范化', '12个支部达标', '逐校过关', '6月底前', '基层党组织建设', '已完成'],
            [2, '教师队伍建设', '', '办班3期', '第三季度', '', '已办1期'],
            [3, '师德师风', '', '', '长期坚持', '', ''],
            [4, '校舍安全', '', '', '9月前', '业务', ''],
            ['审核人：', '', '', '日期：'],
          ],
        },
      }),
    );
    expect(done.understood.layout.id).toBe('keyPlan');
    expect(plansOf(done)).toMatchObject([{ year: 2017, person: '周舒' }]);
    expect(itemsOf(plansOf(done)[0])).toEqual([
      ['新建学校支部规范化', '2017-06-30', 'organization-building'],
      ['教师队伍建设', '2017-09-30', null],
      ['师德师风', null, null],
      ['校舍安全', '2017-09-30', null],
    ]);
    expect(plansOf(done)[0]!.items[0]!.measures).toBe('目标：12个支部达标\n措施：逐校过关');
    expect(progressOf(done)).toEqual([
      ['2017-07-20', 100, ''],
      ['2017-07-20', null, '已办1期'],
    ]);
    expect(done.plan.questions?.map(({ id, default: taken }) => [id, taken])).toContainEqual([
      'keyPlan.due:9月前',
      '09-30',
    ]);
    expect(said(done.plan.rejected)).toEqual([]);
    expect(said(done.plan.warnings)).toEqual(['G3 progress-day-assumed']);
  });

  test('what is doubtful is read as it was answered', () => {
    const book = office('周舒.xlsx', {
      周舒: { rows: [['2017年重点工作计划'], ['重点工作', '完成时限'], ['校舍安全', '9月前']] },
    });
    const done = bring(book, world, { answers: { 'keyPlan.due:9月前': '08-31' } });
    expect(itemsOf(plansOf(done)[0])).toEqual([['校舍安全', '2017-08-31', null]]);
  });

  test('of many in one table, names merged over rows, terms of every kind', () => {
    const done = bring(
      office('2017年全市领导干部重点工作任务.xlsx', {
        任务表: {
          rows: [
            ['序号', '责任人', '责任单位', '重点任务', '完成时间', '完成进度'],
            [1, '周舒', '市教育局', '学校党建', 43008, 0.4],
            [2, null, null, '减负', '全年', '50%'],
            [3, '王磊', '市水务局', '河道整治', '尽快', '100%'],
            [4, null, null, '水库除险', '2月30日', '很好'],
            [5, '赵无', '市水务局', '某事', '年底', ''],
          ],
          merges: ['B2:B3', 'C2:C3', 'B4:B5', 'C4:C5'],
        },
      }),
    );
    expect(done.understood.layout.id).toBe('keyPlan');
    expect(plansOf(done).map((body) => [body.person, itemsOf(body)])).toEqual([
      [
        '周舒',
        [
          ['学校党建', '2017-09-30', null],
          ['减负', '2017-12-31', null],
        ],
      ],
      [
        '王磊',
        [
          ['河道整治', null, null],
          ['水库除险', null, null],
        ],
      ],
    ]);
    expect(done.plan.records.find(({ kind }) => kind === 'annual-key-plan')!.ownerId).toBe(20);
    expect(progressOf(done).map(([, percent]) => percent)).toEqual([40, 50, 100]);
    expect(said(done.plan.rejected)).toEqual(['B6 person-unknown']);
    expect(said(done.plan.warnings)).toEqual([
      'F1 progress-day-assumed',
      'E4 due-unreadable',
      'E5 due-unreadable',
      'F5 percent-unreadable',
    ]);
  });

  test('one sheet a cadre, called after him; the names of blank rows asked once', () => {
    const sheet = (...rows: Cells) => ({ rows: [['年度重点工作计划'], ['重点工作', '完成时限'], ...rows] as Cells });
    const done = bring(
      office('重点工作计划2017.xls', {
        周舒: sheet(['学校党建', '2017.10']),
        钱达: sheet(['河长制', '下半年']),
      }),
    );
    expect(plansOf(done).map((body) => [body.person, body.year, itemsOf(body)])).toEqual([
      ['周舒', 2017, [['学校党建', '2017-10-31', null]]],
      ['钱达', 2017, [['河长制', '2017-12-31', null]]],
    ]);
    const blank = bring(
      office('2017年重点工作.xlsx', {
        表: {
          rows: [
            ['姓名', '重点工作', '完成时限'],
            ['周舒', '学校党建', '6月'],
            ['', '减负', '7月'],
            ['', '招生', '8月'],
          ],
        },
      }),
    );
    expect(plansOf(blank).map(({ person, items }) => [person, items.length])).toEqual([['周舒', 3]]);
    expect(blank.plan.questions).toMatchObject([{ id: 'keyPlan.blankName', cell: 'A3', default: 'above' }]);
  });

  test('a corrected sheet makes a further version; items keep their keys and what was said of them', () => {
    const book = (...rows: Cells) =>
      office('2017.xlsx', {
        周舒: { rows: [['2017年重点工作计划'], ['重点工作', '完成时限', '完成百分比'], ...rows] as Cells },
      });
    const first = bring(book(['学校党建', '6月', '30%'], ['减负', '7月', '']));
    const known = new Map([...first.world.keyPlans!].map(([key, one]) => [key, { ...one, fresh: false }]));
    const later: World = { ...first.world, keyPlans: known };
    expect(said(bring(book(['学校党建', '6月', '30%'], ['减负', '7月', '']), later).plan.rejected)).toEqual([
      'A3 duplicate',
      'A4 duplicate',
    ]);
    const news = bring(book(['学校党建', '6月', '80%'], ['减负', '7月', '']), later);
    expect([plansOf(news), progressOf(news)]).toEqual([[], [['2017-07-20', 80, '']]]);
    const second = bring(book(['学校党建', '8月', '30%']), later);
    expect(second.plan.records).toMatchObject([{ kind: 'annual-key-plan', version: 2, reason: '重新导入' }]);
    expect(plansOf(second)[0]!.items[0]!.key).toBe(plansOf(first)[0]!.items[0]!.key);
    expect(said(second.plan.warnings)).toContain('A3 plan-replaced');
  });
});
