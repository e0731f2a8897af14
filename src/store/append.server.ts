/**
 * Appending to the three sources. Everything that changes anything goes through here: the act, its facts and records, what is
 * derived from them and the audit line are one transaction.
 */
import { sql } from 'kysely';
import type { Day } from '../core/time/room.ts';
import type { Tx } from './database.server.ts';
import { tellRightsChange } from './rights-change.server.ts';
import { PREPARED } from './statements.server.ts';

/** An act: who did what, once. The id is made by the client; the same id again changes nothing. */
export interface ActInput {
  id: string;
  kind: string;
  accountId: number;
  author: string;
  /** The person who stands for it when another typed 代录. */
  standsFor?: number | null;
  /** One line for lists, in Chinese. */
  summary: string;
  detail?: Record<string, unknown>;
  at: Date;
}

export interface RecordRow {
  id: string;
  version: number;
  kind: string;
  orgId: number;
  ownerId?: number | null;
  aboutId?: string | null;
  heldOn: Day;
  startsAt?: string | null;
  endsAt?: string | null;
  place?: string;
  due?: number | null;
  present?: number | null;
  people: readonly { personId: number; part: string; name: string; reason?: string | null }[];
  body: Record<string, unknown>;
  confidential?: Record<string, unknown>;
  withdrawn?: boolean;
  reason?: string | null;
  standsFor?: number | null;
}

/** A registry fact as a flat row for its table; registry rooms make these from their own types. */
export interface FactRow {
  table:
    | 'organization_fact'
    | 'person_fact'
    | 'membership_fact'
    | 'post_fact'
    | 'charge_fact'
    | 'org_charge_fact'
    | 'item_charge_fact';
  row: Record<string, unknown>;
}

/** What an act on the registry is and rests on; the first organization and person are those that it is mainly about. */
export interface RegistryActRow {
  kind: string;
  effectiveOn: Day;
  orgIds: readonly number[];
  people: readonly number[];
  /** 依据 in words; empty when none was given. */
  basis: string;
  documentNumber: string;
  note: string;
}

export interface Touched {
  orgs: number[];
  people: number[];
  records: string[];
}

/** Something made from the sources. `derive` replaces what the touched keys give, or everything. */
export interface Derivation {
  name: string;
  /** Tables it fills, compared by `rebuild --check`. */
  tables: readonly string[];
  derive(tx: Tx, touched: Touched | 'all'): Promise<void>;
}

const FACT_COLUMNS: Readonly<Record<FactRow['table'], string>> = {
  organization_fact:
    'org_id int, valid_from date, ended boolean, name text, short_names text[], kind text, sector text, parent_id int, term_expires_on date, second_parent_id int, covers text[]',
  person_fact:
    'person_id int, valid_from date, ended boolean, name text, sex text, joined_on date, joined_precision text, born_month date, merged_into int',
  membership_fact: 'person_id int, org_id int, valid_from date, ended boolean, category text, situation text',
  post_fact: 'person_id int, org_id int, post text, valid_from date, ended boolean, title text, rank text',
  charge_fact: 'leader_id int, person_id int, valid_from date, ended boolean',
  org_charge_fact: 'leader_id int, org_id int, relation text, valid_from date, ended boolean',
  item_charge_fact: 'leader_id int, org_id int, item_id text, valid_from date, ended boolean',
};

/** Rows a statement carries at once; keeps a large import's parameters below some megabytes. */
const BATCH = 5_000;

function* batches<T>(rows: readonly T[]): Generator<readonly T[]> {
  for (let at = 0; at < rows.length; at += BATCH) yield rows.slice(at, at + BATCH);
}

export class Sources {
  readonly derivations: readonly Derivation[];

  constructor(derivations: readonly Derivation[]) {
    this.derivations = derivations;
  }

