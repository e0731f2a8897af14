/** What a written title, rank or category says in the registry's own words. */
import { isNothing, squeezed } from '../../platform/open/room.ts';
import type { MemberCategory, Post, Rank, Situation } from '../organizations/room.ts';

const parts = (text: string): string[] =>
  squeezed(text)
    .replace(/\((?!党组|党委).*?\)/g, '')
    .split(/[、,;/]|兼任?/)
    .filter((part) => part !== '');

/** Secretaries of something else than the Party committee or leading group of the unit. */
const OTHER_SECRETARY = /(?:纪委|纪检|纪工委|政法委|团委|团市委|工委会|工会|机关党委|总支|支部|妇联|人大|政协).*书记/;

function committeePost(part: string): Post | undefined {
  if (OTHER_SECRETARY.test(part)) return undefined;
  if (/副书记/.test(part)) return 'deputySecretary';
  if (/书记(?!员|处|长)/.test(part)) return 'secretary';
  if (/常委/.test(part)) return 'standingMember';
  if (/(?:党委|党组|党工委|\)).*(?:委员|成员)|^委员$/.test(part)) return 'committeeMember';
  return undefined;
}

const COMMITTEE_ORDER: readonly Post[] = ['secretary', 'deputySecretary', 'standingMember', 'committeeMember'];

/** The post of a leading cadre: his seat on the committee or leading group, else a holder of office. The title itself is kept. */
export function postOfTitle(title: string): Post {
  const posts = parts(title).map(committeePost);
  return COMMITTEE_ORDER.find((post) => posts.includes(post)) ?? 'officeHolder';
}

const BRANCH_POSTS: readonly [RegExp, Post][] = [
  [/副书记/, 'deputySecretary'],
  [/书记|支书/, 'secretary'],
  [/组织委员/, 'organizationMember'],
  [/宣传委员/, 'publicityMember'],
  [/纪(?:检|律检查)委员/, 'disciplineMember'],
  [/(?:小组组?长|小组长)/, 'cellLeader'],
  [/党务(?:工作者|干部|工作人员|专干)/, 'partyAffairsWorker'],
  [/委员|支委/, 'committeeMember'],
];

/** Posts within a branch: `副书记、组织委员` are two. `unread` holds what is no such post. */
export function branchPosts(text: string): { posts: { post: Post; title: string }[]; unread: string[] } {
  const posts: { post: Post; title: string }[] = [];
  const unread: string[] = [];
  if (isNothing(text)) return { posts, unread };
  for (const part of parts(text)) {
    const known = BRANCH_POSTS.find(([words]) => words.test(part));
    if (known) posts.push({ post: known[1], title: part });
    else if (!/^(?:普通)?党员$/.test(part)) unread.push(part);
  }
  return { posts, unread };
}

/** Grades beside the leading posts, with the rank that each answers to. */
const GRADES: readonly [RegExp, Rank][] = [
  [/巡视员/, 'cityLevel'],
  [/副调研员|[三四34]级调研员/, 'countyLevelDeputy'],
  [/调研员/, 'countyLevelChief'],
];

/** `正处级`, `副处`, `正县级`, `四级调研员`; null for ranks below county level; undefined for what is no rank. */
export function readRank(text: string): Rank | null | undefined {
  const plain = squeezed(text);
  if (/市级|厅|局级|地级/.test(plain)) return 'cityLevel';
  if (/[处县]/.test(plain)) {
    if (/副|调研员(?:副)|非领导/.test(plain)) return 'countyLevelDeputy';
    if (/正|主/.test(plain)) return 'countyLevelChief';
    return undefined;
  }
  const grade = GRADES.find(([words]) => words.test(plain));
  if (grade) return grade[1];
  return /科|股|办事员/.test(plain) ? null : undefined;
}

/** Undefined for what is no category of member: `入党积极分子` is none. `正式（流动）` is one. */
export function readCategory(text: string): MemberCategory | undefined {
  const plain = squeezed(text)
    .replace(/\(.*?\)/g, '')
    .replace(/^[A-Za-z\d][.、]/, '');
  if (/^(?:中共)?预备(?:党员)?(?:期)?$/.test(plain)) return 'probationary';
  return /^(?:中共)?(?:正式|流动|在职|在岗|离退休|退休|离休|农民|困难)?(?:中共)?(?:党员)$|^正式$|^中共$|^是$/.test(
    plain,
  )
    ? 'full'
    : undefined;
}

const SITUATION_WORDS: readonly [RegExp, Situation][] = [
  [/失联|失去联系|联系不上/, 'outOfTouch'],
  [/流入/, 'migrantIn'],
  [/流出|流动|外出务工|外出/, 'migrantOut'],
  [/出国|出境|国外|境外|留学/, 'abroad'],
  [/长期患病|长期病假|年老体弱|重病|卧病|因病|瘫痪|行动不便/, 'longIll'],
];

/** What a word says of a member's situation; null for 否, 在岗 and the like; undefined for what says nothing of it. */
export function readSituation(text: string): Situation | null | undefined {
  const plain = squeezed(text);
  if (isNothing(plain) || /^(?:否|正常|在岗|在职|在册|退休|离退休|一般|不是|非流动|本地)/.test(plain)) return null;
  const said = SITUATION_WORDS.find(([words]) => words.test(plain))?.[1];
  // 是，在广东务工 below 是否流动.
  return said ?? (/^(?:是|√|✓|流动)(?:[,，、].*)?$/.test(plain) ? 'migrantOut' : undefined);
}

export function readSex(text: string): 'male' | 'female' | null {
  const plain = squeezed(text);
  if (/^男/.test(plain)) return 'male';
  return /^女/.test(plain) ? 'female' : null;
}
