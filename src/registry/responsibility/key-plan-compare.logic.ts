/** What changed in a key-work plan between two of its versions, item by item. */
import type { KeyPlanItem } from './key-plan.logic.ts';

export const PLAN_FIELDS = ['work', 'measures', 'due', 'item'] as const;
export type PlanField = (typeof PLAN_FIELDS)[number];

export interface PlanChange {
  key: string;
  kind: 'added' | 'removed' | 'changed' | 'same';
  before: KeyPlanItem | undefined;
  after: KeyPlanItem | undefined;
  /** What differs of one that is in both. */
  fields: PlanField[];
}

const isSame: Readonly<Record<PlanField, (one: KeyPlanItem, other: KeyPlanItem) => boolean>> = {
  work: (one, other) => one.work === other.work,
  measures: (one, other) => one.measures === other.measures,
  due: (one, other) => one.dueOn === other.dueOn && one.dueWords === other.dueWords,
  item: (one, other) => one.itemId === other.itemId,
};

/** Items in the order of the later version; one that was left out stands after the one it followed. */
export function planChanges(before: readonly KeyPlanItem[], after: readonly KeyPlanItem[]): PlanChange[] {
  const former = new Map(before.map((item) => [item.key, item]));
  const changes = after.map((item): PlanChange => {
    const then = former.get(item.key);
    const fields = then ? PLAN_FIELDS.filter((field) => !isSame[field](then, item)) : [];
    const kind = then ? (fields.length > 0 ? 'changed' : 'same') : 'added';
    return { key: item.key, kind, before: then, after: item, fields };
  });
  const kept = new Set(after.map(({ key }) => key));
  for (const [at, item] of before.entries()) {
    if (kept.has(item.key)) continue;
    const place = changes.findIndex(({ key }) => key === before[at - 1]?.key) + 1;
    changes.splice(place, 0, { key: item.key, kind: 'removed', before: item, after: undefined, fields: [] });
  }
  return changes;
}

const COUNTED = [
  { kind: 'added', words: '增加' },
  { kind: 'changed', words: '修改' },
  { kind: 'removed', words: '去掉' },
] as const;

/** 增加1项、修改2项，其余3项没有变. */
export function changeWords(changes: readonly PlanChange[]): string {
  const count = (kind: PlanChange['kind']): number => changes.filter((one) => one.kind === kind).length;
  const words = COUNTED.filter(({ kind }) => count(kind) > 0).map((one) => `${one.words}${count(one.kind)}项`);
  if (words.length === 0) return '两版的内容一样';
  return `${words.join('、')}${count('same') > 0 ? `，其余${count('same')}项没有变` : ''}`;
}
