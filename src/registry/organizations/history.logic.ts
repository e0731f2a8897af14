/** An organization's facts in words: what each one changed against the one before it. */
import { type Day, dayName } from '../../core/time/room.ts';
import { ORG_KINDS, type RegistryFact, SECTORS } from './facts.logic.ts';

export type OrganizationFact = Extract<RegistryFact, { fact: 'organization' }>;

/** What of an organization is told when it changes. */
export type Told = Pick<
  OrganizationFact,
  'ended' | 'name' | 'shortNames' | 'kind' | 'sector' | 'parentId' | 'termExpiresOn' | 'secondParentId' | 'covers'
>;

const word = (list: readonly { id: string; name: string }[], id: string): string =>
  list.find((one) => one.id === id)?.name ?? id;

/** One line: 设立…；更名为…；改由…领导；撤销. `nameOf` names an organization by its id. */
export function organizationChange(before: Told | undefined, fact: Told, nameOf: (id: number) => string): string {
  if (fact.ended) return '撤销';
  const superior = (id: number | null): string => (id === null ? '没有上级' : `上级是${nameOf(id)}`);
  const term = fact.termExpiresOn ? `任期届满时间${dayName(fact.termExpiresOn)}` : '没有任期届满时间';
  const second = fact.secondParentId ?? null;
  const covers = (fact.covers ?? []).join('、');
  if (!before || before.ended) {
    const more = [second === null ? '' : `，同时受${nameOf(second)}管理`, covers && `，联合覆盖${covers}`].join('');
    return `设立${fact.name}（${word(ORG_KINDS, fact.kind)}），${superior(fact.parentId)}${more}`;
  }
  const changes: string[] = [];
  if (fact.name !== before.name) changes.push(`更名为${fact.name}`);
  if (fact.parentId !== before.parentId) changes.push(`改隶，${superior(fact.parentId)}`);
  if (second !== (before.secondParentId ?? null)) {
    changes.push(second === null ? '不再双重管理' : `双重管理，同时受${nameOf(second)}管理`);
  }
  if (fact.kind !== before.kind) changes.push(`类别改为${word(ORG_KINDS, fact.kind)}`);
  if (fact.sector !== before.sector) changes.push(`领域改为${word(SECTORS, fact.sector)}`);
  if (fact.termExpiresOn !== before.termExpiresOn) changes.push(term);
  if (fact.shortNames.join() !== before.shortNames.join()) changes.push(`简称${fact.shortNames.join('、') || '取消'}`);
  if (covers !== (before.covers ?? []).join('、')) changes.push(covers ? `联合覆盖${covers}` : '不再联合覆盖其他单位');
  return changes.length > 0 ? changes.join('；') : '再次登记，没有变化';
}

interface Held {
  validFrom: Day;
  validTo: Day | 'infinity';
}

/**
 * What something was before the span that holds now, each value with the day on which another one followed; oldest first. A span
 * that brought no other value is one with the span before it.
 */
export function formerly<T extends Held, V>(
  spans: readonly T[],
  now: T,
  pick: (span: T) => V,
): { was: V; until: Day }[] {
  const past = spans.filter((span) => span.validFrom < now.validFrom);
  const same = (one: V, other: V): boolean => JSON.stringify(one) === JSON.stringify(other);
  return past
    .map((span, at) => ({ was: pick(span), until: span.validTo as Day, next: pick(past[at + 1] ?? now) }))
    .filter(({ was, next }) => !same(was, next))
    .map(({ was, until }) => ({ was, until }));
}
