/** Ledgers, registers, trainings and plans in layouts that the importer was not made for: each fact by its value. */
import { describe, expect, it } from 'vitest';
import {
  attendanceTable,
  diaryLedger,
  kindsAbreast,
  lectureList,
  minutesBook,
  namesAcross,
  ownLedger,
  quarterPlan,
  registerBook,
  SAMPLE_CITY,
  schoolBook,
  signInBook,
  taskList,
  trainingBook,
  trainingSignIn,
  unitLedger,
} from '../../scenarios/made-life-books.ts';
import { bring as bringInto, ledgersOf, nothingLost, said } from '../../scenarios/made-workbooks.ts';
import type { Workbook } from '../platform/open/room.ts';
import type { PlannedWorkbook } from './import-plan.logic.ts';

const bring = (book: Workbook, answers: Record<string, string> = {}): PlannedWorkbook =>
  bringInto(book, SAMPLE_CITY, { answers });

/** Activities: kind, branch, day and hours, due/present, who was away and why, the body. */
const meetings = ({ plan }: PlannedWorkbook) =>
  plan.records.map(({ kind, orgId, heldOn, startsAt, due, present, people, body }) => ({
    what: [kind, SAMPLE_CITY.orgs.get(orgId)!.name, heldOn, startsAt ?? '', `${due ?? ''}/${present ?? ''}`],
    away: people.flatMap(({ part, name, reason }) => (part === 'absent' ? [`${name} ${reason ?? ''}`.trim()] : [])),
    there: people.flatMap(({ part, name }) => (part === 'attendee' || part === 'trainee' ? [name] : [])),
    body,
  }));
const asked = ({ plan }: PlannedWorkbook): string[] => (plan.questions ?? []).map(({ id }) => id);

describe('ledgers', () => {
  it('of a unit, 主体责任 beside 一岗双责: both parts of a cadre are one month; what names no item is asked once', () => {
    const planned = bring(unitLedger);
    expect(ledgersOf(planned)).toEqual([
      {
        of: '蒋帆 2017-05',
        says: [
          ['organization-building', '2017-05-08', '专题研究基层党组织建设', '印发清单'],
          ['business', '2017-05-09', '调研国库支付', '解决2个'],
          ['business', '2017-05-25', '与预算科谈话', '提醒3人'],
        ],
      },
      { of: '周卓岚 2017-05', says: [['clean-governance', '2017-05-18', '研究党风廉政建设工作', '通报1次']] },
    ]);
    expect(said(planned.plan.rejected)).toEqual(['E6 item-unknown']);
    expect(said(planned.plan.warnings)).toEqual(['E5 item-assumed', 'E7 item-assumed']);
    expect(asked(planned)).toEqual(['ledger-items:主体责任', 'ledger-part:一岗双责']);
    const answered = bring(unitLedger, { 'ledger-items:主体责任': 'member-education' });
    expect(answered.plan.rejected).toEqual([]);
    expect(ledgersOf(answered)[0]!.says).toContainEqual([
      'member-education',
      '2017-05-22',
      '到机关第一党支部讲党课',
      '受教育19人',
    ]);
  });

  it('of one cadre, the two parts with heads of their own under who it is', () => {
    expect(ledgersOf(bring(ownLedger))).toEqual([
      {
        of: '周涛冬 2017-04',
        says: [
          ['organization-building', '2017-04-06', '研究支部换届', ''],
          ['ideology', '2017-04-12', '听取宣传工作汇报', ''],
          ['business', '2017-04-07', '到市第二中学检查', '备注：有照片'],
        ],
      },
    ]);
  });

  it('as a diary a month a sheet, its day in two columns, problems kept beside results', () => {
    const planned = bring(diaryLedger);
    expect(planned.plan.rejected).toEqual([]);
    expect(ledgersOf(planned)).toEqual([
      {
        of: '卫雅文 2017-01',
        says: [
          ['organization-building', '2017-01-05', '研究机关党建年度安排', '形成纪要；存在问题：个别支部人少'],
          ['business', '2017-01-16', '检查期末考试', ''],
        ],
      },
      { of: '卫雅文 2017-02', says: [['ideology', '2017-02-14', '宣讲意识形态责任制', '80人参加']] },
    ]);
  });
});

