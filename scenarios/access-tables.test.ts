import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Actor, ROLES, type Role } from '../src/core/scope/room.ts';
import { day } from '../src/core/time/room.ts';
import { type Ability, GRANTS } from '../src/platform/access/room.ts';
import { readActor, scopeFor } from '../src/platform/access/scope.server.ts';
import { STEWARD_DUTIES, type StewardDuty, type Tx, type TxScope } from '../src/store/database.server.ts';
import { type ArrangedCity, arrangeHalves, HALVES, HOLDERS, holderOf } from './access-city.ts';
import { startTestHouse, type TestHouse } from './harness.ts';

const { branch, county, cadre, leader, secretary, worker, member } = HALVES.south;
const PEOPLE = [secretary, worker, member].join(',');
const ORGS = [county, branch].join(',');

/** What kind of scope a transaction of the northern half has. */
type Kind =
  | 'gate'
  | StewardDuty
  /** Oneself, people in one's charge, one's own organizations. */
  | 'scoped'
  /** The same, for somebody whose look-up of organizations and people reaches the other half too. */
  | 'looksUp'
  /** Looks up the whole registry. */
  | 'registry'
  /** Reads the whole city. */
  | 'reader'
  /** Writes for the whole city. */
  | 'writer';

interface Table {
  /** Rows of the southern half, as a condition. */
  south: string;
  /** Puts such a row where the arranged city has none. */
  plant?: string;
  /** Who may read them, write them anew, change and remove them, past the service. */
  reads: readonly Kind[];
  inserts: readonly Kind[];
  changes: readonly Kind[];
}

const NOBODY: readonly Kind[] = [];
const CITY: readonly Kind[] = ['registry', 'reader', 'writer'];
const LOOK_UP: readonly Kind[] = ['looksUp', ...CITY];
const RECORDS: readonly Kind[] = ['reader', 'writer'];
const WRITER: readonly Kind[] = ['writer'];
const EVERYBODY: readonly Kind[] = ['scoped', ...LOOK_UP];

const fact = (south: string): Table => ({ south, reads: CITY, inserts: WRITER, changes: NOBODY });
const span = (south: string, reads = CITY): Table => ({ south, reads, inserts: WRITER, changes: WRITER });
const own = (south: string, plant: string): Table => ({
  south,
  plant,
  reads: NOBODY,
  inserts: NOBODY,
  changes: NOBODY,
});

/** Where there is no right to remove, also for who may change. */
const NEVER_REMOVED: ReadonlySet<string> = new Set([
  'account',
  'session',
  'machine_token',
  'account_factor',
  'recovery_code',
  'factor_reset',
]);

