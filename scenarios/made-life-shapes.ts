/** Duty ledgers, organizational life and training whose rows are no records: items or kinds as heads, months alone, several things in a cell. */
import { made } from './made-workbooks.ts';

/** The twelve items as heads, a cadre a row. */
export const itemsAcross = made('市财政局党组党建写实汇总.xlsx', {
  name: '6月份',
  rows: [
    ['市财政局党组成员抓党建工作写实汇总表（2017年6月）'],
    ['填表要求：1.逐项填写，写明时间、地点；2.当月没有的填“无”。'],
    ['序号', '姓  名', '职务', '党建工作十二项', null, null, null, null, '业务工作', '备注'],
    [null, null, null, '基层党组织建设', '抓党建促脱贫攻坚', '党风廉政建设', '人才工作', '党费管理', null, null],
    [
      1,
      '蒋  帆',
      '党组书记、局长',
      '1.6月5日，调研换届工作；2.6月20日，研究支部设置。',
      '6月13日—14日，走访贫困户6户。',
      '无',
      '无',
      '6月7日，检查党费收缴',
      '6月22日，调研国库支付；6月27日，研究预算执行。',
      null,
    ],
    [2, '周卓岚', '纪检组组长', '/', '/', '6月12日，约谈科级干部4人', '/', '/', '—', '休假3天'],
    ['合计', null, null, 2, 1, 1, 0, 1, 2, null],
    ['填表人：王康清　　　审核人：周卓岚'],
  ],
  merges: ['A1:J1', 'A2:J2', 'A3:A4', 'B3:B4', 'C3:C4', 'D3:H3', 'I3:I4', 'J3:J4', 'A8:J8'],
});

/** Business and Party-building work in a column each, a week a row; whose it is stands in cells of its own. */
export const weeklyLedger = made('市农业农村局履职写实.xls', {
  name: '9月',
  rows: [
    ['县处级领导干部履职纪实表'],
    ['填报人', '冯欣邦', '单位职务', '市农业农村局党组书记、局长', '填报月份', '2017年9月'],
    ['周次', '业务工作', '党建工作', '备注'],
    ['第一周（9.4-9.8）', '①9月4日督导秋粮收购；②9月6日调研合作社。', '9月5日，研究意识形态工作', null],
    ['第二周（9.11-9.15）', '9月12日，参加农业会议', '①9月11日，讲党课；②9月14日，走访脱贫攻坚情况', '照片'],
  ],
  merges: ['A1:F1'],
});

const ofOne = (name: string, post: string, ...rows: (string | null)[][]) => ({
  name,
  rows: [
    ['领导干部履职情况写实清单'],
    ['（二〇一七年七月）'],
    ['单位：市公安局', null, `姓名：${name}`, null, `职务：${post}`, null],
    ['日期', '星期', '工作类型', '工作内容', '归属', '完成情况'],
    ...rows,
    [`本人签字：${name}`, null, null, '分管领导审阅意见：'],
    [null, null, null, '按时完成，同意。'],
  ],
  merges: ['A1:F1', 'A2:F2', 'A3:B3', 'C3:D3', 'E3:F3'],
});
/** One sheet a person, the item in the office's own words. */
export const sheetsOfPersons = made(
  '市公安局班子成员写实.xlsx',
  ofOne(
    '陶恩松',
    '党委书记、局长',
    ['7月3日', '一', '党建', '研究基层组织建设', '组织建设', '形成纪要1份'],
    ['7月18日至20日', '二', '党建', '到联系村走访', '集体经济', '落实资金5万元'],
  ),
  ofOne(
    '严泽',
    '党委委员、纪委书记',
    ['7.12、7.19', '三', '业务', '督导办案', null, '破案3起'],
    ['7月25日', '二', '党建', '研究辅警管理', '队伍管理', '修订制度1项'],
  ),
);

/** Attendance under months that say no day, with sums below. */
export const monthsAsHeads = made('公路管理处主题党日考勤.xlsx', {
  name: '2017年',
  rows: [
    ['市公路管理处党支部2017年度党员参加主题党日活动考勤表'],
    ['序号', '姓名', '一月', '二月', '三月', '备注'],
    [1, '张达彬', '√', '√', '√', null],
    [2, '云艳怡', '√', '事假', '√', null],
    [3, '杨  媛', '√', '√', '产假', '3月起产假'],
    ['应到', null, 3, 3, 3, null],
    ['实到', null, 3, 2, 2, null],
    ['备注：√表示参加，未参加的写明原因。'],
  ],
  merges: ['A1:F1', 'A6:B6', 'A7:B7', 'A8:F8'],
});

/** All kinds in one sheet, the kind in a merged cell, with subtotals. */
export const kindsMerged = made('外科党支部组织生活台账.xls', {
  name: '台账',
  rows: [
    ['市人民医院外科党支部2017年上半年“三会一课”等组织生活台账'],
    ['项目', '序号', '开展时间', '主要内容', '主持（主讲）人', '应到/实到', '缺席人员及原因', '补学情况'],
    ['支部委员会', 1, '1月9日', '研究计划', '滕东忠', '3/3', '—', '—'],
    [null, 2, '3月13日、3月20日', '讨论发展对象', '滕东忠', '3/2', '秦业（手术）', '已补学'],
    ['小计', null, null, '3次'],
    ['支部党员大会', 1, '2017年3月27日 下午2:30—4:00', '表决', '滕东忠', '10/8', '郑康忠外出，江鹏（进修）', null],
    ['主题党日', 1, '4月上旬', '祭扫', '滕东忠', '10/10', '—', '—'],
    ['谈心谈话', '本季度未开展'],
  ],
  merges: ['A1:H1', 'A3:A4'],
});

