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
  type Value,
} from '../../scenarios/made-workbooks.ts';
import { cellsOf } from '../platform/open/workbook-cells.server.ts';

const one = (file: string, rows: Value[][], merges: string[] = []) => made(file, { name: 'Sheet1', rows, merges });

describe('a list of organizations without a column of superiors', () => {
  const HEAD = ['级次', '党组织名称', '类别'];
  it.each<[string, Value[][]]>([
    [
      'by levels',
      [
        ['青石镇党委党组织名册'],
        HEAD,
        ['一级', '青石酒厂党总支', '党总支'],
        ['二级', '酿造车间党支部', '党支部'],
        ['二级', '灌装车间党支部', '党支部'],
      ],
    ],
    [
      'by indentation',
      [
        ['青石镇党委党组织名册'],
        ['党组织名称', '类别'],
        ['青石酒厂党总支', '党总支'],
        ['　　酿造车间党支部', '党支部'],
        ['　　灌装车间党支部', '党支部'],
      ],
    ],
    [
      'by numbers',
      [
        ['青石镇党委党组织名册'],
        ['序号', '党组织名称', '类别'],
        ['1', '青石酒厂党总支', '党总支'],
        ['1-1', '酿造车间党支部', '党支部'],
        ['1-2', '灌装车间党支部', '党支部'],
      ],
    ],
    [
      'by headings',
      [
        ['青石镇党委党组织名册'],
        ['党组织名称', '类别', '届满时间'],
        ['一、青石酒厂党总支'],
        ['酿造车间党支部', '党支部', '2020.1'],
        ['灌装车间党支部', '党支部', '2020.1'],
      ],
    ],
    [
      'by a column of 党总支',
      [
        ['青石镇党委党组织名册'],
        ['党总支', '党支部', '届满时间'],
        ['青石酒厂党总支', '酿造车间党支部', '2020.1'],
        ['青石酒厂党总支', '灌装车间党支部', '2020.1'],
      ],
    ],
  ])('%s', (_, rows) => {
    const { plan, world } = bring(one('党组织.xlsx', rows), CITY);
    expect(plan.rejected).toEqual([]);
    expect(nothingLost(plan)).toBe(true);
    expect(parentName(world, '灌装车间党支部')).toBe('青石酒厂党总支');
    expect(parentName(world, '青石酒厂党总支')).toBe('青石镇党委');
  });

  it('by numbers, when the user says that they mean nothing', () => {
    const rows = [
      ['青石镇党委党组织名册'],
      ['序号', '党组织名称', '类别'],
      ['1', '青石酒厂党总支', '党总支'],
      ['1.1', '酿造车间党支部', '党支部'],
    ];
    const choices = { answers: { 'organizations|outline|number': '-' } };
    const { plan, world } = bring(one('党组织.xlsx', rows), CITY, choices);
    expect(parentName(world, '酿造车间党支部')).toBe('青石镇党委');
    expect(plan.questions).toMatchObject([{ answer: '-' }]);
  });
});

describe('secretaries named in a list of organizations', () => {
  it('get their post when they are in the city; whether the others are added is asked, once', () => {
    const members = bring(
      one('党员花名册.xlsx', [
        ['青石镇党员花名册'],
        ['姓名', '党员类别', '所在支部'],
        ['周涛', '正式党员', '东街村党支部'],
      ]),
      bring(
        one('组织.xlsx', [
          ['党组织名称', '上级党组织', '类别'],
          ['东街村党支部', '青石镇党委', '党支部'],
        ]),
        CITY,
      ).world,
    );
    const list = one('组织.xlsx', [
      ['党组织名称', '上级党组织', '类别', '书记'],
      ['西街村党支部', '青石镇党委', '党支部', '周涛'],
      ['南街村党支部', '青石镇党委', '党支部', '何恩'],
    ]);
    const { plan, world } = bring(list, members.world);
    expect(postsOf(world, '周涛')).toEqual(['西街村党支部 书记']);
    expect(plan.questions).toMatchObject([{ id: 'organizations|officers-unknown', cell: 'D3', default: 'add' }]);
    expect(postsOf(world, '何恩')).toEqual(['南街村党支部 书记']);
    const not = bring(list, members.world, { answers: { 'organizations|officers-unknown': '-' } });
    expect(said(not.plan.warnings)).toEqual(['D3 secretary-unknown']);
    expect(postsOf(not.world, '何恩')).toEqual([]);
  });
});

