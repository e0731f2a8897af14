import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as XLSX from '@e965/xlsx';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Day, day } from '../core/time/room.ts';
import { itemsFor } from '../duties/rules/room.ts';
import { readLedgerRules } from '../duties/rules/rules.server.ts';
import type { Cell, Choices, ImportAccount, Merge, Sheet, Workbook } from '../platform/open/room.ts';
import { cellsOf } from '../platform/open/workbook-cells.server.ts';
import { EMPTY_WORLD, type PlanContext, type World } from '../registry/organizations/room.ts';
import { accountOf, type PlannedWorkbook, planWorkbook } from './import-plan.logic.ts';
import { KINDS } from './kinds.logic.ts';

const SAMPLES = join(import.meta.dirname, '../../samples');
const truth = JSON.parse(readFileSync(join(SAMPLES, 'truth.json'), 'utf8'));
const rules = readLedgerRules();

const context: Omit<PlanContext, 'file'> = {
  today: day('2017-07-05'),
  now: '2017-07-05T01:00:00.000Z',
  since: day('2000-01-01'),
  newId: (key) => `id of ${key}`,
  ledgerId: (personId, period) => `ledger ${personId} ${period}`,
  keyPlanId: (personId, year) => `plan ${personId} ${year}`,
  kinds: KINDS,
  itemsFor: (period) => itemsFor(rules, period),
};

type SampleName = 'organizations' | 'members' | 'roster' | 'ledger' | 'life';
const FILES: readonly SampleName[] = ['organizations', 'members', 'roster', 'ledger', 'life'];

const fileOf = (name: SampleName): string =>
  readdirSync(SAMPLES).find((file) => file.includes(`-${name} `) && file.endsWith('.xlsx'))!;
const read = new Map<SampleName, Workbook>();
function sample(name: SampleName): Workbook {
  const file = fileOf(name);
  const book = read.get(name) ?? cellsOf(file, readFileSync(join(SAMPLES, file)));
  read.set(name, book);
  return book;
}

function planned(book: Workbook, world: World, choices: Choices = {}): PlannedWorkbook {
  const result = planWorkbook(book, choices, world, context);
  if (!result) throw new Error(`${book.name} is of no known layout`);
  return result;
}

/** What importing some samples leaves behind. */
function worldAfter(...names: readonly SampleName[]): World {
  return names.reduce((world, name) => planned(sample(name), world).world, EMPTY_WORLD);
}

const WORLDS: Readonly<Record<SampleName, World>> = {
  organizations: EMPTY_WORLD,
  members: worldAfter('organizations'),
  roster: worldAfter('organizations', 'members'),
  ledger: worldAfter('organizations', 'members', 'roster'),
  life: worldAfter('organizations', 'members', 'roster', 'ledger'),
};

const account = (name: SampleName): ImportAccount => accountOf(name, planned(sample(name), WORLDS[name]).plan);
const problems = (list: readonly { cell: string; reason: string }[]): string[] =>
  list.map(({ cell, reason }) => `${cell} ${reason}`);

