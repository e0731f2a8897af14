/** What was said of a person, in words. */
import { MEMBER_CATEGORIES, type RegistryFact } from '../organizations/room.ts';

export type PersonalFact = Exclude<RegistryFact, { fact: 'organization' }>;

/** One line on the person whose file is read. `orgName`, `personName`: how an organization and a person are called. */
export function personChange(
  fact: PersonalFact,
  reader: { of: number; orgName: (id: number) => string; personName: (id: number) => string },
): string {
  const { of, orgName, personName } = reader;
  switch (fact.fact) {
    case 'person':
      return `登记姓名${fact.name}`;
    case 'membership': {
      const category = MEMBER_CATEGORIES.find((one) => one.id === fact.category)!.name;
      return fact.ended ? `组织关系转出${orgName(fact.orgId)}` : `编入${orgName(fact.orgId)}，${category}`;
    }
    case 'post':
      return `${fact.ended ? '不再担任' : '担任'}${orgName(fact.orgId)}${fact.title}`;
    case 'charge':
      return fact.leaderId === of
        ? `${fact.ended ? '不再分管' : '分管'}${personName(fact.personId)}`
        : `${fact.ended ? '不再由' : '由'}${personName(fact.leaderId)}分管`;
  }
}