describe('a roster', () => {
  it('of one unit a sheet, or under headings that name units and ranks', () => {
    const { plan, world } = bring(
      made(
        '干部名册.xlsx',
        { name: '市教育局', rows: [['领导干部名册'], ['姓名', '职务', '职级'], ['周涛', '党委书记、局长', '正处']] },
        {
          name: '其他',
          rows: [
            ['领导干部名册'],
            ['姓名', '职务', '入党时间'],
            ['一、市财政局'],
            ['（一）正处级'],
            ['何恩', '党组书记、局长', '1990.01'],
            ['（二）副处级'],
            ['孔泽', '党组成员、副局长', '1991.01'],
            ['二、东岭区'],
            ['李晨', '区委书记', '1992.01'],
          ],
          merges: ['A3:C3', 'A4:C4', 'A6:C6', 'A8:C8'],
        },
      ),
      CITY,
    );
    expect(plan).toMatchObject({ rows: 4, accepted: 4, rejected: [] });
    expect(postsOf(world, '周涛')).toEqual(['示例市教育局党委 党委书记、局长']);
    expect(postsOf(world, '孔泽')).toEqual(['示例市财政局党组 党组成员、副局长']);
    expect(postsOf(world, '李晨')).toEqual(['中共示例市东岭区委员会 区委书记']);
    const ranks = [...world.people.values()].map((person) => person.posts[0]!.rank);
    expect(ranks).toEqual(['countyLevelChief', 'countyLevelChief', 'countyLevelDeputy', 'countyLevelDeputy']);
  });

  it('with the unit written once, merged or as 〃', () => {
    const rows = [
      ['领导干部名册'],
      ['工作单位', '姓名', '现任职务', '职级'],
      ['市教育局', '周涛', '局长', '正处'],
      [null, '何恩', '副局长', '副处'],
      ['市财政局', '孔泽', '局长', '正处'],
      ['〃', '李晨', '副局长', '副处'],
    ];
    const { plan } = bring(one('名册.xlsx', rows, ['A3:A4']), CITY);
    expect(plan).toMatchObject({ rows: 4, accepted: 4, rejected: [] });
  });

  it('with the unit written once and nothing below it, asks', () => {
    const rows = [
      ['领导干部名册'],
      ['工作单位', '姓名', '现任职务', '职级'],
      ['市教育局', '周涛', '局长', '正处'],
      [null, '何恩', '副局长', '副处'],
      [null, '王卓', '副局长', '副处'],
      ['市财政局', '孔泽', '局长', '正处'],
      [null, '李晨', '副局长', '副处'],
    ];
    const { plan, world } = bring(one('名册.xlsx', rows), CITY);
    expect(plan).toMatchObject({ accepted: 5, questions: [{ id: 'roster|unit-once', default: 'above' }] });
    expect(postsOf(world, '李晨')).toEqual(['示例市财政局党组 副局长']);
    const minded = bring(one('名册.xlsx', rows), CITY, { answers: { 'roster|unit-once': '-' } });
    expect(said(minded.plan.rejected)).toEqual(['A4 unit-missing', 'A5 unit-missing', 'A7 unit-missing']);
  });
});

