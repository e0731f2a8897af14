/** Workbooks of five offices, none like another: what stands in them is brought, and what is doubtful is asked. */
import * as XLSX from '@e965/xlsx';
import { describe, expect, it } from 'vitest';
import { day } from '../core/time/room.ts';
import { itemsFor } from '../duties/rules/room.ts';
import { readLedgerRules } from '../duties/rules/rules.server.ts';
import type { Choices, Workbook } from '../platform/open/room.ts';
import { cellsOf } from '../platform/open/workbook-cells.server.ts';
import { EMPTY_WORLD, type PlanContext, type World } from '../registry/organizations/room.ts';
import { type PlannedWorkbook, planWorkbook } from './import-plan.logic.ts';
import { KINDS } from './kinds.logic.ts';

const rules = readLedgerRules();
const context: Omit<PlanContext, 'file'> = {
  today: day('2017-07-20'),
  now: '2017-07-20T01:00:00.000Z',
  since: day('2000-01-01'),
  newId: (key) => `id of ${key}`,
  ledgerId: (personId, period) => `ledger ${personId} ${period}`,
  keyPlanId: (personId, year) => `plan ${personId} ${year}`,
  kinds: KINDS,
  itemsFor: (period) => itemsFor(rules, period),
};

type Cells = (string | number | null)[][];
/** A sheet; `merges` as offices draw them: `A5:A8`. */
interface Drawn {
  rows: Cells;
  merges?: readonly string[];
}
function office(name: string, sheets: Readonly<Record<string, Drawn>>): Workbook {
  const book = XLSX.utils.book_new();
  for (const [title, { rows, merges = [] }] of Object.entries(sheets)) {
    const sheet = XLSX.utils.aoa_to_sheet(rows);
    sheet['!merges'] = merges.map((range) => XLSX.utils.decode_range(range));
    XLSX.utils.book_append_sheet(book, sheet, title);
  }
  return cellsOf(name, new Uint8Array(XLSX.write(book, { type: 'array', bookType: 'xlsx' }) as ArrayBuffer));
}
function bring(book: Workbook, world: World, choices: Choices = {}): PlannedWorkbook {
  const planned = planWorkbook(book, choices, world, { ...context, answers: choices.answers ?? {} });
  if (!planned) throw new Error(`${book.name} is of no known layout`);
  return planned;
}
const list = (title: string, ...rows: Cells): Workbook =>
  office(`${title}.xlsx`, { [title]: { rows: [[title], ...rows] } });

const world = [
  list(
    '党组织名册',
    ['党组织全称', '简称', '上级党组织', '类别', '领域'],
    ['中共示例市委员会', '市委', '', '市委', '机关'],
    ['示例市水务局党委', '市水务局', '市委', '市直党委', '机关'],
    ['示例市水务局党委机关第一党支部', '机关一支部', '市水务局', '党支部', '机关'],
    ['示例市水务局党委机关第二党支部', '机关二支部', '市水务局', '党支部', '机关'],
  ),
  list(
    '党员花名册',
    ['姓名', '性别', '党员类别', '入党时间', '党内职务', '所在党支部'],
    ...['梁栋才', '方启明', '田玉', '欧阳静', '苗雨', '柴进'].map((name, at) => [
      name,
      '男',
      '正式党员',
      `199${at}年7月`,
      ['书记', '组织委员', '宣传委员', '', '', ''][at]!,
      '机关一支部',
    ]),
    ...['贺兰', '詹文', '田玉'].map((name, at) => [
      name,
      '女',
      '正式党员',
      `200${at}年7月`,
      at ? '' : '书记',
      '机关二支部',
    ]),
  ),
  list(
    '县处级领导干部花名册',
    ['姓名', '性别', '工作单位', '现任职务', '职务层次', '分管市级领导', '入党时间'],
    ['梁栋才', '男', '市水务局', '党委书记、局长', '正处级', '', '1990年7月'],
    ['方启明', '男', '市水务局', '党委委员、副局长', '副处级', '', '1991年7月'],
  ),
].reduce((before, book) => bring(book, before).world, EMPTY_WORLD);

const reasons = (problems: readonly { cell: string; reason: string }[]) =>
  problems.map(({ cell, reason }) => `${cell} ${reason}`);
const bodies = ({ plan }: PlannedWorkbook) =>
  plan.records
    .filter(({ kind }) => kind !== 'ledgerAct')
    .map(({ version, body, reason }) => ({ version, reason, ...body }) as unknown as Record<string, never>);

