import { describe, expect, test } from 'vitest';
import { day, month } from '../../core/time/room.ts';
import { ledgerSignals } from './ledger-signals.logic.ts';
import type { LedgerEntry } from './month-ledger.logic.ts';

const RULE = { lateAfterDays: 15, nearCopy: 0.9, nearCopyMinChars: 12 };
const entry = (part: Partial<LedgerEntry>): LedgerEntry => ({
  key: 'h1',
  section: 'serving-people',
  matter: '',
  on: day('2017-06-14'),
  place: '',
  content: '走访5户贫困户，与村党支部商定助学安排，并看望了两名老党员。',
  result: '',
  source: null,
  recordedAt: '2017-06-15T00:00:00.000Z',
  ...part,
});
const may = {
  period: month('2017-05'),
  entries: [
    entry({ key: 'x', on: day('2017-05-17'), content: '走访5户贫困户，与村党支部商定危房安排，并看望了两名老党员。' }),
  ],
};
const signalsOf = (entries: LedgerEntry[], earlier = [may], rule = RULE) =>
  ledgerSignals(month('2017-06'), entries, earlier, rule);

describe('signals at a ledger', () => {
  test('name the earlier month whose words were taken over, both places side by side', () => {
    const [signal] = signalsOf([entry({})], [may], { ...RULE, nearCopy: 0.8 });
    expect(signal).toMatchObject({
      kind: 'nearCopy',
      there: { period: '2017-05', on: '2017-05-17' },
      here: { on: '2017-06-14' },
    });
    expect(signal?.kind === 'nearCopy' && signal.here.runs.filter((run) => !run.same).map((run) => run.text)).toEqual([
      '助学',
    ]);
  });

  test('stay silent below the threshold, for short words, and for what the system itself wrote', () => {
    expect(signalsOf([entry({})], [may], { ...RULE, nearCopy: 0.95 })).toEqual([]);
    const short = { period: month('2017-05'), entries: [entry({ content: '走访困难党员。' })] };
    expect(signalsOf([entry({ content: '走访困难党员。' })], [short])).toEqual([]);
    const source = { recordId: '01890000-0000-7000-8000-000000000001', version: 1, kind: 'x', label: 'x' };
    expect(signalsOf([entry({ source, content: may.entries[0]!.content })])).toEqual([]);
    expect(signalsOf([entry({ source, edited: true, content: may.entries[0]!.content })])).toHaveLength(1);
  });

  test('tell by how many days a thing was recorded late, with the person’s own word on it', () => {
    expect(
      signalsOf([entry({ on: day('2017-06-01'), recordedAt: '2017-06-26T04:00:00.000Z', explanation: '出差' })], []),
    ).toEqual([
      {
        kind: 'late',
        key: 'h1',
        section: 'serving-people',
        on: '2017-06-01',
        recordedAt: '2017-06-26T04:00:00.000Z',
        days: 25,
        explanation: '出差',
      },
    ]);
  });

  test('say nothing of what has no date or no instant', () => {
    expect(
      signalsOf([entry({ on: null, recordedAt: '2018-01-01T00:00:00.000Z' }), entry({ recordedAt: null })], []),
    ).toEqual([]);
  });
});
