/** Organizations and members as rows of the offices' own lists: what leaves in them can be read in again. */
import type { Day, Month } from '../../core/time/room.ts';
import {
  MEMBER_CATEGORIES,
  type MemberCategory,
  ORG_KINDS,
  type OrgKind,
  SECTORS,
  type Sector,
  SITUATIONS,
  type Situation,
} from './facts.logic.ts';

/** From when organizations hold whose founding nobody wrote down: no day to put into a list. */
const UNKNOWN_SINCE = '2000-01-01';

const nameIn = (list: readonly { id: string; name: string }[], id: string | null): string =>
  list.find((one) => one.id === id)?.name ?? '';
const dotted = (day: string | null): string => (day ?? '').replaceAll('-', '.');

export interface ListedOrganization {
  name: string;
  shortNames: readonly string[];
  parentName: string;
  secondParentName: string;
  kind: OrgKind;
  sector: Sector;
  covers: readonly string[];
  foundedOn: Day;
  termExpiresOn: Day | null;
}

export const ORGANIZATION_COLUMNS = [
  { head: '党组织全称', width: 38 },
  { head: '简称（可多个）', width: 26 },
  { head: '上级党组织', width: 34 },
  { head: '第二上级', width: 20 },
  { head: '类别', width: 12 },
  { head: '领域', width: 10 },
  { head: '联合单位', width: 24 },
  { head: '成立时间', width: 12 },
  { head: '本届任期届满时间', width: 16 },
  { head: '备注', width: 12 },
] as const;

export const organizationRow = (org: ListedOrganization): string[] => [
  org.name,
  org.shortNames.join('、'),
  org.parentName,
  org.secondParentName,
  nameIn(ORG_KINDS, org.kind),
  nameIn(SECTORS, org.sector),
  org.covers.join('、'),
  org.foundedOn <= UNKNOWN_SINCE ? '' : org.foundedOn,
  org.termExpiresOn ?? '',
  '',
];

export interface ListedMember {
  name: string;
  sex: 'male' | 'female' | null;
  bornMonth: Month | null;
  category: MemberCategory;
  joinedOn: Day | null;
  joinedPrecision: 'day' | 'month' | null;
  /** When he became a full member, where that is known. */
  fullOn: Day | null;
  situation: Situation | null;
  posts: readonly string[];
}

export const MEMBER_COLUMNS = [
  { head: '姓名', width: 12 },
  { head: '性别', width: 6 },
  { head: '出生年月', width: 10 },
  { head: '党员类别', width: 12 },
  { head: '入党时间', width: 12 },
  { head: '转正时间', width: 12 },
  { head: '人员情况', width: 16 },
  { head: '党内职务', width: 20 },
  { head: '备注', width: 14 },
] as const;

export const memberRow = (member: ListedMember): string[] => [
  member.name,
  sexWord(member.sex),
  dotted(member.bornMonth),
  nameIn(MEMBER_CATEGORIES, member.category),
  dotted(member.joinedPrecision === 'month' ? (member.joinedOn?.slice(0, 7) ?? null) : member.joinedOn),
  dotted(member.fullOn),
  nameIn(SITUATIONS, member.situation),
  member.posts.join('、'),
  '',
];

export const sexWord = (sex: 'male' | 'female' | null): string => (sex ? { male: '男', female: '女' }[sex] : '');
