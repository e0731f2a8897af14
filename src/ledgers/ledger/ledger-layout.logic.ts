/** 履职写实清单 and 党建写实清单 as offices keep them: business work and the twelve items, of one cadre or many, one month or a year. */
import { lastDay, type Month, monthName } from '../../core/time/room.ts';
import { type Layout, openSheet, type Sheet, squeezed, stepsOf, type Understanding } from '../../platform/open/room.ts';
import {
  ledgerKey,
  type Plan,
  type PlanContext,
  PlanDraft,
  type Planner,
  type World,
} from '../../registry/organizations/room.ts';
import { type Head, readHead } from './ledger-head.logic.ts';
import { findOwner, namedInTitles, type Owner, owedIn } from './ledger-owner.logic.ts';
import { type LedgerGroup, type Line, readGroups } from './ledger-reading.logic.ts';
import { verdictOn } from './ledger-versions.logic.ts';
import {
  BUSINESS,
  LEDGER_ACT,
  type LedgerForm,
  MONTH_LEDGER,
  type MonthLedgerBody,
  monthLedgerBody,
} from './month-ledger.logic.ts';

const layout: Layout = {
  id: 'ledger',
  name: '写实清单',
  titles: [
    /写实清单/,
    /履职(?:写实|纪实|清单|台账)/,
    /(?:写实|纪实)(?:台账|表|记录|汇总)/,
    /(?:主体责任|两个责任|一岗双责|党建责任|党建工作责任).*(?:清单|台账|纪实|写实|记录|落实情况)/,
  ],
  parts: true,
  columns: [
    {
      field: 'person',
      name: '姓名',
      note: '整张表是一个人的，也可以只写在表头',
      synonyms: ['干部姓名', '填报人', '领导姓名', '干部', '领导干部', '领导干部姓名', '班子成员', '责任人'],
    },
    { field: 'unit', name: '单位', synonyms: ['工作单位', '所在单位', '填报单位'] },
    {
      field: 'period',
      name: '月份',
      note: '例如 2017年6月；整张表是一个月的，也可以只写在表头',
      synonyms: ['填报月份', '所属月份', '年月', '报告月份'],
    },
    { field: 'title', aside: true, name: '职务', synonyms: ['现任职务', '党内职务', '职务职级'] },
    { field: 'section', name: '类别', synonyms: ['工作类别', '板块', '项目类别', '分类'] },
    { field: 'number', name: '序号', synonyms: ['编号', '顺序号'] },
    {
      field: 'matter',
      name: '工作事项',
      required: true,
      oneOf: 'what',
      synonyms: [
        '事项',
        '工作项目',
        '项目',
        '工作内容',
        '党建工作事项',
        '党建事项',
        '写实事项',
        '履职事项',
        '履责事项',
        '工作任务',
        '党建工作',
        '业务工作',
        '业务工作事项',
      ],
    },
    {
      field: 'item',
      aside: true,
      name: '所属党建事项',
      oneOf: 'what',
      synonyms: [
        '党建十二项',
        '十二项',
        '十二项工作',
        '党建工作十二项',
        '对应十二项',
        '对应党建工作',
        '对应党建事项',
        '属于党建哪一项',
        '属于哪一项',
        '所属事项',
        '党建工作类别',
        '党建类别',
      ],
    },
    {
      field: 'on',
      name: '时间',
      inOrder: true,
      synonyms: ['日期', '开展时间', '具体时间', '发生时间', '工作时间', '履职时间', '履责时间', '完成时间'],
    },
    { field: 'place', name: '地点', synonyms: ['工作地点', '具体地点'] },
    {
      field: 'content',
      name: '时间、地点及具体内容',
      required: true,
      synonyms: [
        '具体内容',
        '时间地点及内容',
        '时间、地点、内容',
        '开展情况',
        '工作开展情况',
        '履职情况',
        '完成情况',
        '内容',
        '主要内容',
        '工作情况',
        '履责内容',
        '履职内容',
        '履责情况',
        '写实内容',
        '纪实内容',
        '主要工作',
        '工作开展',
        '做了什么',
        '主要做法',
      ],
    },
    {
      field: 'result',
      name: '成效及佐证',
      many: 'joined',
      synonyms: [
        '结果',
        '工作结果',
        '成效',
        '工作成效',
        '佐证',
        '佐证材料',
        '取得成效',
        '成效及佐证材料',
        '效果',
        '备注及佐证',
      ],
    },
    {
      field: 'more',
      aside: true,
      name: '其他',
      many: 'named',
      synonyms: ['备注', '存在问题', '存在的问题', '下步打算', '下一步打算', '下步措施', '下步工作', '整改措施'],
    },
  ],
};

interface Desk {
  draft: PlanDraft;
  head: Head;
  world: World;
  context: PlanContext;
  /** The sheet, where this table is one of several parts side by side. */
  partOf: string | undefined;
}

/** A ledger of one cadre and one month that was taken over. */
interface Taken {
  person: string;
  unit: string;
  period: Month;
  lines: readonly Line[];
}

