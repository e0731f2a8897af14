/** Workbooks whose rows are no records: items, kinds or months as heads, several meetings in a cell. Each fact by its value. */
import { describe, expect, it } from 'vitest';
import { SAMPLE_CITY } from '../../scenarios/made-life-books.ts';
import {
  appraisalBook,
  coursesBook,
  itemsAcross,
  kindsDown,
  kindsMerged,
  monthsAsHeads,
  registersBelow,
  sheetsOfPersons,
  talksBook,
  traineesBook,
  weeklyLedger,
  yearAtAGlance,
} from '../../scenarios/made-life-shapes.ts';
import { bring as bringInto, ledgersOf, nothingLost, said } from '../../scenarios/made-workbooks.ts';
import type { Workbook } from '../platform/open/room.ts';
import type { PlannedWorkbook } from './import-plan.logic.ts';

const bring = (book: Workbook, answers: Record<string, string> = {}): PlannedWorkbook =>
  bringInto(book, SAMPLE_CITY, { answers });

/** Kind, day and hour, due/present, topic. */
const held = ({ plan }: PlannedWorkbook): string[] =>
  plan.records.map(({ kind, heldOn, startsAt, due, present, body }) =>
    [kind, heldOn, startsAt ?? '', `${due ?? ''}/${present ?? ''}`, body.topic].filter(Boolean).join(' '),
  );
const parts = ({ plan }: PlannedWorkbook, part: string): string[][] =>
  plan.records.map(({ people }) =>
    people.filter((one) => one.part === part).map(({ name, reason }) => [name, reason].filter(Boolean).join(' ')),
  );
const asked = ({ plan }: PlannedWorkbook): string[] => (plan.questions ?? []).map(({ id }) => id);

describe('ledgers', () => {
  it('with the items as heads: a column is an item, what is none is asked, the remark stands once', () => {
    const open = bring(itemsAcross);
    expect(asked(open)).toEqual(['ledger-item:党费管理']);
    expect(said(open.plan.rejected)).toEqual(['H5 item-unknown', 'H6 item-unknown']);
    const planned = bring(itemsAcross, { 'ledger-item:党费管理': 'member-education' });
    expect(nothingLost(planned.plan)).toBe(true);
    expect(ledgersOf(planned)).toEqual([
      {
        of: '蒋帆 2017-06',
        says: [
          ['organization-building', '2017-06-05', '调研换届工作', ''],
          ['organization-building', '2017-06-20', '研究支部设置。', ''],
          ['poverty-alleviation', '2017-06-13', '走访贫困户6户（至14日）', ''],
          ['member-education', '2017-06-07', '检查党费收缴', ''],
          ['business', '2017-06-22', '调研国库支付', ''],
          ['business', '2017-06-27', '研究预算执行。', ''],
        ],
      },
      {
        of: '周卓岚 2017-06',
        says: [['clean-governance', '2017-06-12', '约谈科级干部4人', '备注：休假3天']],
      },
    ]);
  });

  it('with business and Party-building work in a column each: the item by what was done, said or asked', () => {
    const planned = bring(weeklyLedger, { 'ledger-items:': 'member-education' });
    expect(said(planned.plan.warnings)).toEqual(['C4 item-assumed', 'C5 item-assumed']);
    expect(ledgersOf(planned)).toEqual([
      {
        of: '冯欣邦 2017-09',
        says: [
          ['business', '2017-09-04', '督导秋粮收购', ''],
          ['business', '2017-09-06', '调研合作社。', ''],
          ['ideology', '2017-09-05', '研究意识形态工作', ''],
          ['business', '2017-09-12', '参加农业会议', ''],
          ['member-education', '2017-09-11', '讲党课', ''],
          ['poverty-alleviation', '2017-09-14', '走访脱贫攻坚情况', '备注：照片'],
        ],
      },
    ]);
  });

  it('of one person a sheet: what was done and how it ended, spans and several days kept, opinions left at the foot', () => {
    const planned = bring(sheetsOfPersons, { 'ledger-item:队伍管理': 'cadre-team' });
    expect(planned.plan.rejected).toEqual([]);
    expect(ledgersOf(planned)).toEqual([
      {
        of: '陶恩松 2017-07',
        says: [
          ['organization-building', '2017-07-03', '研究基层组织建设', '形成纪要1份'],
          ['village-economy', '2017-07-18', '到联系村走访（至20日）', '落实资金5万元'],
        ],
      },
      {
        of: '严泽 2017-07',
        says: [
          ['business', '2017-07-12', '督导办案（7.12、7.19）', '破案3起'],
          ['cadre-team', '2017-07-25', '研究辅警管理', '修订制度1项'],
        ],
      },
    ]);
  });
});

