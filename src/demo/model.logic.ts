/** What the sample city is made of. Registry facts are the registry's own type; the rest is as flat as the tables it goes to. */
import type { Role } from '../core/scope/room.ts';
import type { Day, Month } from '../core/time/room.ts';
import type { LedgerDraft } from '../ledgers/ledger/room.ts';
import type { Rests } from '../platform/identity/room.ts';
import type { OrgKind, Post, Rank, RegistryFact, Sector } from '../registry/organizations/room.ts';

export type Size = 'small' | 'full';

/** An act with the facts that it brought into the registry. */
export interface RegistryAct {
  id: string;
  kind: string;
  author: Author;
  summary: string;
  recordedAt: Date;
  facts: readonly RegistryFact[];
}

export interface Author {
  accountId: number;
  name: string;
}

export interface PersonInRecord {
  personId: number;
  part: string;
  name: string;
  reason: string | null;
}

/** Ids that the service makes from what they name, the same for everybody. */
export interface Ids {
  ledgerIdOf(personId: number, period: Month): string;
  keyPlanIdOf(personId: number, year: number): string;
  actIdOf(recordId: string, version: number): string;
}

/** A month that a cadre has begun to write. */
export interface DemoDraft {
  ledgerId: string;
  personId: number;
  body: LedgerDraft;
  savedAt: Date;
}

/** One version of a record, with the act that brought it. */
export interface DemoRecord {
  id: string;
  version: number;
  kind: string;
  orgId: number;
  ownerId: number | null;
  aboutId: string | null;
  heldOn: Day;
  startsAt: string | null;
  endsAt: string | null;
  place: string;
  due: number | null;
  present: number | null;
  people: readonly PersonInRecord[];
  body: Record<string, unknown>;
  confidential?: Record<string, unknown>;
  /** Why there is a further version. */
  reason: string | null;
  standsFor: number | null;
  /** The act that brought it, named as the service names such acts. */
  act: { id: string; kind: string; summary: string };
  author: Author;
  recordedAt: Date;
}

export interface DemoAccount {
  id: number;
  username: string;
  name: string;
  personId: number | null;
  roles: readonly { role: Role; orgId: number | null; rests: Rests }[];
}

export interface Organization {
  id: number;
  name: string;
  shortNames: readonly string[];
  kind: OrgKind;
  sector: Sector;
  parentId: number | null;
  termExpiresOn: Day | null;
  validFrom: Day;
  /** Where its people usually meet. */
  place: string;
  /** How many members a branch is to have. */
  members: number;
  /** The leadership unit (committee of a municipal organ, leading group, county) that it belongs to. */
  unitId: number;
}

export interface Person {
  id: number;
  name: string;
  sex: 'male' | 'female';
  joinedOn: { day: Day; precision: 'day' | 'month' };
  /** How likely he sits in a meeting that he is due at. */
  attendance: number;
}

/** A membership as it runs; the last day is not part of it. */
export interface Membership {
  personId: number;
  orgId: number;
  from: Day;
  to: Day | null;
  probationary: boolean;
  /** The day on which a probationary member became a full one. */
  fullFrom: Day | null;
}

export interface Holding {
  personId: number;
  orgId: number;
  post: Post;
  title: string;
  rank: Rank | null;
  from: Day;
}

/** A leading cadre, with his unit and the city leader in charge of him. */
export interface Cadre {
  personId: number;
  name: string;
  unitId: number;
  post: Post;
  title: string;
  rank: Rank;
  leaderId: number;
  /** Branches that are his contact points. */
  contactPoints: readonly number[];
}

/** The city's people and organizations, before anything happens in it. */
export interface Population {
  organizations: readonly Organization[];
  people: readonly Person[];
  memberships: readonly Membership[];
  holdings: readonly Holding[];
  cadres: readonly Cadre[];
  /** City-level leaders, the main leader first. */
  leaders: readonly { personId: number; name: string; title: string; contactPoints: readonly number[] }[];
}
