/** Registry workbooks that were typed before anybody looked at the importer: what stands in them is brought, fact by fact. */
import { describe, expect, it } from 'vitest';
import * as orgBooks from '../../scenarios/made-organization-books.ts';
import * as peopleBooks from '../../scenarios/made-people-books.ts';
import {
  bring,
  factsOf,
  made,
  nameOf,
  nothingLost,
  orgNamed,
  orgOf,
  orgsOf,
  parentName,
  postsOf,
  said,
} from '../../scenarios/made-workbooks.ts';
import type { Workbook } from '../platform/open/room.ts';
import { EMPTY_WORLD, type World } from '../registry/organizations/room.ts';
import type { PlannedWorkbook } from './import-plan.logic.ts';

const books = { ...orgBooks, ...peopleBooks };

const CITY = bring(
  made('示例市党组织名册.xlsx', {
    name: '名册',
    rows: [
      ['示例市党组织名册'],
      ['党组织全称', '简称', '上级党组织', '类别', '领域'],
      ['中共示例市委员会', '市委', null, '市委', '机关'],
      ['中共示例市委办公室', '市委办', '市委', '市直党委', '机关'],
      ['中共示例市委组织部', '市委组织部', '市委', '市直党委', '机关'],
      ['示例市财政局党组', '市财政局', '市委', '党组', '机关'],
      ['示例市教育局党委', '市教育局', '市委', '市直党委', '机关'],
      ['示例市卫生健康委员会党委', '市卫健委', '市委', '市直党委', '机关'],
      ['示例市公安局党委', '市公安局', '市委', '市直党委', '机关'],
      ['示例市交通运输局党组', '市交通局', '市委', '党组', '机关'],
      ['示例市农业农村局党组', '市农业农村局', '市委', '党组', '机关'],
      ['示例市国有资产监督管理委员会党委', '市国资委', '市委', '市直党委', '机关'],
      ['中共示例市东岭区委员会', '东岭区委', '市委', '区县委', '机关'],
      ['中共示例市西河区委员会', '西河区委', '市委', '区县委', '机关'],
      ['中共示例市南泉县委员会', '南泉县委', '市委', '区县委', '机关'],
    ],
  }),
  EMPTY_WORLD,
).world;

/** What each workbook brings on top of those before it. */
function inOrder(...list: readonly (() => Workbook)[]): PlannedWorkbook[] {
  let world: World = CITY;
  return list.map((book) => {
    const planned = bring(book(), world);
    world = planned.world;
    return planned;
  });
}

const all = inOrder(
  books.district,
  books.towns,
  books.organs,
  books.groups,
  books.unitAndPost,
  books.sideways,
  books.furtherPosts,
  books.byPosts,
  books.joinedInOne,
  books.daysOverColumns,
  books.cards,
  books.ticks,
  books.sideBySide,
  books.corrected,
  books.leaders,
  books.units,
  books.words,
  books.items,
);
const [district, towns, organs, groups, unitAndPost, sideways, furtherPosts, byPosts, ...others] = all as [
  ...PlannedWorkbook[],
] & { length: 18 };
const [joinedInOne, daysOverColumns, cards, ticks, sideBySide, corrected, ...tables] = others;
const [leaders, units, words, items] = tables;

const posts = (planned: PlannedWorkbook): string[] =>
  factsOf(planned, 'post')
    .filter(({ ended }) => !ended)
    .map(
      ({ personId, orgId, post, title, rank, validFrom }) =>
        `${nameOf(planned, personId)} ${orgOf(planned, orgId)} ${post} ${title}${rank ? ` ${rank}` : ''} ${validFrom}`,
    );
const memberships = (planned: PlannedWorkbook): string[] =>
  factsOf(planned, 'membership').map(
    ({ personId, orgId, category, situation, validFrom }) =>
      `${nameOf(planned, personId)} ${orgOf(planned, orgId)} ${category} ${validFrom}${situation ? ` ${situation}` : ''}`,
  );
