/** The sample city's map, all of it invented: counties, towns, villages, communities, schools, enterprises, organs. */
import type { OrgKind, Sector } from '../registry/organizations/room.ts';

export interface UnitPlan {
  name: string;
  shortNames: readonly string[];
  kind: OrgKind;
  /** Where its leadership meets: 局党委会议室. */
  room: string;
  /** Chief's second title: 局长, 主任, 部长. */
  chief: string;
  /** Field of business, for the entries of its cadres. */
  field: string;
  /** Leading cadres in the small city. */
  cadres: number;
  /** Subordinate organizations: name, whether it has branches of its own, sector. */
  below: readonly (readonly [name: string, branches: readonly string[], sector: Sector])[];
}

const organ = (
  short: string,
  full: string,
  kind: 'municipalOrganCommittee' | 'leadingGroup',
  field: string,
  cadres: number,
  below: UnitPlan['below'] = [],
): UnitPlan => ({
  name: full,
  shortNames: [short],
  kind,
  room: short.endsWith('部')
    ? '部务会议室'
    : `${short.endsWith('局') ? '局' : '机关'}${kind === 'leadingGroup' ? '党组' : '党委'}会议室`,
  chief: short.endsWith('部') ? '部长' : /[委办]$/.test(short) ? '主任' : '局长',
  field,
  cadres,
  below,
});

/** Organs of the small city; names and aliases as the offices' own workbooks write them. */
export const ORGANS: readonly UnitPlan[] = [
  organ('市委办', '中共示例市委办公室', 'municipalOrganCommittee', 'office', 5, [
    ['市档案馆党支部', [], 'institution'],
    ['市委机关服务中心党支部', [], 'institution'],
  ]),
  organ('市委组织部', '中共示例市委组织部', 'municipalOrganCommittee', 'organization', 5, [
    ['市委党校机关党总支', ['教研党支部', '行政党支部'], 'institution'],
    ['市人才服务中心党支部', [], 'institution'],
  ]),
  organ('市财政局', '示例市财政局党组', 'leadingGroup', 'finance', 3, [
    ['市财政国库支付中心党支部', [], 'institution'],
    ['市会计管理中心党支部', [], 'institution'],
  ]),
  organ('市教育局', '示例市教育局党委', 'municipalOrganCommittee', 'education', 6, [
    ['市第一中学党总支', ['行政党支部', '高中部党支部', '初中部党支部'], 'school'],
    ['市第二中学党支部', [], 'school'],
    ['市第三中学党支部', [], 'school'],
    ['市实验小学党支部', [], 'school'],
    ['市新华路小学党支部', [], 'school'],
    ['市特殊教育学校党支部', [], 'school'],
    ['市职业技术学校党总支', ['机电系党支部', '商贸系党支部'], 'school'],
    ['市师范学院党委', ['文学院党支部', '理学院党支部', '教育学院党支部', '机关后勤党支部'], 'school'],
  ]),
  organ('市卫健委', '示例市卫生健康委员会党委', 'municipalOrganCommittee', 'health', 5, [
    ['市人民医院党委', ['内科党支部', '外科党支部', '医技党支部', '门诊党支部', '行政后勤党支部'], 'institution'],
    ['市中医院党总支', ['临床党支部', '药剂党支部'], 'institution'],
    ['市妇幼保健院党支部', [], 'institution'],
    ['市疾病预防控制中心党支部', [], 'institution'],
  ]),
  organ('市公安局', '示例市公安局党委', 'municipalOrganCommittee', 'police', 4, [
    ['市交通警察支队党总支', ['一大队党支部', '二大队党支部', '车辆管理所党支部'], 'organ'],
    ['市刑事侦查支队党支部', [], 'organ'],
    ['市特警支队党支部', [], 'organ'],
  ]),
  organ('市交通局', '示例市交通运输局党组', 'leadingGroup', 'transport', 5, [
    ['市公路管理处党支部', [], 'institution'],
    ['市道路运输管理处党支部', [], 'institution'],
    ['市交通工程质量监督站党支部', [], 'institution'],
  ]),
  organ('市国资委', '示例市国有资产监督管理委员会党委', 'municipalOrganCommittee', 'assets', 5, [
    ['市城市建设投资集团党委', ['总部党支部', '工程党支部', '物业党支部'], 'soe'],
    ['市水务集团党委', ['制水党支部', '管网党支部', '营业党支部'], 'soe'],
    ['市公共交通集团党委', ['一分公司党支部', '二分公司党支部', '修理厂党支部'], 'soe'],
    ['市热力公司党总支', ['生产党支部', '服务党支部'], 'soe'],
  ]),
  organ('市农业农村局', '示例市农业农村局党组', 'leadingGroup', 'agriculture', 5, [
    ['市农业技术推广中心党支部', [], 'institution'],
    ['市畜牧兽医站党支部', [], 'institution'],
    ['市种子管理站党支部', [], 'institution'],
  ]),
];

