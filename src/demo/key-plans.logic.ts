/** The sample city's key-work plans of the year: most cadres have one, most items go well, some are overdue. */
import { addDays, type Day, day, dayOf, instantAt } from '../core/time/room.ts';
import { KEY_PLAN, KEY_PLAN_PROGRESS, type KeyPlanItem } from '../registry/responsibility/key-plan.logic.ts';
import type { Chance } from './chance.logic.ts';
import type { Cadre, DemoRecord, Ids, Organization } from './model.logic.ts';

const YEAR = 2017;

/** What offices take on for a year: work, goal and measures, when, and the item it belongs to. */
const WORKS: readonly (readonly [
  work: string,
  measures: string,
  due: string | null,
  words: string,
  item: string | null,
])[] = [
  [
    '推进机关党支部规范化建设',
    '目标：全部支部达到规范化要求\n措施：逐个支部对照检查，列出问题清单，限期整改',
    '06-30',
    '6月底前',
    'organization-building',
  ],
  ['完成党员集中轮训', '目标：党员轮训一遍\n措施：分三期办班，每期不少于3天', '10-31', '10月底前', 'member-education'],
  [
    '整顿软弱涣散基层党组织',
    '目标：排查出的支部全部转化\n措施：领导班子成员一对一联系',
    '09-30',
    '第三季度',
    'organization-building',
  ],
  ['落实党风廉政建设责任制', '层层签订责任书，每季度听取一次汇报', null, '长期坚持', 'clean-governance'],
  [
    '帮扶贫困村发展集体经济',
    '目标：帮扶村集体经济收入过5万元\n措施：引进1个种植项目',
    '12-31',
    '年底前',
    'village-economy',
  ],
  ['优化办事流程', '目标：办理时限压缩三分之一\n措施：梳理事项清单，精简材料', '05-31', '5月底前', null],
  ['推进年度重点项目建设', '目标：完成年度投资计划\n措施：每月调度一次', '12-31', '全年', null],
  ['意识形态工作专题研判', '每半年一次，形成研判报告', '06-30', '上半年', 'ideology'],
  ['选派干部到基层锻炼', '选派5名年轻干部到乡镇挂职', '03-31', '一季度', 'cadre-team'],
  ['联系服务群众办实事', '领取并办结10件实事', '11-30', '11月底前', 'serving-people'],
];

/** Every so many cadres one has no plan yet. */
const WITHOUT = 8;

interface Making {
  ids: Ids;
  accountOf: ReadonlyMap<number, number>;
  unitOf: (id: number) => Organization;
  until: Date;
}

/** The plans of all cadres with what was said about them, up to an instant. */
export function keyPlans(cadres: readonly Cadre[], making: Making, chance: Chance): DemoRecord[] {
  return cadres.flatMap((cadre, at) =>
    at % WITHOUT === WITHOUT - 1 ? [] : planOf(cadre, making, chance.fork(cadre.personId)),
  );
}

function planOf(cadre: Cadre, making: Making, chance: Chance): DemoRecord[] {
  const unit = making.unitOf(cadre.unitId);
  const planId = making.ids.keyPlanIdOf(cadre.personId, YEAR);
  const first = chance.int(0, WORKS.length - 1);
  const works = Array.from({ length: chance.int(4, 6) }, (_, at) => WORKS[(first + at * 3) % WORKS.length]!);
  const items: KeyPlanItem[] = [...new Set(works)].map(([work, measures, due, dueWords, itemId], at) => ({
    key: `item-${at + 1}`,
    work,
    measures,
    dueOn: due === null ? null : day(`${YEAR}-${due}`),
    dueWords,
    itemId,
  }));
  const record = (
    id: string,
    given: Pick<DemoRecord, 'kind' | 'aboutId' | 'heldOn' | 'body' | 'recordedAt'> & {
      act: string;
      summary: string;
      actId: string;
    },
  ): DemoRecord => ({
    id,
    version: 1,
    kind: given.kind,
    orgId: unit.id,
    ownerId: cadre.personId,
    aboutId: given.aboutId,
    heldOn: given.heldOn,
    startsAt: null,
    endsAt: null,
    place: '',
    due: null,
    present: null,
    people: [],
    body: given.body,
    reason: null,
    standsFor: null,
    act: { id: given.actId, kind: given.act, summary: given.summary },
    author: { accountId: making.accountOf.get(cadre.personId)!, name: cadre.name },
    recordedAt: given.recordedAt,
  });
  const madeAt = instantAt(addDays(day(`${YEAR}-01-09`), chance.int(0, 20)), '10:30');
  const plan = record(planId, {
    kind: KEY_PLAN,
    aboutId: null,
    heldOn: day(`${YEAR}-01-01`),
    body: { year: YEAR, person: cadre.name, unit: unit.shortNames[0] ?? unit.name, title: cadre.title, items },
    recordedAt: madeAt,
    act: 'keyPlan.save',
    actId: chance.id(madeAt),
    summary: `${YEAR}年重点工作计划，第1版`,
  });
  const said = items.flatMap((item) =>
    saidOf(item, making.until, chance.fork(item.key)).map(({ on, percent, words }, at) => {
      const recordedAt = instantAt(on, '16:40');
      const actId = chance.fork(item.key, at).id(recordedAt);
      return record(actId, {
        kind: KEY_PLAN_PROGRESS,
        aboutId: planId,
        heldOn: on,
        body: { year: YEAR, itemKey: item.key, percent, words },
        recordedAt,
        act: 'keyPlan.say',
        actId,
        summary: `重点工作进展：${item.work}`,
      });
    }),
  );
  return [plan, ...said];
}

interface Said {
  on: Day;
  percent: number | null;
  words: string;
}

/** A beginning, a half, and mostly the end before its day. */
function saidOf(item: KeyPlanItem, until: Date, chance: Chance): Said[] {
  const end = item.dueOn ?? day(`${YEAR}-12-31`);
  const all: Said[] = [
    { on: addDays(day(`${YEAR}-03-01`), chance.int(0, 25)), percent: 25, words: '已制定方案，明确责任人' },
    { on: addDays(day(`${YEAR}-05-02`), chance.int(0, 40)), percent: 50, words: chance.yes(0.5) ? '按计划推进' : '' },
  ];
  const before = all.filter(({ on }) => on < end);
  const done = item.dueOn !== null && chance.yes(0.85);
  const last = done ? [{ on: addDays(end, -chance.int(1, 20)), percent: 100, words: '已完成' }] : [];
  return [...before, ...last].filter(({ on }) => on < dayOf(until)).sort((a, b) => (a.on < b.on ? -1 : 1));
}
