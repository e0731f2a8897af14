/** The sample city as rows of its tables. */
import { factRow } from '../registry/organizations/fact-rows.server.ts';
import type { RegistryFact } from '../registry/organizations/room.ts';
import { seenBy } from '../store/append.server.ts';
import { Chance } from './chance.logic.ts';
import type { DemoCity } from './city.logic.ts';
import type { Value } from './copy.server.ts';
import type { DemoAccount, DemoRecord } from './model.logic.ts';

export interface TableRows {
  table: string;
  columns: readonly string[];
  rows: () => Iterable<readonly Value[]>;
  count: number;
}

const FACT_TABLES: Readonly<Record<RegistryFact['fact'], string>> = {
  organization: 'organization_fact',
  person: 'person_fact',
  membership: 'membership_fact',
  post: 'post_fact',
  charge: 'charge_fact',
  orgCharge: 'org_charge_fact',
  itemCharge: 'item_charge_fact',
};

/** Ability and route under which the service writes the audit line of an act of this kind. */
const ROUTES: Readonly<Record<string, readonly [ability: string, route: string]>> = {
  registry: ['import.run', 'import.commit'],
  'record.append': ['record.write', 'record.append'],
  ledgerSubmit: ['ledger.own', 'ledger.submit'],
  'ledger-accept': ['ledger.check', 'check.accept'],
  'ledger-return': ['ledger.check', 'check.return'],
  ledgerComment: ['ledger.check', 'check.comment'],
  'keyPlan.save': ['keyPlan.own', 'keyPlan.save'],
  'keyPlan.say': ['keyPlan.own', 'keyPlan.say'],
};

function factTable(city: DemoCity, fact: RegistryFact['fact']): TableRows {
  const all = city.registry.flatMap((act) =>
    act.facts.filter((one) => one.fact === fact).map((one) => ({ act, row: factRow(one).row })),
  );
  const columns = Object.keys(all[0]?.row ?? {});
  return {
    table: FACT_TABLES[fact],
    columns: ['act_id', 'recorded_at', ...columns],
    count: all.length,
    *rows() {
      for (const { act, row } of all) {
        yield [act.id, act.recordedAt, ...columns.map((column) => row[column] as Value)];
      }
    },
  };
}

const distinctPeople = (record: DemoRecord): number[] => [...new Set(record.people.map((one) => one.personId))];

function recordTables(records: readonly DemoRecord[]): TableRows[] {
  const confidential = records.filter((record) => record.confidential !== undefined);
  return [
    {
      table: 'record',
      columns: (
        'id version kind org_id owner_id about_id held_on starts_at ends_at place due present people body reason act_id ' +
        'account_id author stands_for recorded_at'
      ).split(' '),
      count: records.length,
      *rows() {
        for (const one of records) {
          yield [
            one.id,
            one.version,
            one.kind,
            one.orgId,
            one.ownerId,
            one.aboutId,
            one.heldOn,
            one.startsAt,
            one.endsAt,
            one.place,
            one.due,
            one.present,
            distinctPeople(one),
            one.body,
            one.reason,
            one.act.id,
            one.author.accountId,
            one.author.name,
            one.standsFor,
            one.recordedAt,
          ];
        }
      },
    },
    {
      table: 'record_person',
      columns: ['record_id', 'version', 'person_id', 'part', 'name', 'reason', 'org_id', 'seen_by'],
      count: records.reduce((sum, record) => sum + record.people.length, 0),
      *rows() {
        for (const { id, version, orgId, people } of records) {
          for (const { personId, part, name, reason } of people) {
            yield [id, version, personId, part, name, reason, orgId, seenBy(part, people)];
          }
        }
      },
    },
    {
      table: 'record_confidential',
      columns: ['record_id', 'version', 'people', 'body', 'org_id'],
      count: confidential.length,
      *rows() {
        for (const one of confidential) yield [one.id, one.version, distinctPeople(one), one.confidential!, one.orgId];
      },
    },
  ];
}