describe('the samples, in order, come out as truth.json says', () => {
  it('the roster', () => {
    const { roster } = truth;
    const got = account('roster');
    expect(got).toMatchObject({
      kind: 'roster',
      rows: roster.data_rows,
      accepted: roster.importable_people,
      people: roster.importable_people,
      duplicates: roster.exact_duplicates,
    });
    expect(problems(got.rejected)).toEqual([
      'D21 unit-missing',
      'H33 date-impossible',
      'B38 duplicate',
      'D46 unit-unknown',
    ]);
    expect(got.rejected.length + got.accepted).toBe(got.rows);
    const { world } = planned(sample('roster'), WORLDS.roster);
    const cadres = [...world.people.values()].filter((one) =>
      one.posts.some((held) => held.rank?.startsWith('county')),
    );
    const byUnit = Object.groupBy(cadres, (one) => world.orgs.get(one.posts[0]!.orgId)!.name);
    const counts = Object.fromEntries(Object.entries(byUnit).map(([unit, people]) => [unit, people!.length]));
    expect(counts).toEqual(roster.by_unit);
    expect(cadres.slice(0, roster.first_people.length).map((one) => one.name)).toEqual(roster.first_people);
  });

  it('the ledger', () => {
    const { ledger } = truth;
    const got = account('ledger');
    expect(got).toMatchObject({
      kind: 'ledger',
      person: ledger.person,
      unit: ledger.unit,
      period: ledger.period,
      businessEntries: ledger.business_entries,
      partyBuildingEntries: ledger.party_building_entries,
      people: 1,
      rejected: [],
    });
    expect(problems(got.warnings)).toEqual(['A2 unit-differs-from-roster']);
  });

  it('the register of activities', () => {
    const { life } = truth;
    const got = account('life');
    expect(got).toMatchObject({
      kind: 'life',
      rows: life.rows,
      accepted: life.consistent_rows,
      people: life.members.length,
      personTimesPresent: life.person_times_present,
      absences: life.absences,
      byKind: life.by_kind,
    });
    expect(problems(got.rejected)).toEqual(['H11 present-exceeds-due']);
    expect(problems(got.warnings)).toEqual(['F5 presider-absent', 'F15 presider-absent']);
  });

  it('organizations and members', () => {
    expect(account('organizations')).toMatchObject({ rows: 14, accepted: 14, people: 0, rejected: [], warnings: [] });
    expect(account('members')).toMatchObject({ rows: 14, accepted: 14, people: 14, rejected: [], warnings: [] });
    expect([...WORLDS.roster.people.values()].map((one) => one.name)).toEqual(truth.life.members);
  });

  it('organizations have their superiors, also where an alias names them', () => {
    const orgs = [...WORLDS.members.orgs.values()];
    const named = (name: string) => orgs.find((org) => org.name === name);
    for (const [alias, name] of Object.entries<string>(truth.roster.aliases))
      expect(named(name)!.shortNames).toContain(alias);
    expect(named('示例市教育局党委机关第一党支部')!.parentId).toBe(named('示例市教育局党委')!.id);
    expect(named('示例市教育局党委')!.parentId).toBe(named('中共示例市委员会')!.id);
  });

  it('leaders in charge who are in no list yet are added once, and counted apart', () => {
    const { plan } = planned(sample('roster'), WORLDS.roster);
    const added = plan.warnings.filter((one) => one.reason === 'leader-added');
    expect(problems(added)).toEqual(['G4', 'G6', 'G7', 'G13', 'G26'].map((cell) => `${cell} leader-added`));
    expect(plan.facts.filter((one) => one.fact === 'charge')).toHaveLength(57);
  });

  it('every file again brings nothing but duplicates', () => {
    const world = planned(sample('life'), WORLDS.life).world;
    for (const name of FILES) {
      const { plan } = planned(sample(name), world);
      expect(plan).toMatchObject({ accepted: 0, facts: [], records: [] });
      expect(plan.duplicates).toBe(planned(sample(name), WORLDS[name]).plan.accepted + (name === 'roster' ? 1 : 0));
    }
  });
});

describe('who was there', () => {
  const records = planned(sample('life'), WORLDS.life).plan.records;
  const inPart = (at: number, part: string): string[] =>
    records[at]!.people.filter((one) => one.part === part).map((one) => one.name);

  it('is everybody of the branch but those named, when counts and names agree', () => {
    const partyDay = records[4]!;
    expect(partyDay).toMatchObject({ kind: 'themePartyDay', heldOn: '2017-02-01', due: 14, present: 12 });
    expect(inPart(4, 'absent')).toEqual(['杨光文', '褚欣']);
    expect(inPart(4, 'attendee')).toHaveLength(12);
    expect(inPart(4, 'presider')).toEqual(['郑帆晨']);
    expect(partyDay.people.find((one) => one.name === '褚欣')!.reason).toBe('事假');
  });

  it('is the committee at its own meeting', () => {
    expect(records[0]).toMatchObject({ kind: 'branchCommitteeMeeting', due: 5, present: 5 });
    expect(inPart(0, 'attendee')).toEqual(['郑帆晨', '褚晨凯', '郑恩', '孙明志', '钱达']);
  });

  it('is left open for a talk, and a presider who was absent is not made present', () => {
    expect(records[2]).toMatchObject({ kind: 'heartToHeartTalk', due: 5, present: 4 });
    expect(records[2]!.people).toEqual([expect.objectContaining({ name: '郑帆晨', part: 'absent', reason: '病假' })]);
    expect(records[2]!.body).toMatchObject({ evidence: '台账记主持人：郑帆晨，又列为缺席' });
  });

  it('agrees with the counts in every record that names attendees', () => {
    for (const [at, record] of records.entries()) {
      const present = inPart(at, 'attendee').length;
      if (present > 0) expect([present, present + inPart(at, 'absent').length]).toEqual([record.present, record.due]);
    }
  });
});

