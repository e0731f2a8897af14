/** Further habits of offices, typed before the importer was looked at: groups in heads, headings in rows, lists and paragraphs in cells. */
import { describe, expect, it } from 'vitest';
import * as lists from '../../scenarios/made-habit-lists.ts';
import * as registers from '../../scenarios/made-habit-registers.ts';
import { bring, factsOf, made, nameOf, orgNamed, orgOf, orgsOf, said } from '../../scenarios/made-workbooks.ts';
import type { Workbook } from '../platform/open/room.ts';
import type { World } from '../registry/organizations/room.ts';
import { type KeyPlanBody, keyPlanBody } from '../registry/responsibility/key-plan.logic.ts';
import type { PlannedWorkbook } from './import-plan.logic.ts';

/** What each workbook brings on top of those before it. */
function inOrder<Name extends string>(books: Record<Name, () => Workbook>): Record<Name, PlannedWorkbook> {
  let world: World = registers.CITY;
  const planned = Object.entries<() => Workbook>(books).map(([name, book]) => {
    const one = bring(book(), world);
    world = one.world;
    return [name, one];
  });
  return Object.fromEntries(planned) as Record<Name, PlannedWorkbook>;
}

const { counties, numbered, twoNew, grades } = registers;
const {
  appointed,
  boardCorrected,
  divided,
  due,
  migrants,
  inOneCell,
  marks,
  byItems,
  behindPosts,
  months,
  paragraphs,
  quarters,
} = lists;
const all = inOrder({
  ...{ counties, numbered, twoNew, grades, appointed, boardCorrected },
  ...{ divided, due, migrants, inOneCell, marks, byItems, behindPosts, months, paragraphs, quarters },
});

const posts = (planned: PlannedWorkbook): string[] =>
  factsOf(planned, 'post').map(({ personId, orgId, post, title, rank, validFrom, ended }) =>
    [ended ? '-' : '', nameOf(planned, personId), orgOf(planned, orgId), post, title, rank, validFrom]
      .filter(Boolean)
      .join(' '),
  );
const memberships = (planned: PlannedWorkbook): string[] =>
  factsOf(planned, 'membership').map(({ personId, orgId, category, situation, validFrom }) =>
    [nameOf(planned, personId), orgOf(planned, orgId), category, validFrom, situation].filter(Boolean).join(' '),
  );
const charges = (planned: PlannedWorkbook): string[] =>
  planned.plan.facts.flatMap((one) => {
    if (one.fact === 'orgCharge')
      return `${nameOf(planned, one.leaderId)} ${one.relation} ${orgOf(planned, one.orgId)}`;
    return one.fact === 'itemCharge' ? `${nameOf(planned, one.leaderId)} ${one.itemId}` : [];
  });
const plans = ({ plan }: PlannedWorkbook): [string, ...string[]][] =>
  plan.records
    .filter(({ kind }) => kind === 'annual-key-plan')
    .map(({ body }): KeyPlanBody => keyPlanBody.parse(body))
    .map(({ person, items }) => [person, ...items.map(({ work, dueOn }) => `${work} ${dueOn ?? 'always'}`)]);
const asked = ({ plan }: PlannedWorkbook): string[] => plan.questions!.map(({ id }) => id);

it('leaves nothing out: no row is refused but those that say what another has said', () => {
  const refused = Object.values(all).flatMap(({ plan }) => said(plan.rejected));
  expect(refused).toEqual(['A4 duplicate', 'A5 duplicate']);
});