describe('organizational life', () => {
  it('as forms, one a sheet, in label and value cells or line by line', () => {
    const planned = bring(minutesBook);
    expect(planned.plan).toMatchObject({ rows: 2, accepted: 2, rejected: [] });
    expect(asked(planned)).toEqual(['shape|life|form']);
    const [first, second] = meetings(planned);
    expect(first).toMatchObject({
      what: ['branchCommitteeMeeting', '示例市第二中学党支部', '2017-03-05', '14:30', '4/3'],
      away: ['叶轩强 出差'],
      there: ['汪振文', '邱恩清', '钟达博'],
      body: {
        topic: '研究发展党员工作',
        summary: '一、汪振文通报情况。二、讨论人选。',
        resolutions: ['同意推荐2名。'],
      },
    });
    expect(second).toMatchObject({
      what: ['generalMeeting', '示例市第二中学党支部', '2017-05-11', '15:30', '18/17'],
      away: ['付丽娟 病假'],
      body: { topic: '评议积极分子', summary: '宣读材料并表决。' },
    });
    const left = bring(minutesBook, { 'shape|life|form': '-' });
    expect(left.plan.records).toEqual([]);
  });

  it('as a sign-in sheet: one meeting, a mark that may mean either asked before anything is brought', () => {
    const open = bring(signInBook);
    expect(open.plan.records).toEqual([]);
    expect(said(open.plan.rejected)).toEqual(['A2 question-open']);
    expect(asked(open)).toEqual(['shape|life|roll', 'roll-mark|○']);
    const planned = bring(signInBook, { 'roll-mark|○': 'present' });
    expect(nothingLost(planned.plan)).toBe(true);
    expect(meetings(planned)).toMatchObject([
      {
        what: ['generalMeeting', '示例市新华路小学党支部', '2017-06-08', '16:00', '6/4'],
        away: ['石钧然 病假', '曾真雨 公出'],
        there: ['吴柏', '赵勇正', '姚永', '董宁文'],
        body: { topic: '学习市委全会精神' },
      },
    ]);
  });

  it('as a table of attendance: a meeting a column, marks by what the sheet says of them', () => {
    const planned = bring(attendanceTable);
    expect(meetings(planned).map(({ what, away, body }) => [what[2], what[4], away, body.topic])).toEqual([
      ['2017-01-10', '3/3', [], '学习全会精神'],
      ['2017-02-10', '3/1', ['徐文根 病假', '林勇航'], '志愿服务'],
    ]);
    expect(said(planned.plan.rejected)).toEqual(['F3 date-without-day']);
  });

  it('as a table with a column for each person', () => {
    expect(
      meetings(bring(namesAcross)).map(({ what, away, there }) => [what[0], what[2], what[4], away, there]),
    ).toEqual([
      ['branchCommitteeMeeting', '2017-02-07', '3/3', [], ['吴光磊', '梁蓉墨', '任恩华']],
      ['branchCommitteeMeeting', '2017-03-07', '3/2', ['梁蓉墨 事假'], ['吴光磊', '任恩华']],
    ]);
  });

  it('with the kinds side by side and no year: the year is asked once', () => {
    const open = bring(kindsAbreast);
    expect(open.plan.rejected.map(({ reason }) => reason)).toEqual(Array(5).fill('date-year-unknown'));
    expect(asked(open)).toEqual(['life-year']);
    const planned = bring(kindsAbreast, { 'life-year': '2017' });
    expect(nothingLost(planned.plan)).toBe(true);
    expect(meetings(planned).map(({ what, body }) => [what[0], what[2], what[4], body.topic])).toEqual([
      ['branchCommitteeMeeting', '2017-01-05', '/4', '研究年度计划'],
      ['branchCommitteeMeeting', '2017-02-06', '/4', '研究换届'],
      ['generalMeeting', '2017-02-16', '/14', '换届选举大会'],
      ['themePartyDay', '2017-01-12', '/13', '慰问困难党员'],
      ['themePartyDay', '2017-02-13', '/12', '扫雪'],
    ]);
  });

  it('with the day over three columns, reasons apart from the names, remarks kept', () => {
    const planned = bring(registerBook);
    expect(planned.plan).toMatchObject({ rows: 2, accepted: 2, rejected: [] });
    expect(meetings(planned)).toMatchObject([
      {
        what: ['generalMeeting', '示例市特殊教育学校党支部', '2017-01-18', '', '26/24'],
        away: ['徐勇 病假', '费勤春 事假'],
        body: { topic: '传达精神', evidence: '备注：有照片' },
      },
      {
        what: ['branchCommitteeMeeting', '示例市特殊教育学校党支部', '2017-01-25', '', '5/4'],
        away: ['谢秋梅 外出学习'],
      },
    ]);
  });

  it('of a school: branches by what they are called there, asked and on', () => {
    const planned = bring(schoolBook);
    expect(planned.plan.rejected).toEqual([]);
    expect(asked(planned)).toEqual([
      'life-unit:机电系@示例市职业技术学校党总支',
      'life-unit:商贸系@示例市职业技术学校党总支',
    ]);
    expect(meetings(planned).map(({ what, away, body }) => [what[1], what[2], away, body.cell])).toEqual([
      ['示例市职业技术学校机电系党支部', '2017-03-02', ['林若 病假'], undefined],
      ['示例市职业技术学校商贸系党支部', '2017-05-11', [], '第一党小组'],
    ]);
    const refused = bring(schoolBook, { 'life-unit:机电系@示例市职业技术学校党总支': '-' });
    expect(said(refused.plan.rejected)).toEqual(['A3 unit-unknown']);
  });

  it('as lectures of leaders, held where the place says', () => {
    expect(meetings(bring(lectureList)).map(({ what, body }) => [what[1], what[2], body])).toEqual([
      ['中共示例市委办公室机关第一党支部', '2017-03-16', { topic: '坚定理想信念', listeners: 120 }],
      [
        '东岭区新华街道新华社区党支部',
        '2017-05-04',
        { topic: '青年党员要担当', listeners: 35, evidence: '备注：以联系点名义' },
      ],
    ]);
  });
});

