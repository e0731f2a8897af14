import { describe, expect, it } from 'vitest';
import {
  bring,
  CITY,
  made,
  membersOf,
  nothingLost,
  orgNamed,
  parentName,
  postsOf,
  said,
} from '../../scenarios/made-workbooks.ts';

describe('a hospital: organizations as an outline of numbers, members by sheet, one hidden row', () => {
  const orgs = made('市一院党组织情况.xlsx', {
    name: '党组织设置',
    rows: [
      ['示例市第一人民医院党组织设置情况表'],
      ['填报单位：示例市卫生健康委员会党委', null, null, null, '填表日期：2018年2月'],
      ['序号', '党组织名称', '组织类别', '届满年月', '书记姓名'],
      ['1', '示例市第一人民医院党委', '基层党委', '2021.06', '钱达'],
      ['1.1', '内科党总支', '党总支', '2020年6月', null],
      ['1.1.1', '心内科党支部', '党支部', '2020.6', null],
      ['1.1.2', '呼吸科党支部', '党支部', '二〇二〇年六月', null],
      ['1.2', '外科党总支', '党总支', null, null],
      ['1.2.1', '骨科党支部', '党支部', null, null],
      ['1.3', '离退休党支部', '党支部', null, null],
      ['合计', '7个', null, null, null],
      ['制表人：', null, null, '审核人：', null],
    ],
    merges: ['A1:E1'],
  });
  const planned = bring(orgs, CITY);

  it('has its tree by the numbers, and asks whether that is right', () => {
    const { plan, world } = planned;
    expect(plan.rejected).toEqual([]);
    expect(plan).toMatchObject({ rows: 7, accepted: 7 });
    expect(parentName(world, '骨科党支部')).toBe('外科党总支');
    expect(parentName(world, '离退休党支部')).toBe('示例市第一人民医院党委');
    expect(parentName(world, '示例市第一人民医院党委')).toBe('示例市卫生健康委员会党委');
    expect(plan.questions!.map((one) => one.id)).toEqual([
      'organizations|outline|number',
      'organizations|officers-unknown',
    ]);
    expect(said(plan.warnings)).toEqual([]);
    expect(postsOf(world, '钱达')).toEqual(['示例市第一人民医院党委 书记']);
  });

  it('has members a branch to a sheet, a hidden row read and said', () => {
    const head = ['序号', '姓 名', '性别', '出生\n年月', '入党时间', '转正时间', '人员类别', '备注'];
    const book = made(
      '内科党总支党员名册.xls',
      {
        name: '心内科党支部',
        rows: [
          ['党 员 名 册'],
          head,
          [1, '周 涛', '男', '1972.08', '1995.07', '1996.07', '正式', null],
          [2, '何恩（女）', null, '72年9月', '一九九六年七月', '1997年7月1日', '正式党员', '流出'],
          [3, '阿依古丽·买买提', '女', 820115, '2017年3月', null, '预备', null],
        ],
      },
      {
        name: '呼吸科党支部',
        rows: [
          ['党 员 名 册'],
          head,
          [1, '3.孔泽', '女', '1980/5/6', '２００１．１１', null, '正式党员（退休）', null],
          [2, '李晨', '男', '810301', 20021101, null, null, '出国'],
          ['共2人'],
        ],
      },
    );
    const { plan, world } = bring(book, planned.world);
    expect(plan.rejected).toEqual([]);
    expect(plan).toMatchObject({ rows: 5, accepted: 5 });
    expect(membersOf(world, '心内科党支部')).toEqual(['周涛', '何恩', '阿依古丽·买买提']);
    expect(membersOf(world, '呼吸科党支部')).toEqual(['孔泽', '李晨']);
    expect(plan.facts.filter((one) => one.fact === 'person').map((one) => [one.sex, one.bornMonth])).toEqual([
      ['male', '1972-08'],
      ['female', '1972-09'],
      ['female', '1982-01'],
      ['female', '1980-05'],
      ['male', '1981-03'],
    ]);
    expect(plan.facts.filter((one) => one.fact === 'membership').slice(0, 2)).toMatchObject([
      { category: 'probationary', validFrom: '1995-07-01' },
      { category: 'full', validFrom: '1996-07-01' },
    ]);
    expect(
      plan.facts
        .filter((one) => one.fact === 'membership' && one.situation)
        .map((one) => one.fact === 'membership' && one.situation),
    ).toEqual(['migrantOut', 'migrantOut', 'abroad']);
  });
});

