/** Who leads the sample city: names as the offices' own roster and branch rolls write them, so that both feel at home here. */
import type { Post, Rank } from '../registry/organizations/room.ts';
import { STORY_BRANCH } from './organizations.logic.ts';

/** City-level leaders; the main leader first. All but him are in charge of cadres. */
export const LEADERS: readonly { name: string; sex: 'male' | 'female'; post: Post; title: string }[] = [
  { name: '卫振宁', sex: 'male', post: 'secretary', title: '市委书记' },
  { name: '孔安', sex: 'male', post: 'deputySecretary', title: '市委副书记' },
  { name: '蒋光', sex: 'male', post: 'standingMember', title: '市委常委、常务副市长' },
  { name: '王卓', sex: 'male', post: 'standingMember', title: '市委常委、组织部部长' },
  { name: '孔庆然', sex: 'male', post: 'standingMember', title: '市委常委、政法委书记' },
  { name: '秦光泽', sex: 'male', post: 'standingMember', title: '市委常委、纪委书记' },
];

/** Names of a unit's leading cadres, its chief first: name, sex, leader in charge. */
type Line = readonly [name: string, sex: 'm' | 'f', leader: string];

export const ROSTER: Readonly<Record<string, readonly Line[]>> = {
  市委办: [
    ['许松安', 'f', '蒋光'],
    ['魏恩峰', 'm', '孔安'],
    ['华恩达', 'f', '孔安'],
    ['冯松', 'f', '孔安'],
    ['秦凯泽', 'f', '王卓'],
  ],
  市委组织部: [
    ['吴达邦', 'f', '蒋光'],
    ['孔泽', 'm', '孔庆然'],
    ['金然', 'm', '孔安'],
    ['杨帆鹏', 'f', '王卓'],
    ['韩岚宁', 'm', '孔安'],
  ],
  市财政局: [
    ['蒋帆', 'm', '孔安'],
    ['秦安松', 'm', '秦光泽'],
    ['周卓岚', 'm', '孔庆然'],
  ],
  市教育局: [
    ['周涛冬', 'm', '孔安'],
    ['卫雅文', 'm', '王卓'],
    ['秦成', 'f', '秦光泽'],
    ['陈卓海', 'm', '孔庆然'],
    ['郑安', 'm', '孔安'],
    ['魏卓', 'm', '孔安'],
  ],
  市卫健委: [
    ['吕雅', 'm', '蒋光'],
    ['钱光海', 'f', '孔安'],
    ['韩鹏邦', 'm', '王卓'],
    ['姜文', 'f', '孔安'],
    ['何恩雅', 'f', '孔庆然'],
  ],
  市公安局: [
    ['陶恩松', 'm', '孔庆然'],
    ['华岚达', 'f', '王卓'],
    ['严泽', 'm', '孔安'],
    ['姜冬鹏', 'm', '王卓'],
  ],
  市交通局: [
    ['吕成', 'f', '孔安'],
    ['许宁', 'm', '王卓'],
    ['孙达邦', 'f', '孔安'],
    ['褚欣志', 'f', '孔安'],
    ['孙帆达', 'm', '孔庆然'],
  ],
  东岭区委: [
    ['韩海', 'f', '秦光泽'],
    ['孙晨', 'f', '孔安'],
    ['孔岚卓', 'm', '秦光泽'],
    ['秦然', 'm', '孔庆然'],
  ],
  西河区委: [
    ['郑成峰', 'f', '孔庆然'],
    ['何恩', 'm', '秦光泽'],
    ['李卓', 'f', '孔庆然'],
    ['陶庆安', 'm', '王卓'],
    ['华达', 'm', '蒋光'],
  ],
  南泉县委: [
    ['赵鹏', 'f', '秦光泽'],
    ['褚成成', 'm', '蒋光'],
    ['孙文帆', 'm', '蒋光'],
    ['褚佳', 'm', '孔安'],
    ['张卓', 'f', '孔安'],
  ],
  北桥县委: [
    ['吕佳成', 'm', '蒋光'],
    ['孔明庆', 'f', '孔庆然'],
    ['王松', 'm', '孔安'],
  ],
  市国资委: [
    ['陈帆', 'm', '孔安'],
    ['华欣志', 'f', '孔安'],
    ['金佳岚', 'm', '孔安'],
    ['严安鹏', 'm', '王卓'],
    ['施涛庆', 'm', '孔安'],
  ],
  市农业农村局: [
    ['冯欣邦', 'f', '王卓'],
    ['何成凯', 'm', '孔安'],
    ['杨光', 'f', '孔安'],
    ['孔卓安', 'f', '孔安'],
    ['李晨', 'f', '孔庆然'],
  ],
};

