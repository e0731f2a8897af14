/** Facts of a registry for a test to begin with: all of them hold since long before. */
import { day } from '../src/core/time/room.ts';
import type { OrgKind, RegistryFact } from '../src/registry/organizations/room.ts';

export const SINCE = day('2010-01-01');

type Fact<F extends RegistryFact['fact']> = Extract<RegistryFact, { fact: F }>;

export const organization = (
  orgId: number,
  name: string,
  kind: OrgKind,
  parentId: number | null,
  more: Partial<Fact<'organization'>> = {},
): Fact<'organization'> => ({
  fact: 'organization',
  orgId,
  validFrom: SINCE,
  name,
  shortNames: [],
  kind,
  sector: 'organ',
  parentId,
  termExpiresOn: null,
  ...more,
});

export const person = (personId: number, name: string): RegistryFact => ({
  fact: 'person',
  personId,
  validFrom: SINCE,
  name,
  sex: null,
  joinedOn: null,
});

/** Somebody with a post. */
export const holder = (
  personId: number,
  name: string,
  orgId: number,
  rank: Fact<'post'>['rank'],
  [post, title]: [Fact<'post'>['post'], string] = ['secretary', '书记'],
): RegistryFact[] => [person(personId, name), { fact: 'post', personId, orgId, post, validFrom: SINCE, title, rank }];
