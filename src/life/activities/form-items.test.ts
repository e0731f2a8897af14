import { expect, test } from 'vitest';
import { formOrder, itemOfFault } from './form-items.logic.ts';
import { activityKinds, heartToHeartTalk, themePartyDay } from './room.ts';

const names = (items: { name: string }[]): string[] => items.map((item) => item.name);

test('a Theme Party Day asks for four things above the roll and folds away the rest', () => {
  const order = formOrder(themePartyDay, false);
  expect(names(order.first)).toEqual(['时间', '地点', '主持人', '主题']);
  expect(names(order.next)).toEqual(['决议']);
  expect(names(order.more)).toEqual(['内容', '佐证', '列席', '记录人']);
});

test('a kind without a roll folds nothing away', () => {
  const order = formOrder(heartToHeartTalk, false);
  expect(names(order.first)).toEqual(['时间', '地点', '谈话人', '谈话对象', '事由']);
  expect(order.more).toEqual([]);
});

test('a correction asks first for its reason', () => {
  expect(formOrder(themePartyDay, true).first[0]?.key).toBe('correctionReason');
});

test.each(activityKinds.map((kind) => [kind.name, kind] as const))(
  'every part and field of %s has one place in its form',
  (_, kind) => {
    const { first, next, more } = formOrder(kind, false);
    const keys = [...first, ...next, ...more].map((item) => item.key);
    expect(new Set(keys).size).toBe(keys.length);
    for (const { key } of [...kind.fields, ...kind.parts]) {
      expect(keys.includes(key) || itemOfFault(kind, key) === 'roll', key).toBe(true);
    }
  },
);

test.each([
  ['heldOn', 'heldOn'],
  ['endsAt', 'heldOn'],
  ['absent', 'roll'],
  ['present', 'roll'],
  ['presider', 'presider'],
  ['topic', 'topic'],
  ['orgId', undefined],
  [undefined, undefined],
])('a fault at %s is shown at %s', (where, item) => {
  expect(itemOfFault(themePartyDay, where)).toBe(item);
});