/** Further organs of the full city. */
export const MORE_ORGANS: readonly UnitPlan[] = (
  [
    ['市委宣传部', '中共示例市委宣传部', 'municipalOrganCommittee', 'office'],
    ['市委统战部', '中共示例市委统一战线工作部', 'municipalOrganCommittee', 'office'],
    ['市委政法委', '中共示例市委政法委员会', 'municipalOrganCommittee', 'police'],
    ['市委研究室', '中共示例市委政策研究室', 'municipalOrganCommittee', 'office'],
    ['市人大机关', '示例市人大机关党组', 'leadingGroup', 'office'],
    ['市政府办', '示例市人民政府办公室党组', 'leadingGroup', 'office'],
    ['市政协机关', '示例市政协机关党组', 'leadingGroup', 'office'],
    ['市法院', '示例市中级人民法院党组', 'leadingGroup', 'police'],
    ['市检察院', '示例市人民检察院党组', 'leadingGroup', 'police'],
    ['市发改委', '示例市发展和改革委员会党组', 'leadingGroup', 'assets'],
    ['市工信局', '示例市工业和信息化局党组', 'leadingGroup', 'assets'],
    ['市科技局', '示例市科学技术局党组', 'leadingGroup', 'education'],
    ['市民政局', '示例市民政局党组', 'leadingGroup', 'health'],
    ['市司法局', '示例市司法局党组', 'leadingGroup', 'police'],
    ['市人社局', '示例市人力资源和社会保障局党组', 'leadingGroup', 'organization'],
    ['市国土资源局', '示例市国土资源局党组', 'leadingGroup', 'agriculture'],
    ['市环境保护局', '示例市环境保护局党组', 'leadingGroup', 'transport'],
    ['市住房城乡建设局', '示例市住房和城乡建设局党组', 'leadingGroup', 'transport'],
    ['市城市管理局', '示例市城市管理局党组', 'leadingGroup', 'transport'],
    ['市水务局', '示例市水务局党组', 'leadingGroup', 'agriculture'],
    ['市林业局', '示例市林业局党组', 'leadingGroup', 'agriculture'],
    ['市商务局', '示例市商务局党组', 'leadingGroup', 'assets'],
    ['市文广新局', '示例市文化广电新闻出版局党组', 'leadingGroup', 'education'],
    ['市体育局', '示例市体育局党组', 'leadingGroup', 'education'],
    ['市旅游局', '示例市旅游局党组', 'leadingGroup', 'assets'],
    ['市审计局', '示例市审计局党组', 'leadingGroup', 'finance'],
    ['市统计局', '示例市统计局党组', 'leadingGroup', 'finance'],
    ['市安监局', '示例市安全生产监督管理局党组', 'leadingGroup', 'transport'],
    ['市食药监局', '示例市食品药品监督管理局党组', 'leadingGroup', 'health'],
    ['市工商局', '示例市工商行政管理局党组', 'leadingGroup', 'finance'],
    ['市质监局', '示例市质量技术监督局党组', 'leadingGroup', 'finance'],
    ['市粮食局', '示例市粮食局党组', 'leadingGroup', 'agriculture'],
    ['市物价局', '示例市物价局党组', 'leadingGroup', 'finance'],
    ['市扶贫办', '示例市扶贫开发办公室党组', 'leadingGroup', 'agriculture'],
    ['市信访局', '示例市信访局党组', 'leadingGroup', 'office'],
    ['市政务服务局', '示例市政务服务管理局党组', 'leadingGroup', 'office'],
    ['市人防办', '示例市人民防空办公室党组', 'leadingGroup', 'transport'],
    ['市总工会', '示例市总工会党组', 'leadingGroup', 'organization'],
    ['团市委', '共青团示例市委员会党组', 'leadingGroup', 'organization'],
    ['市妇联', '示例市妇女联合会党组', 'leadingGroup', 'organization'],
    ['市科协', '示例市科学技术协会党组', 'leadingGroup', 'education'],
    ['市残联', '示例市残疾人联合会党组', 'leadingGroup', 'health'],
    ['市供销社', '示例市供销合作社联合社党组', 'leadingGroup', 'agriculture'],
    ['市税务局', '示例市税务局党组', 'leadingGroup', 'finance'],
    ['市气象局', '示例市气象局党组', 'leadingGroup', 'agriculture'],
    ['市公积金中心', '示例市住房公积金管理中心党组', 'leadingGroup', 'finance'],
    ['市开发区', '示例市经济开发区党工委', 'municipalOrganCommittee', 'assets'],
    ['市高新区', '示例市高新技术产业区党工委', 'municipalOrganCommittee', 'assets'],
  ] as const
).map(([short, full, kind, field]) =>
  organ(short, full, kind, field, 8, [
    [`${short}${field === 'assets' ? '企业服务' : '综合事务'}中心党支部`, [], 'institution'],
    [`${short}信息中心党支部`, [], 'institution'],
  ]),
);