  /**
   * Appends an act with its facts and records and derives from them. Answers 'repeated', changing nothing, when this act is
   * already there. A record version that exists under another act is a conflict and fails on `record_pk`.
   */
  async append(
    tx: Tx,
    act: ActInput,
    content: { facts?: readonly FactRow[]; records?: readonly RecordRow[]; registryAct?: RegistryActRow },
    // A bulk load derives once at its end.
    options: { derive: boolean } = { derive: true },
  ): Promise<'appended' | 'repeated'> {
    const inserted = await sql`${PREPARED}
      insert into act (id, kind, account_id, author, stands_for, summary, detail, recorded_at)
      values (${act.id}, ${act.kind}, ${act.accountId}, ${act.author}, ${act.standsFor ?? null}, ${act.summary},
        ${JSON.stringify(act.detail ?? {})}::jsonb, ${act.at})
      on conflict (id) do nothing`.execute(tx);
    if (inserted.numAffectedRows === 0n) return 'repeated';
    const facts = content.facts ?? [];
    const records = content.records ?? [];
    await this.#appendFacts(tx, act, facts);
    if (facts.length > 0) await tellRightsChange(tx, act.at);
    await this.#appendRecords(tx, act, records);
    const said = content.registryAct;
    if (said) {
      await sql`insert into registry_act (act_id, recorded_at, kind, effective_on, org_ids, people, basis, document_number, note)
        values (${act.id}, ${act.at}, ${said.kind}, ${said.effectiveOn}, ${said.orgIds}, ${said.people}, ${said.basis},
          ${said.documentNumber}, ${said.note})`.execute(tx);
    }
    if (options.derive) await this.derive(tx, await withMerged(tx, touchedBy(facts, records), intoOf(facts)));
    return 'appended';
  }

  /** Unsays all that an act brought, from now on. The sources keep every row. */
  async takeBack(tx: Tx, actId: string, by: ActInput): Promise<void> {
    await this.append(tx, by, {}, { derive: false });
    await sql`insert into act_taken_back (act_id, by_act_id, recorded_at) values (${actId}, ${by.id}, ${by.at})`.execute(
      tx,
    );
    await tellRightsChange(tx, by.at);
    const { into, ...touched } = await touchedByAct(tx, actId);
    await this.derive(tx, await withMerged(tx, touched, into));
  }

  async derive(tx: Tx, touched: Touched | 'all'): Promise<void> {
    for (const derivation of this.derivations) await derivation.derive(tx, touched);
  }

  async #appendFacts(tx: Tx, act: ActInput, facts: readonly FactRow[]): Promise<void> {
    for (const table of Object.keys(FACT_COLUMNS) as FactRow['table'][]) {
      const rows = facts.filter((fact) => fact.table === table).map((fact) => fact.row);
      const declared = FACT_COLUMNS[table];
      const names = declared.split(', ').map((column) => column.split(' ')[0]!);
      for (const batch of batches(rows)) {
        await sql`
          insert into ${sql.table(table)} (act_id, recorded_at, ${sql.join(names.map((name) => sql.ref(name)))})
          select ${act.id}, ${act.at}, ${sql.join(names.map((name) => sql.ref(`f.${name}`)))}
          from json_to_recordset(${JSON.stringify(batch)}::json) as f(${sql.raw(declared)})`.execute(tx);
      }
    }
  }

  async #appendRecords(tx: Tx, act: ActInput, records: readonly RecordRow[]): Promise<void> {
    for (const batch of batches(records)) {
      const rows = batch.map((record) => ({
        id: record.id,
        version: record.version,
        kind: record.kind,
        org_id: record.orgId,
        owner_id: record.ownerId ?? null,
        about_id: record.aboutId ?? null,
        held_on: record.heldOn,
        starts_at: record.startsAt ?? null,
        ends_at: record.endsAt ?? null,
        place: record.place ?? '',
        due: record.due ?? null,
        present: record.present ?? null,
        people: [...new Set(record.people.map((person) => person.personId))],
        body: record.body,
        withdrawn: record.withdrawn ?? false,
        reason: record.reason ?? null,
        stands_for: record.standsFor ?? null,
      }));
      await sql`${PREPARED}
        insert into record (id, version, kind, org_id, owner_id, about_id, held_on, starts_at, ends_at, place, due, present,
          people, body, withdrawn, reason, stands_for, act_id, account_id, author, recorded_at)
        select r.*, ${act.id}::uuid, ${act.accountId}::int, ${act.author}, ${act.at}::timestamptz
        from json_to_recordset(${JSON.stringify(rows)}::json) as r(id uuid, version int, kind text, org_id int, owner_id int,
          about_id uuid, held_on date, starts_at time, ends_at time, place text, due int, present int, people int[], body jsonb,
          withdrawn boolean, reason text, stands_for int)`.execute(tx);
    }
    const people = records.flatMap((record) =>
      record.people.map((person) => ({
        record_id: record.id,
        version: record.version,
        person_id: person.personId,
        part: person.part,
        name: person.name,
        reason: person.reason ?? null,
        org_id: record.orgId,
        seen_by: seenBy(person.part, record.people),
      })),
    );
    for (const batch of batches(people)) {
      await sql`${PREPARED}
        insert into record_person (record_id, version, person_id, part, name, reason, org_id, seen_by)
        select * from json_to_recordset(${JSON.stringify(batch)}::json) as p(record_id uuid, version int, person_id int, part text,
          name text, reason text, org_id int, seen_by int[])`.execute(tx);
    }
    for (const record of records) {
      if (!record.confidential) continue;
      // Who was absent did not hear it.
      const there = record.people.filter((person) => person.part !== 'absent');
      const readers = [...new Set(there.map((person) => person.personId))];
      await sql`insert into record_confidential (record_id, version, org_id, people, body)
        values (${record.id}, ${record.version}, ${record.orgId}, ${readers}, ${JSON.stringify(record.confidential)}::jsonb)`.execute(
        tx,
      );
    }
  }
}