describe('a university: 党委, 党总支 and 党支部 in columns merged over rows, a head of two rows', () => {
  const book = made('党组织一览表.xlsx', {
    name: 'Sheet1',
    rows: [
      ['附件2'],
      ['示例市职业大学基层党组织一览表'],
      ['说明：1.名称写全称；2.届满时间写到月；3.本表每年一月报送。'],
      ['序号', '党组织名称', null, null, '基本情况', null],
      [null, '党委名称', '党总支名称', '党支部名称', '成立时间', '届满时间'],
      [1, '示例市职业大学党委', '文学院党总支', '教工第一党支部', '2010.9', '2019.9'],
      [2, null, null, '学生第一党支部', '2012年9月', '2019.9'],
      [3, null, '理学院党总支', '教工第一党支部', '2011.9', '2019.9'],
      [4, null, null, '学生第一党支部', '2013.9', '2019.9'],
      ['注：本表截至2018年1月。'],
    ],
    merges: ['A2:F2', 'A3:F3', 'A4:A5', 'B4:D4', 'E4:F4', 'B6:B9', 'C6:C7', 'C8:C9'],
  });

  it('brings the branches and those above them, each named', () => {
    const top = made('教育系统党组织名册.xlsx', {
      name: '名册',
      rows: [
        ['示例市教育局党委党组织名册'],
        ['党组织全称', '上级党组织', '类别'],
        ['示例市职业大学党委', '市教育局', '基层党委'],
      ],
    });
    const { plan, world } = bring(book, bring(top, CITY).world);
    expect(plan.rejected).toEqual([]);
    expect(plan).toMatchObject({ rows: 4, accepted: 4 });
    const branches = [...world.orgs.values()].filter((org) => org.name === '教工第一党支部');
    expect(branches.map((org) => world.orgs.get(org.parentId!)!.name)).toEqual(['文学院党总支', '理学院党总支']);
    expect(parentName(world, '文学院党总支')).toBe('示例市职业大学党委');
    expect(plan.warnings.map((one) => one.reason)).toEqual(['org-from-form', 'org-from-form']);
    expect(plan.facts.find((one) => one.fact === 'organization' && one.name === '教工第一党支部')).toMatchObject({
      validFrom: '2010-09-01',
      termExpiresOn: '2019-09-30',
    });
  });
});

describe('a township: members by headings, side by side, with its head again below', () => {
  const orgs = bring(
    made('青石镇党组织.xlsx', {
      name: '青石镇',
      rows: [
        ['青石镇党委所属党组织名册'],
        ['党组织名称', '类别', '所属领域', '联合单位', '双重管理'],
        ['东街村党支部', '党支部', '农村', null, null],
        ['西街村党支部', '党支部', '农村', null, null],
        ['青石镇非公企业联合党支部', '联合党支部', '非公', '青石农机公司、青石酒厂', '市国资委'],
      ],
    }),
    CITY,
  );

  it('finds the superior in the title, units covered and the second superior', () => {
    expect(orgs.plan).toMatchObject({ rows: 3, accepted: 3, rejected: [] });
    expect(parentName(orgs.world, '东街村党支部')).toBe('青石镇党委');
    const { id } = orgNamed(CITY, '示例市国有资产监督管理委员会党委');
    const joint = { covers: ['青石农机公司', '青石酒厂'], secondParentId: id, kind: 'jointBranch', sector: 'twoNew' };
    expect(orgs.plan.facts[2]).toMatchObject(joint);
  });

  it('takes the branch of each row from its heading', () => {
    const { plan, world } = bring(
      made('青石镇党员花名册.xls', {
        name: '党员',
        rows: [
          ['青石镇党员花名册'],
          ['序号', '姓名', '性别', '党员类别', '入党时间', '党内职务'],
          ['一、东街村党支部（2人）'],
          [1, '周涛', '男', '正式党员', '1990.01', '书记'],
          [2, '何恩', '女', '正式党员', '1991.01', null],
          ['二、西街村党支部'],
          [1, '孔泽', '女', '预备党员', '2017.06', null],
          ['小计', 1, null, null, null, null],
          ['序号', '姓名', '性别', '党员类别', '入党时间', '党内职务'],
          ['三、青石镇非公企业联合党支部'],
          [1, '李晨', '男', '正式党员', '1999.01', '支部书记、组织委员'],
        ],
        merges: ['A1:F1', 'A3:F3', 'A6:F6'],
      }),
      orgs.world,
    );
    expect(plan).toMatchObject({ rows: 4, accepted: 4, rejected: [], warnings: [] });
    expect(membersOf(world, '东街村党支部')).toEqual(['周涛', '何恩']);
    expect(membersOf(world, '西街村党支部')).toEqual(['孔泽']);
    expect(membersOf(world, '青石镇非公企业联合党支部')).toEqual(['李晨']);
  });

  it('reads two tables side by side', () => {
    const { plan, world } = bring(
      made('花名册.xlsx', {
        name: '东街村党支部',
        rows: [
          ['党员花名册'],
          ['序号', '姓名', '党员类别', '入党时间', null, '序号', '姓名', '党员类别', '入党时间'],
          [1, '周涛', '正式党员', '1990.01', null, 3, '孔泽', '预备党员', '2017.06'],
          [2, '何恩', '正式党员', '1991.01', null, 4, '李晨', '正式党员', '1992.01'],
          [5, '王卓', '正式党员', '1993.01'],
        ],
      }),
      orgs.world,
    );
    expect(plan).toMatchObject({ rows: 5, accepted: 5, rejected: [] });
    expect(membersOf(world, '东街村党支部').sort()).toEqual(['何恩', '周涛', '孔泽', '李晨', '王卓'].sort());
  });
});

