/** Lists of organizations and of who is in charge of what, as offices with different habits would type them. All of it is invented. */
import type { Workbook } from '../src/platform/open/room.ts';
import { inGb18030, made, madeCsv } from './made-workbooks.ts';
/** A district: a head of two rows below instructions, committees and officers in it, totals and signatures. */
export const district = (): Workbook =>
  made('东岭区基层党组织基本情况一览表.xlsx', {
    name: 'Sheet1',
    rows: [
      ['东岭区基层党组织基本情况一览表'],
      ['填表说明：1.党组织名称须填写全称；2.组织类型填党委、党总支、党支部、联合党支部；3.党员数含预备党员。'],
      [
        '填报单位（盖章）：东岭区委组织部',
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        '填报时间：2017年5月',
      ],
      [],
      [
        '序号',
        '党组织名称',
        '隶属党组织',
        '组织类型',
        '所属行业',
        '班子成员',
        null,
        null,
        '党员数',
        null,
        '成立时间',
        '换届时间',
        null,
        '备注',
      ],
      [null, null, null, null, null, '书记', '副书记', '委员', '正式', '预备', null, '本届选举', '届满'],
      [
        1,
        '中共东岭区城关街道工作委员会',
        '东岭区委',
        '基层党委',
        '机关',
        '郝明远',
        '苏  丽（女）',
        '高  峰、丁一凡',
        0,
        0,
        '1984.6',
        '2016.11',
        '2021.11',
      ],
      [
        2,
        '城关街道机关党支部',
        '中共东岭区城关街道工作委员会',
        '党支部',
        '机关',
        '丁一凡',
        null,
        '毛小兵',
        12,
        1,
        '1984年7月',
        '2016.12',
        '2019.12',
      ],
      [
        3,
        '城关街道东门社区党总支',
        '中共东岭区城关街道工作委员会',
        '党总支',
        '社区',
        '范桂英（女）',
        null,
        null,
        46,
        2,
        '２００１年３月',
        '2015.06',
        '2018.06',
      ],
      [
        4,
        '东门社区第一党支部',
        '城关街道东门社区党总支',
        '党支部',
        '社区',
        '倪国强',
        null,
        null,
        23,
        1,
        '2001.3.18',
        '2015.06',
        '2018.06',
      ],
      [
        5,
        '东门社区第二党支部',
        '城关街道东门社区党总支',
        '党支部',
        '社区',
        '范桂英',
        null,
        null,
        23,
        1,
        '2001.3.18',
        '2015.06',
        '2018.06',
        '书记由总支书记兼任',
      ],
      [
        6,
        '东岭商贸城联合党支部',
        '中共东岭区城关街道工作委员会',
        '联合党支部',
        '非公企业',
        '暂缺',
        '谷雨',
        null,
        9,
        0,
        '2013.9',
        '2016.09',
        '2019.09',
        '书记空缺',
      ],
      ['合计', '6个', null, null, null, null, null, null, 113, 5],
      ['填表人：谷雨', null, null, '审核人：郝明远', null, null, null, '联系电话：0000-123456'],
    ],
    merges: [
      'A1:N1',
      'A2:N2',
      'A3:K3',
      'L3:N3',
      'F5:H5',
      'I5:J5',
      'L5:M5',
      'A5:A6',
      'B5:B6',
      'C5:C6',
      'D5:D6',
      'E5:E6',
      'K5:K6',
      'N5:N6',
    ],
  });

/** Committees, general branches and branches in columns, a county a sheet, totals in several columns. */
export const towns = (): Workbook =>
  made(
    '全市农村党组织统计表.xlsx',
    {
      name: '西河区',
      rows: [
        ['西河区农村党组织设置情况'],
        ['乡镇党委', '党总支', '党支部', '支部书记', '党员人数', '届满日期'],
        ['中共西河区柳河镇委员会', '柳河村党总支', '柳河村第一党支部', '白 云 飞', 21, '2018年3月'],
        [null, null, '柳河村第二党支部', '夏侯敏', 18, '2018年3月'],
        [null, null, '柳河镇中心小学党支部', '尤佳（女）', 11, '2019年6月'],
        ['中共西河区石桥镇委员会', null, '石桥镇机关党支部', '莫 言之', 14, '2019年1月'],
        [null, null, '石桥村党支部', '聂海', 33, '2018年3月'],
        ['合  计', 1, 5, null, 97],
      ],
      merges: ['A1:F1', 'A3:A5', 'B3:B4', 'A6:A7'],
    },
    {
      name: '南泉县',
      rows: [
        ['南泉县农村党组织设置情况'],
        ['乡镇党委', '党总支', '党支部', '支部书记', '党员人数', '届满日期'],
        ['中共南泉县白沙乡委员会', null, '白沙乡机关党支部', '安  宁', 16, '2019年4月'],
        [null, null, '白沙村党支部', '鲁大有', 28, '2018年4月'],
        [null, null, '黄土岗村党支部', '贺连山', 19, '2018年4月'],
        ['合  计', null, 3, null, 63],
      ],
      merges: ['A1:F1', 'A3:A5'],
    },
  );

