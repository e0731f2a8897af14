import { describe, expect, test } from 'vitest';
import { readPages } from '../../duties/rules/rules.server.ts';
import { clearedWords, keptWords, retentionClasses } from './retention.logic.ts';
import { readCorrectionRule, readRetentionClasses } from './rules.server.ts';

type Page = { classes: { id: string; kept: object }[] };
const shipped = (): Page => structuredClone(readPages('retention')[0]) as Page;
const changed = (id: string, kept: object): Page => {
  const page = shipped();
  page.classes.find((one) => one.id === id)!.kept = kept;
  return page;
};

describe('classes of retention', () => {
  test('as shipped keep sources without end and clear working state after its days', () => {
    const kept = new Map(readRetentionClasses().map((one) => [one.id, one.kept]));
    for (const source of ['registry', 'records', 'ledgers', 'corrections', 'audit', 'accounts'])
      expect(kept.get(source), source).toEqual({ until: 'city' });
    for (const state of ['sessions', 'drafts', 'uploads', 'signInFailures', 'factorResets'])
      expect(kept.get(state), state).toHaveProperty('days');
  });

  test.each([
    [
      'a source that would be cleared',
      'records',
      { days: 365, after: '记录', status: 'city' },
      /nothing removes class records/,
    ],
    ['working state without days', 'drafts', { until: 'city' }, /drafts is cleared and needs days/],
    ['sign-ins kept shorter than six months', 'sessions', { days: 90, after: '结束', status: 'city' }, /184 days/],
  ])('are refused with %s', (_, id, kept, words) => {
    expect(() => retentionClasses(changed(id, kept))).toThrow(words);
  });

  test('are refused when one stands twice, or one that is cleared is missing', () => {
    const page = shipped();
    expect(() => retentionClasses({ ...page, classes: [...page.classes, page.classes[0]] })).toThrow(
      /registry stands twice/,
    );
    const without = page.classes.filter(({ id }) => id !== 'uploads');
    expect(() => retentionClasses({ ...page, classes: without })).toThrow(
      /uploads is cleared and does not stand there/,
    );
  });

  test('say how long in words', () => {
    expect(keptWords({ days: 30, after: '上传', status: 'city' })).toBe('上传后30天，到期自动清理');
    expect(keptWords({ until: 'city' })).toContain('一直保存');
    expect(clearedWords({ sessions: 12, drafts: 0, uploads: 3 }, readRetentionClasses())).toBe(
      '登录12，等待导入的表格3',
    );
  });
});

test('the term for answering a correction is the city’s own to set', () => {
  expect(readCorrectionRule().answerWorkingDays).toEqual({ value: 15, status: 'city' });
});