/** Acts with what their audit lines name, in the order of recording. */
function actsOf(city: DemoCity) {
  const registry = city.registry.map(({ id, kind, author, summary, recordedAt, facts }) => ({
    act: { id, kind, summary },
    author,
    standsFor: null,
    recordedAt,
    detail: { facts: facts.length },
    subject: [null, null, null] as const,
  }));
  const records = city.records.map(({ id, act, author, standsFor, recordedAt, ownerId, aboutId }) => ({
    act,
    author,
    standsFor,
    recordedAt,
    detail: {},
    subject:
      ownerId === null
        ? (['record', id, null] as const)
        : ([act.kind.startsWith('keyPlan.') ? 'keyPlan' : 'ledger', aboutId ?? id, ownerId] as const),
  }));
  return [...registry, ...records].sort((a, b) => a.recordedAt.getTime() - b.recordedAt.getTime());
}

function actTables(city: DemoCity, chance: Chance): TableRows[] {
  const acts = actsOf(city);
  return [
    {
      table: 'act',
      columns: ['id', 'kind', 'account_id', 'author', 'stands_for', 'summary', 'detail', 'recorded_at'],
      count: acts.length,
      *rows() {
        for (const { act, author, standsFor, detail, recordedAt } of acts) {
          yield [act.id, act.kind, author.accountId, author.name, standsFor, act.summary, detail, recordedAt];
        }
      },
    },
    {
      table: 'audit_line',
      columns: 'id at account_id actor ability route subject_kind subject_id subject_person act_id outcome'.split(' '),
      count: acts.length,
      *rows() {
        for (const { act, author, recordedAt, subject } of acts) {
          const [ability, route] = ROUTES[act.kind]!;
          const id = chance.id(recordedAt);
          yield [id, recordedAt, author.accountId, author.name, ability, route, ...subject, act.id, 'done'];
        }
      },
    },
  ];
}

function accountTables(
  accounts: readonly DemoAccount[],
  passwordHash: string,
  from: { day: string; at: Date },
): TableRows[] {
  const roles = accounts.flatMap((account) => account.roles.map((held) => ({ id: account.id, ...held })));
  return [
    {
      table: 'account',
      columns: ['id', 'username', 'name', 'person_id', 'password_hash', 'must_change', 'created_at'],
      count: accounts.length,
      *rows() {
        for (const { id, username, name, personId } of accounts) {
          yield [id, username, name, personId, passwordHash, false, from.at];
        }
      },
    },
    {
      table: 'account_role',
      columns: ['account_id', 'role', 'org_id', 'rests_on', 'rests_org_id', 'rests_post', 'valid_from'],
      count: roles.length,
      *rows() {
        for (const { id, role, orgId, rests } of roles) {
          const on = rests.on === 'nothing' ? null : rests.orgId;
          yield [id, role, orgId, rests.on, on, rests.on === 'post' ? rests.post : null, from.day];
        }
      },
    },
  ];
}

/** Everything to be written, in an order in which each row finds what it refers to. */
export function tablesOf(
  city: DemoCity,
  seed: string,
  accounts: readonly DemoAccount[],
  passwordHash: string,
): TableRows[] {
  const first = city.registry[0]!.recordedAt;
  return [
    ...actTables(city, new Chance(`${seed}/audit`)),
    ...(Object.keys(FACT_TABLES) as RegistryFact['fact'][]).map((fact) => factTable(city, fact)),
    ...recordTables(city.records),
    ...accountTables(accounts, passwordHash, { day: '2017-01-01', at: first }),
    {
      table: 'draft',
      columns: ['subject_id', 'kind', 'owner_id', 'rev', 'body', 'device', 'saved_at'],
      count: city.drafts.length,
      *rows() {
        for (const { ledgerId, personId, body, savedAt } of city.drafts) {
          yield [ledgerId, 'monthLedger', personId, 1, body, '办公室电脑', savedAt];
        }
      },
    },
  ];
}
