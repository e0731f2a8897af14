/** Workbooks of duty ledgers, organizational life, training and key work as offices of the sample city would type them. */
import { createHash } from 'node:crypto';
import { DEMO_NOW, DEMO_SEED, generateCity } from '../src/demo/room.ts';
import { readLedgerRules } from '../src/duties/rules/rules.server.ts';
import { EMPTY_WORLD, type Plan, type World, withPlan } from '../src/registry/organizations/room.ts';
import { made } from './made-workbooks.ts';

function uuidOf(text: string): string {
  const hex = createHash('sha256').update(text).digest('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}

const city = generateCity({
  seed: DEMO_SEED,
  size: 'small',
  until: DEMO_NOW,
  rules: readLedgerRules(),
  ids: {
    ledgerIdOf: (personId, period) => uuidOf(`ledger/${personId}/${period}`),
    keyPlanIdOf: (personId, year) => uuidOf(`keyPlan/${personId}/${year}`),
    actIdOf: (recordId, version) => uuidOf(`act/${recordId}/${version}`),
  },
});
const facts: Plan = {
  layout: 'organizations',
  facts: city.registry.flatMap((act) => act.facts),
  records: [],
  rows: 0,
  accepted: 0,
  people: [],
  duplicates: 0,
  rejected: [],
  warnings: [],
  activities: [],
  ledgers: [],
};

/** The sample city's organizations and people, of which nothing is recorded yet. */
export const SAMPLE_CITY: World = withPlan(EMPTY_WORLD, facts);

export const unitLedger = made('市财政局5月份履职纪实表.xlsx', {
  name: 'Sheet1',
  rows: [
    ['市财政局党组班子成员履行全面从严治党责任纪实台账'],
    ['填报单位：市财政局党组（盖章）', null, null, null, null, null, '填报时间：2017年5月31日'],
    ['序号', '姓名', '职务', '主体责任', null, null, '一岗双责', null, null],
    [null, null, null, '时间', '履责内容', '成效', '时间', '履责内容', '成效'],
    [1, '蒋帆', '党组书记、局长', '5月8日', '专题研究基层党组织建设', '印发清单', '5月9日', '调研国库支付', '解决2个'],
    [null, null, null, '5月22日', '到机关第一党支部讲党课', '受教育19人', '5月25日', '与预算科谈话', '提醒3人'],
    [2, '周卓岚', '纪检组组长', '5月18日', '研究党风廉政建设工作', '通报1次', null, null, null],
    ['填表人：王康清', null, null, null, null, null, '审核人：蒋帆'],
  ],
  merges: ['A1:I1', 'A2:F2', 'G2:I2', 'A3:A4', 'B3:B4', 'C3:C4', 'D3:F3', 'G3:I3', 'A5:A6', 'B5:B6', 'C5:C6'],
});

export const ownLedger = made('周涛冬四月写实.xlsx', {
  name: '4月',
  rows: [
    ['领导干部“两个责任”写实表'],
    ['姓  名', '周涛冬', '单位及职务', '市教育局党委书记、局长', null, '月份', '2017年4月'],
    ['主 体 责 任', null, null, '一 岗 双 责', null, null, null],
    ['日期', '党建工作事项', '具体内容', '日期', '业务工作', '具体内容', '备注'],
    ['4月6日', '基层党组织建设', '研究支部换届', '4月7日', '开学工作', '到市第二中学检查', '有照片'],
    ['4月12日', '意识形态', '听取宣传工作汇报', null, null, null, null],
    ['填表说明：1.按月填写，次月5日前报组织部；2.没有的填“无”。'],
  ],
  merges: ['A1:G1', 'A3:C3', 'D3:G3', 'D2:E2', 'A7:G7'],
});

const diary = (month: number, ...rows: (string | number | null)[][]) => ({
  name: `${month}月`,
  rows: [
    ['卫雅文工作写实记录'],
    ['单位：市教育局党委　　职务：党委副书记、副局长　　2017年'],
    ['月', '日', '地点', '主要工作', '类别', '属于党建哪一项', '结果', '存在问题'],
    ...rows,
  ],
  merges: ['A1:H1', 'A2:H2'],
});
export const diaryLedger = made(
  '卫雅文写实.xls',
  diary(
    1,
    [1, 5, '局机关', '研究机关党建年度安排', '党建', '基层党组织建设', '形成纪要', '个别支部人少'],
    [null, 16, '市第三中学', '检查期末考试', '业务', null, null, null],
  ),
  diary(2, [2, 14, '市师范学院', '宣讲意识形态责任制', '党建', '意识形态责任制', '80人参加', null]),
);

const minutes = (name: string, kind: string, ...rows: (string | number | null)[][]) => ({
  name,
  rows: [[`${kind}记录`], ...rows],
  merges: ['A1:D1'],
});
export const minutesBook = made(
  '市第二中学党支部会议记录.xlsx',
  minutes(
    '3.5',
    '支部委员会',
    ['时  间', '2017年3月5日 下午2:30—4:00', '地  点', '小会议室'],
    ['主持人', '汪振文', '记录人', '钟达博'],
    ['应到人数', 4, '实到人数', 3],
    ['参加人员', '汪振文、邱恩清、钟达博'],
    ['缺席人员及原因', '叶轩强（出差）'],
    ['会议议题', '研究发展党员工作'],
    ['会议内容', '一、汪振文通报情况。二、讨论人选。'],
    ['决议事项', '同意推荐2名。'],
  ),
  minutes(
    '5.11',
    '党员大会',
    ['时间：2017年5月11日15:30        地点：会议室'],
    ['主持人：汪振文        记录人：邱恩清'],
    ['应到18人，实到17人，请假1人（付丽娟病假）'],
    ['会议议题：评议积极分子'],
    ['会议内容：'],
    ['宣读材料并表决。'],
  ),
);

export const signInBook = made('签到表.xlsx', {
  name: '签到',
  rows: [
    ['市新华路小学党支部党员大会签到表'],
    ['会议时间：2017年6月8日（星期四）16:00', null, null, null, '会议地点：多功能厅'],
    ['会议主题：学习市委全会精神', null, null, null, '主持人：吴柏'],
    ['序号', '姓名', '签到', '缺席原因', '序号', '姓名', '签到', '缺席原因'],
    [1, '吴柏', '√', null, 4, '赵勇正', '√', null],
    [2, '姚 永', '√', null, 5, '石钧然', null, '病假'],
    [3, '曾真雨', null, '公出', 6, '董宁文', '○', null],
    ['应到6人，实到4人，请假2人'],
  ],
});

export const attendanceTable = made('主题党日情况统计表.xlsx', {
  name: '2017',
  rows: [
    ['市会计管理中心党支部党员参加主题党日考勤表（2017年上半年）'],
    ['说明：√参加；△请假；×缺席'],
    ['序号', '姓名', '党内职务', '1月10日', '2月10日', '3月', '参加次数'],
    [null, null, null, '学习全会精神', '志愿服务', '缴纳党费', null],
    [1, '李凡琴', '书记', '√', '√', '√', 3],
    [2, '徐文根', '组织委员', '√', '△病假', '√', 2],
    [3, '林勇航', '宣传委员', '√', '×', '√', 2],
    ['合计', null, null, 3, 1, 3, 7],
  ],
  merges: ['A1:G1', 'A2:G2', 'A3:A4', 'B3:B4', 'C3:C4', 'G3:G4'],
});

export const namesAcross = made('组织生活出勤表.xls', {
  name: '2017年',
  rows: [
    ['市第三中学党支部组织生活出勤表（2017年）'],
    ['日期', '类型', '主题', '吴光磊', '梁蓉墨', '任恩华'],
    ['2月7日', '支委会', '研究工作计划', '√', '√', '√'],
    ['3月7日', '支委会', '研究发展党员', '√', '事假', '√'],
  ],
});

export const kindsAbreast = made('学府社区三会一课台账.xlsx', {
  name: '学府社区',
  rows: [
    ['东关街道学府社区党支部“三会一课”开展情况台账'],
    ['月份', '支委会', null, null, '支部党员大会', null, null, '主题党日', null, null],
    [null, '时间', '内容', '参加人数', '时间', '内容', '参加人数', '时间', '内容', '参加人数'],
    ['1月', '1月5日', '研究年度计划', 4, null, null, null, '1月12日', '慰问困难党员', 13],
    ['2月', '2月6日', '研究换届', 4, '2月16日', '换届选举大会', 14, '2月13日', '扫雪', 12],
  ],
  merges: ['A1:J1', 'A2:A3', 'B2:D2', 'E2:G2', 'H2:J2'],
});

export const registerBook = made('特教学校登记簿.xlsx', {
  name: '登记',
  rows: [
    ['市特殊教育学校党支部组织生活登记簿'],
    ['时间', null, null, '地点', '活动形式', '活动内容', '主持人', '人数', null, '缺席情况', null, '备注'],
    ['年', '月', '日', null, null, null, null, '应到', '实到', '名单', '原因', null],
    [2017, 1, 18, '会议室', '党员大会', '传达精神', '杨启远', 26, 24, '徐勇、费勤春', '病假；事假', '有照片'],
    [null, null, 25, '会议室', '支委会', '讨论慰问名单', '马悦萍', 5, 4, '谢秋梅', '外出学习', null],
    [null, null, null, '合计', null, null, null, 31, 28],
  ],
  merges: ['A1:L1', 'A2:C2', 'D2:D3', 'E2:E3', 'F2:F3', 'G2:G3', 'H2:I2', 'J2:K2', 'L2:L3'],
});

const kindSheet = (name: string, ...rows: (string | number | null)[][]) => ({
  name,
  rows: [
    [`市职业技术学校党总支${name}开展情况（2017年1—6月）`],
    ['支部', '召开时间', '主要议题', '参会人员', '缺席人员（原因）'],
    ...rows,
  ],
  merges: ['A1:E1'],
});
export const schoolBook = made(
  '三会一课.xls',
  kindSheet('支委会', ['机电系', '3月2日', '研究学习计划', '郑婉媛、田邦文、白达成', '林若（病假）']),
  kindSheet('党小组会', ['商贸系第一党小组', '2017年5月11日', '学习讨论', '魏华薇 林冬旭', null]),
);

export const lectureList = made('讲党课统计.xlsx', {
  name: '统计表',
  rows: [
    ['全市县处级以上领导干部讲党课情况统计表（2017年）'],
    ['序号', '讲课人', '讲课时间', '讲课地点（支部）', '党课题目', '听课人数', '备注'],
    [1, '卫振宁', '3月16日', '市委办公室机关第一党支部', '坚定理想信念', '120人', null],
    [2, '韩海', '5月4日', '新华社区党支部', '青年党员要担当', 35, '以联系点名义'],
  ],
});

export const trainingBook = made('培训台账.xls', {
  name: '培训',
  rows: [
    ['市实验小学党支部2017年党员教育培训台账'],
    ['序号', '培训时间', '培训地点', '培训内容', '授课人', '学时', '参训人员', '未参训人员及原因', '佐证材料'],
    [1, '3月15日', '会议室', '党章党规', '曾帆雅', 4, '曾帆雅、冯武建', '杜伟钧（病假）、马帆云（产假）', '签到表'],
    [2, '4月18日—20日', '市委党校', '党务干部培训班', '党校教师', '24学时', '冯武建、廉国恩', null, null],
  ],
});

export const trainingSignIn = made('培训签到.xlsx', {
  name: '签到',
  rows: [
    ['培训签到表'],
    ['培训名称：入党积极分子培训班　　主办：市财政局机关党委'],
    ['时间：2017.5.23-2017.5.24　　地点：市委党校　　学时：16'],
    ['序号', '姓名', '所在支部', '签到', '请假原因'],
    [1, '韩轩帆', '机关第一党支部', '√', null],
    [2, '谢晴晓', '机关第二党支部', null, '出差'],
    [3, '汪霞', '机关第二党支部', '√', null],
  ],
});

export const taskList = made('重点任务台账.xls', {
  name: '台账',
  rows: [
    ['2017年市公安局党建重点任务台账'],
    ['任务', '分项任务', '完成标准', '完成时限', '责任领导', '责任部门', '一季度进展', '二季度进展'],
    ['基层基础', '换届', '全部按期换届', '6月30日', '陶恩松', '政治部', '完成摸底', '已完成'],
    [null, '发展党员', '发展5名', '12月底', '陶恩松、华岚达', '政治部', '确定对象', null],
    ['填表人：　　　　联系电话：'],
  ],
  merges: ['A1:H1', 'A3:A4'],
});

export const quarterPlan = made('年度计划.xlsx', {
  name: '吕雅',
  rows: [
    ['2017年度重点工作计划表'],
    ['姓名：吕雅', '单位：市卫健委', '职务：党委书记、主任'],
    ['序号', '重点工作', '年度目标', '季度目标', null, null, null, '责任单位'],
    [null, null, null, '一季度', '二季度', '三季度', '四季度', null],
    [1, '家庭医生签约', '签约率60%', '20%', '40%', '60%', null, '基层科'],
  ],
  merges: ['A1:H1', 'A3:A4', 'B3:B4', 'C3:C4', 'D3:G3', 'H3:H4'],
});
