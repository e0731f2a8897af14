/** Who can sign in to the sample city: one shown sign-in a role, and everybody else who records, submits or checks. */
import type { Role } from '../core/scope/room.ts';
import { isAdministrator, ROLE_NAMES } from '../platform/access/room.ts';
import type { Rests } from '../platform/identity/room.ts';
import { isBranch } from '../registry/organizations/room.ts';
import { STORY_CADRE } from './leadership.logic.ts';
import type { DemoAccount, Holding, Population } from './model.logic.ts';
import { STORY_BRANCH } from './organizations.logic.ts';
import { DEPARTMENT_BRANCH, LEADERS } from './roster.logic.ts';

/** The password of every account of the sample city; shown on its sign-in page. */
export const DEMO_PASSWORD = 'shili-2017-demo';

/** The secret of the second factor of its administrators; their codes are shown on its sign-in page. */
export const DEMO_FACTOR = 'PBUWK43INEWXG2DJNRUS2MRQGE3S26DY';

/** The sign-ins that are shown, one a role: who it is, and the username. */
export const DEMO_SIGN_INS: readonly { role: Role; who: string; username: string }[] = [
  { role: 'leadingCadre', who: STORY_CADRE, username: 'zhoutaodong' },
  { role: 'leaderInCharge', who: '孔安', username: 'kongan' },
  { role: 'mainLeader', who: LEADERS[0]!.name, username: 'weizhenning' },
  { role: 'organizationDept', who: '许思远', username: 'xusiyuan' },
  { role: 'branchSecretary', who: '郑帆晨', username: 'zhengfanchen' },
  { role: 'partyAffairsWorker', who: '施雅文', username: 'shiyawen' },
  { role: 'member', who: '秦达', username: 'qinda' },
  { role: 'systemAdmin', who: '系统管理员', username: 'xitong' },
  { role: 'securityAdmin', who: '安全管理员', username: 'anquan' },
  { role: 'auditAdmin', who: '审计管理员', username: 'shenji' },
];

/** Sign-ins of the empty city beside it. */
export const PRACTICE_SIGN_INS: typeof DEMO_SIGN_INS = [
  { role: 'organizationDept', who: '组织部', username: 'zuzhibu' },
  { role: 'securityAdmin', who: '安全管理员', username: 'anquan' },
];

/** Whether a shown sign-in has a second step. */
export const needsFactor = ({ role }: { role: Role }): boolean => isAdministrator(role);

/** Sign-ins as the sign-in page and the command line list them. */
export const shown = (signIns: typeof DEMO_SIGN_INS): { who: string; username: string; password: string }[] =>
  signIns.map(({ role, who, username }) => ({
    // An account without a person is named after its role.
    who: who === ROLE_NAMES[role] ? who : `${ROLE_NAMES[role]}　${who}`,
    username,
    password: DEMO_PASSWORD,
  }));

/**
 * What a role rests on: a member's on his membership, any other on the post that he holds there (of the whole city: his leading
 * one). The department's people hold no post of their own, the administrators are no people: their roles rest on nothing.
 */
function restsFor(
  { role, orgId }: { role: Role; orgId: number | null },
  personId: number | null,
  holdings: ReadonlyMap<number, readonly Holding[]>,
): Rests {
  if (role === 'member' && orgId !== null) return { on: 'membership', orgId };
  const held = (holdings.get(personId ?? 0) ?? []).filter((one) =>
    orgId === null ? one.rank !== null : one.orgId === orgId,
  );
  const wanted = role === 'branchSecretary' ? 'secretary' : role;
  const post = held.find((one) => one.post === wanted) ?? held[0];
  return post ? { on: 'post', orgId: post.orgId, post: post.post } : { on: 'nothing' };
}

type Held = Omit<DemoAccount['roles'][number], 'rests'>;
/** An account before the others get their usernames by pinyin. */
export type PlannedAccount = Omit<DemoAccount, 'username'> & { username: string | null };

/** The person and the organization of a shown sign-in. */
function standing(role: Role, who: string, population: Population): { personId: number | null; orgId: number | null } {
  const { organizations, people, memberships, cadres, leaders } = population;
  const branch = (name: string): number => organizations.find((org) => org.name === name)!.id;
  const unitOf = (branchId: number): number => organizations[branchId - 1]!.unitId;
  const memberOf = (branchId: number): number =>
    memberships.find((held) => held.orgId === branchId && people[held.personId - 1]!.name === who)!.personId;
  const story = branch(STORY_BRANCH);
  const department = branch(DEPARTMENT_BRANCH);
  switch (role) {
    case 'leadingCadre': {
      const cadre = cadres.find((one) => one.name === who)!;
      return { personId: cadre.personId, orgId: cadre.unitId };
    }
    case 'leaderInCharge':
    case 'mainLeader':
      return { personId: leaders.find((one) => one.name === who)!.personId, orgId: null };
    case 'organizationDept':
      return { personId: memberOf(department), orgId: unitOf(department) };
    case 'partyAffairsWorker':
      return { personId: memberOf(story), orgId: unitOf(story) };
    case 'branchSecretary':
    case 'member':
      return { personId: memberOf(story), orgId: story };
    default:
      return { personId: null, orgId: null };
  }
}

/** Accounts with their ids; the shown ones first, in the order in which they are listed. */
export function planAccounts(population: Population): PlannedAccount[] {
  const { organizations, people, holdings, cadres, leaders } = population;
  const posts = Map.groupBy(holdings, (held) => held.personId);
  const resting = (personId: number | null, roles: readonly Held[]): DemoAccount['roles'] =>
    roles.map((held) => ({ ...held, rests: restsFor(held, personId, posts) }));
  const accounts: PlannedAccount[] = DEMO_SIGN_INS.map(({ role, who, username }, at) => {
    const { personId, orgId } = standing(role, who, population);
    return { id: at + 1, username, name: who, personId, roles: resting(personId, [{ role, orgId }]) };
  });
  const done = new Set(accounts.map((account) => account.personId));
  const roles = new Map<number, Held[]>();
  const give = (personId: number, held: Held): void => {
    if (!done.has(personId)) roles.set(personId, [...(roles.get(personId) ?? []), held]);
  };
  for (const leader of leaders.slice(1)) give(leader.personId, { role: 'leaderInCharge', orgId: null });
  for (const cadre of cadres) give(cadre.personId, { role: 'leadingCadre', orgId: cadre.unitId });
  for (const held of holdings) {
    if (held.post === 'secretary' && isBranch(organizations[held.orgId - 1]!.kind)) {
      give(held.personId, { role: 'branchSecretary', orgId: held.orgId });
    }
    if (held.post === 'partyAffairsWorker') give(held.personId, { role: 'partyAffairsWorker', orgId: held.orgId });
  }
  for (const [personId, own] of [...roles].sort(([a], [b]) => a - b)) {
    accounts.push({
      id: accounts.length + 1,
      username: null,
      name: people[personId - 1]!.name,
      personId,
      roles: resting(personId, own),
    });
  }
  return accounts;
}