describe('organizations', () => {
  it('of a county that only the name of the sheet says; namesakes of two counties are two', () => {
    expect(orgsOf(all.counties)).toEqual([
      '石门镇党委 < 中共示例市东岭区委员会, primaryCommittee, 2000-01-01 – ',
      '新村党支部 < 石门镇党委, branch, 2000-01-01 – ',
      '岭下村党总支 < 石门镇党委, generalBranch, 2000-01-01 – ',
      '柳林乡党委 < 中共示例市西河区委员会, primaryCommittee, 2000-01-01 – ',
      '新村党支部 < 柳林乡党委, branch, 2004-05-01 – ',
      '河口村党支部 < 柳林乡党委, branch, 2000-01-01 – ',
      '白鹤镇党委 < 中共示例市南泉县委员会, primaryCommittee, 2000-01-01 – ',
      '白鹤村党支部 < 白鹤镇党委, branch, 2000-01-01 – ',
    ]);
    // The day beside the secretary's name, not the day of the sheet.
    expect(posts(all.counties)).toContain('滕跃 新村党支部 secretary 书记 2017-11-01');
    expect(posts(all.counties)).toHaveLength(7);
    expect(asked(all.counties)).toEqual([
      'organizations|top|石门镇党委',
      'organizations|officers-unknown',
      'organizations|top|柳林乡党委',
      'organizations|namesake|新村党支部|柳林乡党委',
      'organizations|top|白鹤镇党委',
    ]);
    const same = bring(counties(), registers.CITY, {
      answers: { 'organizations|namesake|新村党支部|柳林乡党委': '-', 'organizations|top|白鹤镇党委': '-' },
    });
    expect(said(same.plan.rejected)).toEqual(['B6 duplicate', 'C5 parent-missing', 'C6 parent-unknown']);
  });

  it('of one name within one county are not taken for two unless somebody says so', () => {
    const book = made('新村.xlsx', {
      name: 'Sheet1',
      rows: [
        ['党组织名称', '上级党组织', '类别'],
        ['柳湾乡党委', '西河区委', '党委'],
        ['河口村党支部', '柳湾乡党委', '党支部'],
      ],
    });
    expect(said(bring(book, all.counties.world).plan.rejected)).toEqual(['A3 duplicate']);
    const answers = { 'organizations|namesake|河口村党支部|柳湾乡党委': 'another' };
    expect(orgsOf(bring(book, all.counties.world, { answers }))[1]).toMatch('河口村党支部 < 柳湾乡党委');
  });

  it('below a head of three rows, whose each is by the numbers before names', () => {
    expect(orgsOf(all.numbered)).toEqual([
      '示例市水利局机关党委 < 示例市水利局党组, primaryCommittee, 2000-01-01 – 2021-03-31',
      '水利局办公室党支部 < 示例市水利局机关党委, branch, 2009-02-01 – 2019-05-31',
      '水利局规划计划科党支部 < 示例市水利局机关党委, branch, 2009-02-01 – 2019-05-31',
      '示例市水库管理处党总支 < 示例市水利局党组, generalBranch, 2000-01-01 – 2018-08-31',
      '大坝管理所党支部 < 示例市水库管理处党总支, branch, 2000-01-01 – 2018-09-30',
      '水库管理处离退休党支部 < 示例市水库管理处党总支, branch, 2003-07-01 – 2018-09-30',
    ]);
    expect(posts(all.numbered).filter((one) => /secretary|deputy/.test(one))).toEqual([
      '桑田 示例市水利局机关党委 secretary 书记 2016-04-01',
      '柴静 示例市水利局机关党委 deputySecretary 副书记 2016-04-01',
      '柴静 水利局办公室党支部 secretary 书记 2016-05-01',
      '闵捷 水利局规划计划科党支部 secretary 书记 2016-05-01',
      '古月 示例市水库管理处党总支 secretary 书记 2015-08-01',
      '边塞 大坝管理所党支部 secretary 书记 2015-09-01',
    ]);
    expect(asked(all.numbered)[0]).toBe('organizations|outline|naming');
  });

  it('with what is said of their secretaries below a group: nobody is a row of his own', () => {
    const rows = [
      ['东岭区2018年村级党组织情况统计'],
      ['乡镇（街道）', '行政村', '党组织名称', '设置形式', '党组织书记', null, null],
      [null, null, null, null, '姓名', '出生年月', '学历'],
      ['石门镇', '松涛村', '松涛村党支部', '单独', '苗 壮', '1975.3', '高中'],
      [null, '柏树村', '柏树村党总支', '单独', '禾 苗', '1980.5', '大专'],
    ];
    const merges = ['A2:A3', 'B2:B3', 'C2:C3', 'D2:D3', 'E2:G2', 'A4:A5'];
    const planned = bring(made('村级.xlsx', { name: '村级', rows, merges }), all.counties.world);
    expect(orgsOf(planned)).toEqual([
      '松涛村党支部 < 石门镇党委, branch, 2000-01-01 – ',
      '柏树村党总支 < 石门镇党委, generalBranch, 2000-01-01 – ',
    ]);
    expect(posts(planned)).toEqual([
      '苗壮 松涛村党支部 secretary 书记 2018-01-01',
      '禾苗 柏树村党总支 secretary 书记 2018-01-01',
    ]);
  });

  it('of “两新” are of that sector, as the title says', () => {
    const names = ['示例锦云纺织有限公司党支部', '城东商圈联合党支部', '示例市网约车行业党支部'];
    expect(names.map((name) => orgNamed(all.twoNew.world, name).sector)).toEqual(['twoNew', 'twoNew', 'twoNew']);
    expect(factsOf(all.twoNew, 'organization')[1]!.covers).toEqual([
      '示例明达广告公司',
      '示例好邻居超市',
      '示例安居物业',
    ]);
  });
});