/** `name sex born`, of the last that is said of each. */
const people = (planned: PlannedWorkbook): string[] => [
  ...new Map(
    factsOf(planned, 'person').map(({ personId, name, sex, bornMonth }) => [
      personId,
      [name, sex, bornMonth].filter(Boolean).join(' '),
    ]),
  ).values(),
];
const charges = (planned: PlannedWorkbook): string[] =>
  planned.plan.facts.flatMap((one) => {
    if (one.fact === 'charge') return `${nameOf(planned, one.leaderId)} > ${nameOf(planned, one.personId)}`;
    if (one.fact === 'orgCharge')
      return `${nameOf(planned, one.leaderId)} ${one.relation} ${orgOf(planned, one.orgId)}`;
    return one.fact === 'itemCharge' ? `${nameOf(planned, one.leaderId)} ${one.itemId}` : [];
  });
const asked = ({ plan }: PlannedWorkbook): string[] => plan.questions!.map(({ id }) => id);

it('names or brings every row of all of them', () => {
  for (const { plan } of all) expect(nothingLost(plan)).toBe(true);
});

describe('organizations', () => {
  it('of a district come with their officers, who are added once that is asked', () => {
    expect(orgsOf(district!)).toEqual([
      '中共东岭区城关街道工作委员会 < 中共示例市东岭区委员会, primaryCommittee, 2000-01-01 – 2021-11-30',
      '城关街道机关党支部 < 中共东岭区城关街道工作委员会, branch, 2000-01-01 – 2019-12-31',
      '城关街道东门社区党总支 < 中共东岭区城关街道工作委员会, generalBranch, 2001-03-01 – 2018-06-30',
      '东门社区第一党支部 < 城关街道东门社区党总支, branch, 2001-03-18 – 2018-06-30',
      '东门社区第二党支部 < 城关街道东门社区党总支, branch, 2001-03-18 – 2018-06-30',
      '东岭商贸城联合党支部 < 中共东岭区城关街道工作委员会, jointBranch, 2013-09-01 – 2019-09-30',
    ]);
    expect(posts(district!)).toEqual([
      '郝明远 中共东岭区城关街道工作委员会 secretary 书记 2017-05-01',
      '苏丽 中共东岭区城关街道工作委员会 deputySecretary 副书记 2017-05-01',
      '高峰 中共东岭区城关街道工作委员会 committeeMember 委员 2017-05-01',
      '丁一凡 中共东岭区城关街道工作委员会 committeeMember 委员 2017-05-01',
      '丁一凡 城关街道机关党支部 secretary 书记 2017-05-01',
      '毛小兵 城关街道机关党支部 committeeMember 委员 2017-05-01',
      '范桂英 城关街道东门社区党总支 secretary 书记 2017-05-01',
      '倪国强 东门社区第一党支部 secretary 书记 2017-05-01',
      '范桂英 东门社区第二党支部 secretary 书记 2017-05-01',
      '谷雨 东岭商贸城联合党支部 deputySecretary 副书记 2017-05-01',
    ]);
    expect(asked(district!)).toEqual(['organizations|officers-unknown']);
    expect(said(district!.plan.warnings)).toEqual(['K7 founded-early', 'F8 same-person', 'F11 same-person']);
    const without = bring(books.district(), CITY, { answers: { 'organizations|officers-unknown': '-' } });
    expect(posts(without)).toEqual([]);
    expect(without.plan.warnings.filter(({ reason }) => reason === 'secretary-unknown')).toHaveLength(10);
  });

  it('of two counties stand in columns, each with what is above it', () => {
    expect(orgsOf(towns!).map((one) => one.split(',')[0])).toEqual([
      '中共西河区柳河镇委员会 < 中共示例市西河区委员会',
      '柳河村党总支 < 中共西河区柳河镇委员会',
      '柳河村第一党支部 < 柳河村党总支',
      '柳河村第二党支部 < 柳河村党总支',
      '柳河镇中心小学党支部 < 中共西河区柳河镇委员会',
      '中共西河区石桥镇委员会 < 中共示例市西河区委员会',
      '石桥镇机关党支部 < 中共西河区石桥镇委员会',
      '石桥村党支部 < 中共西河区石桥镇委员会',
      '中共南泉县白沙乡委员会 < 中共示例市南泉县委员会',
      '白沙乡机关党支部 < 中共南泉县白沙乡委员会',
      '白沙村党支部 < 中共南泉县白沙乡委员会',
      '黄土岗村党支部 < 中共南泉县白沙乡委员会',
    ]);
    expect(orgNamed(towns!.world, '柳河镇中心小学党支部').sector).toBe('school');
    expect(posts(towns!)).toHaveLength(8);
    // Sums in several columns count no rows.
    expect(new Set(towns!.plan.warnings.map(({ reason }) => reason))).toEqual(new Set(['org-from-form']));
  });

  it('of organs are read from GB18030, secretaries without their telephone numbers', () => {
    expect(orgsOf(organs!)).toEqual([
      '示例市财政局机关党支部 < 示例市财政局党组, branch, 2000-01-01 – ',
      '示例市财政局离退休党支部 < 示例市财政局党组, branch, 2000-01-01 – ',
      '示例市教育局、市体育中心联合党支部 < 示例市教育局党委, jointBranch, 2014-05-01 – ',
      '示例市公安局刑侦支队党支部 < 示例市公安局党委, branch, 2009-01-01 – ',
      '示例市公安局重大安保临时党支部 < 示例市公安局党委, temporaryBranch, 2017-02-20 – ',
    ]);
    expect(people(organs!)).toEqual(['陈向东', '刘保国', '罗晓梅', '秦勇']);
    expect(JSON.stringify(books.organs())).not.toMatch(/138000/);
  });

  it('of groups go where the note below the table says, and it is asked', () => {
    const above = '示例市国有资产监督管理委员会党委';
    expect(parentName(groups!.world, '示例市城投集团党委')).toBe(above);
    expect(parentName(groups!.world, '水务集团净水厂党支部')).toBe('示例市水务集团党委');
    expect(postsOf(groups!.world, '龙涛')).toEqual(['水务集团机关党支部 书记']);
    expect(groups!.plan.questions![0]).toMatchObject({ id: 'organizations|top|示例市城投集团党委', default: above });
    expect(groups!.plan).toMatchObject({ rows: 5, accepted: 5 });
  });
});

