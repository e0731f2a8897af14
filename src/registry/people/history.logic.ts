/** What was said of a person, in words. */
import {
  MEMBER_CATEGORIES,
  ORG_RELATIONS,
  type OrgRelation,
  type RegistryFact,
  SITUATIONS,
  type Situation,
} from '../organizations/room.ts';

export type PersonalFact = Exclude<RegistryFact, { fact: 'organization' }>;

const situationName = (id: Situation): string => SITUATIONS.find((one) => one.id === id)!.name;
const relationName = (id: OrgRelation): string => ORG_RELATIONS.find((one) => one.id === id)!.name;

/** One line on the person whose file is read. `orgName`, `personName`: how an organization and a person are called. */
export function personChange(
  fact: PersonalFact,
  reader: { of: number; orgName: (id: number) => string; personName: (id: number) => string },
): string {
  const { of, orgName, personName } = reader;
  switch (fact.fact) {
    case 'person':
      return fact.ended ? `登记为${fact.name}的重复条目并入` : `登记姓名${fact.name}`;
    case 'membership': {
      const category = MEMBER_CATEGORIES.find((one) => one.id === fact.category)!.name;
      return fact.ended
        ? `不再编入${orgName(fact.orgId)}`
        : `编入${orgName(fact.orgId)}，${category}${fact.situation ? `，${situationName(fact.situation)}` : ''}`;
    }
    case 'post':
      return `${fact.ended ? '不再担任' : '担任'}${orgName(fact.orgId)}${fact.title}`;
    case 'charge':
      return fact.leaderId === of
        ? `${fact.ended ? '不再分管' : '分管'}${personName(fact.personId)}`
        : `${fact.ended ? '不再由' : '由'}${personName(fact.leaderId)}分管`;
    case 'orgCharge':
      return `${fact.ended ? '不再' : ''}${relationName(fact.relation)}${orgName(fact.orgId)}`;
    case 'itemCharge':
      return `${fact.ended ? '不再分管' : '分管'}${orgName(fact.orgId)}的一项工作`;
  }
}
