/** The rules that every city's tables keep (the database rules of the design), told as sentences where one is broken. */
import pg from 'pg';
import { SERVICE_ROLES } from './migrate.server.ts';

/** Append-only: the three sources and the log of who did what. */
export const SOURCES: readonly string[] = [
  'act',
  'act_taken_back',
  'organization_fact',
  'person_fact',
  'membership_fact',
  'post_fact',
  'charge_fact',
  'org_charge_fact',
  'item_charge_fact',
  'registry_act',
  'record',
  'record_person',
  'record_confidential',
  'audit_line',
  'audit_link',
  'audit_head',
];

interface SchemaRule {
  /** Query that finds what breaks the rule; `$1` is the schema. Answers `what`. */
  finds: string;
  says: string;
  values?: unknown[];
}

const CITY_TABLES = `pg_class c where c.relnamespace = $1::regnamespace and c.relkind in ('r', 'p')`;

const RULES: readonly SchemaRule[] = [
  {
    says: 'is a trigger; what follows from a write is done where it can be read, in the same transaction',
    finds: `select t.tgname || ' on ' || c.relname as what from pg_trigger t join pg_class c on c.oid = t.tgrelid
      where c.relnamespace = $1::regnamespace and not t.tgisinternal`,
  },
  {
    says: 'is a view that reads with the rights of its owner, past row security',
    finds: `select c.relname as what from pg_class c where c.relnamespace = $1::regnamespace and c.relkind in ('v', 'm')
      and not coalesce(c.reloptions @> array['security_invoker=true'], false)`,
  },
  {
    says: 'is a function that runs with the rights of its owner, past row security',
    finds: `select proname as what from pg_proc where pronamespace = $1::regnamespace and prosecdef`,
  },
  {
    says: 'is a policy with a subquery; it compares columns with settings',
    finds: `select p.polname || ' on ' || c.relname as what from pg_policy p join pg_class c on c.oid = p.polrelid
      where c.relnamespace = $1::regnamespace
        and (p.polqual::text like '%{SUBLINK%' or p.polwithcheck::text like '%{SUBLINK%')`,
  },
  {
    says: 'is a constraint that nobody named; a user is told by its name what was wrong',
    finds: `select k.conname || ' on ' || c.relname as what from pg_constraint k join pg_class c on c.oid = k.conrelid
      where c.relnamespace = $1::regnamespace and k.contype <> 'n'
        and (k.conname ~ '_(pkey|key|fkey|excl)\\d*$' or k.conname ~ '_check\\d*$')`,
  },
  {
    says: 'is a table that roles of the service may use without row security',
    finds: `select c.relname as what from ${CITY_TABLES} and not c.relrowsecurity
      and exists (select from aclexplode(c.relacl) g join pg_roles r on r.oid = g.grantee where r.rolname = any ($2))`,
    values: [SERVICE_ROLES],
  },
  {
    says: 'is a table that is granted to a role for which it has no policy: it would always be empty',
    finds: `select distinct c.relname || ' to ' || r.rolname as what
      from pg_class c, aclexplode(c.relacl) g join pg_roles r on r.oid = g.grantee
      where c.relnamespace = $1::regnamespace and c.relkind in ('r', 'p') and r.rolname = any ($2)
        and not exists (select from pg_policy p where p.polrelid = c.oid and r.oid = any (p.polroles))`,
    values: [SERVICE_ROLES],
  },
  {
    says: 'is granted to everybody who can connect',
    finds: `select distinct c.relname as what from pg_class c, aclexplode(c.relacl) g
      where c.relnamespace = $1::regnamespace and g.grantee = 0`,
  },
  {
    says: 'can be changed or removed by a role of the service, though it is append-only',
    finds: `select c.relname || ' (' || lower(g.privilege_type) || ' to ' || r.rolname || ')' as what
      from pg_class c,
        lateral (select * from aclexplode(c.relacl)
          union all select e.* from pg_attribute a, aclexplode(a.attacl) e where a.attrelid = c.oid) g
        join pg_roles r on r.oid = g.grantee
      where c.relnamespace = $1::regnamespace and c.relname = any ($3) and r.rolname = any ($2)
        and g.privilege_type in ('UPDATE', 'DELETE', 'TRUNCATE', 'TRIGGER')`,
    values: [SERVICE_ROLES, SOURCES],
  },
  {
    says: 'is a role of the service that row security does not bind',
    finds: `select rolname as what from pg_roles
      where (rolname = any ($2) or rolname like 'xieshi\\_%') and (rolsuper or rolbypassrls or rolcreaterole or rolcreatedb)
        and $1 <> ''`,
    values: [SERVICE_ROLES],
  },
  {
    says: 'is owned by a role that the service can act as: an owner is not bound by row security',
    finds: `select c.relname as what from pg_class c join pg_roles r on r.oid = c.relowner
      where c.relnamespace = $1::regnamespace and (r.rolname = any ($2) or r.rolname = 'xieshi_app')`,
    values: [SERVICE_ROLES],
  },
];

/** One sentence for each place where a schema breaks a rule; none when it keeps them all. */
export async function schemaFaults(admin: pg.PoolConfig, schema: string): Promise<string[]> {
  const client = new pg.Client(admin as pg.ClientConfig);
  await client.connect();
  try {
    const faults: string[] = [];
    for (const { finds, says, values = [] } of RULES) {
      const { rows } = await client.query<{ what: string }>(finds, [schema, ...values]);
      faults.push(...rows.map(({ what }) => `${what} ${says}`));
    }
    return faults;
  } finally {
    await client.end();
  }
}