describe('cadres', () => {
  it('with unit and post in one cell and ages behind months', () => {
    expect(posts(unitAndPost!)).toEqual([
      '孔安 中共示例市委员会 deputySecretary 市委副书记 cityLevel 2014-07-01',
      '王卓 中共示例市委员会 standingMember 市委常委 cityLevel 2015-02-01',
      '王卓 中共示例市委组织部 officeHolder 部长 cityLevel 2015-02-01',
      '蒋光 中共示例市委员会 standingMember 市委常委、市纪委书记 cityLevel 2016-03-01',
      '祝福 示例市财政局党组 secretary 党组书记、局长 countyLevelChief 2015-03-01',
      '汪洋海 示例市财政局党组 committeeMember 党组成员、副局长 countyLevelDeputy 2016-01-01',
      '康健 示例市教育局党委 secretary 党委书记、局长(试用期一年) countyLevelChief 2017-01-01',
      '庄严 示例市公安局党委 committeeMember 党委委员、副局长兼东岭分局局长 countyLevelDeputy 2013-08-01',
    ]);
    const born = ['孔安 1961-03', '王卓 1966-12', '蒋光 1964-05', '祝福 female 1970-01'];
    expect(people(unitAndPost!)).toEqual([...born, '汪洋海 1973-09', '康健 1969-11', '庄严 1971-06']);
    expect(charges(unitAndPost!)).toEqual(['孔安 > 祝福', '孔安 > 汪洋海', '王卓 > 康健', '蒋光 > 庄严']);
  });

  it('on the side: a column a person', () => {
    expect(posts(sideways!).map((one) => one.replace(/ [\d-]+$/, ''))).toEqual([
      '余庆 中共示例市东岭区委员会 secretary 区委书记 countyLevelChief',
      '戴天 中共示例市东岭区委员会 deputySecretary 区委副书记、区长 countyLevelChief',
      '乐山 中共示例市东岭区委员会 standingMember 区委常委、组织部部长 countyLevelDeputy',
    ]);
    expect(people(sideways!)).toEqual(['余庆 female 1967-07', '戴天 1969-02', '乐山 1975-10']);
    expect(asked(sideways!)).toEqual(['shape|roster|across']);
  });

  it('with further posts in further rows, their rank in the title', () => {
    expect(posts(furtherPosts!)).toEqual([
      '向前 中共示例市西河区委员会 secretary 区委书记 countyLevelChief 2016-08-01',
      '向前 中共示例市西河区委员会 secretary 区委书记、区人武部党委第一书记 countyLevelChief 2016-09-01',
      '甘甜 中共示例市西河区委员会 deputySecretary 区委副书记 countyLevelChief 2016-08-01',
      '甘甜 中共示例市西河区委员会 officeHolder 区长 countyLevelChief 2016-12-01',
      '卜算子 中共示例市南泉县委员会 secretary 县委书记 countyLevelChief 2015-11-01',
      '易水 中共示例市南泉县委员会 deputySecretary 县委副书记、县长 countyLevelChief 2016-05-01',
      '岳阳 中共示例市西河区委员会 standingMember 区委常委、纪委书记 countyLevelDeputy 2016-08-01',
      '楼兰 中共示例市南泉县委员会 standingMember 县委常委（挂职） countyLevelDeputy 2016-10-01',
      '阮郎归 中共示例市南泉县委员会 standingMember 县委常委、宣传部部长 countyLevelDeputy 2014-03-01',
    ]);
    expect(said(furtherPosts!.plan.warnings)).toEqual(['A6 hidden-rows']);
  });

  it('with a post a column: one post of both titles for who stands in two, ranks asked once', () => {
    expect(postsOf(byPosts!.world, '简单')).toEqual(['示例市卫生健康委员会党委 党组(党委)书记、局长(主任)']);
    expect(postsOf(byPosts!.world, '田野')).toEqual(['示例市农业农村局党组 党组(党委)书记、副书记']);
    expect(postsOf(byPosts!.world, '马到功')).toEqual(['示例市交通运输局党组 党组成员、副局长（挂职）']);
    const names = ['简单', '易如意', '卓玛 female', '计时', '路遥', '车前子', '马到功', '田野', '田园', '苗青', '禾苗'];
    expect(people(byPosts!)).toEqual(names);
    expect(asked(byPosts!)).toEqual(['shape|roster|across', 'roster|rank']);
    const answered = bring(books.byPosts(), CITY, { answers: { 'roster|rank': 'byPost' } });
    const chiefs = factsOf(answered, 'post').filter(({ rank }) => rank === 'countyLevelChief');
    expect(chiefs.map(({ personId }) => nameOf(answered, personId))).toEqual(['简单', '路遥', '田野', '田园']);
  });
});