/** CSV in GB18030: secretaries with their telephone numbers, founding days in every writing. */
export const organs = (): Workbook =>
  madeCsv(
    '市直机关党组织信息.csv',
    [
      '单位代码,支部名称,简称,上级党组织,支部类型,组建日期,曾用名,支部书记及联系电话',
      '001,示例市财政局机关党支部,财政局机关支部,市财政局,机关支部,72年8月,,陈向东13800000001',
      '002,示例市财政局离退休党支部,财政局老干部支部,市财政局,离退休干部支部,1996-11-05,,刘保国 13800000002',
      '003,"示例市教育局、市体育中心联合党支部",教体联合支部,市教育局,联合支部,二〇一四年五月,教育局第三支部,罗晓梅',
      '004,示例市公安局刑侦支队党支部,刑侦支队支部,市公安局党委,机关支部,2009.1,,秦 勇/13800000004',
      '005,示例市公安局重大安保临时党支部,,市公安局党委,临时支部,2017.02.20,,',
    ],
    inGb18030,
  );

/** Two groups side by side in BIFF8; whose they are stands only in the note below. */
export const groups = (): Workbook =>
  made('党支部分布.xls', {
    name: '分布',
    rows: [
      ['示例市国资系统党支部一览（截至2017年6月30日）'],
      ['企业党委名称', '党支部名称', '书记', null, '企业党委名称', '党支部名称', '书记'],
      ['示例市城投集团党委', '城投集团机关党支部', '方达', null, '示例市水务集团党委', '水务集团机关党支部', '1.龙涛'],
      [null, '城投集团工程党支部', '方圆', null, null, '水务集团净水厂党支部', '2.雷鸣'],
      [null, '城投集团物业党支部', '方舟'],
      ['注：两个集团党委均隶属市国资委党委。'],
    ],
    merges: ['A1:G1', 'A3:A5', 'E3:E4', 'A6:G6'],
  });

/** Numbers and exceptions in lists of units; a row that goes on below its leader. */
export const leaders = (): Workbook =>
  made('市级领导分工一览表.xlsx', {
    name: '分工',
    rows: [
      ['市级领导同志分工一览表'],
      ['领导姓名', '职务', '分管（协管）工作', '分管部门和单位', '联系县区', '基层党建联系点'],
      [
        '孔 安',
        '市委副书记',
        '组织建设、干部队伍、意识形态',
        '市委办、市委组织部、市教育局',
        '东岭区',
        '东门社区党总支',
      ],
      [
        '王  卓',
        '市委常委、组织部部长',
        '党员教育管理；人才工作',
        '1.市财政局；2.市卫健委',
        '西河区、南泉县',
        '柳河村第一党支部\n石桥村党支部',
      ],
      ['蒋光同志', '市委常委、市纪委书记', '党风廉政建设', '市公安局（刑侦除外）', null, '白沙村党支部'],
      [null, null, null, '市交通局'],
      ['注：分工如有调整，另行通知。'],
    ],
    merges: ['A1:F1', 'A5:A6', 'B5:B6', 'C5:C6', 'E5:E6', 'F5:F6', 'A7:F7'],
  });

/** A unit a row, its leaders beside it. */
export const units = (): Workbook =>
  made('各单位分管联系对照表.xlsx', {
    name: '对照',
    rows: [
      ['各单位分管、联系领导对照表'],
      ['序号', '单  位', '分管市领导', '协管市领导', '联系领导', '包抓责任科室'],
      [1, '市财政局', '孔安', null, '王卓', '组织一科'],
      [2, '市教育局', '王卓', '孔安', '蒋光', '组织一科'],
      [3, '市公安局', '蒋光', null, null, '组织二科'],
      [4, '市卫计局', '王卓', null, null, '组织二科'],
      [5, '市农业农村局', '孔安、王卓', null, null, '组织三科'],
    ],
    merges: ['A1:F1'],
  });

/** What each does in sentences. */
export const words = (): Workbook =>
  made('区委常委分工.xlsx', {
    name: 'Sheet1',
    rows: [
      ['东岭区委常委分工'],
      ['姓名', '分    工'],
      ['余庆', '主持区委全面工作。分管城关街道。联系东门社区第一党支部。'],
      ['戴天', '协助余庆同志抓基层党组织建设、党风廉政建设工作。分管城关街道机关党支部。'],
      ['乐山', '负责组织、干部、人才工作，联系东岭商贸城联合党支部。'],
    ],
    merges: ['A1:B1'],
  });

/** The twelve items as columns of ticks; contact points in two columns. */
export const items = (): Workbook =>
  made('十二项责任分解表.xlsx', {
    name: '分解',
    rows: [
      ['党建十二项工作责任分解表'],
      [
        '责任领导',
        '党建工作事项',
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        '联系村',
        '联系社区',
      ],
      [
        null,
        '基层党组织建设',
        '党员教育管理',
        '脱贫攻坚',
        '党风廉政',
        '意识形态',
        '干部队伍',
        '人才',
        '统战群团',
        '党内政治生活',
        '联系服务群众',
        '村集体经济',
        '党建制度改革',
      ],
      ['孔安', '√', null, null, '√', null, null, null, null, null, null, null, '√', '石桥村党支部', '东门社区党总支'],
      ['王卓', null, '√', null, null, null, '√', '√', null, null, null, null, null, '白沙村党支部、黄土岗村党支部'],
      ['蒋光', null, null, '√', null, '√', null, null, null, '○', null, null, null, null, '东门社区第一党支部'],
    ],
    merges: ['A1:O1', 'A2:A3', 'B2:M2', 'N2:N3', 'O2:O3'],
  });