/** Every table of a city: what the northern half may do with the rows of the southern one. */
const TABLES: Readonly<Record<string, Table>> = {
  act: {
    south: `author = '南川书'`,
    plant: `insert into act (id, kind, account_id, author, summary, recorded_at)
      values (gen_random_uuid(), 'arranged', 99999, '南川书', '乙议', now())`,
    reads: CITY,
    inserts: NOBODY,
    changes: NOBODY,
  },
  // Tells no more than that an act was taken back; every derivation needs it.
  act_taken_back: {
    south: 'true',
    plant: 'insert into act_taken_back values (gen_random_uuid(), gen_random_uuid(), now())',
    reads: EVERYBODY,
    inserts: WRITER,
    changes: NOBODY,
  },
  organization_fact: fact(`org_id in (${ORGS})`),
  person_fact: fact(`person_id in (${PEOPLE})`),
  membership_fact: fact(`person_id in (${PEOPLE})`),
  post_fact: fact(`person_id in (${PEOPLE})`),
  charge_fact: fact(`leader_id = ${leader}`),
  org_charge_fact: {
    ...fact(`leader_id = ${leader}`),
    plant: `insert into org_charge_fact (act_id, recorded_at, leader_id, org_id, relation, valid_from)
      values (gen_random_uuid(), now(), ${leader}, ${county}, 'contact', '2017-01-01')`,
  },
  item_charge_fact: {
    ...fact(`leader_id = ${leader}`),
    plant: `insert into item_charge_fact (act_id, recorded_at, leader_id, org_id, item_id, valid_from)
      values (gen_random_uuid(), now(), ${leader}, ${county}, 'building', '2017-01-01')`,
  },
  registry_act: {
    south: `org_ids @> array[${branch}]`,
    plant: `insert into registry_act values
      (gen_random_uuid(), now(), 'organization.rename', '2017-01-01', array[${branch}], '{}', '', '', '')`,
    reads: LOOK_UP,
    inserts: WRITER,
    changes: NOBODY,
  },
  record: { south: `org_id in (${ORGS})`, reads: RECORDS, inserts: NOBODY, changes: NOBODY },
  record_person: { south: `org_id in (${ORGS})`, reads: RECORDS, inserts: WRITER, changes: NOBODY },
  record_confidential: {
    south: `org_id = ${branch}`,
    plant: `insert into record_confidential (record_id, version, org_id, people, body)
      select id, version, org_id, people, '{"content": "乙议"}' from record where org_id = ${branch} limit 1`,
    reads: NOBODY,
    inserts: WRITER,
    changes: NOBODY,
  },
  // A line is added by everybody, about whatever he does; it is read by the audit administrator alone.
  audit_line: {
    south: `actor = '南川书'`,
    plant: `insert into audit_line (id, at, actor, ability, route, outcome)
      values (gen_random_uuid(), now(), '南川书', 'record.write', 'record.append', 'done')`,
    reads: ['audit.read'],
    inserts: ['gate', ...STEWARD_DUTIES, ...EVERYBODY],
    changes: NOBODY,
  },
  // Hashes of what was written, and heads that the audit administrator may make and take away.
  audit_link: {
    south: 'true',
    plant: `insert into audit_link values (1000001, 'line', gen_random_uuid(), 1, 'sha256', 'x', 'x', now())`,
    reads: ['audit.read'],
    inserts: NOBODY,
    changes: NOBODY,
  },
  audit_head: {
    south: 'true',
    plant: `insert into audit_head values (1000001, 'x', 'sha256', now(), 'x', 'x', 'x', 'x')`,
    reads: ['audit.read'],
    inserts: ['audit.read'],
    changes: NOBODY,
  },
  // Before anybody is known, the gate reads accounts to know him by, and changes his own password.
  account: {
    south: `name = '南川账号'`,
    plant: `insert into account (username, name, password_hash, created_at) values ('south', '南川账号', 'x', now())`,
    reads: ['gate', 'account.manage', 'audit.read', 'factor.reset'],
    inserts: ['account.manage'],
    changes: ['gate', 'account.manage'],
  },
  account_role: {
    south: `org_id = ${branch}`,
    plant: `insert into account_role (account_id, role, org_id, valid_from)
      select id, 'member', ${branch}, '2017-01-01' from account where username = 'south'`,
    // Who adjusts organizations is told how many roles end with them.
    reads: ['gate', 'account.manage', 'writer'],
    inserts: ['account.manage'],
    changes: ['account.manage'],
  },
  session: {
    south: `device = '南川电脑'`,
    plant: `insert into session (id, account_id, token_hash, device, started_at, last_used_at)
      select gen_random_uuid(), id, 'x', '南川电脑', now(), now() from account where username = 'south'`,
    reads: ['gate', 'account.manage', 'factor.reset'],
    inserts: ['gate'],
    changes: ['gate', 'account.manage', 'factor.reset'],
  },
  // A token is looked up before it is known whose it is.
  machine_token: {
    south: `made_by = '南川安全'`,
    plant: `insert into machine_token (id, account_id, token_hash, made_by, made_at, ends_on)
      select gen_random_uuid(), id, 'x', '南川安全', now(), '2017-12-31' from account where username = 'south'`,
    reads: ['gate', 'token.manage'],
    inserts: ['token.manage'],
    changes: ['token.manage'],
  },
  // Nothing of the second factor is ever removed; two administrators together make an account begin anew.
  account_factor: {
    south: `secret = 'southern'`,
    plant: `insert into account_factor (account_id, secret) select id, 'southern' from account where username = 'south'`,
    // That a factor stands is seen when a password is reset.
    reads: ['gate', 'account.manage', 'factor.reset'],
    inserts: ['gate'],
    changes: ['gate', 'factor.reset'],
  },
  recovery_code: {
    south: `digest = 'southern'`,
    plant: `insert into recovery_code (account_id, digest) select id, 'southern' from account where username = 'south'`,
    reads: ['gate', 'factor.reset'],
    inserts: ['gate'],
    changes: ['gate', 'factor.reset'],
  },
  factor_reset: {
    south: `reason = '南川丢了手机'`,
    plant: `insert into factor_reset (id, account_id, reason, asked_by, asked_role, asked_at)
      select gen_random_uuid(), id, '南川丢了手机', 99999, 'auditAdmin', now() from account where username = 'south'`,
    reads: ['factor.reset'],
    inserts: ['factor.reset'],
    changes: ['factor.reset'],
  },
  // Keyed digests: who and from where cannot be read from it.
  sign_in_throttle: {
    south: `bucket = 'southern'`,
    plant: `insert into sign_in_throttle values ('southern', 1, now(), now())`,
    reads: ['gate'],
    inserts: ['gate'],
    changes: ['gate'],
  },
  security_setting: {
    south: 'account_id = 99999',
    plant: `insert into security_setting (account_id, set_at, body) values (99999, now(), '{}')`,
    reads: ['gate', 'security.settings'],
    inserts: ['security.settings'],
    changes: NOBODY,
  },
  // Who types for whom is known to those two, and to the gate.
  delegation: {
    south: `person_id = ${secretary}`,
    plant: `insert into delegation
      select gen_random_uuid(), a.id, ${secretary}, '南川书', b.id, '南川助', ${branch}, '2017-01-01', '2017-12-31', '乙议', now()
      from account a, account b where a.username = 'south' and b.username = 'spare'`,
    reads: ['gate'],
    inserts: NOBODY,
    changes: NOBODY,
  },
  // Tells no more than that somebody's rights may have changed.
  rights_change: {
    south: 'true',
    plant: 'insert into rights_change (at) values (now())',
    reads: ['gate'],
    inserts: ['gate', ...STEWARD_DUTIES, ...EVERYBODY],
    changes: NOBODY,
  },
  draft: own(
    `owner_id = ${cadre}`,
    `insert into draft values (gen_random_uuid(), 'monthLedger', ${cadre}, 1, '{"said": "乙议"}', 'desk', now())`,
  ),
  draft_fork: own(
    `owner_id = ${cadre}`,
    `insert into draft_fork values (gen_random_uuid(), 'phone', ${cadre}, 1, '{"said": "乙议"}', now())`,
  ),
  import_tray: own(
    `account_id = 99999`,
    `insert into import_tray values (gen_random_uuid(), 99999, '南川.xlsx', 'x', '{}', now())`,
  ),
  // What was said about workbooks, and words for organizations and items: whoever imports for the whole city.
  office_layout: {
    south: `author = '南川书'`,
    plant: `insert into office_layout values ('south', 'members', '{}', '南川.xlsx', 99999, '南川书', now(), now())`,
    reads: WRITER,
    inserts: WRITER,
    changes: WRITER,
  },
  import_word: {
    south: `author = '南川书'`,
    plant: `insert into import_word values ('unit', '南川办', '南川县委', 99999, '南川书', now())`,
    reads: WRITER,
    inserts: WRITER,
    changes: WRITER,
  },
  // Names of organizations, and leading posts with their holders, are known to all.
  org_span: span(`org_id in (${ORGS})`, ['gate', ...STEWARD_DUTIES, ...EVERYBODY]),
  person_span: span(`person_id in (${PEOPLE})`, ['account.manage', 'audit.read', ...LOOK_UP]),
  // Roles rest on posts and memberships: the gate knows by them who is who, and roles are given by them.
  membership_span: span(`person_id in (${PEOPLE})`, ['gate', 'account.manage', ...LOOK_UP]),
  post_span: span(`person_id in (${PEOPLE})`, ['gate', 'account.manage', ...LOOK_UP]),
  charge_span: span(`leader_id = ${leader}`, ['gate', ...CITY]),
  org_charge_span: {
    ...span(`leader_id = ${leader}`, LOOK_UP),
    plant: `insert into org_charge_span values (${leader}, ${county}, 'contact', '2017-01-01', 'infinity')`,
  },
  item_charge_span: {
    ...span(`leader_id = ${leader}`, LOOK_UP),
    plant: `insert into item_charge_span values (${leader}, ${county}, 'building', '2017-01-01', 'infinity')`,
  },
  // Which entry is which person's: ids only.
  person_alias: {
    ...span(`into_id = ${member}`, ['gate', ...STEWARD_DUTIES, ...EVERYBODY]),
    plant: `insert into person_alias values (999999, ${member})`,
  },
  search_entry: span(`subject = 'person' and subject_id in (${PEOPLE})`, LOOK_UP),
  activity: span(`org_id in (${ORGS})`, RECORDS),
  participation: span(`org_id in (${ORGS})`, RECORDS),
  ledger: span(`person_id = ${cadre}`, RECORDS),
  // Names of structures, which tell nothing of anybody.
  migration: {
    south: 'true',
    reads: STEWARD_DUTIES,
    inserts: NOBODY,
    changes: NOBODY,
  },
};