// Wrecks: the same content as offices would hand it in.

type Rows = (Cell | null)[][];
const remade = (
  book: Workbook,
  change: (rows: Rows, merges: Merge[]) => { rows: Rows; merges?: Merge[] },
): Workbook => ({
  ...book,
  sheets: book.sheets.map((sheet): Sheet => {
    const { rows, merges } = change(
      sheet.rows.map((row) => [...row]),
      [...sheet.merges],
    );
    return { ...sheet, rows, merges: merges ?? sheet.merges };
  }),
});
const text = (value: string): Cell => ({ value, text: value });
const HEAD_ROW: Readonly<Record<SampleName, number>> = { organizations: 1, members: 1, roster: 2, ledger: 2, life: 1 };

/** Two more rows above everything. */
const lowered = (book: Workbook): Workbook =>
  remade(book, (rows, merges) => ({
    rows: [[text('附件3')], [null, text('填写说明：请按实际情况填写，姓名、单位不得空缺')], ...rows],
    merges: merges.map((merge) => ({ ...merge, top: merge.top + 2, bottom: merge.bottom + 2 })),
  }));

/** Columns in another order below the title; rows above the head stay. */
const shuffled = (book: Workbook, head: number, order: readonly number[]): Workbook =>
  remade(book, (rows, merges) => ({
    rows: rows.map((row, at) => (at < head ? row : order.map((from) => row[from] ?? null))),
    merges: merges.map((merge) => {
      const to = order.indexOf(merge.left);
      return merge.top < head ? merge : { ...merge, left: to, right: to };
    }),
  }));

/** A column before all others and one after them that are none of our business. */
const widened = (book: Workbook, head: number): Workbook =>
  remade(book, (rows, merges) => {
    const width = Math.max(...rows.map((row) => row.length));
    return {
      rows: rows.map((row, at) => {
        if (at < head) return row;
        const last = Array.from({ length: width - row.length }, () => null);
        const more = at === head ? '审核状态' : row.some((cell) => cell) ? '已核' : '';
        return [more ? text(more) : null, ...row, ...last, more ? text(at === head ? '录入批次' : '一') : null];
      }),
      merges: merges.map((merge) =>
        merge.top < head ? merge : { ...merge, left: merge.left + 1, right: merge.right + 1 },
      ),
    };
  });

/** A head of two rows: every column merged over both, `pair` under one common head. */
const twoRowed = (
  book: Workbook,
  head: number,
  pair: readonly [number, number],
  over: string,
  drawn: boolean,
): Workbook =>
  remade(book, (rows, merges) => {
    const top = rows[head]!.map((cell, column) =>
      pair.includes(column) ? (column === pair[0] ? text(over) : null) : cell,
    );
    const bottom = rows[head]!.map((cell, column) => (pair.includes(column) ? cell : null));
    const moved = merges.map((merge) =>
      merge.top > head ? { ...merge, top: merge.top + 1, bottom: merge.bottom + 1 } : merge,
    );
    const own: Merge[] = top.flatMap((_, column) =>
      pair.includes(column) ? [] : [{ top: head, bottom: head + 1, left: column, right: column }],
    );
    return {
      rows: [...rows.slice(0, head), top, bottom, ...rows.slice(head + 1)],
      merges: drawn ? [...moved, ...own, { top: head, bottom: head, left: pair[0], right: pair[1] }] : moved,
    };
  });