/** Members of branches that are known by name, in the order of the roll; the first ones hold the posts beside them. */
/** The branch of the organization department's own staff. */
export const DEPARTMENT_BRANCH = '中共示例市委组织部机关第一党支部';

export const ROLLS: Readonly<
  Record<string, { members: readonly (readonly [name: string, sex: 'm' | 'f'])[]; posts: readonly Post[] }>
> = {
  [STORY_BRANCH]: {
    members: [
      ['郑帆晨', 'm'],
      ['钱达', 'm'],
      ['褚晨凯', 'm'],
      ['郑恩', 'f'],
      ['孙明志', 'm'],
      ['吴卓文', 'm'],
      ['何佳晨', 'f'],
      ['秦达', 'm'],
      ['张邦', 'm'],
      ['吕峰泽', 'm'],
      ['杨光文', 'm'],
      ['褚欣', 'f'],
      ['陶光宁', 'm'],
      ['陶志', 'm'],
      ['蒋岚', 'f'],
      ['冯雅宁', 'f'],
      ['严文博', 'm'],
      ['金松', 'm'],
      ['许安然', 'f'],
      ['沈卓然', 'm'],
      ['韩冬', 'm'],
      ['姜佳宁', 'f'],
      ['孔泽', 'm'],
      ['施雅文', 'f'],
      ['曹明达', 'm'],
      ['魏晨', 'm'],
      ['唐庆云', 'f'],
    ],
    posts: ['secretary', 'deputySecretary', 'organizationMember', 'publicityMember', 'disciplineMember'],
  },
  [DEPARTMENT_BRANCH]: {
    members: [['许思远', 'm']],
    posts: ['secretary', 'organizationMember', 'publicityMember', 'disciplineMember'],
  },
};

export interface SeatPlan {
  post: Post;
  title: string;
  rank: Rank;
}

/** The leadership of an organ with this many cadres, its chief first. */
export function organSeats(kind: 'municipalOrganCommittee' | 'leadingGroup', chief: string, count: number): SeatPlan[] {
  const [body, member] = kind === 'leadingGroup' ? ['党组', '党组成员'] : ['党委', '党委委员'];
  const deputy = `副${chief}`;
  const discipline: SeatPlan =
    kind === 'leadingGroup'
      ? { post: 'committeeMember', title: '党组成员、纪检组组长', rank: 'countyLevelDeputy' }
      : { post: 'disciplineMember', title: '党委委员、纪委书记', rank: 'countyLevelDeputy' };
  return Array.from({ length: count }, (_, at): SeatPlan => {
    if (at === 0) return { post: 'secretary', title: `${body}书记、${chief}`, rank: 'countyLevelChief' };
    if (at === 1) return { post: 'deputySecretary', title: `${body}副书记、${deputy}`, rank: 'countyLevelDeputy' };
    if (at === 2) return discipline;
    if (at === count - 1 && count >= 5) return { post: 'officeHolder', title: '调研员', rank: 'countyLevelChief' };
    return { post: 'committeeMember', title: `${member}、${deputy}`, rank: 'countyLevelDeputy' };
  });
}

const STANDING_OFFICES = [
  '常务副{长}',
  '组织部部长',
  '纪委书记',
  '宣传部部长',
  '政法委书记',
  '统战部部长',
  '人民武装部政委',
];
const FURTHER_OFFICES = [
  '人大常委会主任',
  '政协主席',
  '副{长}、公安局局长',
  '副{长}',
  '副{长}',
  '副{长}',
  '人大常委会副主任',
  '政协副主席',
  '法院院长',
  '检察院检察长',
];

/** The leadership of a county or district with this many cadres, its secretary first. */
export function countySeats(urban: boolean, count: number): SeatPlan[] {
  const [body, head] = urban ? ['区委', '区长'] : ['县委', '县长'];
  const office = (text: string): string => text.replace('{长}', head);
  return Array.from({ length: count }, (_, at): SeatPlan => {
    if (at === 0) return { post: 'secretary', title: `${body}书记`, rank: 'countyLevelChief' };
    if (at === 1) return { post: 'deputySecretary', title: `${body}副书记、${head}`, rank: 'countyLevelChief' };
    if (at === 2) return { post: 'deputySecretary', title: `${body}副书记`, rank: 'countyLevelDeputy' };
    const standing = STANDING_OFFICES[at - 3];
    if (standing)
      return { post: 'standingMember', title: `${body}常委、${office(standing)}`, rank: 'countyLevelDeputy' };
    const further = FURTHER_OFFICES[at - 3 - STANDING_OFFICES.length] ?? '副调研员';
    return { post: 'officeHolder', title: office(further), rank: at < 12 ? 'countyLevelChief' : 'countyLevelDeputy' };
  });
}