describe('members', () => {
  it('with joining and full membership in one cell', () => {
    expect(memberships(joinedInOne!)).toEqual([
      '白云飞 柳河村第一党支部 probationary 1989-07-01',
      '白云飞 柳河村第一党支部 full 1990-07-01',
      '孟瑶 柳河村第一党支部 probationary 1998-06-01 migrantOut',
      '孟瑶 柳河村第一党支部 full 1999-06-01 migrantOut',
      '马建国 柳河村第一党支部 probationary 1981-05-01',
      '马建国 柳河村第一党支部 full 1982-05-01',
      '夏侯敏 柳河村第二党支部 probationary 1996-12-01',
      '夏侯敏 柳河村第二党支部 full 1997-12-01',
      '尚进 柳河村第二党支部 probationary 2016-11-20',
      '尤佳 柳河镇中心小学党支部 probationary 2005-07-01',
      '尤佳 柳河镇中心小学党支部 full 2006-07-01',
      '杜鹃 柳河镇中心小学党支部 probationary 2016-12-01',
    ]);
    expect(people(joinedInOne!)[0]).toBe('白云飞 male 1965-02');
    // The secretary of the list of organizations is the member, and no second person.
    expect([...joinedInOne!.world.people.values()].filter(({ name }) => name === '白云飞')).toHaveLength(1);
  });

  it('with days over three columns', () => {
    expect(memberships(daysOverColumns!)).toEqual([
      '丁一凡 城关街道机关党支部 probationary 1995-07-01',
      '丁一凡 城关街道机关党支部 full 1996-07-01',
      '毛小兵 城关街道机关党支部 probationary 2003-11-20',
      '毛小兵 城关街道机关党支部 full 2004-11-20',
      '汤圆 城关街道机关党支部 probationary 2016-12-08',
      '倪国强 东门社区第一党支部 probationary 1979-06-30',
      '倪国强 东门社区第一党支部 full 1980-06-30',
      '殷桃 东门社区第一党支部 probationary 1999-09-15',
      '殷桃 东门社区第一党支部 full 2000-09-15',
    ]);
    const born = ['丁一凡 male 1970-02', '毛小兵 male 1979-12', '汤圆 female 1990-05', '倪国强 male 1955-08'];
    expect(people(daysOverColumns!)).toEqual([...born, '殷桃 female 1966-01']);
  });

  it('on cards', () => {
    expect(memberships(cards!)).toEqual([
      '陈向东 示例市财政局机关党支部 probationary 1993-06-01',
      '陈向东 示例市财政局机关党支部 full 1994-06-01',
      '顾盼 示例市财政局机关党支部 probationary 2007-12-05',
      '顾盼 示例市财政局机关党支部 full 2008-12-05',
      '石磊 示例市财政局机关党支部 probationary 2016-10-01',
    ]);
    expect(people(cards!)).toEqual(['陈向东 male 1968-10', '顾盼 female 1985-04', '石磊 male 1993-09']);
    expect(asked(cards!)).toEqual(['shape|members|form']);
  });

  it('with ticks, under headings', () => {
    expect(memberships(ticks!)).toEqual([
      '安宁 白沙乡机关党支部 full 1995-07-01',
      '王芳 白沙乡机关党支部 full 2008-06-30',
      '穆青山 白沙乡机关党支部 probationary 2017-01-05',
      '鲁大有 白沙村党支部 full 1987-07-01',
      '贾平 白沙村党支部 full 1999-12-26',
      '贺连山 黄土岗村党支部 full 1972-08-01',
    ]);
    expect(said(ticks!.plan.warnings)).toEqual(['F8 post-unknown']);
  });

  it('side by side, and of a sheet that a later one corrects', () => {
    expect(memberships(sideBySide!)).toEqual([
      '范桂英 东门社区第二党支部 full 1986-07-01',
      '元曲 东门社区第二党支部 full 2002-11-03',
      '葛根 东门社区第二党支部 full 1993-05-01',
      '宋词 东门社区第二党支部 full 2018-03-05',
      '唐诗 东门社区第二党支部 probationary 2016-12-01',
    ]);
    expect(memberships(corrected!)).toEqual([
      '莫言之 石桥镇机关党支部 full 1990-07-01',
      '柯南 石桥镇机关党支部 full 2010-03-02',
      '聂海 石桥村党支部 full 1988-01-01',
      '聂小海 石桥村党支部 probationary 2016-09-19',
    ]);
    expect(corrected!.plan.rejected.map(({ sheet, reason }) => `${sheet} ${reason}`)).toEqual(
      Array.from({ length: 4 }, () => '党员名册 duplicate'),
    );
  });
});

