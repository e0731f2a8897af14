/**
 * Registry facts: append-only assertions "from this day on, it is so". The value on a day, as known at an instant, is the
 * latest assertion about that key that begins on or before the day; of two with the same beginning the one recorded later.
 * `ended` closes a key from that day on. Taking an act back makes all its assertions unsaid from then on.
 */
import type { Day, Month } from '../../core/time/room.ts';

/** Organization kinds of M01, from the top of the tree down. */
export const ORG_KINDS = [
  { id: 'municipalCommittee', name: '市委', aliases: ['市委员会'] },
  { id: 'countyCommittee', name: '区县委', aliases: ['县委', '区委', '县区委'] },
  { id: 'municipalOrganCommittee', name: '市直党委', aliases: ['市直机关党委', '部门党委'] },
  { id: 'leadingGroup', name: '党组', aliases: [] },
  { id: 'primaryCommittee', name: '基层党委', aliases: ['党委', '乡镇党委', '街道党工委', '党工委'] },
  { id: 'generalBranch', name: '党总支', aliases: ['总支', '党总支部'] },
  { id: 'branch', name: '党支部', aliases: ['支部'] },
  { id: 'jointBranch', name: '联合党支部', aliases: ['联合支部'] },
  { id: 'temporaryBranch', name: '临时党支部', aliases: ['临时支部'] },
  { id: 'functionalBranch', name: '功能型党支部', aliases: ['功能型支部', '功能性党支部', '功能党支部'] },
  { id: 'partyCell', name: '党小组', aliases: ['小组'] },
] as const;
export type OrgKind = (typeof ORG_KINDS)[number]['id'];

export const SECTORS = [
  { id: 'village', name: '村', aliases: ['农村', '行政村'] },
  { id: 'community', name: '社区', aliases: ['街道社区'] },
  { id: 'twoNew', name: '两新组织', aliases: ['两新', '非公', '非公企业', '社会组织'] },
  { id: 'organ', name: '机关', aliases: ['党政机关'] },
  { id: 'institution', name: '事业单位', aliases: ['事业'] },
  { id: 'soe', name: '国有企业', aliases: ['国企', '企业'] },
  { id: 'school', name: '学校', aliases: ['高校', '中小学'] },
] as const;
export type Sector = (typeof SECTORS)[number]['id'];

export const MEMBER_CATEGORIES = [
  { id: 'full', name: '正式党员' },
  { id: 'probationary', name: '预备党员' },
] as const;
export type MemberCategory = (typeof MEMBER_CATEGORIES)[number]['id'];

/**
 * A member's situation where it bears on what he is due to attend 应到. `migrantOut`: belongs here and lives elsewhere;
 * `migrantIn`: belongs elsewhere and takes part here.
 */
export const SITUATIONS = [
  { id: 'longIll', name: '长期患病', aliases: ['长期病假', '因病', '年老体弱'] },
  { id: 'abroad', name: '出国（境）', aliases: ['出国', '出境', '出国出境', '在国外'] },
  { id: 'migrantOut', name: '流动党员（流出）', aliases: ['流出', '流出党员', '流动党员', '外出流动', '外出务工'] },
  { id: 'migrantIn', name: '流动党员（流入）', aliases: ['流入', '流入党员'] },
  { id: 'outOfTouch', name: '失去联系', aliases: ['失联', '失联党员'] },
] as const;
export type Situation = (typeof SITUATIONS)[number]['id'];

/** What an organization is to a leader: in his charge 分管, in contact with him 联系, his contact point 联系点. */
export const ORG_RELATIONS = [
  { id: 'charge', name: '分管' },
  { id: 'contact', name: '联系' },
  { id: 'contactPoint', name: '联系点' },
] as const;
export type OrgRelation = (typeof ORG_RELATIONS)[number]['id'];

/** Posts whose holders owe or may do something. `committee`: sits on the committee of a branch or of a committee/leading group. */
export const POSTS = [
  { id: 'secretary', name: '书记', committee: true },
  { id: 'deputySecretary', name: '副书记', committee: true },
  { id: 'organizationMember', name: '组织委员', committee: true },
  { id: 'publicityMember', name: '宣传委员', committee: true },
  { id: 'disciplineMember', name: '纪检委员', committee: true },
  { id: 'committeeMember', name: '委员', committee: true },
  { id: 'standingMember', name: '常委', committee: true },
  { id: 'cellLeader', name: '党小组组长', committee: false },
  { id: 'partyAffairsWorker', name: '党务工作者', committee: false },
  { id: 'officeHolder', name: '领导职务', committee: false },
] as const;
export type Post = (typeof POSTS)[number]['id'];

export const RANKS = [
  { id: 'cityLevel', name: '市级' },
  { id: 'countyLevelChief', name: '正处级' },
  { id: 'countyLevelDeputy', name: '副处级' },
] as const;
export type Rank = (typeof RANKS)[number]['id'];

/** A day as precisely as it is known: 入党时间 is often a month. */
export interface RoughDay {
  day: Day;
  precision: 'day' | 'month';
}

export type RegistryFact =
  | {
      fact: 'organization';
      orgId: number;
      validFrom: Day;
      ended?: boolean;
      name: string;
      shortNames: readonly string[];
      kind: OrgKind;
      sector: Sector;
      parentId: number | null;
      termExpiresOn: Day | null;
      /** The second line of management 条块: the other organization that it answers to. */
      secondParentId?: number | null;
      /** Units that a joint or functional branch covers, by name; they have no organization of their own. */
      covers?: readonly string[];
    }
  | {
      fact: 'person';
      personId: number;
      validFrom: Day;
      ended?: boolean;
      name: string;
      sex: 'male' | 'female' | null;
      joinedOn: RoughDay | null;
      bornMonth?: Month | null;
      /** With `ended`: the entry that this person turned out to be. */
      mergedInto?: number;
    }
  | {
      fact: 'membership';
      personId: number;
      orgId: number;
      validFrom: Day;
      ended?: boolean;
      category: MemberCategory;
      situation?: Situation | null;
    }
  | {
      fact: 'post';
      personId: number;
      orgId: number;
      post: Post;
      validFrom: Day;
      ended?: boolean;
      /** As written in the roster: 党委书记、局长. */
      title: string;
      /** Rank group of a leading cadre; null for posts of a branch. */
      rank: Rank | null;
    }
  | {
      fact: 'charge';
      /** The leader in charge 分管领导. */
      leaderId: number;
      personId: number;
      validFrom: Day;
      ended?: boolean;
    }
  | {
      fact: 'orgCharge';
      leaderId: number;
      orgId: number;
      relation: OrgRelation;
      validFrom: Day;
      ended?: boolean;
    }
  | {
      fact: 'itemCharge';
      leaderId: number;
      /** In whose team. */
      orgId: number;
      /** One of the items of the Party-building ledger in force (rules/ledgers). */
      itemId: string;
      validFrom: Day;
      ended?: boolean;
    };

/** Whether an organization kind is one whose members meet: 支部 and its special forms. */
export const isBranch = (kind: OrgKind): boolean =>
  kind === 'branch' || kind === 'jointBranch' || kind === 'temporaryBranch' || kind === 'functionalBranch';

/** Kinds whose secretaries, deputies and members owe a Party-building ledger (AR-13). */
export const owesPartyBuildingLedger = (kind: OrgKind, post: Post): boolean =>
  (kind === 'municipalCommittee' ||
    kind === 'countyCommittee' ||
    kind === 'municipalOrganCommittee' ||
    kind === 'leadingGroup') &&
  POSTS.some((p) => p.id === post && p.committee);
