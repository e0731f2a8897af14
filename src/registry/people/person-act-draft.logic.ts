/** What stands in the form of an act on a person, and the act that it says once nothing needed is missing. */
import { type Day, isMonth, type Month } from '../../core/time/room.ts';
import type { MemberCategory, Post, Rank, Situation } from '../organizations/room.ts';
import type { PersonPage } from './people.contract.ts';
import type { Leaving, PersonAct } from './person-acts.contract.ts';

export type ActKind = PersonAct['act'];

export const ACT_NAMES: Readonly<Record<ActKind, string>> = {
  transfer: '组织关系转接',
  becomeFull: '转正',
  situation: '情形变化',
  posts: '任免职务',
  correct: '更正信息',
  leave: '终止党员身份',
  enter: '登记人员',
};

export interface NamedOrg {
  id: number;
  name: string;
}

export interface PostDraft {
  /** Of a row of the form; stays while it is edited. */
  key: string;
  do: 'keep' | 'begin' | 'change' | 'end';
  org: NamedOrg | null;
  post: Post;
  title: string;
  rank: Rank | null;
  until: Day | '';
}

export interface ActDraft {
  on: Day | '';
  basis: string;
  documentNumber: string;
  note: string;
  org: NamedOrg | null;
  category: MemberCategory;
  migrant: boolean;
  reason: Leaving | '';
  /** `none`: no longer any. */
  situation: Situation | 'none' | '';
  posts: readonly PostDraft[];
  name: string;
  sex: 'male' | 'female' | '';
  joinedOn: Day | '';
  joinedPrecision: 'day' | 'month';
  /** 1990-03, as typed. */
  bornMonth: string;
  fromStart: boolean;
}

const EMPTY: ActDraft = {
  on: '',
  basis: '',
  documentNumber: '',
  note: '',
  org: null,
  category: 'full',
  migrant: false,
  reason: '',
  situation: '',
  posts: [],
  name: '',
  sex: '',
  joinedOn: '',
  joinedPrecision: 'day',
  bornMonth: '',
  fromStart: true,
};

const lasts = ({ from, until }: { from: Day; until: Day | null }, today: Day): boolean =>
  from <= today && (until === null || until >= today);

/** The membership of the branch where he belongs now, or else the one where he takes part. */
export function membershipNow(
  { memberships }: Pick<PersonPage, 'memberships'>,
  today: Day,
): PersonPage['memberships'][number] | undefined {
  const now = memberships.filter((one) => lasts(one, today));
  return now.find(({ situation }) => situation !== 'migrantIn') ?? now[0];
}

/** The form before anything is typed: as he stands today. */
export function draftOf(kind: ActKind, person: PersonPage | null, today: Day): ActDraft {
  if (!person) return { ...EMPTY, on: today };
  const now = membershipNow(person, today);
  return {
    ...EMPTY,
    on: today,
    org: kind === 'situation' && now ? { id: now.orgId, name: now.orgName } : null,
    category: now?.category ?? 'full',
    posts: person.posts
      .filter((one) => lasts(one, today))
      .map(({ orgId, orgName, post, title, rank }) => ({
        key: `${orgId}/${post}`,
        do: 'keep',
        org: { id: orgId, name: orgName },
        post,
        title,
        rank,
        until: '',
      })),
    name: person.name,
    sex: person.sex ?? '',
    joinedOn: person.joinedOn ?? '',
    joinedPrecision: person.joinedPrecision ?? 'day',
    bornMonth: person.bornMonth ?? '',
  };
}

/** `1990年3月`, `1990.3`, `1990-03`; undefined for what is no month. */
export function readMonth(text: string): Month | null | undefined {
  const plain = text.normalize('NFKC').trim();
  if (plain === '') return null;
  const [, year, month] = /^(\d{4})\s*[-./年]\s*(\d{1,2})\s*月?$/.exec(plain) ?? [];
  const found = `${year}-${month?.padStart(2, '0')}`;
  return isMonth(found) ? found : undefined;
}

function changeOf({ do: what, org, post, title, rank, until }: PostDraft): object | undefined {
  if (!org) return undefined;
  if (what === 'end') return { do: what, orgId: org.id, post };
  if (title.trim() === '') return undefined;
  const change = { do: what, orgId: org.id, post, title, rank };
  return what === 'begin' ? { ...change, until: until || null } : change;
}

function identityOf({ name, sex, joinedOn, joinedPrecision, bornMonth }: ActDraft): object | undefined {
  const month = readMonth(bornMonth);
  if (name.trim() === '' || month === undefined) return undefined;
  return {
    name,
    sex: sex || null,
    joinedOn: joinedOn === '' ? null : { day: joinedOn, precision: joinedPrecision },
    bornMonth: month,
  };
}

/** The act that the form says; undefined while something needed is missing. */
export function actOf(kind: ActKind, draft: ActDraft, personId: number | null): PersonAct | undefined {
  const { on, basis, documentNumber, note, org } = draft;
  if (on === '') return undefined;
  const said = (more: object): PersonAct =>
    ({ act: kind, ...(personId === null ? {} : { personId }), on, basis, documentNumber, note, ...more }) as PersonAct;
  switch (kind) {
    case 'transfer':
      return org ? said({ toOrgId: org.id, category: draft.category }) : undefined;
    case 'becomeFull':
      return said({});
    case 'leave':
      return draft.reason ? said({ reason: draft.reason }) : undefined;
    case 'situation': {
      const { situation } = draft;
      return org && situation ? said({ orgId: org.id, situation: situation === 'none' ? null : situation }) : undefined;
    }
    case 'posts': {
      const changed = draft.posts.filter((one) => one.do !== 'keep').map(changeOf);
      return changed.length > 0 && changed.every((one) => one !== undefined) ? said({ changes: changed }) : undefined;
    }
    case 'correct': {
      const identity = identityOf(draft);
      return identity && said({ ...identity, fromStart: draft.fromStart });
    }
    case 'enter': {
      const identity = identityOf(draft);
      const membership = org && { orgId: org.id, category: draft.category, migrant: draft.migrant };
      return identity && said({ ...identity, membership });
    }
  }
}