function kindOf(scope: TxScope): Kind {
  if (scope.as === 'gate') return 'gate';
  if (scope.as === 'steward') return scope.duty;
  if (scope.as === 'chain') throw new Error('no request runs as the chain');
  if (!scope.reaches.includes('city')) return scope.registryOrgs.includes(branch) ? 'looksUp' : 'scoped';
  if (scope.area === 'registry') return scope.area;
  return scope.writes.includes('city') ? 'writer' : 'reader';
}

/** Rows that a statement touched; 'denied' when the database refused it. */
async function tried(tx: Tx, text: string): Promise<number | 'denied'> {
  await sql`savepoint tried`.execute(tx);
  try {
    const { rows, numAffectedRows } = await sql.raw(text).execute(tx);
    return Number(numAffectedRows ?? rows.length);
  } catch (error) {
    const { code } = error as { code?: string };
    if (code === '42501') return 'denied';
    // The row is there already: only who may write it comes that far.
    if (code === '23505') return 1;
    throw error;
  } finally {
    await sql`rollback to savepoint tried`.execute(tx);
  }
}

describe('straight in the database, past the service', () => {
  let house: TestHouse;
  let arranged: ArrangedCity;
  /** A southern row of each table, as JSON. */
  const samples = new Map<string, string>();
  const columns = new Map<string, string>();
  /** All columns that a statement may fill. */
  const filled = new Map<string, string>();
  beforeAll(async () => {
    house = await startTestHouse();
    arranged = await arrangeHalves(await house.makeCity('tables'), ['2017-05']);
    for (const [table, { plant, south }] of Object.entries(TABLES)) {
      if (plant) await arranged.city.asOwner(plant);
      const [row] = await arranged.city.asOwner<{ row: object }>(
        `select to_jsonb(t) as row from ${table} t where ${south} limit 1`,
      );
      if (row) samples.set(table, JSON.stringify(row.row));
      const [first] = await arranged.city.asOwner<{ name: string }>(
        `select attname as name from pg_attribute a
         where attrelid = '${table}'::regclass and attnum > 0 and attidentity = '' and attgenerated = ''
           and (attname = 'must_change' or '${table}' <> 'account') order by attnum desc limit 1`,
      );
      columns.set(table, first!.name);
      const [all] = await arranged.city.asOwner<{ names: string }>(
        `select string_agg(attname, ', ' order by attnum) as names from pg_attribute
         where attrelid = '${table}'::regclass and attnum > 0 and not attisdropped and attgenerated = ''`,
      );
      filled.set(table, all!.names);
    }
  });
  afterAll(() => house.close());

  test('every table of a city stands in the table of expectations, with a row of the other half', async () => {
    const rows = await arranged.city.asOwner<{ name: string }>(
      `select relname as name from pg_class where relnamespace = current_schema()::regnamespace and relkind in ('r', 'p')`,
    );
    expect(Object.keys(TABLES).toSorted()).toEqual(rows.map(({ name }) => name).toSorted());
    expect(Object.keys(TABLES).filter((table) => !samples.has(table))).toEqual([]);
  });

  async function actorOf(role: Role): Promise<Actor> {
    const { accountId } = await holderOf(arranged.city, role, `table-${role}`);
    const { personId } = HOLDERS[role];
    return house.house.database.inCity(arranged.city.city, { as: 'gate' }, (tx) =>
      readActor(tx, { id: accountId, name: role, personId }, day('2017-06-28')),
    );
  }

  /** What a scope can do with the southern rows of a table, against what it should. */
  async function faultsOf(tx: Tx, table: string, kind: Kind): Promise<string[]> {
    const { south, reads, inserts, changes } = TABLES[table]!;
    const column = columns.get(table)!;
    const attempts = [
      { does: 'reads', may: reads, text: `select 1 from ${table} where ${south}` },
      {
        does: 'inserts',
        may: inserts,
        text: `insert into ${table} (${filled.get(table)}) overriding system value select ${filled.get(table)} from jsonb_populate_record(null::${arranged.city.city.schema}.${table}, '${samples.get(table)}')`,
      },
      { does: 'changes', may: changes, text: `update ${table} set ${column} = ${column} where ${south}` },
      { does: 'removes', may: changes, text: `delete from ${table} where ${south}` },
    ];
    const faults: string[] = [];
    for (const { does, may, text } of attempts) {
      const done = await tried(tx, text);
      const did = done !== 'denied' && done > 0;
      const kept = does === 'removes' && NEVER_REMOVED.has(table);
      const should = may.includes(kind) && !kept;
      if (did !== should)
        faults.push(`${kind} ${should ? 'cannot' : 'can'}: ${does} ${table} of the other half (${done})`);
    }
    return faults;
  }

  test.each(ROLES)(
    'a transaction of %s reaches no row of the other half that its ability does not reach',
    async (role) => {
      const actor = await actorOf(role);
      const faults: string[] = [];
      for (const ability of Object.keys(GRANTS[role]) as Ability[]) {
        const scope = scopeFor(actor, ability);
        for (const table of Object.keys(TABLES)) {
          const found = await house.house.database.inCity(arranged.city.city, scope, (tx) =>
            faultsOf(tx, table, kindOf(scope)),
          );
          faults.push(...found.map((fault) => `${ability}: ${fault}`));
        }
      }
      expect(faults).toEqual([]);
    },
  );
});