/** Who talked with whom, each with name and post below one head. */
export const talksBook = made('谈心谈话登记表.xlsx', {
  name: '谈心谈话',
  rows: [
    ['市第二中学党支部谈心谈话活动登记表（2017年度）'],
    ['序号', '谈话时间', '谈话人', null, '谈话对象', null, '谈话主要内容', '提出意见建议'],
    [null, null, '姓名', '职务', '姓名', '职务', null, null],
    [1, '3月5日 下午2:30—4:00', '汪振文', '书记', '邱恩清', '组织委员', '分工与配合', '多沟通'],
    [2, '2017.3.8', '汪振文', '书记', '钟达博、叶轩强', '委员', '班子团结', null],
  ],
  merges: ['A1:H1', 'A2:A3', 'B2:B3', 'C2:D2', 'E2:F2', 'G2:G3', 'H2:H3'],
});

/** Appraisals by their results, organizational life meetings beside them. */
export const appraisalBook = made(
  '民主评议和组织生活会统计表.xlsx',
  {
    name: '民主评议党员',
    rows: [
      ['市交通运输局2016年度民主评议党员情况统计表'],
      ['党支部', '评议时间', '党员总数', '参加评议数', '评议结果（人）', null, null, null, '备注'],
      [null, null, null, null, '优秀', '合格', '基本合格', '不合格', null],
      ['机关第一党支部', '2017年1月12日', 16, 15, 4, 10, 1, 0, '程媛病假'],
      ['合计', null, 16, 15, 4, 10, 1, 0, null],
    ],
    merges: ['A1:I1', 'A2:A3', 'B2:B3', 'C2:C3', 'D2:D3', 'E2:H2', 'I2:I3'],
  },
  {
    name: '组织生活会',
    rows: [
      ['市交通运输局2016年度基层党组织组织生活会情况统计表'],
      ['党支部', '召开时间', '主持人', '主题', '应到', '实到', '查摆问题', '批评意见', '整改措施'],
      ['机关第一党支部', '2017年1月12日上午', '吕成', '“两学一做”', 16, 16, 12, 31, '一是学习；二是走访'],
    ],
    merges: ['A1:I1'],
  },
);

/** Months down, kinds across, and in each cell what was held. */
export const yearAtAGlance = made('三会一课一览.xls', {
  name: '2017',
  rows: [
    ['学府社区党支部2017年“三会一课”开展情况一览表'],
    ['月份', '支部委员会', '支部党员大会', '党课', '主题党日'],
    [
      '1月',
      '5日：研究年度计划，应到3人，实到3人；20日：讨论名单，应到3人，实到2人，请假1人：萧伟信（病假）',
      '18日召开，通报工作，参加12人',
      null,
      '12日：扫雪',
    ],
    ['2月', '1.2月6日：研究换届；\n2.2月20日：学习文件', null, null, '志愿服务'],
    ['3月', '未召开', '3月16日：换届选举，应到14人，实到13人', '3.30 丁鑫讲《党章》', '/'],
  ],
  merges: ['A1:E1'],
});

/** The same turned: kinds down, months across. */
export const kindsDown = made('桃园社区三会一课.xlsx', {
  name: '上半年',
  rows: [
    ['新华街道桃园社区党支部2017年上半年“三会一课”落实情况'],
    ['内容', '1月', '2月', '3月'],
    ['支委会', '6日，研究计划', '未召开', '6日，研究换届'],
    ['党员大会', null, null, '17日，换届选举，参加26人'],
  ],
  merges: ['A1:D1'],
});

/** Courses for somebody in words, and a list of who came, who did not standing where others have their result. */
export const coursesBook = made('东岭区培训班次.xls', {
  name: '班次',
  rows: [
    ['东岭区2017年党员教育培训班次统计'],
    ['序号', '班次名称', '主办单位', '培训日期', '学时', '参训对象', '参训人数', '备注'],
    [1, '社区党组织书记培训班', '东岭区新华街道党工委', '3/5-3/6', 16, '社区书记', 8, null],
    [2, '骨干培训班', '东岭区东关街道党工委', '4月11日', '8学时', '支部委员，党小组长', '46人', '含列席3人'],
    ['合计', null, null, null, 24, null, 54, null],
  ],
  merges: ['A1:H1'],
});
export const traineesBook = made('参训人员名册.xlsx', {
  name: '名册',
  rows: [
    ['市实验小学党支部党员参加培训情况明细表'],
    ['培训班名称', '培训时间', '学时', '姓名', '考核结果'],
    ['党章党规知识培训', '2017年5月18日', 4, '冯武建', '合格'],
    [null, null, null, '杜 伟 钧', '未参加（病假）'],
  ],
  merges: ['A1:E1', 'A3:A4', 'B3:B4', 'C3:C4'],
});

/** Registers below one another, each with heads of its own. */
export const registersBelow = made('一大队党支部组织生活.xlsx', {
  name: 'Sheet1',
  rows: [
    ['市交通警察支队一大队党支部2017年组织生活台账'],
    ['一、支委会'],
    ['时　间', '地　点', '议　题', '出　席', '缺　席'],
    ['２０１７年２月６日下午３点', '会议室', '学习文件', '吕河亮 郭 宁', '魏婉（执勤）'],
    ['二、党员大会'],
    ['时　间', '地　点', '议　题', '出　席', '缺　席'],
    ['1月20日', '礼堂', '总结大会', '吕河亮、郭宁等9人', '无'],
    ['三、谈心谈话'],
    ['时　间', '谈话人', '谈话对象', '内　容'],
    ['3月2日', '吕河亮', '蔡江伟', '思想动态'],
  ],
  merges: ['A1:E1', 'A2:E2', 'A5:E5', 'A8:E8'],
});
