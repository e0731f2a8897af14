/** Registry facts as rows of their tables. */
import type { FactRow } from '../../store/append.server.ts';
import type { RegistryFact } from './facts.logic.ts';

/** The row of one fact, for `Sources.append`. */
export function factRow(fact: RegistryFact): FactRow {
  switch (fact.fact) {
    case 'organization':
      return {
        table: 'organization_fact',
        row: {
          org_id: fact.orgId,
          valid_from: fact.validFrom,
          ended: fact.ended ?? false,
          name: fact.name,
          short_names: fact.shortNames,
          kind: fact.kind,
          sector: fact.sector,
          parent_id: fact.parentId,
          term_expires_on: fact.termExpiresOn,
        },
      };
    case 'person':
      return {
        table: 'person_fact',
        row: {
          person_id: fact.personId,
          valid_from: fact.validFrom,
          ended: fact.ended ?? false,
          name: fact.name,
          sex: fact.sex,
          joined_on: fact.joinedOn?.day ?? null,
          joined_precision: fact.joinedOn?.precision ?? null,
        },
      };
    case 'membership':
      return {
        table: 'membership_fact',
        row: {
          person_id: fact.personId,
          org_id: fact.orgId,
          valid_from: fact.validFrom,
          ended: fact.ended ?? false,
          category: fact.category,
        },
      };
    case 'post':
      return {
        table: 'post_fact',
        row: {
          person_id: fact.personId,
          org_id: fact.orgId,
          post: fact.post,
          valid_from: fact.validFrom,
          ended: fact.ended ?? false,
          title: fact.title,
          rank: fact.rank,
        },
      };
    case 'charge':
      return {
        table: 'charge_fact',
        row: {
          leader_id: fact.leaderId,
          person_id: fact.personId,
          valid_from: fact.validFrom,
          ended: fact.ended ?? false,
        },
      };
  }
}
