import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { day, month } from '../../core/time/room.ts';
import {
  allEntries,
  assemble,
  chineseNumber,
  entriesFromRecords,
  freeze,
  hasContent,
  pageOfBody,
  sectionsOf,
  unwrittenSections,
} from './assemble.logic.ts';
import {
  differences,
  draftFrom,
  mergeDrafts,
  restored,
  sayingNothing,
  settleDraft,
  unsayingNothing,
  withEntry,
  withoutEntry,
} from './draft.logic.ts';
import { EMPTY_DRAFT, type LedgerDraft, type LedgerEntry } from './month-ledger.logic.ts';

const ITEMS = [
  { id: 'organization-building', name: '基层党组织建设' },
  { id: 'political-life', name: '党内政治生活' },
  { id: 'serving-people', name: '联系服务群众' },
];
const BOTH = ['dutyLedger', 'partyBuildingLedger'] as const;
const R1 = '01890000-0000-7000-8000-000000000001';
const R2 = '01890000-0000-7000-8000-000000000002';
const NOW = '2017-06-28T06:02:00.000Z';

const proposal = (key: string, part: Partial<LedgerEntry> = {}): LedgerEntry => ({
  key,
  section: 'political-life',
  matter: '',
  on: day('2017-06-23'),
  place: '活动室',
  content: '以普通党员身份参加主题党日。',
  result: '',
  source: { recordId: key, version: 1, kind: 'themePartyDay', label: '机关第一党支部 主题党日' },
  recordedAt: '2017-06-23T08:00:00.000Z',
  ...part,
});
const byHand = (key: string, part: Partial<LedgerEntry> = {}): LedgerEntry => ({
  ...proposal(key),
  section: 'business',
  matter: '高考组织',
  content: '巡查考点。',
  source: null,
  recordedAt: null,
  ...part,
});
const page = (
  proposals: LedgerEntry[],
  draft: LedgerDraft = EMPTY_DRAFT,
  forms: readonly ('dutyLedger' | 'partyBuildingLedger')[] = BOTH,
) => assemble({ proposals, draft, items: ITEMS, forms });