describe('a list of members', () => {
  const orgs = bring(
    one('组织.xlsx', [
      ['党组织名称', '上级党组织', '类别'],
      ['机关第一党支部', '市教育局', '党支部'],
      ['机关第一党支部', '市财政局党组', '党支部'],
      ['机关第二党支部', '市财政局党组', '党支部'],
    ]),
    CITY,
  ).world;

  it('takes the branch from title and unit together, where several units have one of that name', () => {
    const { plan, world } = bring(
      one('a.xlsx', [['市财政局机关第一支部党员花名册'], ['姓名', '党员类别'], ['周涛', '正式党员']]),
      orgs,
    );
    expect(plan).toMatchObject({ accepted: 1, rejected: [] });
    const person = [...world.people.values()][0]!;
    expect(world.orgs.get(person.memberships[0]!.orgId)!.parentId).toBe(orgNamed(orgs, '示例市财政局党组').id);
  });

  it('rejects a branch that two have where nothing says which', () => {
    const { plan } = bring(
      one('a.xlsx', [['党员花名册'], ['姓名', '党员类别', '所在支部'], ['周涛', '正式党员', '机关第一党支部']]),
      orgs,
    );
    expect(said(plan.rejected)).toEqual(['C3 unit-ambiguous']);
  });

  it.each([
    ['with a comma', ','],
    ['with a semicolon', ';'],
    ['with a tab', '\t'],
  ])('comes as text divided %s', (_, sign) => {
    const text = [
      ['姓名', '人员类别', '所在支部', '转正时间', '入党时间'],
      ['周涛', '正式', '机关第二支部', '1991年7月', '1990.07'],
    ]
      .map((row) => row.join(sign))
      .join('\r\n');
    for (const bytes of [new TextEncoder().encode(text), new TextEncoder().encode(`\ufeff${text}`)]) {
      const { plan, world } = bring(cellsOf('党员花名册.csv', bytes), orgs);
      expect(plan).toMatchObject({ rows: 1, accepted: 1, rejected: [] });
      expect(membersOf(world, '机关第二党支部')).toEqual(['周涛']);
    }
  });

  it('asks what a column 时间 means, and brings the rows without it meanwhile', () => {
    const rows = [
      ['党员花名册'],
      ['姓名', '党员类别', '所在支部', '时间'],
      ['周涛', '正式党员', '机关第二支部', '1990.01'],
    ];
    const { plan } = bring(one('a.xlsx', rows), orgs);
    expect(plan).toMatchObject({ accepted: 1, questions: [{ letter: 'D', default: null }] });
    expect(plan.facts[0]).toMatchObject({ fact: 'person', joinedOn: null });
    const answered = bring(one('a.xlsx', rows), orgs, { answers: { 'column|members|时间': 'joinedOn' } });
    expect(answered.plan.facts[0]).toMatchObject({ joinedOn: { day: '1990-01-01', precision: 'month' } });
  });

  it('brings nothing while two columns may be the branch, and names each row', () => {
    const head = ['姓名', '党员类别', '所属支部', '支部名称'];
    const book = one('a.xlsx', [
      ['党员花名册'],
      head,
      ['周涛', '正式党员', '机关第二支部', '其他支部'],
      ['何恩', '正式党员', '机关第二支部', null],
    ]);
    const { plan } = bring(book, orgs);
    const [question] = plan.questions!;
    expect(question).toMatchObject({
      letter: 'C',
      default: null,
      options: [{ value: 'C' }, { value: 'D' }, { value: '-' }],
    });
    const answered = bring(book, orgs, { answers: { [question!.id]: 'C' } });
    expect(answered.plan).toMatchObject({ accepted: 2, rejected: [] });
    expect(nothingLost(plan)).toBe(true);
  });

  it('says hidden rows and the columns that it left', () => {
    const rows = [
      ['党员花名册'],
      ['姓名', '党员类别', '所在支部', '支部'],
      ['周涛', '正式党员', '机关第二支部', '旧支部'],
      ['何恩', '正式党员', '机关第二支部', '旧支部'],
    ];
    const book = made('a.xlsx', { name: 'Sheet1', rows, hiddenRows: [4], hiddenColumns: [4] });
    const { plan } = bring(book, orgs);
    expect(plan).toMatchObject({ rows: 2, accepted: 2, rejected: [] });
    expect(said(plan.warnings)).toEqual(['A4 hidden-rows', 'D2 hidden-column', 'A2 day-assumed']);
    expect(bring(book, orgs, { answers: { 'hiddenRows|Sheet1': '-' } }).plan).toMatchObject({ rows: 1, accepted: 1 });
  });
});

describe('a workbook of another city', () => {
  const branches = Array.from({ length: 30 }, (_, at) => [
    `党员${'甲乙丙丁戊'[at % 5]}`,
    '正式党员',
    `江临市第${at}中学党支部`,
  ]);

  it('is refused as a whole when members are of units that nobody knows', () => {
    const { plan, world } = bring(
      one('党员.xlsx', [['江临市教育局党员花名册'], ['姓名', '党员类别', '所在支部'], ...branches]),
      CITY,
    );
    expect(said(plan.rejected)).toEqual(['A1 another-city']);
    expect(plan).toMatchObject({ rows: 30, accepted: 0, facts: [], warnings: [] });
    expect(plan.rejected[0]!.what).toMatch(/江临市.*示例市.*30行.*先导入党组织名册/);
    expect(world).toBe(CITY);
  });

  it('is refused when it brings a municipal committee of its own', () => {
    const rows = [
      ['江临市党组织名册'],
      ['党组织全称', '上级党组织', '类别'],
      ['中共江临市委员会', null, '市委'],
      ['江临市教育局党委', '中共江临市委员会', '市直党委'],
    ];
    const { plan } = bring(one('党组织.xlsx', rows), CITY);
    expect(said(plan.rejected)).toEqual(['A3 another-city']);
    expect(plan.accepted).toBe(0);
  });

  it('and one of this city with unknown units is not', () => {
    const rows = branches.map(([name, category, branch]) => [name!, category!, branch!.replace('江临', '示例')]);
    const { plan } = bring(
      one('党员.xlsx', [['示例市教育局党员花名册'], ['姓名', '党员类别', '所在支部'], ...rows]),
      CITY,
    );
    expect(plan.rejected).toHaveLength(30);
    expect(new Set(plan.rejected.map((problem) => problem.reason))).toEqual(new Set(['unit-unknown']));
  });
});

