/** An organization's facts in words: what each one changed against the one before it. */
import { dayName } from '../../core/time/room.ts';
import { ORG_KINDS, type RegistryFact, SECTORS } from './facts.logic.ts';

export type OrganizationFact = Extract<RegistryFact, { fact: 'organization' }>;

const word = (list: readonly { id: string; name: string }[], id: string): string =>
  list.find((one) => one.id === id)?.name ?? id;

/** One line: 设立…；更名为…；改由…领导；撤销. `nameOf` names an organization by its id. */
export function organizationChange(
  before: OrganizationFact | undefined,
  fact: OrganizationFact,
  nameOf: (id: number) => string,
): string {
  if (fact.ended) return '撤销';
  const superior = (id: number | null): string => (id === null ? '没有上级' : `上级是${nameOf(id)}`);
  const term = fact.termExpiresOn ? `任期届满时间${dayName(fact.termExpiresOn)}` : '没有任期届满时间';
  if (!before || before.ended) {
    return `设立${fact.name}（${word(ORG_KINDS, fact.kind)}），${superior(fact.parentId)}`;
  }
  const changes: string[] = [];
  if (fact.name !== before.name) changes.push(`更名为${fact.name}`);
  if (fact.parentId !== before.parentId) changes.push(`改隶，${superior(fact.parentId)}`);
  if (fact.kind !== before.kind) changes.push(`类别改为${word(ORG_KINDS, fact.kind)}`);
  if (fact.sector !== before.sector) changes.push(`领域改为${word(SECTORS, fact.sector)}`);
  if (fact.termExpiresOn !== before.termExpiresOn) changes.push(term);
  if (fact.shortNames.join() !== before.shortNames.join()) changes.push(`简称${fact.shortNames.join('、') || '取消'}`);
  return changes.length > 0 ? changes.join('；') : '再次登记，没有变化';
}