describe('a ledger a month a sheet, with a corrected one beside the first', () => {
  const month = (filed: string, ...rows: Cells): Drawn => ({
    rows: [
      ['县处级干部履职写实清单'],
      ['填报人：梁 栋 才', null, '单位：市水务局', null, `填报日期：${filed}`],
      ['类别', '序号', '事项', '具体内容', '佐证'],
      ...rows,
    ],
    merges: ['A1:E1'],
  });
  const book = office('梁栋才2017年清单.xlsx', {
    '5月': month(
      '2017年6月2日',
      ['一、业务工作', 1, '防汛', '5月12日，在南泉县检查水库；5月20日会商', '检查记录'],
      [null, 2, null, '1.5月23日约谈施工方；\n2.5月25日验收堤防。', '1.谈话记录；2.验收单'],
      ['二、党建工作', null, '（一）基层党组织建设', '上旬调研支部建设', null],
      [null, null, '（二）党风廉政', '无', null],
    ),
    '6月': month('2017年7月3日', ['业务工作', 1, '防汛', '6月9日，值守', null]),
    '6月（更正）': month('2017年7月6日', ['业务工作', 1, '防汛', '6月9日，在指挥部值守', null]),
  });
  const planned = bring(book, world);

  it('brings three versions of two months, the corrected one last', () => {
    expect(reasons(planned.plan.rejected)).toEqual([]);
    expect(bodies(planned).map(({ period, version, reason }) => [period, version, reason])).toEqual([
      ['2017-05', 1, undefined],
      ['2017-06', 1, undefined],
      ['2017-06', 2, '按更正后的清单导入'],
    ]);
  });

  it('splits what stands in one cell, each with its own evidence', () => {
    const [may] = bodies(planned) as unknown as { entries: Record<string, string>[]; nothing: { item: string }[] }[];
    expect(
      may!.entries.map(({ section, matter, on, content, result }) => [section, matter, on, content, result]),
    ).toEqual([
      ['business', '防汛', '2017-05-12', '在南泉县检查水库；5月20日会商', '检查记录'],
      ['business', '防汛', '2017-05-23', '约谈施工方', '谈话记录'],
      ['business', '防汛', '2017-05-25', '验收堤防。', '验收单'],
      ['organization-building', '', null, '上旬调研支部建设', ''],
    ]);
    expect(may!.nothing.map(({ item }) => item)).toEqual(['clean-governance']);
  });
});

describe('a year of several cadres on one sheet, months as headings, no number of the year but in the title', () => {
  const book = office('党建清单汇总.xlsx', {
    Sheet1: {
      rows: [
        ['市水务局2017年上半年党建写实清单汇总'],
        ['干部姓名', '项目', '开展情况', '时间'],
        ['三月份', null, null, null],
        ['方启明', '意识形态', '主持学习会，讲党课', '3月8日'],
        [null, '统战、群团', '慰问老同志', '中旬'],
        ['六月份', null, null, null],
        ['方启明', '党史学习教育', '参观旧址（6月28日下午）', null],
        ['梁栋才', '人才', '6月1日座谈', null],
      ],
      merges: ['A1:D1', 'A3:D3', 'A6:D6', 'A4:A5'],
    },
  });

  it('asks what the registry cannot know, once, and brings the rest', () => {
    const planned = bring(book, world);
    expect(planned.plan.questions!.map(({ ask, default: taken }) => [ask, taken])).toEqual([
      ['“党史学习教育”是党建工作的哪一项？', null],
    ]);
    expect(reasons(planned.plan.rejected)).toEqual(['B7 item-unknown']);
    expect(reasons(planned.plan.warnings)).toEqual(['D5 date-without-day']);
    expect(bodies(planned).map(({ person, period }) => [person, period])).toEqual([
      ['方启明', '2017-03'],
      ['梁栋才', '2017-06'],
    ]);
  });

  it('answered, brings all of it', () => {
    const [question] = bring(book, world).plan.questions!;
    const planned = bring(book, world, { answers: { [question!.id]: 'member-education' } });
    expect(planned.plan.rejected).toEqual([]);
    const june = bodies(planned).find(({ person, period }) => person === '方启明' && period === '2017-06');
    expect(june).toMatchObject({
      entries: [{ section: 'member-education', on: '2017-06-28', content: '参观旧址（6月28日下午）' }],
    });
  });
});

describe('a register with kinds as headings and attendance in one cell', () => {
  const book = office('机关一支部.xlsx', {
    '2017年组织生活记录': {
      rows: [
        ['说明：本表由支部填写'],
        ['日期', '内容', '地点', '主持', '到会情况', '记录'],
        ['一、支委会', null, null, null, null, null],
        [
          '2017年3月5日 下午2:30—4:00',
          '研究发展党员',
          '三楼会议室',
          '梁 栋 才',
          '应到3人，实到2人，请假1人（田玉出差）',
          '方启明',
        ],
        ['二、主题党日', null, null, null, null, null],
        ['2017.4.1', '植树', '南山', '梁栋才', '应到6人，实到4人，请假2人（欧阳 静、苗雨病假）', '田玉'],
        ['2017.5.1', '义诊', '社区', '方启明', '应到5人，实到7人', '田玉'],
      ],
      merges: ['A1:F1', 'A3:F3', 'A5:F5'],
    },
  });
  const planned = bring(book, world);

  it('brings counts, names and reasons, starts and ends', () => {
    expect(planned.plan.records.map(({ kind, heldOn, due, present }) => [kind, heldOn, due, present])).toEqual([
      ['branchCommitteeMeeting', '2017-03-05', 3, 2],
      ['themePartyDay', '2017-04-01', 6, 4],
    ]);
    const [meeting, day] = planned.plan.records;
    expect(meeting).toMatchObject({ startsAt: '14:30', endsAt: '16:00', place: '三楼会议室' });
    const absent = (people: readonly { part: string; name: string; reason?: string }[]) =>
      people.flatMap(({ part, name, reason }) => (part === 'absent' ? [[name, reason]] : []));
    expect(absent(meeting!.people)).toEqual([['田玉', '出差']]);
    expect(absent(day!.people).map(([name]) => name)).toEqual(['欧阳静', '苗雨']);
    expect(planned.plan.warnings).toEqual([]);
  });

  it('asks about more present than due, and takes the answer', () => {
    expect(reasons(planned.plan.rejected)).toEqual(['E7 present-exceeds-due']);
    const [question] = planned.plan.questions!;
    const answered = bring(book, world, { answers: { [question!.id]: 'swap' } });
    expect(answered.plan.records[2]).toMatchObject({ due: 7, present: 5 });
  });
});

