/** Who is due to attend on a day 应到, by the kind's due rule and what the registry says of the organization on that day. */
import type { RecordKind } from '../../core/record/room.ts';
import { POSTS } from '../../registry/organizations/room.ts';

/** What the registry says about one organization on one day. */
export interface OrganizationOn {
  members: readonly { personId: number; name: string }[];
  posts: readonly { personId: number; name: string; post: string; title: string }[];
}

export interface OfferedPerson {
  personId: number;
  name: string;
  /** 支部书记; null without a post in this organization. */
  post: string | null;
  /** Prefilled as present. */
  due: boolean;
  committee: boolean;
}

const ORDER: ReadonlyMap<string, number> = new Map(POSTS.map((post, at) => [post.id, at]));
const COMMITTEE: ReadonlySet<string> = new Set(POSTS.filter((post) => post.committee).map((post) => post.id));

const rankOf = (post: string): number => ORDER.get(post) ?? ORDER.size;

interface Known {
  personId: number;
  name: string;
  member: boolean;
  /** Most senior first. */
  posts: { post: string; title: string }[];
}

function everybody({ members, posts }: OrganizationOn): Known[] {
  const known = new Map<number, Known>();
  const get = (personId: number, name: string): Known => {
    const one = known.get(personId) ?? { personId, name, member: false, posts: [] };
    known.set(personId, one);
    return one;
  };
  for (const { personId, name, post, title } of [...posts].sort((a, b) => rankOf(a.post) - rankOf(b.post))) {
    get(personId, name).posts.push({ post, title });
  }
  for (const { personId, name } of members) get(personId, name).member = true;
  const seniority = (one: Known): number => (one.posts[0] ? rankOf(one.posts[0].post) : ORDER.size);
  return [...known.values()].sort((a, b) => seniority(a) - seniority(b) || a.personId - b.personId);
}

const postName = (post: { post: string; title: string }): string =>
  post.title || (POSTS.find((known) => known.id === post.post)?.name ?? post.post);

/**
 * The people whom a form of this kind offers, those with posts first; `due` marks who is due to attend. A Party group's members
 * are not in the registry: all members are offered and the form's user picks.
 */
export function offeredOn(kind: Pick<RecordKind, 'due'>, organization: OrganizationOn): OfferedPerson[] {
  return everybody(organization)
    .map(({ personId, name, member, posts }) => {
      const committee = posts.some(({ post }) => COMMITTEE.has(post));
      const due =
        kind.due === 'members' ? member : kind.due === 'committee' || kind.due === 'leadershipTeam' ? committee : false;
      return { personId, name, post: posts[0] ? postName(posts[0]) : null, due, committee, member };
    })
    .filter((one) => one.member || one.committee)
    .map(({ member: _, ...one }) => one);
}
