import { generateKeyPairSync } from 'node:crypto';
import fc from 'fast-check';
import { sql } from 'kysely';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { startTestHouse, type TestCity, type TestHouse } from '../../../scenarios/harness.ts';
import { day } from '../../core/time/room.ts';
import { Database } from '../../store/database.server.ts';
import type { Algorithm, HeadFile } from './chain.logic.ts';
import { Chain } from './chain.server.ts';
import type { FaultKind } from './faults.logic.ts';
import { keyIdOfPrivate, makeHead, takeHead } from './heads.server.ts';
import { type Verified, type VerifyOptions, verifyCity, verifyIn } from './verify.server.ts';

const RECORD = '01890000-0000-7000-8000-000000000001';
/** Carries what was found out of a transaction that is undone. */
class Changed extends Error {
  readonly verified: Verified;
  constructor(verified: Verified) {
    super('undone');
    this.verified = verified;
  }
}

const TITLES = new Map([['people.read', '一个人的档案']]);

describe('the check of the audit chain', () => {
  let house: TestHouse;
  let city: TestCity;
  let owner: Database;
  let cities = 0;
  /** The head of a week ago. */
  let lastWeek: HeadFile;
  beforeAll(async () => {
    house = await startTestHouse('2017-06-20T09:00:00+08:00', undefined, []);
    owner = new Database({ ...house.house.admin, max: 2 });
  });
  afterAll(async () => {
    await owner.close();
    await house.close();
  });

  const link = async (algorithm: Algorithm = 'sha256'): Promise<void> => {
    const chain = new Chain(house.house.database, algorithm);
    while ((await chain.link(city.city, house.house.clock)) !== 'end')
      await new Promise((resolve) => setTimeout(resolve, 5));
  };
  const takeOne = async (): Promise<HeadFile> => {
    const { database, keys, clock } = house.house;
    const head = await database.inCity(city.city, { as: 'chain' }, (tx) =>
      takeHead(tx, city.city, clock(), keys.auditKey),
    );
    return head!;
  };
  const check = (options: Partial<VerifyOptions> = {}): Promise<Verified> =>
    verifyCity(owner, city.city, { titles: TITLES, ownKeyId: keyIdOfPrivate(house.house.keys.auditKey), ...options });
  const kinds = (verified: Verified): FaultKind[] =>
    [...new Set(verified.faults.told.map(({ kind }) => kind))].toSorted();
  const addLine = (actor: string, at: string): Promise<object[]> =>
    city.asOwner(
      `insert into audit_line (id, at, actor, ability, route, outcome)
       values (gen_random_uuid(), $2, $1, 'person.read', 'people.read', 'read')`,
      [actor, at],
    );

  /** A small city with a fact, a record with people and what was said in confidence, lines; chained, with a head of last week. */
  beforeEach(async () => {
    house.setClock('2017-06-20T09:00:00+08:00');
    cities += 1;
    city = await house.makeCity(`chained${cities}`);
    await city.arrange({
      facts: [
        { fact: 'person', personId: 11, validFrom: day('2010-01-01'), name: '周舒', sex: null, joinedOn: null },
        { fact: 'membership', personId: 11, orgId: 5, validFrom: day('2010-01-01'), ended: false, category: 'full' },
      ],
    });
    await city.arrange({
      records: [
        {
          id: RECORD,
          version: 1,
          kind: 'themePartyDay',
          orgId: 5,
          heldOn: day('2017-06-19'),
          people: [
            { personId: 11, part: 'attendee', name: '周舒' },
            { personId: 12, part: 'absent', name: '李默', reason: '出差' },
          ],
          body: { topics: '学习' },
          confidential: { content: '只给在场的人' },
        },
      ],
    });
    for (const actor of ['甲', '乙', '丙', '丁']) await addLine(actor, '2017-06-20T08:59:00+08:00');
    await link();
    lastWeek = await takeOne();
    house.setClock('2017-06-27T09:00:00+08:00');
    for (const actor of ['戊', '己']) await addLine(actor, '2017-06-27T08:59:30+08:00');
    await link('sm3');
  });
  afterEach(() => city.asOwner(`delete from xieshi.city where code = '${city.city.code}'`));

  test('finds nothing in an untouched log, with last week’s head or without, and over a change of algorithm', async () => {
    const without = await check();
    expect(without.faults.told).toEqual([]);
    expect(without.links).toBe(8);
    expect(without.tail).toMatchObject({ n: 8, algorithm: 'sm3' });
    expect((await check({ head: lastWeek })).faults.told).toEqual([]);
    expect(without.remarks).toEqual([]);
  });

  const edits: [what: string, text: string, kind: FaultKind][] = [
    ['a line', `update audit_line set actor = '别人' where actor = '乙'`, 'edited'],
    ['a line’s time', `update audit_line set at = at + interval '1 microsecond' where actor = '乙'`, 'edited'],
    ['a record’s body', `update record set body = '{"topics": "别的"}'`, 'edited'],
    ['why somebody was absent', `update record_person set reason = '请假' where person_id = 12`, 'edited'],
    ['what was said in confidence', `update record_confidential set body = '{"content": "别的"}'`, 'edited'],
    ['a membership', `update membership_fact set category = 'probationary'`, 'edited'],
    [
      'a person added to a record',
      `insert into record_person select record_id, version, 13, part, name, reason, org_id, seen_by
       from record_person where person_id = 11`,
      'edited',
    ],
    ['an act’s record', `delete from record`, 'edited'],
    ['a removed line', `delete from audit_line where actor = '丙'`, 'removed'],
    ['a removed act', `delete from act where id = (select act_id from record)`, 'removed'],
    ['a removed link', `delete from audit_link where n = 4`, 'removed'],
    [
      'two lines’ contents exchanged',
      `update audit_line a set actor = b.actor from audit_line b
       where (a.actor, b.actor) in (('甲', '丙'), ('丙', '甲'))`,
      'edited',
    ],
    [
      'two links exchanged',
      `update audit_link set n = 1000 where n = 3; update audit_link set n = 3 where n = 6;
       update audit_link set n = 6 where n = 1000`,
      'reordered',
    ],
    [
      'two neighbors exchanged',
      `update audit_link set n = 1000 where n = 3; update audit_link set n = 3 where n = 4;
       update audit_link set n = 4 where n = 1000`,
      'reordered',
    ],
    ['a link’s digest', `update audit_link set digest = sha256('x') where n = 4`, 'edited'],
    ['when it was linked', `update audit_link set chained_at = chained_at - interval '1 day' where n = 4`, 'edited'],
    [
      'the end cut off',
      `delete from audit_line where id in (select item_id from audit_link where n > 5);
       delete from audit_link where n > 5`,
      'cut',
    ],
    [
      'a line past the service',
      `insert into audit_line (id, at, actor, ability, route, outcome)
       values (gen_random_uuid(), '2017-06-22T08:00:00+08:00', '补的', 'person.read', 'people.read', 'read')`,
      'inserted',
    ],
    [
      'an act past the service',
      `insert into act (id, kind, account_id, author, summary, recorded_at)
       values (gen_random_uuid(), 'arranged', 1, '补的', '补的', '2017-06-22T08:00:00+08:00')`,
      'inserted',
    ],
    [
      'a record that no act brought',
      `insert into record (id, version, kind, org_id, held_on, act_id, account_id, author, recorded_at)
       values (gen_random_uuid(), 1, 'themePartyDay', 5, '2017-06-01', gen_random_uuid(), 1, '补的', now())`,
      'inserted',
    ],
    ['a kept head’s hash', `update audit_head set hash = sha256('x')`, 'head-signature'],
  ];
  test.each(edits)('finds %s', async (_, text, kind) => {
    await city.asOwner(text);
    expect(kinds(await check())).toContain(kind);
  });

  test('names the place: which link, when, who did what', async () => {
    await city.asOwner(`update audit_line set outcome = 'done' where actor = '乙'`);
    const { faults } = await check();
    expect(faults.total).toBe(1);
    expect(faults.told[0]).toMatchObject({ kind: 'edited', n: 4, about: '乙　做了　一个人的档案' });
    expect(faults.told[0]!.says).toBe('第4环的审计行入链后被改过：2017-06-20 08:59:00　乙　做了　一个人的档案');
  });

  test('tells which links were exchanged, and no other', async () => {
    await city.asOwner(`update audit_link set n = 1000 where n = 3; update audit_link set n = 3 where n = 6;
      update audit_link set n = 6 where n = 1000`);
    const { faults } = await check();
    expect(faults.told.map(({ kind, n }) => [kind, n])).toEqual([
      ['reordered', 3],
      ['reordered', 6],
      ['head-hash', 6],
    ]);
  });

  test('with last week’s head finds a row that was edited this week by somebody who recomputed the whole chain', async () => {
    await city.asOwner(`update audit_line set actor = '别人' where actor = '乙'`);
    await city.asOwner('delete from audit_link; delete from audit_head');
    await link();
    expect(kinds(await check())).toEqual([]);
    const { faults } = await check({ head: lastWeek });
    expect(faults.told.map(({ kind, n }) => [kind, n])).toEqual([['head-hash', lastWeek.n]]);
  });

  test('finds that the end was cut with every trace of it, by a head from before', async () => {
    const head = await takeOne();
    await city.asOwner(`delete from audit_line where id in (select item_id from audit_link where n > 6);
      delete from audit_link where n > 6; delete from audit_head where n > 6`);
    expect(kinds(await check())).toEqual([]);
    expect(kinds(await check({ head }))).toEqual(['cut']);
  });

  test('finds a line that was dated back before a head and linked by the service itself', async () => {
    await addLine('补的', '2017-06-18T09:00:00+08:00');
    await link();
    const { faults } = await check();
    expect(faults.told.map(({ kind, about }) => [kind, about])).toEqual([['inserted', '补的　看了　一个人的档案']]);
  });

  test('a line of this minute waits to be linked and is no fault', async () => {
    await addLine('刚刚', '2017-06-27T09:00:00+08:00');
    const { faults, waiting } = await check();
    expect(faults.total).toBe(0);
    expect(waiting).toEqual({ act: 0, line: 1 });
  });

  test('knows a head of another city, of another key, and one that was written over', async () => {
    const { keys } = house.house;
    const tail = { n: 3, hash: 'ab'.repeat(32), algorithm: 'sha256' as const };
    const at = new Date('2017-06-20T09:00:00+08:00');
    const elsewhere = makeHead({ ...city.city, code: 'other' }, tail, at, keys.auditKey);
    expect(kinds(await check({ head: elsewhere }))).toEqual(['head-city']);
    const foreign = generateKeyPairSync('ed25519').privateKey;
    expect(kinds(await check({ head: makeHead(city.city, lastWeek, at, foreign) }))).toEqual(['head-key']);
    expect(kinds(await check({ head: { ...lastWeek, at: '2017-06-19T00:00:00.000Z' } }))).toEqual(['head-signature']);
  });

  test('a column that a later migration adds changes no digest, and neither does what is derived', async () => {
    await city.asOwner(
      `alter table record add column later text default 'x'; update record_person set seen_by = '{1}'`,
    );
    await city.asOwner(`alter table audit_line add column later int`);
    expect((await check()).faults.told).toEqual([]);
  });

  test('links what committed late with an early number, beside twenty that write', async () => {
    const chain = new Chain(house.house.database, 'sha256');
    let writing = true;
    const linking = (async () => {
      while (writing) await chain.link(city.city, house.house.clock);
    })();
    let letGo = (): void => undefined;
    const held = new Promise<void>((resolve) => {
      letGo = resolve;
    });
    const late = owner.inCityAsOwner(city.city, async (tx) => {
      await sql`insert into audit_line (id, at, actor, ability, route, outcome)
        values (gen_random_uuid(), '2017-06-27T08:59:40+08:00', '迟', 'person.read', 'people.read', 'read')`.execute(
        tx,
      );
      await held;
    });
    await Promise.all(
      Array.from({ length: 20 }, async (_, writer) => {
        for (let nth = 0; nth < 5; nth += 1) await addLine(`写${writer}`, '2017-06-27T08:59:50+08:00');
      }),
    );
    letGo();
    await late;
    writing = false;
    await linking;
    while ((await chain.link(city.city, house.house.clock)) !== 'end');
    const { faults, waiting, links } = await check();
    expect(faults.told).toEqual([]);
    expect(waiting).toEqual({ act: 0, line: 0 });
    expect(links).toBe(8 + 101);
  });

  test('links in the order of the transactions, also where their numbers grow by a digit', async () => {
    for (const tx of ['9', '10']) {
      await city.asOwner(
        `insert into audit_line (id, at, actor, ability, route, outcome, tx)
         select gen_random_uuid(), '2017-06-27T08:59:50+08:00', '写', 'person.read', 'people.read', 'read', $1::text::xid8
         from generate_series(1, 600)`,
        [tx],
      );
    }
    await link();
    expect((await check()).waiting).toEqual({ act: 0, line: 0 });
    const turns = await city.asOwner<{ tx: string }>(
      `select l.tx::text as tx from audit_link k join audit_line l on l.id = k.item_id
       where l.tx in ('9', '10') group by l.tx order by min(k.n)`,
    );
    expect(turns.map(({ tx }) => tx)).toEqual(['9', '10']);
  });

  test('two processes at once make one chain', async () => {
    for (let nth = 0; nth < 30; nth += 1) await addLine(`写${nth}`, '2017-06-27T08:59:50+08:00');
    await Promise.all([link(), link(), link()]);
    expect((await check()).faults.told).toEqual([]);
    expect((await check()).links).toBe(38);
  });

  test('every single tampering of a small log is found', async () => {
    const head = await takeOne();
    const columns = {
      audit_line: [
        'id',
        'at',
        'account_id',
        'actor',
        'ability',
        'route',
        'subject_kind',
        'subject_id',
        'subject_person',
        'act_id',
        'outcome',
      ],
      act: ['kind', 'account_id', 'author', 'stands_for', 'summary', 'detail', 'recorded_at'],
      record: [
        'kind',
        'org_id',
        'owner_id',
        'about_id',
        'held_on',
        'place',
        'due',
        'people',
        'body',
        'withdrawn',
        'author',
        'recorded_at',
      ],
      record_person: ['person_id', 'part', 'name', 'reason', 'org_id'],
      record_confidential: ['people', 'body', 'org_id'],
      person_fact: ['recorded_at', 'person_id', 'valid_from', 'ended', 'name', 'joined_on'],
      membership_fact: ['person_id', 'org_id', 'valid_from', 'ended', 'category'],
      audit_link: ['n', 'item_id', 'digest', 'hash', 'chained_at', 'algorithm', 'form', 'kind'],
    } as const;
    const OTHER: Readonly<Record<string, string>> = {
      uuid: 'gen_random_uuid()',
      int4: 'coalesce(@, 0) + 1',
      int8: 'coalesce(@, 0) + 1000',
      int2: '@ + 1',
      text: `case when @ is null then 'x' when @ = 'read' then 'done' when @ = 'sha256' then 'sm3' when @ = 'sm3' then 'sha256'
        when @ = 'line' then 'act' when @ = 'act' then 'line' else @ || 'x' end`,
      timestamptz: `@ + interval '1 second'`,
      date: `coalesce(@, '2000-01-01'::date) + 1`,
      bool: 'not @',
      jsonb: `@ || '{"more": 1}'`,
      _int4: '@ || 77',
      bytea: `sha256(@)`,
    };
    const types = new Map(
      (
        await city.asOwner<{ key: string; type: string }>(
          `select c.relname || '.' || a.attname as key, t.typname as type from pg_attribute a join pg_class c on c.oid = a.attrelid
           join pg_type t on t.oid = a.atttypid where c.relnamespace = current_schema()::regnamespace and a.attnum > 0`,
        )
      ).map(({ key, type }) => [key, type]),
    );
    const table = fc.constantFrom(...(Object.keys(columns) as (keyof typeof columns)[]));
    const tampering = table.chain((name) =>
      fc.record({
        table: fc.constant(name),
        row: fc.nat(20),
        change: fc.oneof(
          { weight: 4, arbitrary: fc.constantFrom(...columns[name]).map((column) => ({ column: column as string })) },
          { weight: 1, arbitrary: fc.constant({ column: null }) },
        ),
      }),
    );
    await fc.assert(
      fc.asyncProperty(tampering, async ({ table: name, row, change }) => {
        const found = await owner
          .inCityAsOwner(city.city, async (tx) => {
            const target = sql.raw(
              `ctid = (select ctid from ${name} order by ctid offset ${row} % (select count(*) from ${name}) limit 1)`,
            );
            const set =
              change.column &&
              `${change.column} = ${OTHER[types.get(`${name}.${change.column}`)!]!.replaceAll('@', change.column)}`;
            await (set
              ? sql`update ${sql.table(name)} set ${sql.raw(set)} where ${target}`
              : sql`delete from ${sql.table(name)} where ${target}`
            ).execute(tx);
            throw new Changed(await verifyIn(tx, city.city, { titles: TITLES, head }));
          })
          .catch((error: unknown) => {
            if (error instanceof Changed) return error.verified.faults.total;
            throw error;
          });
        expect(found).toBeGreaterThan(0);
      }),
      { numRuns: 150 },
    );
  });
});