describe('who is in charge of what', () => {
  it('by leaders, with numbers, exceptions and a row that goes on', () => {
    expect(charges(leaders!)).toEqual([
      '孔安 charge 中共示例市委办公室',
      '孔安 charge 中共示例市委组织部',
      '孔安 charge 示例市教育局党委',
      '孔安 contact 中共示例市东岭区委员会',
      '孔安 contactPoint 城关街道东门社区党总支',
      '孔安 organization-building',
      '孔安 ideology',
      '孔安 cadre-team',
      '王卓 charge 示例市财政局党组',
      '王卓 charge 示例市卫生健康委员会党委',
      '王卓 contact 中共示例市西河区委员会',
      '王卓 contact 中共示例市南泉县委员会',
      '王卓 contactPoint 柳河村第一党支部',
      '王卓 contactPoint 石桥村党支部',
      '王卓 member-education',
      '王卓 talent',
      '蒋光 charge 示例市公安局党委',
      '蒋光 contactPoint 白沙村党支部',
      '蒋光 clean-governance',
      '蒋光 charge 示例市交通运输局党组',
    ]);
    expect(said(leaders!.plan.warnings)).toContain('D5 charge-part');
  });

  it('by units, with who assists asked about and near names for one that is not known', () => {
    expect(charges(units!)).toEqual([
      '王卓 contact 示例市财政局党组',
      '孔安 charge 示例市财政局党组',
      '蒋光 contact 示例市教育局党委',
      '王卓 charge 示例市教育局党委',
      '孔安 charge 示例市农业农村局党组',
      '王卓 charge 示例市农业农村局党组',
    ]);
    expect(asked(units!)).toEqual(['responsibility|assist']);
    expect(said(units!.plan.rejected)).toEqual(['B5 duplicate', 'B6 unit-unknown']);
    expect(units!.plan.rejected[1]!.near).toContain('示例市卫生健康委员会党委');
  });

  it('in sentences', () => {
    expect(charges(words!)).toEqual([
      '余庆 charge 中共东岭区城关街道工作委员会',
      '余庆 contact 东门社区第一党支部',
      '戴天 charge 城关街道机关党支部',
      '戴天 organization-building',
      '戴天 clean-governance',
      '乐山 contact 东岭商贸城联合党支部',
      '乐山 cadre-team',
      '乐山 talent',
    ]);
    const one = {
      name: '分工',
      rows: [['领导分工表'], ['姓名', '分管单位'], ['王桌', '市教育局'], ['余青庆', '市财政局']],
    };
    const wrong = bring(made('分工.xlsx', one), words!.world).plan.rejected;
    expect(said(wrong)).toEqual(['A3 person-unknown', 'A4 person-unknown']);
    expect(wrong[1]!.what).toContain('姓名相近的有：余庆');
  });

  it('by ticks below the twelve items, another mark asked about', () => {
    expect(charges(items!)).toEqual([
      '孔安 contactPoint 石桥村党支部',
      '孔安 clean-governance',
      '孔安 party-reform',
      '王卓 contactPoint 白沙村党支部',
      '王卓 contactPoint 黄土岗村党支部',
      '王卓 cadre-team',
      '蒋光 contactPoint 东门社区第一党支部',
      '蒋光 poverty-alleviation',
      '蒋光 ideology',
    ]);
    expect(asked(items!)).toEqual(['tick|responsibility|○']);
    const same = bring(books.items(), words!.world, { answers: { 'tick|responsibility|○': 'same' } });
    expect(charges(same)).toContain('蒋光 political-life');
  });
});