export interface CountyPlan {
  name: string;
  shortNames: readonly string[];
  /** 南泉县 */
  spoken: string;
  urban: boolean;
  cadres: number;
  /** Towns that have a name in the story; more are made. */
  towns: readonly (readonly [name: string, villages: readonly string[]])[];
}

export const COUNTIES: readonly CountyPlan[] = [
  {
    name: '中共示例市东岭区委员会',
    shortNames: ['东岭区委'],
    spoken: '东岭区',
    urban: true,
    cadres: 4,
    towns: [
      ['新华街道', ['新华社区', '府前社区']],
      ['东关街道', ['东关社区', '学府社区']],
    ],
  },
  {
    name: '中共示例市西河区委员会',
    shortNames: ['西河区委'],
    spoken: '西河区',
    urban: true,
    cadres: 5,
    towns: [
      ['河滨街道', ['河滨社区', '柳荫社区']],
      ['纺织街道', ['纺织社区']],
    ],
  },
  {
    name: '中共示例市南泉县委员会',
    shortNames: ['南泉县委'],
    spoken: '南泉县',
    urban: false,
    cadres: 5,
    towns: [
      ['石桥镇', ['柳河村', '石桥村']],
      ['青山乡', ['上坪村', '下坪村']],
      ['城关镇', ['第一社区', '第二社区']],
    ],
  },
  {
    name: '中共示例市北桥县委员会',
    shortNames: ['北桥县委'],
    spoken: '北桥县',
    urban: false,
    cadres: 3,
    towns: [
      ['北桥镇', ['北桥社区', '南门社区']],
      ['杨树沟乡', ['杨树沟村']],
    ],
  },
];

/** Further counties of the full city. */
export const MORE_COUNTIES: readonly CountyPlan[] = (
  [
    ['临山区', true],
    ['清水县', false],
    ['安和县', false],
    ['丰田县', false],
    ['云岭县', false],
  ] as const
).map(([spoken, urban]) => ({
  name: `中共示例市${spoken}委员会`,
  shortNames: [`${spoken}委`],
  spoken,
  urban,
  cadres: 20,
  towns: [],
}));

/** Parts of place names; a town or village is one of the first and one of the second. */
export const PLACE_FIRST = [
  ...'上下前后东西南北大小高长平安清石白青红金龙凤马牛杨柳松桃李枣梨莲竹桂榆槐槐云泉溪沙黄双三七九永新古太福兴和丰',
];
export const PLACE_SECOND = [
  ...'河沟坪湾坡岭庄屯桥塘井泉店营寨堡台滩洼峪岗川园坞坝门口里头',
  '家庄',
  '家湾',
  '树沟',
  '水井',
];
export const COMMUNITY_NAMES = (
  '文昌 朝阳 光明 和平 建设 人民 胜利 解放 友谊 幸福 团结 康乐 锦绣 馨园 翠湖 桃园 枫林 紫荆 书香 滨江 望湖 怡景 安泰 兴盛 ' +
  '永和 长虹 曙光 前进 民主 富强 文明 和谐 春晖 秋实 花园 星光 世纪 阳光 金桂 银杏 玉兰 丁香 海棠 百合 梧桐 香樟 石榴 芙蓉'
).split(' ');

/** Invented enterprises and social organizations: 两新组织. */
export const ENTERPRISE_FIRST =
  '恒泰 新源 宏达 瑞丰 鼎盛 华兴 金穗 天和 东升 绿野 万佳 众诚 力源 佳禾 永固 盛世 博远 嘉合 润泽 启明 兴农 同德 和顺 安信'.split(
    ' ',
  );
export const ENTERPRISE_SECOND =
  '机械公司 食品公司 商贸公司 物流公司 建材公司 农业公司 电子公司 纺织公司 家具公司 包装公司 律师事务所 会计师事务所 幼儿园 养老服务中心 快递公司 超市公司 制药公司 种植合作社 养殖合作社 商会'.split(
    ' ',
  );