describe('what an office writes beside the point', () => {
  it('figures and names of others in a list of organizations are no superiors, and 区委 is that of the district', () => {
    const rows = [
      ['东岭区基层党组织情况统计表'],
      ['序号', '党组织名称', '上级党组织', '上级党组织书记', '党组织类型', '党总支数', '党员数', '成立日期'],
      [1, '城关街道党工委', '区委', '钱达', '党工委', 1, 30, '2001.3'],
      [2, '城关街道机关党支部', '城关街道党工委', '钱达', '党支部', null, 12, '2001'],
    ];
    const { plan, world } = bring(one('统计表.xlsx', rows), CITY);
    expect(plan).toMatchObject({ rows: 2, accepted: 2, rejected: [] });
    expect(parentName(world, '城关街道党工委')).toBe('中共示例市东岭区委员会');
    expect(said(plan.warnings)).toEqual(['H4 founding-unread']);
  });

  it('four bodies of a district in one roster, by the place in its title', () => {
    const rows = [
      ['东岭区四套班子成员名单'],
      ['姓名', '职务', '分工'],
      ['周涛', '区委书记', '主持全面工作'],
      ['何恩', '区人大常委会主任', null],
      ['孔泽', '区委副书记、区长', null],
    ];
    const { plan, world } = bring(one('名单.xlsx', rows), CITY);
    expect(plan).toMatchObject({ layout: 'roster', accepted: 3, rejected: [] });
    expect(postsOf(world, '孔泽')).toEqual(['中共示例市东岭区委员会 区委副书记、区长']);
  });

  it('a second sheet that goes on without a head', () => {
    const orgs = bring(
      one('组织.xlsx', [
        ['党组织名称', '上级党组织', '类别'],
        ['市教育局机关第二党支部', '市教育局', '党支部'],
      ]),
      CITY,
    ).world;
    const book = made(
      '名册.xlsx',
      {
        name: '第一页',
        rows: [
          ['市教育局机关第二支部党员名册'],
          ['序号', '姓名', '党员类别', '入党时间'],
          [1, '周涛', '正式党员', '1990.1'],
        ],
      },
      {
        name: '第二页',
        rows: [
          [2, '何恩', '正式党员', '1991.1'],
          [3, '孔泽', '正式党员', '1992.1'],
        ],
      },
    );
    const { plan } = bring(book, orgs);
    expect(plan).toMatchObject({
      rows: 3,
      accepted: 3,
      rejected: [],
      questions: [{ default: 'yes', certainty: 'likely' }],
    });
    const without = bring(book, orgs, { answers: { 'continuation|members|第二页': '-' } });
    expect(without.plan).toMatchObject({ rows: 1, accepted: 1 });
  });

  it('a foot that counts more than the table has', () => {
    const rows = [
      ['领导干部名册'],
      ['姓名', '单位', '职务', '职级'],
      ['周涛', '市教育局', '局长', '正处'],
      ['合计', '2人', null, null],
    ];
    const { warnings } = bring(one('名册.xlsx', rows), CITY).plan;
    expect(said(warnings)).toEqual(['A2 day-assumed', 'A4 total-differs']);
  });

  it('a sheet that is of two layouts is asked about, or is clear by its title', () => {
    const rows = [['领导干部名册'], ['姓名', '性别', '单位', '职务'], ['周涛', '男', '市教育局', '局长']];
    expect(bring(one('名单.xlsx', rows), CITY).plan).toMatchObject({
      layout: 'roster',
      questions: [{ id: 'roster|rank' }],
    });
  });
});