describe('cadres', () => {
  it('with grades beside ranks, the unit in the title, and one of another party', () => {
    expect(posts(all.grades)).toEqual([
      '周正 中共示例市委员会 deputySecretary 市委副书记、政法委书记 cityLevel 2016-02-01',
      '吴敏 中共示例市委员会 standingMember 市委常委 cityLevel 2016-08-01',
      '吴敏 中共示例市委组织部 officeHolder 部长 cityLevel 2016-08-01',
      '郑直 示例市财政局党组 secretary 市财政局党组书记、局长 countyLevelChief 2014-11-01',
      '冯驰 示例市财政局党组 committeeMember 市财政局党组成员、副局长 countyLevelDeputy 2015-03-01',
      '褚良 示例市财政局党组 officeHolder 副局长 countyLevelDeputy 2012-09-01',
      '卫士 示例市财政局党组 officeHolder 四级调研员 countyLevelDeputy 2017-06-01',
      '沈园 示例市水利局党组 secretary 党组书记、局长 countyLevelChief 2016-10-01',
      '韩江 示例市水利局党组 committeeMember 党组成员、办公室主任 2015-12-01',
    ]);
    expect(factsOf(all.grades, 'person').map(({ name, joinedOn }) => `${name} ${joinedOn?.day ?? ''}`)).toContain(
      '褚良 ',
    );
    expect(said(all.grades.plan.warnings)).toEqual(['I3 hidden-column']);
    const apart = made('名册.xlsx', {
      name: '名册',
      rows: [
        ['领导干部名册'],
        ['姓名', '单位', '职务', '职务层次', '职级'],
        ['尤异', '市财政局', '总会计师', '副处', '二级调研员'],
      ],
    });
    expect(said(bring(apart, registers.CITY).plan.warnings)).toContain('D3 rank-several');
  });

  it('appointed and removed: a post that is held ends, one that is not is named, none is taken for held', () => {
    expect(posts(all.appointed)).toEqual([
      '蒋深 示例市市场监督管理局党组 secretary 党组书记、局长 countyLevelChief 2018-01-15',
      '尹秋 示例市教育局党委 committeeMember 党委委员、副局长(试用期一年) countyLevelDeputy 2018-01-15',
      '- 韩江 示例市水利局党组 committeeMember 党组成员、办公室主任 2018-01-15',
    ]);
    expect(said(all.appointed.plan.warnings).filter((one) => one.endsWith('not-held'))).toEqual([
      'F3 removed-not-held',
      'F5 removed-not-held',
    ]);
    expect(said(bring(appointed(), registers.CITY).plan.rejected)).toEqual(['F4 removed-not-held']);
  });

  it('of a corrected list: who stands in the first one alone is named', () => {
    expect(posts(all.boardCorrected)).toEqual([
      '水清 示例市教育局党委 secretary 党委书记、局长 countyLevelChief 2016-05-01',
      '窦蔻 示例市教育局党委 deputySecretary 党委副书记 countyLevelDeputy 2017-03-01',
      '云岫 示例市教育局党委 committeeMember 党委委员、副局长 countyLevelDeputy 2016-12-01',
      '章台 示例市教育局党委 committeeMember 党委委员、副局长 countyLevelDeputy 2015-02-01',
    ]);
    expect(said(all.boardCorrected.plan.warnings)).toContain('A3 not-in-corrected');
  });
});