describe('organizational life', () => {
  it('under months alone: on which day is asked once, and until then nothing is guessed', () => {
    const open = bring(monthsAsHeads);
    expect(open.plan.records).toEqual([]);
    expect(said(open.plan.rejected)).toEqual(['C2 date-without-day', 'D2 date-without-day', 'E2 date-without-day']);
    expect(asked(open)).toEqual(['shape|life|roll', 'life-day-of-month']);
    expect(said(bring(monthsAsHeads, { 'life-day-of-month': '-' }).plan.rejected)).toHaveLength(3);
    const planned = bring(monthsAsHeads, { 'life-day-of-month': '10' });
    expect(held(planned)).toEqual([
      'themePartyDay 2017-01-10 3/3 主题党日',
      'themePartyDay 2017-02-10 3/2 主题党日',
      'themePartyDay 2017-03-10 3/2 主题党日',
    ]);
    expect(parts(planned, 'absent')).toEqual([[], ['云艳怡 事假'], ['杨媛 产假']]);
    expect(held(bring(monthsAsHeads, { 'life-day-of-month': 'last' }))[1]).toContain('2017-02-28');
  });

  it('with kinds in merged cells: two days are two meetings, ten days of a month are none', () => {
    const planned = bring(kindsMerged);
    expect(planned.plan).toMatchObject({ rows: 5, accepted: 4 });
    expect(held(planned)).toEqual([
      'branchCommitteeMeeting 2017-01-09 3/3 研究计划',
      'branchCommitteeMeeting 2017-03-13 3/2 讨论发展对象',
      'branchCommitteeMeeting 2017-03-20 3/2 讨论发展对象',
      'generalMeeting 2017-03-27 14:30 10/8 表决',
    ]);
    expect(parts(planned, 'absent')).toEqual([[], ['秦业 手术'], ['秦业 手术'], ['郑康忠 外出', '江鹏 进修']]);
    expect(planned.plan.records.map(({ body }) => body.evidence)).toEqual([
      undefined,
      '补学情况：已补学',
      '补学情况：已补学',
      undefined,
    ]);
    expect(said(planned.plan.rejected)).toEqual(['C7 date-without-day']);
    expect(asked(planned)).toEqual(['life-several-days']);
    const once = bring(kindsMerged, { 'life-several-days': 'first' });
    expect(held(once)).toHaveLength(3);
  });

  it('of talks: a name below each of the two, what was proposed is not laid open', () => {
    const planned = bring(talksBook);
    expect(held(planned)).toEqual([
      'heartToHeartTalk 2017-03-05 14:30 / 分工与配合',
      'heartToHeartTalk 2017-03-08 / 班子团结',
    ]);
    expect(parts(planned, 'talker')).toEqual([['汪振文'], ['汪振文']]);
    expect(parts(planned, 'talkedTo')).toEqual([['邱恩清'], ['钟达博', '叶轩强']]);
    expect(JSON.stringify(planned.plan.records)).not.toContain('多沟通');
    expect(said(planned.plan.warnings)).toEqual(['H4 field-not-held']);
  });

  it('of appraisals by their results, and of meetings with counts that the kind has fields for', () => {
    const planned = bring(appraisalBook);
    expect(planned.plan.rejected).toEqual([]);
    expect(planned.plan.records.map(({ kind, due, present, body }) => ({ kind, due, present, body }))).toEqual([
      {
        kind: 'memberAppraisal',
        due: 16,
        present: 15,
        body: {
          topic: '民主评议党员',
          excellent: 4,
          qualified: 10,
          basicallyQualified: 1,
          unqualified: 0,
          evidence: '备注：程媛病假',
        },
      },
      {
        kind: 'orgLifeMeeting',
        due: 16,
        present: 16,
        body: {
          topic: '“两学一做”',
          criticisms: 31,
          rectifications: ['一是学习', '二是走访'],
          evidence: '查摆问题：12',
        },
      },
    ]);
  });

  it('as a year at a glance: each of several meetings in a cell, months down or across', () => {
    const planned = bring(yearAtAGlance);
    expect(asked(planned)).toEqual(['shape|life|grid', 'life-day-of-month']);
    expect(said(planned.plan.rejected)).toEqual(['E4 date-without-day']);
    expect(held(planned)).toEqual([
      'branchCommitteeMeeting 2017-01-05 3/3 研究年度计划',
      'branchCommitteeMeeting 2017-01-20 3/2 讨论名单',
      'generalMeeting 2017-01-18 /12 通报工作',
      'themePartyDay 2017-01-12 / 扫雪',
      'branchCommitteeMeeting 2017-02-06 / 研究换届',
      'branchCommitteeMeeting 2017-02-20 / 学习文件',
      'generalMeeting 2017-03-16 14/13 换届选举',
      'partyLecture 2017-03-30 / 丁鑫讲《党章》',
    ]);
    expect(parts(planned, 'absent')[1]).toEqual(['萧伟信 病假']);
    expect(held(bring(kindsDown))).toEqual([
      'branchCommitteeMeeting 2017-01-06 / 研究计划',
      'branchCommitteeMeeting 2017-03-06 / 研究换届',
      'generalMeeting 2017-03-17 /26 换届选举',
    ]);
  });

  it('in tables below one another, each by heads of its own', () => {
    const planned = bring(registersBelow);
    expect(planned.plan).toMatchObject({ rows: 3, accepted: 3 });
    expect(held(planned)).toEqual([
      'branchCommitteeMeeting 2017-02-06 15:00 /2 学习文件',
      'generalMeeting 2017-01-20 /9 总结大会',
      'heartToHeartTalk 2017-03-02 / 思想动态',
    ]);
    expect(parts(planned, 'attendee')).toEqual([['吕河亮', '郭宁'], ['吕河亮', '郭宁'], []]);
    expect(parts(planned, 'talkedTo')).toEqual([[], [], ['蔡江伟']]);
    expect(asked(planned)).toEqual([]);
  });
});

describe('training', () => {
  it('says in words whom a course was for, and never takes those for people', () => {
    const planned = bring(coursesBook);
    expect(planned.plan).toMatchObject({ rows: 2, accepted: 2, rejected: [], warnings: [] });
    expect(
      planned.plan.records.map(({ heldOn, present, body }) => [heldOn, body.until, present, body.summary]),
    ).toEqual([
      ['2017-03-05', '2017-03-06', 8, '参训对象：社区书记'],
      ['2017-04-11', undefined, 46, '参训对象：支部委员，党小组长'],
    ]);
  });

  it('does not take for a trainee who stands as absent among the results', () => {
    const planned = bring(traineesBook);
    expect(parts(planned, 'trainee')).toEqual([['冯武建']]);
    expect(planned.plan.records[0]!.body.summary).toBe('未参训：杜伟钧（病假）\n考核结果：冯武建 合格');
  });
});
