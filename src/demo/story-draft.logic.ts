/** What the story's cadre has written into his June by the city's now: everything but what records bring, and two items open. */
import { type Day, day, instantAt, monthOf } from '../core/time/room.ts';
import { BUSINESS, type LedgerEntry } from '../ledgers/ledger/month-ledger.logic.ts';
import { Chance } from './chance.logic.ts';
import { STORY_MONTH } from './leadership.logic.ts';
import type { DemoDraft, Ids } from './model.logic.ts';

/** Section, matter, day, place, what was done, result; and the day on which it was written, if not the same. */
type Line = readonly [string, string, string, string, string, string, string?];

const LINES: readonly Line[] = [
  [
    BUSINESS,
    '高考组织',
    '06-07',
    '市第一中学等4个考点',
    '巡查高考考点和考务指挥中心，现场处置英语听力设备故障1处。',
    '1.26万名考生考试平稳，未发生责任事故。',
  ],
  [
    BUSINESS,
    '薄弱学校改造',
    '06-13',
    '南泉县',
    '实地督导17所薄弱学校改造工程，逐校核对工期。',
    '14所已开工；3所土地手续约定6月底办结。',
  ],
  [
    BUSINESS,
    '信访接待',
    '06-16',
    '市信访局接访室',
    '接待东岭区新华路小学学区划分来访，答复8名家长。',
    '当场答复7件，1件转东岭区教育局6月30日前办结。',
  ],
  [
    BUSINESS,
    '校外培训机构整治',
    '06-20',
    '局机关301会议室',
    '主持校外培训机构排查部署会，明确区县责任和时限。',
    '排查412家，停办无证机构23家，其余限期整改。',
  ],
  [
    'organization-building',
    '',
    '06-09',
    '局党委会议室',
    '主持局党委会，研究直属学校12个党支部换届，批复9个。',
    '9个支部7月中旬前选举；3个补充材料后再批。',
  ],
  ['clean-governance', '', '06-19', '局机关', '与中考招生录取岗位6人逐一开展廉政谈话。', '6人签订岗位廉政承诺。'],
  [
    'ideology',
    '',
    '06-21',
    '局党委会议室',
    '主持局党委理论学习中心组学习，研讨学校意识形态阵地管理。',
    '确定暑期排查图书馆、社团2项措施。',
  ],
  ['united-front', '', '06-01', '市实验小学', '参加少先队入队活动，慰问留守儿童。', '发放图书120册。', '06-26'],
  ['party-reform', '', '06-27', '局机关', '审定《直属学校党组织书记述职评议办法（试行）》。', '7月1日起施行。'],
];

const SAVED_AT = instantAt(day('2017-06-28'), '08:40');

/** The draft; nothing when the city stops before it was saved, or after June. */
export function storyDraft(personId: number, ids: Ids, until: Date): DemoDraft | undefined {
  if (until < SAVED_AT || monthOf(until.toISOString().slice(0, 10) as Day) !== STORY_MONTH) return undefined;
  const chance = new Chance('story-draft');
  const entries = LINES.map(([section, matter, on, place, content, result, written]): LedgerEntry => {
    const at = new Date(instantAt(day(`2017-${written ?? on}`), '17:20').getTime() + chance.int(0, 1800) * 1000);
    return {
      key: chance.id(at),
      section,
      matter,
      on: day(`2017-${on}`),
      place,
      content,
      result,
      source: null,
      recordedAt: at.toISOString(),
    };
  });
  return {
    ledgerId: ids.ledgerIdOf(personId, STORY_MONTH),
    personId,
    body: { entries, removed: [], nothing: [{ item: 'village-economy', saidAt: SAVED_AT.toISOString() }] },
    savedAt: SAVED_AT,
  };
}