describe('the page of a month', () => {
  test('has business work and then the items in the law book’s order, each with what it lacks', () => {
    expect(page([proposal(R1)]).sections.map(({ number, name, state }) => [number, name, state])).toEqual([
      ['', '业务工作', 'unwritten'],
      ['（一）', '基层党组织建设', 'unwritten'],
      ['（二）', '党内政治生活', 'written'],
      ['（三）', '联系服务群众', 'unwritten'],
    ]);
  });

  test('asks one who owes only the daily-duty ledger for business work alone', () => {
    const sections = unwrittenSections(page([], EMPTY_DRAFT, ['dutyLedger']));
    expect(sections.map(({ name }) => name)).toEqual(['业务工作']);
  });

  test('takes “nothing this month” for an answer, until there is an entry', () => {
    const said = sayingNothing(EMPTY_DRAFT, ['serving-people', 'political-life'], NOW);
    const of = page([proposal(R1)], said);
    expect(of.sections.map(({ state }) => state)).toEqual(['unwritten', 'unwritten', 'written', 'nothing']);
    expect(page([], unsayingNothing(said, 'serving-people')).sections[3]?.state).toBe('unwritten');
    expect(hasContent(page([], said))).toBe(true);
    expect(hasContent(page([]))).toBe(false);
  });

  test('tells apart what a record wrote, what was changed, and what was written by hand', () => {
    const edited = withEntry(EMPTY_DRAFT, { ...proposal(R1), content: '参加主题党日并发言。' }, [
      proposal(R1),
      proposal(R2),
    ]);
    const of = page([proposal(R1), proposal(R2)], withEntry(edited, byHand('h1'), []));
    expect(allEntries(of).map(({ key, origin }) => [key, origin])).toEqual([
      ['h1', 'byHand'],
      [R1, 'edited'],
      [R2, 'prefilled'],
    ]);
    expect(entriesFromRecords(of)).toHaveLength(2);
  });

  test('is prefilled again once an edit says what the record says', () => {
    const edited = withEntry(EMPTY_DRAFT, { ...proposal(R1), content: '改过' }, [proposal(R1)]);
    expect(withEntry(edited, proposal(R1), [proposal(R1)])).toEqual(EMPTY_DRAFT);
  });

  test('moves an entry to another item', () => {
    const moved = withEntry(EMPTY_DRAFT, { ...proposal(R1), section: 'serving-people' }, [proposal(R1)]);
    expect(page([proposal(R1)], moved).sections.map(({ entries }) => entries.length)).toEqual([0, 0, 0, 1]);
  });

  test('takes a prefilled entry out and puts it back as it was edited', () => {
    const edited = withEntry(EMPTY_DRAFT, { ...proposal(R1), content: '改过' }, [proposal(R1)]);
    const out = withoutEntry(edited, R1, [proposal(R1)]);
    expect(allEntries(page([proposal(R1)], out))).toEqual([]);
    expect(page([proposal(R1)], out).removed.map(({ content }) => content)).toEqual(['改过']);
    expect(allEntries(page([proposal(R1)], restored(out, R1))).map(({ content }) => content)).toEqual(['改过']);
  });

  test('says that a record was corrected after its entry was edited, and keeps the words of one that was withdrawn', () => {
    const edited = withEntry(EMPTY_DRAFT, { ...proposal(R1), content: '改过' }, [proposal(R1)]);
    const corrected = proposal(R1, { content: '更正后的话。', source: { ...proposal(R1).source!, version: 2 } });
    expect(allEntries(page([corrected], edited))[0]).toMatchObject({
      content: '改过',
      newer: { content: '更正后的话。' },
    });
    expect(allEntries(page([], edited))[0]).toMatchObject({ content: '改过', origin: 'edited', sourceGone: true });
  });

  test('keeps an entry of an item that the law book no longer has', () => {
    const of = page([], withEntry(EMPTY_DRAFT, byHand('h1', { section: 'former-item' }), []));
    expect(of.sections.at(-1)).toMatchObject({ name: '其他', entries: [{ key: 'h1' }] });
  });

  test('shows the items only in the Party-building ledger', () => {
    const of = page([proposal(R1)], withEntry(EMPTY_DRAFT, byHand('h1'), []));
    expect(sectionsOf(of, 'dutyLedger')).toHaveLength(4);
    expect(sectionsOf(of, 'partyBuildingLedger').map(({ id }) => id)).not.toContain('business');
  });

  test('frozen and opened again is the same page', () => {
    const draft = sayingNothing(withEntry(EMPTY_DRAFT, byHand('h1'), []), ['serving-people'], NOW);
    const of = page([proposal(R1)], draft);
    const body = freeze(of, {
      period: month('2017-06'),
      forms: [...BOTH],
      person: '周涛冬',
      unit: '市教育局',
      title: '局长',
    });
    const again = pageOfBody(body, ITEMS);
    expect(
      again.sections.map(({ id, state, entries }) => [id, state, entries.map(({ key, origin }) => [key, origin])]),
    ).toEqual(
      of.sections.map(({ id, state, entries }) => [id, state, entries.map(({ key, origin }) => [key, origin])]),
    );
  });

  test.each([
    [1, '一'],
    [10, '十'],
    [12, '十二'],
    [20, '二十'],
    [21, '二十一'],
  ])('numbers item %i as %s', (value, words) => expect(chineseNumber(value)).toBe(words));
});

describe('a saved draft', () => {
  test('gets its sources and instants from the server, whatever a client claims', () => {
    const claimed = byHand('h1', { source: proposal(R1).source, recordedAt: '2017-01-01T00:00:00.000Z' });
    const settled = settleDraft({ ...EMPTY_DRAFT, entries: [claimed] }, EMPTY_DRAFT, [proposal(R1)], NOW);
    expect(settled.entries[0]).toMatchObject({ source: null, recordedAt: NOW });
    const later = settleDraft(settled, settled, [proposal(R1)], '2017-06-30T00:00:00.000Z');
    expect(later.entries[0]?.recordedAt).toBe(NOW);
  });

  test('says “nothing” at the server’s instant, the first time it was said', () => {
    const said = sayingNothing(EMPTY_DRAFT, ['serving-people'], '2026-01-01T00:00:00.000Z');
    const first = settleDraft(said, EMPTY_DRAFT, [], NOW);
    expect(first.nothing).toEqual([{ item: 'serving-people', saidAt: NOW }]);
    expect(settleDraft(said, first, [], '2017-06-30T00:00:00.000Z').nothing).toEqual(first.nothing);
  });

  test('remembers from which version of a record an entry was written', () => {
    const two = proposal(R1, { source: { ...proposal(R1).source!, version: 2 } });
    const edit = { ...proposal(R1), content: '改过' };
    expect(settleDraft({ ...EMPTY_DRAFT, entries: [edit] }, EMPTY_DRAFT, [two], NOW).entries[0]?.source?.version).toBe(
      1,
    );
  });

  test('is made again from a submitted version, with records that came later proposed anew', () => {
    const of = page(
      [proposal(R1), proposal(R2)],
      withoutEntry(withEntry(EMPTY_DRAFT, byHand('h1'), []), R2, [proposal(R2)]),
    );
    const body = freeze(of, { period: month('2017-06'), forms: [...BOTH], person: '', unit: '', title: '' });
    const later = proposal('01890000-0000-7000-8000-000000000003', { recordedAt: '2017-07-05T00:00:00.000Z' });
    const draft = draftFrom(body, NOW, [proposal(R1), proposal(R2), later]);
    expect(draft.removed).toEqual([R2]);
    expect(allEntries(page([proposal(R1), proposal(R2), later], draft)).map(({ key }) => key)).toEqual([
      'h1',
      R1,
      later.key,
    ]);
  });
});