describe('a register a branch a sheet, kinds only in the topics, days of a month', () => {
  const branch = (...rows: Cells): Drawn => ({ rows: [['日期', '议题', '参加人员', '未参加人员及原因'], ...rows] });
  const book = office('水务局2017年3月三会一课.xlsx', {
    机关一支部: branch(
      ['8日', '召开支部党员大会讨论接收预备党员', '全体党员', '无'],
      ['15日', '召开支委会，研究党课安排', '3人', '无'],
    ),
    机关二支部: branch(['9日', '上党课：学党章', '贺兰、詹文', '田玉（事假）']),
  });

  it('reads the kinds that are plain, and asks about the one that is not', () => {
    const planned = bring(book, world);
    expect(planned.plan.records.map(({ kind, heldOn, people }) => [kind, heldOn, people.length])).toEqual([
      ['generalMeeting', '2017-03-08', 0],
      ['partyLecture', '2017-03-09', 3],
    ]);
    expect(reasons(planned.plan.rejected)).toEqual(['B3 kind-missing']);
    const [question] = planned.plan.questions!;
    expect(question!.options.map(({ value }) => value)).toEqual(['branchCommitteeMeeting', 'partyLecture']);
    const answered = bring(book, world, { answers: { [question!.id]: 'branchCommitteeMeeting' } });
    expect(answered.plan.records).toHaveLength(3);
    expect(answered.plan.records[1]).toMatchObject({ kind: 'branchCommitteeMeeting', present: 3 });
  });
});

describe('lists of trainees: a course a sheet, and a table of courses', () => {
  const book = office('培训资料.xlsx', {
    书记班: {
      rows: [
        ['2017年党支部书记培训班学员名册'],
        ['培训时间：2017年5月8日—12日', null, '培训地点：市委党校', '主办单位：市委'],
        ['序号', '姓名', '单位及职务', '学时'],
        [1, '梁 栋 才', '市水务局党委书记、局长', 40],
        [2, '贺兰', '机关二支部书记', 32],
        [3, '田玉', '机关二支部', 40],
        ['合计', null, null, 112],
      ],
      merges: ['A1:D1'],
    },
    学时登记: {
      rows: [
        ['2017年培训学时登记表'],
        ['培训班名称', '起止时间', '主办单位', '学员', '学时'],
        ['宣传骨干轮训', '3月1日至3月3日', '市水务局', '方启明副局长', '24学时'],
        [null, null, null, '苗雨', '24学时'],
        ['档案业务培训班', '4月6日', '市水务局', '柴进', 8],
      ],
      merges: ['A1:E1', 'A3:A4', 'B3:B4', 'C3:C4'],
    },
  });

  it('brings every course with its people and their hours', () => {
    const planned = bring(book, world);
    expect(planned.plan.rejected).toEqual([]);
    expect(planned.plan.warnings).toEqual([]);
    expect(planned.plan).toMatchObject({ rows: 6, accepted: 6 });
    expect(
      planned.plan.records.map(({ heldOn, place, body, people }) => ({
        heldOn,
        place,
        ...body,
        people: people.map(({ name, reason }) => (reason ? [name, reason] : [name])),
      })),
    ).toEqual([
      {
        heldOn: '2017-05-08',
        place: '市委党校',
        topic: '2017年党支部书记培训班',
        until: '2017-05-12',
        organizer: '市委',
        classHours: 40,
        people: [['梁栋才'], ['贺兰', '32学时'], ['田玉']],
      },
      {
        heldOn: '2017-03-01',
        place: '',
        topic: '宣传骨干轮训',
        until: '2017-03-03',
        organizer: '市水务局',
        classHours: 24,
        people: [['方启明'], ['苗雨']],
      },
      {
        heldOn: '2017-04-06',
        place: '',
        topic: '档案业务培训班',
        organizer: '市水务局',
        classHours: 8,
        people: [['柴进']],
      },
    ]);
    const second = [...planned.world.people.values()].filter(({ name }) => name === '田玉');
    const there = second.find((person) => planned.plan.people.includes(person.id))!;
    expect(planned.world.orgs.get(there.memberships[0]!.orgId)!.name).toBe('示例市水务局党委机关第二党支部');
  });
});