/**
 * Who in a record may read that somebody played a part in it: everybody for those who led or were talked to, nobody but the
 * organization for who merely came or was absent.
 */
export function seenBy(part: string, people: readonly { personId: number }[]): number[] | null {
  return part === 'attendee' || part === 'absent' ? null : [...new Set(people.map((person) => person.personId))];
}

function touchedBy(facts: readonly FactRow[], records: readonly RecordRow[]): Touched {
  const orgs = new Set<number>();
  const people = new Set<number>();
  for (const { row } of facts) {
    if (typeof row.org_id === 'number') orgs.add(row.org_id);
    if (typeof row.person_id === 'number') people.add(row.person_id);
    if (typeof row.leader_id === 'number') people.add(row.leader_id);
  }
  return { orgs: [...orgs], people: [...people], records: [...new Set(records.map((record) => record.id))] };
}

/** Both ends of each merge: the entries that are said to be another, and the entries that they are said to be. */
function intoOf(facts: readonly FactRow[]): number[] {
  return facts.flatMap(({ row }) =>
    typeof row.merged_into === 'number' ? [row.merged_into, row.person_id as number] : [],
  );
}

/**
 * A merge moves no record, and yet whom the records of the merged entry count for changes with it: they are touched as well, and
 * those of entries that were merged into it before.
 */
async function withMerged(tx: Tx, touched: Touched, into: readonly number[]): Promise<Touched> {
  if (into.length === 0) return touched;
  const { rows } = await sql<{ id: string }>`
    select distinct record_id as id from record_person
    where person_id = any(${into as number[]}::int[])
      or person_id = any(array(select person_id from person_alias where into_id = any(${into as number[]}::int[])))`.execute(
    tx,
  );
  return { ...touched, records: [...new Set([...touched.records, ...rows.map(({ id }) => id)])] };
}

async function touchedByAct(tx: Tx, actId: string): Promise<Touched & { into: number[] }> {
  const { rows } = await sql<{ orgs: number[]; people: number[]; records: string[]; into: number[] }>`
    select
      array(select distinct org_id from (
        select org_id from organization_fact where act_id = ${actId}
        union select org_id from membership_fact where act_id = ${actId}
        union select org_id from post_fact where act_id = ${actId}
        union select org_id from org_charge_fact where act_id = ${actId}
        union select org_id from item_charge_fact where act_id = ${actId}) o) as orgs,
      array(select distinct person_id from (
        select person_id from person_fact where act_id = ${actId}
        union select person_id from membership_fact where act_id = ${actId}
        union select person_id from post_fact where act_id = ${actId}
        union select person_id from charge_fact where act_id = ${actId}
        union select leader_id from charge_fact where act_id = ${actId}
        union select leader_id from org_charge_fact where act_id = ${actId}
        union select leader_id from item_charge_fact where act_id = ${actId}) p) as people,
      array(select distinct id from record where act_id = ${actId}) as records,
      array(select person_id from person_fact where act_id = ${actId} and merged_into is not null
        union select merged_into from person_fact where act_id = ${actId} and merged_into is not null) as into`.execute(
    tx,
  );
  return rows[0]!;
}