const sections = fc.constantFrom('business', 'political-life', 'serving-people', 'former-item');
const days = fc.constantFrom(null, day('2017-06-01'), day('2017-06-15'));
const hand = fc
  .record({ key: fc.integer({ min: 1, max: 9 }), section: sections, on: days, content: fc.string({ maxLength: 5 }) })
  .map(({ key, ...part }) => byHand(`h${key}`, part));
const draftOf = fc
  .record({
    entries: fc.uniqueArray(fc.oneof(hand, fc.constant({ ...proposal(R1), content: '改过' })), {
      selector: ({ key }) => key,
    }),
    removed: fc.uniqueArray(fc.constantFrom(R1, R2, 'h1', 'h2', 'nobody')),
    nothing: fc.uniqueArray(sections).map((items) => items.map((item) => ({ item, saidAt: NOW }))),
  })
  .map((draft): LedgerDraft => draft);

describe('whatever is edited', () => {
  test('an entry written by hand is never lost, and stands once', () => {
    fc.assert(
      fc.property(draftOf, (draft) => {
        const keys = allEntries(page([proposal(R1), proposal(R2)], draft)).map(({ key }) => key);
        expect(new Set(keys).size).toBe(keys.length);
        for (const entry of draft.entries) if (entry.source === null) expect(keys).toContain(entry.key);
      }),
    );
  });

  test('the order of edits makes no difference', () => {
    fc.assert(
      fc.property(draftOf, fc.func(fc.integer()), (draft, rank) => {
        const shuffled: LedgerDraft = {
          entries: [...draft.entries].sort((a, b) => rank(a.key) - rank(b.key)),
          removed: [...draft.removed].reverse(),
          nothing: [...draft.nothing].reverse(),
        };
        expect(page([proposal(R2), proposal(R1)], shuffled)).toEqual(page([proposal(R1), proposal(R2)], draft));
      }),
    );
  });

  test('two drafts put together hold every entry of both', () => {
    fc.assert(
      fc.property(draftOf, draftOf, (mine, theirs) => {
        const merged = mergeDrafts(mine, theirs);
        const keys = merged.entries.map(({ key }) => key);
        for (const { key } of [...mine.entries, ...theirs.entries]) expect(keys).toContain(key);
        expect(
          mergeDrafts(mine, mine)
            .entries.map(({ key }) => key)
            .sort(),
        ).toEqual(mine.entries.map(({ key }) => key).sort());
      }),
    );
  });
});

describe('two drafts that met', () => {
  const mine = { ...EMPTY_DRAFT, entries: [byHand('h1', { content: '甲写的' }), byHand('h2')], removed: [R1] };
  const theirs = {
    ...EMPTY_DRAFT,
    entries: [byHand('h1', { content: '乙写的' }), { ...proposal(R1), content: '改过' }],
  };

  test('differ where they say different things', () => {
    expect(
      differences(mine, theirs)
        .map(({ key }) => key)
        .sort(),
    ).toEqual([R1, 'h1', 'h2'].sort());
    expect(differences(mine, mine)).toEqual([]);
  });

  test('are merged by choice, and what one went on writing is not taken out', () => {
    const merged = mergeDrafts(mine, theirs, new Map([['h1', 'theirs']]));
    expect(merged.entries.find(({ key }) => key === 'h1')?.content).toBe('乙写的');
    expect(merged.removed).toEqual([]);
  });
});