describe('members', () => {
  it('under headings of branches, divided by category', () => {
    expect(memberships(all.divided)).toEqual([
      '边塞 大坝管理所党支部 full 1989-07-01',
      '苏堤 大坝管理所党支部 full 1996-07-01',
      '欧阳朔 大坝管理所党支部 full 2004-06-26',
      '阿依古丽 大坝管理所党支部 full 2010-06-23 longIll',
      '白堤 大坝管理所党支部 probationary 2017-06-28',
      '古稀 水库管理处离退休党支部 full 1972-08-01',
      '耄耋 水库管理处离退休党支部 full 1975-07-01',
    ]);
    expect(said(all.divided.plan.warnings)).toEqual(['J9 situation-from-remark']);
  });

  it('on probation: the day on which one is due makes nobody a full member', () => {
    expect(memberships(all.due)).toEqual([
      '秦楚 水利局办公室党支部 probationary 2017-03-15',
      '齐鲁 水利局办公室党支部 probationary 2016-11-08',
      '齐鲁 水利局办公室党支部 full 2017-11-08',
      '燕赵 水利局规划计划科党支部 probationary 2016-12-20',
      '韩魏 大坝管理所党支部 probationary 2017-04-01',
    ]);
    expect(factsOf(all.due, 'person')).toHaveLength(4);
    const rows = [
      ['水利局办公室党支部党员名册'],
      ['姓名', '入党时间', '预备期满时间'],
      ['薛涛', '2016.11', '2017.11'],
      ['温故', '1999.5', '2000.5'],
    ];
    const book = bring(made('名册.xlsx', { name: '名册', rows }), all.numbered.world);
    expect(memberships(book).map((one) => one.split(' ')[2])).toEqual(['probationary', 'full']);
    expect(said(book.plan.warnings)).toEqual(['A2 category-assumed', 'C3 category-assumed']);
  });

  it('who left and who came', () => {
    expect(memberships(all.migrants)).toEqual([
      '舒展 白鹤村党支部 full 2008-07-01 migrantOut',
      '傅粉 白鹤村党支部 full 1999-05-01 migrantOut',
      '康庄 白鹤村党支部 probationary 2017-07-01 migrantOut',
      '客居 白鹤村党支部 full 2001-06-01 migrantIn',
    ]);
  });

  it('all in one cell; who is the secretary too is one person', () => {
    expect(memberships(all.inOneCell)).toEqual([
      '仝小雨 白鹤村党支部 full 2018-03-05',
      '仝大有 白鹤村党支部 full 2018-03-05',
      '许诺 白鹤村党支部 full 2018-03-05',
      '何夕 白鹤村党支部 probationary 2018-03-05',
      '江枫 河口村党支部 full 2018-03-05',
      '渔火 河口村党支部 full 2018-03-05',
    ]);
    expect(posts(all.inOneCell)).toEqual(['江枫 河口村党支部 secretary 支部书记 2018-03-05']);
    expect(factsOf(all.inOneCell, 'person').find(({ name }) => name === '许诺')?.sex).toBe('female');
    expect(asked(all.inOneCell)).toEqual(['shape|members|across']);
    expect(said(all.inOneCell.plan.warnings)).toEqual(['A3 day-assumed']);
  });
});

