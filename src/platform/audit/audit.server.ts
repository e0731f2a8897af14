/** The audit administrator's view of the log. */
import { sql } from 'kysely';
import type { Role } from '../../core/scope/room.ts';
import { addDays, instantAt } from '../../core/time/room.ts';
import { ABILITIES, ROLE_NAMES } from '../access/room.ts';
import { type Handler, handle } from '../open/handler.server.ts';
import { AUDIT_PAGE, type AuditLineShape, auditLines } from './audit.contract.ts';

interface Row {
  seq: number;
  at: Date;
  actor: string;
  ability: string;
  route: string;
  outcome: AuditLineShape['outcome'];
  subject_kind: string | null;
  account: string | null;
  person: string | null;
  organization: string | null;
}

const KINDS: Readonly<Record<string, string>> = {
  account: '账号',
  'account-disabled': '停用账号',
  'account-enabled': '恢复账号',
  'account-machine': '令牌',
  'account-unbound': '解除统一认证绑定',
  'workbook-accounts': '表格里的账号',
  session: '一处登录',
  person: '人员',
  organization: '组织',
  record: '活动记录',
  ledger: '写实清单',
  city: '城市',
  import: '导入',
};

/** What a line is about, in words: kind and name; never a number that only the system knows. */
function subjectOf({ subject_kind: kind, account, person, organization }: Row): string {
  if (kind === null) return person ?? '';
  const [what, role] = kind.split(':', 2);
  const name = account ?? person ?? organization ?? '';
  if (role) return `${name} ${what === 'role-given' ? '发放' : '收回'}${ROLE_NAMES[role as Role] ?? role}`;
  return [KINDS[kind] ?? '', name].filter((part) => part !== '').join(' ');
}

/** A title up to where it begins to explain. */
const briefly = (title: string): string => title.split(/[；：。（]/, 1)[0]!;

/** `titles`: what each route is called, from their declarations. */
export const auditHandlers = (titles: ReadonlyMap<string, string>): readonly Handler[] => [
  handle(auditLines, async ({ tx }, { query }) => {
    const conditions = [sql`true`];
    if (query.from) conditions.push(sql`l.at >= ${instantAt(query.from)}`);
    if (query.to) conditions.push(sql`l.at < ${instantAt(addDays(query.to, 1))}`);
    if (query.ability) conditions.push(sql`l.ability = ${query.ability}`);
    if (query.outcome) conditions.push(sql`l.outcome = ${query.outcome}`);
    if (query.text) {
      conditions.push(sql`(position(${query.text} in l.actor) > 0 or l.subject_person in (
        select person_id from person_span where position(${query.text} in name) > 0))`);
    }
    const chosen = sql.join(conditions, sql` and `);
    const before = query.before ? sql`l.seq < ${query.before}` : sql`true`;
    const { rows: counted } = await sql<{ total: number }>`
      select count(*)::int as total from audit_line l where ${chosen}`.execute(tx);
    const { rows } = await sql<Row>`
      select l.seq, l.at, l.actor, l.ability, l.route, l.outcome, l.subject_kind,
        (select name from account a where a.id::text = l.subject_id
          and (l.subject_kind like 'account%' or l.subject_kind like 'role-%')) as account,
        (select name from person_span p where p.person_id = l.subject_person order by valid_from desc limit 1) as person,
        (select name from org_span o where o.org_id::text = l.subject_id and l.subject_kind = 'organization'
          order by valid_from desc limit 1) as organization
      from audit_line l where ${chosen} and ${before} order by l.seq desc limit ${AUDIT_PAGE}`.execute(tx);
    return {
      total: counted[0]!.total,
      lines: rows.map((row) => ({
        seq: row.seq,
        at: row.at.toISOString(),
        actor: row.actor,
        what: briefly(titles.get(row.route) ?? row.route),
        ability: row.ability in ABILITIES ? ABILITIES[row.ability as keyof typeof ABILITIES] : '',
        subject: subjectOf(row),
        outcome: row.outcome,
      })),
      next: rows.length === AUDIT_PAGE ? rows.at(-1)!.seq : null,
    };
  }),
];