describe('a state enterprise: a roster with unit and post in one cell, several posts', () => {
  it('divides each cell against the units that are known', () => {
    const { plan, world } = bring(
      made('领导人员名册.et', {
        name: '名册',
        rows: [
          ['国有企业领导干部名册'],
          ['（截至2018年1月）'],
          ['序号', '姓  名', '工作单位及职务', '出生年月', '职级', '入党\n时间'],
          [1, '钱达', '市国资委党委书记、主任', '1965.03', '正处级', '1988.07'],
          [2, '吴卓文', '〃副主任', '1970.04', '副处级', '1992.07'],
          [3, '何佳晨', '市教育局党委委员、副局长，市委办副主任', '1971.05', '副处级', '1993.07'],
          [4, '秦达', '东岭区委副书记、区长', '1968.06', '正处级', '1990.07'],
          [5, '张邦', '示例市太空局局长', '1969.07', '正处级', '1991.07'],
          [6, '吕峰', '东岭区教育局局长', '1969.07', '正科级', '1991.07'],
        ],
      }),
      CITY,
    );
    expect(nothingLost(plan)).toBe(true);
    expect(said(plan.rejected)).toEqual(['C8 unit-unknown', 'C9 unit-unknown']);
    expect(plan.rejected[0]!.what).toContain('“示例市太空局”');
    expect(postsOf(world, '钱达')).toEqual(['示例市国有资产监督管理委员会党委 党委书记、主任']);
    expect(postsOf(world, '吴卓文')).toEqual(['示例市国有资产监督管理委员会党委 副主任']);
    expect(postsOf(world, '何佳晨')).toEqual(['示例市教育局党委 党委委员、副局长', '中共示例市委办公室 副主任']);
    expect(postsOf(world, '秦达')).toEqual(['中共示例市东岭区委员会 区委副书记、区长']);
  });
});

describe('a county summary: several sheets, several layouts, a total that counts', () => {
  it('brings organizations first, whatever the order of the sheets', () => {
    const book = made(
      '南泉县汇总.xlsx',
      { name: '填写说明', rows: [['请认真填写'], ['一', '二'], ['三', '四'], ['五', '六']] },
      {
        name: '党员名单',
        rows: [
          ['南泉县党员名单'],
          ['姓名', '所在支部', '人员类别', '入党时间'],
          ['周涛', '南街村党支部', '正式', '1990.01'],
          ['何恩', '〃', '预备', '2017.09'],
          ['合计', '2人', null, null],
        ],
      },
      {
        name: '党组织名册',
        rows: [['南泉县党组织名册'], ['名称', '隶属党组织', '类型'], ['南街村党支部', '青石镇党委', '党支部']],
      },
      {
        name: '经费',
        rows: [
          ['科目', '金额'],
          ['会议', 100],
          ['培训', 200],
          ['合计', 300],
        ],
      },
    );
    const { plan, world } = bring(book, CITY);
    expect(plan).toMatchObject({ rows: 3, accepted: 3, rejected: [] });
    expect(membersOf(world, '南街村党支部')).toEqual(['周涛', '何恩']);
    expect(plan.warnings.map((one) => `${one.sheet} ${one.reason}`)).toEqual(['经费 sheet-left']);
  });
});