const withIdentityCards = (book: Workbook, head: number): Workbook => {
  const changed = remade(book, (rows) => ({
    rows: rows.map((row, at) => {
      if (at < head) return row;
      const full = row.some((cell) => cell);
      return [
        ...row.slice(0, 2),
        at === head ? text('公民身份号码') : full ? text(`3301021986120912${10 + at}`) : null,
        ...row.slice(2),
      ];
    }),
    merges: [],
  }));
  return cellsOf(book.name, bytesOf(changed, 'xlsx'));
};

function bytesOf(book: Workbook, bookType: XLSX.BookType): Uint8Array {
  const out = XLSX.utils.book_new();
  for (const sheet of book.sheets) {
    const cells = sheet.rows.map((row) => row.map((cell) => cell && (cell.isDay ? dayText(cell) : cell.value)));
    const made = XLSX.utils.aoa_to_sheet(cells);
    made['!merges'] = sheet.merges.map(({ top, left, bottom, right }) => ({
      s: { r: top, c: left },
      e: { r: bottom, c: right },
    }));
    XLSX.utils.book_append_sheet(out, made, sheet.name);
  }
  return new Uint8Array(XLSX.write(out, { type: 'array', bookType }) as ArrayBuffer);
}

const dayText = (cell: Cell): string => {
  const { y, m, d } = XLSX.SSF.parse_date_code(cell.value as number);
  return `${y}/${m}/${d}`;
};

const csv = (book: Workbook): Workbook =>
  cellsOf(
    book.name.replace(/xlsx$/, 'csv'),
    bytesOf(
      remade(book, (rows) => ({ rows, merges: [] })),
      'csv',
    ),
  );

/** A plan without its addresses, which follow the columns. */
const essence = ({ plan }: PlannedWorkbook) => {
  const bare = ({ reason, what, cell }: { reason: string; what: string; cell: string }) => [
    reason,
    what,
    /\d+$/.exec(cell)![0],
  ];
  const { rejected, warnings, questions = [], ...rest } = plan;
  const asked = questions.map(({ id, options }) => ({ id, options }));
  return { ...rest, rejected: rejected.map(bare), warnings: warnings.map(bare), asked };
};
/** The counts alone: rows may have moved, and a format that has no days keeps them as text. */
const counts = (book: Workbook, name: SampleName) => {
  const { rejected, warnings, questions = [], file: _, ...rest } = accountOf('', planned(book, WORLDS[name]).plan);
  const reasons = (list: readonly { reason: string }[]) => list.map((one) => one.reason);
  return { ...rest, rejected: reasons(rejected), warnings: reasons(warnings), asked: questions.map(({ id }) => id) };
};
const asHandedIn = (name: SampleName) => counts(sample(name), name);

describe.each(FILES)('%s, wrecked,', (name) => {
  const head = HEAD_ROW[name];

  it('with its head lower and instructions above it', () =>
    expect(counts(lowered(sample(name)), name)).toEqual(asHandedIn(name)));

  it('with columns that are none of our business', () =>
    expect(counts(widened(sample(name), head), name)).toEqual(asHandedIn(name)));

  it('as .csv', () => expect(counts(csv(sample(name)), name)).toEqual(asHandedIn(name)));

  it.each<[string, XLSX.BookType]>([
    ['.xls', 'biff8'],
    ['a page saved as .xls', 'html'],
  ])('as %s', (_, type) => {
    const book = cellsOf(sample(name).name.replace(/xlsx$/, 'xls'), bytesOf(sample(name), type));
    expect(counts(book, name)).toEqual(asHandedIn(name));
  });

  it('with its columns in any order, brings the same to the letter', () => {
    const width = Math.max(...sample(name).sheets[0]!.rows.map((row) => row.length));
    const straight = essence(planned(sample(name), WORLDS[name]));
    const orders = fc.shuffledSubarray(
      Array.from({ length: width }, (_, at) => at),
      { minLength: width, maxLength: width },
    );
    fc.assert(
      fc.property(orders, (order) => {
        expect(essence(planned(shuffled(sample(name), head, order), WORLDS[name]))).toEqual(straight);
      }),
      { numRuns: 12 },
    );
  });

  it('with a column of identity cards, names the column and holds none of it', () => {
    const book = withIdentityCards(sample(name), head);
    const { understood } = planned(book, WORLDS[name]);
    expect(understood.sheets[0]!.columns.find((column) => column.letter === 'C')).toMatchObject({
      header: '公民身份号码',
      field: null,
      ignoredBecause: 'identityCard',
    });
    expect(JSON.stringify(book)).not.toContain('330102198612');
    // The ledger's merged 类别 cells are gone with the merges of this wreck; it reads on all the same.
    expect(counts(book, name)).toEqual(asHandedIn(name));
  });
});