function formsOf(lines: readonly Line[], titles: string): LedgerForm[] {
  const forms: LedgerForm[] = [];
  const hasParty = lines.some((line) => line.section !== BUSINESS);
  if (lines.some((line) => line.section === BUSINESS) || !hasParty || /履职/.test(titles)) forms.push('dutyLedger');
  if (hasParty) forms.push('partyBuildingLedger');
  return forms;
}

function bodyOf(group: LedgerGroup, period: Month, owner: Owner, desk: Desk): MonthLedgerBody {
  const { lines } = group;
  const entries = lines.flatMap((line) => line.entries);
  const written = new Set(entries.map((entry) => entry.section));
  const silent = [...new Set(lines.map((line) => line.section))].filter((section) => !written.has(section));
  return monthLedgerBody.parse({
    period,
    forms: formsOf(lines, desk.head.titles.join(' ')),
    person: owner.person.name,
    unit: owner.unitName,
    title: group.title || (owedIn(owner.person, period, desk.world)?.main.title ?? ''),
    entries,
    nothing: silent.map((item) => ({ item, saidAt: desk.context.now })),
  });
}

/** Lays one cadre's month down as one record, as he would have submitted it; undefined when it was rejected. */
function takeGroup(group: LedgerGroup, desk: Desk): Taken | undefined {
  const { draft, head, world, context } = desk;
  const rejectAll = (reason: string, what: string): undefined => {
    for (const { row } of group.lines) draft.reject(row.where('content'), reason, what);
  };
  const { period } = group;
  if (!period) return rejectAll('period-missing', '没有写是哪个月的，不知道算哪个月的清单');
  if (period > context.today.slice(0, 7)) return rejectAll('period-in-future', `${monthName(period)}还没有到`);
  const first = group.lines[0]!.row;
  const where = first.has('unit')
    ? first.where('unit')
    : (head.unit?.where ?? head.person?.where ?? first.where('content'));
  const name = group.person || (namedInTitles(head.titles, world) ?? '');
  const owner = findOwner({ name, unit: group.unit, where }, period, draft, rejectAll, world, context);
  if (!owner) return undefined;
  const { person, unit, unitName } = owner;
  const key = ledgerKey(person.id, period);
  const earlier = draft.ledgers.filter(([one]) => one === key).at(-1)?.[1];
  const verdict = verdictOn(
    {
      body: bodyOf(group, period, owner, desk),
      corrected: head.corrected,
      filedOn: head.filedOn ?? null,
      whose: `${person.name}${monthName(period)}的清单`,
      where: head.person?.where ?? first.where('content'),
      key,
      partOf: desk.partOf,
    },
    earlier ?? world.ledgers.get(key),
    draft,
    context,
  );
  if ('reason' in verdict) return rejectAll(verdict.reason, verdict.what);
  const { versions, known } = verdict.laid;
  const ledgerId = context.ledgerId(person.id, period);
  const orgId = owedIn(person, period, world)?.main.orgId ?? unit?.id ?? person.posts[0]!.orgId;
  for (const { version, body, reason, supersedes } of versions) {
    if (supersedes !== undefined)
      draft.records.push({
        id: context.newId(`withdraw|${ledgerId}|${supersedes}`),
        version: 1,
        kind: LEDGER_ACT,
        orgId,
        ownerId: person.id,
        aboutId: ledgerId,
        heldOn: context.today,
        place: '',
        people: [],
        body: { act: 'withdraw', version: supersedes, reason: '有更正后的清单' },
      });
    draft.records.push({
      id: ledgerId,
      version,
      kind: MONTH_LEDGER,
      orgId,
      ownerId: person.id,
      heldOn: lastDay(period),
      place: '',
      people: [],
      body,
      ...(reason ? { reason } : {}),
    });
  }
  draft.ledgers.push([key, known]);
  draft.people.add(person.id);
  draft.accepted += group.lines.length;
  return { person: person.name, unit: unitName, period, lines: group.lines };
}

const only = <T extends string>(values: readonly T[]): T | '' => (new Set(values).size === 1 ? values[0]! : '');

/** Plans the ledgers of a table: one record a cadre and month. */
function plan(sheet: Sheet, understanding: Understanding, world: World, context: PlanContext): Plan {
  const opened = openSheet(sheet, understanding);
  const draft = new PlanDraft('ledger', sheet.name);
  const head = readHead(sheet, understanding, opened, draft, context);
  const groups = readGroups(stepsOf(sheet, understanding, opened), head, understanding.under, draft, context);
  const partOf = understanding.under === undefined ? undefined : sheet.name;
  const desk: Desk = { draft, head, world, context, partOf };
  const taken = groups.flatMap((group) => takeGroup(group, desk) ?? []);
  const shown = taken.length > 0 ? taken : groups;
  const names = shown.map(({ person }) => person);
  const entries = shown.flatMap(({ lines }) => lines.flatMap((line) => line.entries));
  const businessEntries = entries.filter((entry) => entry.section === BUSINESS).length;
  return draft.done({
    ledger: {
      person: only(names) || (names.length > 0 ? `${names[0]}等` : ''),
      unit: only(shown.map(({ unit }) => squeezed(unit))),
      period: only(shown.map(({ period }) => period ?? ('' as const))),
      businessEntries,
      partyBuildingEntries: entries.length - businessEntries,
    },
  });
}

export const ledgerPlanner: Planner = { layout, plan };
