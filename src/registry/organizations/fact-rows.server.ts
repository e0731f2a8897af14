/** Registry facts as rows of their tables. */
import { firstDay } from '../../core/time/room.ts';
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
          second_parent_id: fact.secondParentId ?? null,
          covers: fact.covers ?? [],
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
          born_month: fact.bornMonth ? firstDay(fact.bornMonth) : null,
          merged_into: fact.mergedInto ?? null,
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
          situation: fact.situation ?? null,
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
    case 'orgCharge':
      return {
        table: 'org_charge_fact',
        row: {
          leader_id: fact.leaderId,
          org_id: fact.orgId,
          relation: fact.relation,
          valid_from: fact.validFrom,
          ended: fact.ended ?? false,
        },
      };
    case 'itemCharge':
      return {
        table: 'item_charge_fact',
        row: {
          leader_id: fact.leaderId,
          org_id: fact.orgId,
          item_id: fact.itemId,
          valid_from: fact.validFrom,
          ended: fact.ended ?? false,
        },
      };
  }
}