describe('a head of two rows', () => {
  it.each<[SampleName, readonly [number, number], string]>([
    ['life', [6, 7], '出席情况'],
    ['roster', [4, 5], '任职情况'],
    ['members', [3, 4], '党内情况'],
  ])('%s', (name, pair, over) => {
    for (const drawn of [true, false]) {
      const book = twoRowed(sample(name), HEAD_ROW[name], pair, over, drawn);
      expect(planned(book, WORLDS[name]).understood.sheets[0]).toMatchObject({
        headerRow: HEAD_ROW[name] + 1,
        headerRows: 2,
      });
      expect(counts(book, name)).toEqual(asHandedIn(name));
    }
  });
});

describe('the user has the last word', () => {
  const life = sample('life');

  it('on the layout', () => {
    expect(planned(life, WORLDS.life, { layout: 'roster' }).plan.layout).toBe('roster');
  });

  it('on the row of the head', () => {
    const { understood } = planned(life, WORLDS.life, { sheets: { 台账: { headerRow: 5 } }, layout: 'life' });
    expect(understood.sheets[0]!.headerRow).toBe(5);
  });

  it('on what a column means', () => {
    const unclear = remade(life, (rows) => {
      rows[1]![4] = text('所议');
      return { rows };
    });
    const before = planned(unclear, WORLDS.life);
    expect(before.understood.sheets[0]).toMatchObject({ certainty: 'likely', missing: ['主题'] });
    expect(before.plan.rejected.every((one) => one.reason !== 'topic-missing')).toBe(false);
    const after = planned(unclear, WORLDS.life, { sheets: { 台账: { columns: { E: 'topic' } } } });
    expect(after.understood.sheets[0]!.columns[4]).toMatchObject({ field: 'topic', certainty: 'chosen' });
    expect(after.plan.accepted).toBe(21);
  });

  it('on leaving a column or a sheet out', () => {
    const without = planned(sample('roster'), WORLDS.roster, { sheets: { 花名册: { columns: { G: null } } } });
    expect(without.plan.facts.some((fact) => fact.fact === 'charge')).toBe(false);
    expect(planWorkbook(life, { sheets: { 台账: { skip: true } } }, WORLDS.life, context)).toBeUndefined();
  });

  it('but not on what must not be stored', () => {
    const chosen = planned(sample('roster'), WORLDS.roster, { sheets: { 花名册: { columns: { I: 'unit' } } } });
    expect(chosen.understood.sheets[0]!.columns[8]).toMatchObject({ field: null, ignoredBecause: 'phone' });
  });
});

describe('what is of no layout', () => {
  it('is said to be none', () => {
    const cells = [
      [text('电费'), text('金额')],
      [text('一月'), text('120')],
    ];
    const book = { name: '电费.xlsx', sheets: [{ name: 'Sheet1', hidden: false, rows: cells, merges: [] }] };
    expect(planWorkbook(book, {}, EMPTY_WORLD, context)).toBeUndefined();
  });

  it('is left out when hidden', () => {
    const book = { ...sample('life'), sheets: sample('life').sheets.map((sheet) => ({ ...sheet, hidden: true })) };
    expect(planWorkbook(book, {}, WORLDS.life, context)).toBeUndefined();
  });
});

describe('the day a list speaks of', () => {
  const posts = (book: Workbook): Set<Day> =>
    new Set(planned(book, WORLDS.roster).plan.facts.flatMap((fact) => (fact.fact === 'post' ? [fact.validFrom] : [])));

  it('is the one in its head', () => expect(posts(sample('roster'))).toEqual(new Set(['2017-03-01'])));

  it('is the day of the import where nothing is said', () => {
    const silent = remade(sample('roster'), (rows) => {
      rows[1] = [];
      return { rows };
    });
    expect(posts(silent)).toEqual(new Set(['2017-07-05']));
  });
});