describe('training', () => {
  it('says who was not there and why, and who taught whom nobody knows', () => {
    expect(meetings(bring(trainingBook)).map(({ there, body }) => [there, body])).toEqual([
      [
        ['曾帆雅', '冯武建'],
        {
          topic: '党章党规',
          classHours: 4,
          summary: '未参训：杜伟钧（病假）、马帆云（产假）',
          evidence: '签到表',
        },
      ],
      [
        ['冯武建', '廉国恩'],
        { topic: '党务干部培训班', until: '2017-04-20', classHours: 24, summary: '授课人：党校教师' },
      ],
    ]);
  });

  it('does not take those for trainees who did not sign', () => {
    const planned = bring(trainingSignIn);
    expect(planned.plan).toMatchObject({ rows: 3, accepted: 3, rejected: [] });
    expect(meetings(planned)).toMatchObject([
      {
        there: ['韩轩帆', '汪霞'],
        body: { topic: '入党积极分子培训班', until: '2017-05-24', classHours: 16, summary: '未参训：谢晴晓（出差）' },
      },
    ]);
  });
});

describe('key work', () => {
  const items = ({ plan }: PlannedWorkbook) =>
    plan.records.flatMap(({ kind, body }) =>
      kind === 'annual-key-plan'
        ? (body.items as { work: string; measures: string; dueOn: string | null }[]).map(
            ({ work, measures, dueOn }) => [body.person, work, measures, dueOn],
          )
        : [],
    );

  it('as tasks with parts, several names in a cell, progress by quarter', () => {
    const planned = bring(taskList);
    expect(planned.plan).toMatchObject({ rows: 2, accepted: 2, rejected: [] });
    expect(asked(planned)).toEqual(['keyPlan.severalNames']);
    expect(items(planned)).toEqual([
      ['陶恩松', '基层基础：换届', '全部按期换届\n责任部门：政治部', '2017-06-30'],
      ['陶恩松', '基层基础：发展党员', '发展5名\n责任部门：政治部', '2017-12-31'],
      ['华岚达', '基层基础：发展党员', '发展5名\n责任部门：政治部', '2017-12-31'],
    ]);
    const words = planned.plan.records.flatMap(({ body }) => (body.words ? [body.words] : []));
    expect(words[0]).toBe('一季度进展：完成摸底；二季度进展：已完成');
  });

  it('with targets by quarter: each kept, the last of them asked about as the due day', () => {
    const planned = bring(quarterPlan);
    expect(items(planned)).toEqual([
      ['吕雅', '家庭医生签约', '签约率60%\n一季度：20%；二季度：40%；三季度：60%\n责任单位：基层科', '2017-09-30'],
    ]);
    expect(asked(planned)).toEqual(['keyPlan.quarterDue']);
  });
});