describe('who is in charge of what', () => {
  it('by marks, each as the note says; one that no note explains is asked about', () => {
    expect(charges(all.marks)).toEqual([
      '周正 charge 中共示例市委政法委员会',
      '周正 charge 示例市公安局党委',
      '吴敏 charge 中共示例市委组织部',
      '吴敏 charge 示例市教育局党委',
      '周正 contact 中共示例市东岭区委员会',
      '吴敏 contact 中共示例市西河区委员会',
    ]);
    const rows = [['分管联系一览表'], ['单位', '周正', '吴敏'], ['市公安局', '√', '○'], ['市教育局', null, '√']];
    const unsaid = made('一览表.xlsx', { name: '表', rows });
    expect(charges(bring(unsaid, all.grades.world))).toEqual([]);
    expect(asked(bring(unsaid, all.grades.world))).toContain('mark|responsibility|√');
    expect(said(bring(unsaid, all.grades.world).plan.rejected)).toEqual(['B3 question-open', 'C4 question-open']);
    const answers = { 'mark|responsibility|√': 'chargeLeader', 'mark|responsibility|○': 'contactLeader' };
    expect(charges(bring(unsaid, all.grades.world, { answers }))).toEqual([
      '周正 charge 示例市公安局党委',
      '吴敏 contact 示例市公安局党委',
      '吴敏 charge 示例市教育局党委',
    ]);
  });

  it('by marks the other way round, a leader a row and a unit a column', () => {
    const rows = [
      ['市委领导分管单位情况表'],
      ['领导', '分管单位', null, null],
      [null, '市公安局', '市财政局', '市水利局'],
      ['周正', '√', null, '√'],
      ['吴 敏', null, '√', null],
    ];
    const book = made('分管单位.xlsx', { name: '表', rows, merges: ['A2:A3', 'B2:D2'] });
    expect(charges(bring(book, all.grades.world))).toEqual([
      '周正 charge 示例市公安局党委',
      '周正 charge 示例市水利局党组',
      '吴敏 charge 示例市财政局党组',
    ]);
  });

  it('by items, several leaders in one cell each with what the row says', () => {
    expect(charges(all.byItems)).toEqual([
      '吴敏 organization-building',
      '吴敏 member-education',
      '周正 ideology',
      '吴敏 ideology',
      '周正 clean-governance',
      '周正 united-front',
    ]);
    expect(said(all.byItems.plan.warnings)).toEqual(['B8 work-no-item', 'D8 charge-missing']);
  });

  it('by leaders who stand behind their posts', () => {
    expect(charges(all.behindPosts)).toEqual([
      '周正 contact 石门镇党委',
      '周正 contactPoint 岭下村党总支',
      '吴敏 contact 柳林乡党委',
      '吴敏 contactPoint 河口村党支部',
      '郑直 contact 中共示例市南泉县委员会',
      '郑直 contact 白鹤镇党委',
      '郑直 contactPoint 白鹤村党支部',
    ]);
  });
});

describe('key work', () => {
  it('with a mark in each month: due at the end of the last, which is asked', () => {
    expect(plans(all.months)).toEqual([
      ['郑直', '创建预算支部品牌 2018-03-31', '开展项目资金监管 2018-11-30'],
      ['冯驰', '青年党员培养 2018-12-31'],
    ]);
    expect(asked(all.months)).toEqual(['keyPlan.monthDue']);
  });

  it('with words in each month: what is to be done stays, due at the end of the last', () => {
    const rows = [
      ['市水利局2018年度重点工作任务时序表'],
      ['重点任务', '责任人', '1月', '2月', '3月', '4月', '5月', '6月'],
      ['支部标准化验收', '沈园', null, '动员', '自查', null, null, '验收12个'],
    ];
    const planned = bring(made('时序表.xlsx', { name: '表', rows }), all.grades.world);
    expect(plans(planned)).toEqual([['沈园', '支部标准化验收 2018-06-30']]);
    expect(JSON.stringify(planned.plan.records[0]!.body)).toContain('2月：动员；3月：自查；6月：验收12个');
  });

  it('in paragraphs of one cell, each an item with its own term unless somebody says that they are one', () => {
    expect(plans(all.paragraphs)).toEqual([
      ['周正', '推进平安示例建设，完善网格 2018-06-30', '落实政法队伍党建责任 2018-12-31', '坚持接访下访 always'],
      ['吴敏', '村级组织换届“回头看” 2018-04-30', '党员轮训两轮 2018-09-30'],
    ]);
    expect(all.paragraphs.plan).toMatchObject({ rows: 2, accepted: 2 });
    const whole = bring(paragraphs(), all.grades.world, { answers: { 'keyPlan.paragraphs': 'whole' } });
    expect(plans(whole).map((one) => one.length)).toEqual([2, 2]);
  });

  it('by quarters under 时间, which what stands there tells', () => {
    expect(plans(all.quarters)).toEqual([
      [
        '沈园',
        '修订党组议事规则 2018-03-31',
        '开展党性教育 2018-03-31',
        '设立河道清理党员先锋岗 2018-06-30',
        '基层党建述职 2018-12-31',
      ],
    ]);
    expect(all.quarters.plan.questions![0]).toMatchObject({ id: 'column|keyPlan|时间', default: 'due' });
  });
});
