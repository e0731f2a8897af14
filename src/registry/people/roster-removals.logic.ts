/** Posts that a table of appointments and removals takes from somebody: what is held of him ends, and nothing is taken for held. */

import type { Day } from '../../core/time/room.ts';
import { isNothing, type SheetRow, squeezed } from '../../platform/open/room.ts';
import type { HeldPost, OrgFinder, PlanDraft, WorldPerson } from '../organizations/room.ts';
import type { PeopleFinder } from './people-finder.logic.ts';
import { postOfTitle } from './titles.logic.ts';
import { dividePosts } from './unit-and-post.logic.ts';

interface Desk {
  draft: PlanDraft;
  orgs: OrgFinder;
  people: PeopleFinder;
}

/** A post that is held of somebody and ends. */
interface Ending {
  person: WorldPerson;
  post: HeldPost;
}

/** What is held and means the post that a text says: in the same unit, of the same kind or with the same words. */
function meant(person: WorldPerson, orgId: number, title: string): HeldPost | undefined {
  const held = person.posts.filter((post) => post.orgId === orgId && post.to === null);
  const own = squeezed(title);
  return (
    held.find((post) => squeezed(post.title).includes(own) || own.includes(squeezed(post.title))) ??
    held.find(({ post }) => post !== 'officeHolder' && post === postOfTitle(title))
  );
}

/** The posts in the column of removals that are held; each that is not is named. */
function endingsOf(row: SheetRow, name: string, desk: Desk): Ending[] {
  const written = row.text('removed');
  if (isNothing(written)) return [];
  const where = row.where('removed');
  const { posts, unread } = dividePosts(written, desk.orgs);
  const unmet = unread.map(({ whole }) => whole);
  const endings = posts.flatMap(({ org, title }): Ending[] => {
    for (const person of desk.people.named(name)) {
      const post = meant(person, org.id, title);
      if (post) return [{ person, post }];
    }
    unmet.push(`${org.name}的${title}`);
    return [];
  });
  for (const text of unmet)
    desk.draft.warn(where, 'removed-not-held', `${name}免去的“${text}”没有登记在册，没有可免的，请核对`);
  return endings;
}

/** Ends the posts that a row takes away, from its day on. Answers whose they were; undefined where none is held. */
export function takeRemovals(row: SheetRow, name: string, day: Day, desk: Desk): WorldPerson | undefined {
  const endings = endingsOf(row, name, desk);
  for (const { person, post } of endings) {
    const { orgId, post: kind, title, rank } = post;
    const said = { fact: 'post', personId: person.id, orgId, post: kind, title, rank } as const;
    desk.draft.facts.push({ ...said, validFrom: day, ended: true });
    const known = desk.people.named(name).find(({ id }) => id === person.id)!;
    const posts = known.posts.map((one) => (one === post ? { ...one, to: day } : one));
    desk.people.add({ ...known, posts });
  }
  const [first] = endings;
  return first && desk.people.named(name).find(({ id }) => id === first.person.id);
}

/** Whether a row only takes posts away. */
export const isRemoval = (row: SheetRow, ...appointed: readonly string[]): boolean =>
  row.has('removed') && !isNothing(row.text('removed')) && appointed.every((field) => isNothing(row.text(field)));
