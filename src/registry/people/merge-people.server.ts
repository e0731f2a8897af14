/** Merging two entries of one person: looked at before, and done. */
import { type RawBuilder, sql } from 'kysely';
import { notFound, Refusal } from '../../core/record/room.ts';
import { addDays, type Day, dayName, monthName } from '../../core/time/room.ts';
import type { Call } from '../../platform/open/handler.server.ts';
import type { Tx } from '../../store/database.server.ts';
import { factRow } from '../organizations/fact-rows.server.ts';
import { saidBefore, sentMark } from '../organizations/said-before.server.ts';
import { oneAtATime } from '../organizations/take-back.server.ts';
import { readEntries } from './duplicate-entries.server.ts';
import { joinedName, sexName } from './duplicate-words.logic.ts';
import {
  type DuplicateEntry,
  MERGE_FIELDS,
  type MergeChoices,
  type MergeField,
  mergeChoicesSchema,
  UNCHOSEN,
} from './duplicates.contract.ts';
import { personChange } from './history.logic.ts';
import { type MergePlan, planMerge } from './merge-people.logic.ts';
import { factsOf } from './person-state.server.ts';
import { subject } from './person-take-back.server.ts';

interface MergeProblem {
  code: string;
  what: string;
  now: string;
}

interface Standing {
  keepInto: number | null;
  goneInto: number | null;
  keepOwns: boolean;
  goneOwns: boolean;
  keepAccount: boolean;
  goneAccount: boolean;
  accountsInUse: number;
  records: number;
}

/** Records of which somebody is the owner. What came by an import that was taken back is not his any more. */
const standingRecordsOf = (personId: number): RawBuilder<unknown> =>
  sql`select from record r where r.owner_id = ${personId}
    and not exists (select from act_taken_back b where b.act_id = r.act_id)`;

/** What hangs on two entries besides the registry. */
async function standingOf(tx: Tx, keep: number, gone: number): Promise<Standing> {
  const { rows } = await sql<Standing>`
    select
      (select into_id from person_alias where person_id = ${keep}) as "keepInto",
      (select into_id from person_alias where person_id = ${gone}) as "goneInto",
      exists (${standingRecordsOf(keep)}) as "keepOwns",
      exists (${standingRecordsOf(gone)}) as "goneOwns",
      coalesce(bool_or(k = ${keep}), false) as "keepAccount", coalesce(bool_or(k = ${gone}), false) as "goneAccount",
      count(*) filter (where not disabled)::int as "accountsInUse",
      (select count(distinct record_id)::int from participation where person_id = ${gone}) as records
    from (select a.disabled, coalesce(m.into_id, a.person_id) as k from account a
      left join person_alias m on m.person_id = a.person_id) bound
    where k in (${keep}, ${gone})`.execute(tx);
  return rows[0]!;
}

/** A few of the records in which both were present, and how many there are. */
async function together(tx: Tx, keep: number, gone: number) {
  const { rows } = await sql<{ recordId: string; heldOn: Day; org: string | null; total: number }>`
    select a.record_id as "recordId", a.held_on as "heldOn",
      (select coalesce(short_names[1], name) from org_span o where o.org_id = a.org_id and o.valid_from <= a.held_on
        order by o.valid_from desc limit 1) as org,
      count(*) over ()::int as total
    from activity a
    where exists (select from participation p where p.record_id = a.record_id and p.person_id = ${keep} and p.part <> 'absent')
      and a.record_id in (select record_id from participation where person_id = ${gone} and part <> 'absent')
    order by a.held_on desc, a.record_id limit 3`.execute(tx);
  return {
    together: rows.map(({ recordId, heldOn, org }) => ({ recordId, what: `${dayName(heldOn)}${org ?? ''}` })),
    togetherCount: rows[0]?.total ?? 0,
  };
}

/** Why two entries cannot be merged this way round, each with the way on. */
function problemsOf(keep: DuplicateEntry, gone: DuplicateEntry, standing: Standing): MergeProblem[] {
  const { name } = gone;
  const bothAccounts = standing.keepAccount && standing.goneAccount && standing.accountsInUse > 1;
  return [
    ...(standing.keepOwns && standing.goneOwns
      ? [
          {
            code: 'both-own-ledgers',
            what: `两个条目都以“${keep.name}”名义提交过清单、计划或更正申请，不能合并`,
            now: '一方的内容是导入来的，请先在“导入”里收回那次导入，再合并；两边都是本人提交的，请保留两个条目，以后只在其中一个下登记，另一个的组织关系和职务请办理转出、免职',
          },
        ]
      : standing.goneOwns
        ? [
            {
              code: 'other-owns-ledgers',
              what: `要并入的条目“${name}”提交过清单、计划或更正申请`,
              now: '请换一下：保留这个条目，把另一个并入',
            },
          ]
        : []),
    ...(bothAccounts
      ? [
          {
            code: 'both-have-accounts',
            what: '两个条目都有正在使用的账号，一个人只能有一个账号',
            now: '请先请安全管理员停用其中一个账号，再合并',
          },
        ]
      : []),
  ];
}

/** The two entries, or why there are not two. */
async function bothEntries(tx: Tx, today: Day, keepId: number, goneId: number, standing: Standing) {
  if (keepId === goneId)
    throw new Refusal({
      code: 'merge-into-itself',
      what: '选的是同一个条目，不能并入自己',
      where: 'goneId',
      now: '请选两个不同的条目',
    });
  const into = standing.goneInto ?? standing.keepInto;
  const entries = await readEntries(tx, [keepId, goneId, ...(into === null ? [] : [into])], today);
  if (into !== null) {
    const gone = standing.goneInto !== null;
    throw new Refusal({
      code: gone ? 'already-merged' : 'merge-into-merged',
      status: 409,
      what: `${gone ? '要并入的' : '要保留的'}条目先前已并入“${entries.get(into)?.name ?? ''}”`,
      where: gone ? 'goneId' : 'keepId',
      now: gone && into === keepId ? '不用再合并；请刷新页面' : '请改用最后保留的那个条目，或先收回那次合并',
      data: { personId: into },
    });
  }
  const keep = entries.get(keepId);
  const gone = entries.get(goneId);
  if (!keep || !gone) throw notFound('其中的人');
  return { keep, gone };
}

/** How organizations and people are called in what a plan says. */
async function namesIn(tx: Tx, plan: MergePlan) {
  const orgIds = [
    ...plan.kept.flatMap((fact) => ('orgId' in fact ? [fact.orgId] : [])),
    ...plan.overlaps.flatMap(({ keptOrgId, goneOrgId }) => [keptOrgId, goneOrgId]),
  ];
  const people = plan.kept.flatMap((fact) => (fact.fact === 'charge' ? [fact.leaderId, fact.personId] : []));
  const { rows } = await sql<{ of: string; name: string }>`
    (select distinct on (org_id) 'o' || org_id as of, coalesce(short_names[1], name) as name from org_span
      where org_id = any(${orgIds}::int[]) order by org_id, valid_from desc)
    union all
    (select distinct on (person_id) 'p' || person_id, name from person_span
      where person_id = any(${people}::int[]) order by person_id, valid_from desc)`.execute(tx);
  const names = new Map(rows.map((row) => [row.of, row.name]));
  return {
    orgName: (id: number) => names.get(`o${id}`) ?? '一个没有登记的组织',
    personName: (id: number) => names.get(`p${id}`) ?? '一个没有登记的人',
  };
}

const FIELD_WORDS: Readonly<Record<MergeField, (of: MergePlan['differences'][number]['keep']) => string>> = {
  name: ({ name }) => name,
  sex: ({ sex }) => sexName(sex),
  joinedOn: ({ joinedOn }) => joinedName(joinedOn?.day ?? null, joinedOn?.precision ?? null),
  bornMonth: ({ bornMonth }) => (bornMonth ? monthName(bornMonth) : '没有登记'),
};

function choicesFrom(text: string | undefined): MergeChoices {
  if (text === undefined) return UNCHOSEN;
  try {
    return mergeChoicesSchema.parse(JSON.parse(text));
  } catch {
    throw new Refusal({ code: 'input-invalid', what: '所作的选择读不出来', where: 'choices', now: '请刷新页面重新选' });
  }
}

const plannedMerge = async (tx: Tx, keepId: number, goneId: number, choices: MergeChoices): Promise<MergePlan> =>
  planMerge(
    { personId: keepId, facts: await factsOf(tx, keepId) },
    { personId: goneId, facts: await factsOf(tx, goneId) },
    choices,
  );

/** What merging would bring, and what must be chosen first. */
export async function previewMerge(call: Call, query: { keep: number; gone: number; choices?: string }) {
  const { tx, today } = call;
  const standing = await standingOf(tx, query.keep, query.gone);
  const { keep, gone } = await bothEntries(tx, today, query.keep, query.gone, standing);
  call.audit(subject(keep.personId));
  const plan = await plannedMerge(tx, keep.personId, gone.personId, choicesFrom(query.choices));
  const names = await namesIn(tx, plan);
  const words = { of: keep.personId, ...names };
  return {
    keep,
    gone,
    differences: plan.differences.map((difference) => ({
      field: difference.field,
      name: MERGE_FIELDS.find(({ id }) => id === difference.field)!.name,
      keep: FIELD_WORDS[difference.field](difference.keep),
      gone: FIELD_WORDS[difference.field](difference.gone),
    })),
    overlaps: plan.overlaps.map(({ to, ...overlap }) => ({
      ...overlap,
      keptOrg: names.orgName(overlap.keptOrgId),
      goneOrg: names.orgName(overlap.goneOrgId),
      until: to === null ? null : addDays(to, -1),
    })),
    identity: MERGE_FIELDS.map(({ id, name }) => {
      const words = FIELD_WORDS[id](plan.identity);
      return id === 'name' ? words : `${name}${words}`;
    }).join('，'),
    changes: plan.kept
      .filter(({ fact }) => fact !== 'person')
      .map((fact) => `${dayName(fact.validFrom)}起，${personChange(fact, words)}`),
    records: standing.records,
    accountMoves: standing.goneAccount,
    ...(await together(tx, keep.personId, gone.personId)),
    problems: problemsOf(keep, gone, standing),
  };
}

export interface MergeOrder {
  actId: string;
  keepId: number;
  goneId: number;
  choices: MergeChoices;
  satTogether: boolean;
  basis: string;
  documentNumber: string;
  note: string;
}

export const MERGE_ACT = 'person.merge';

/** Merges one entry into another, in one act that can be taken back. */
export async function mergeEntries(call: Call, order: MergeOrder): Promise<{ personId: number; summary: string }> {
  const { tx, city, today, now, actor, sources } = call;
  const { actId, keepId, goneId } = order;
  await oneAtATime(tx, city);
  call.audit(subject(keepId, actId));
  const before = await saidBefore(tx, { id: actId, accountId: actor.accountId }, order);
  if (before) return { personId: keepId, summary: before.summary };
  const standing = await standingOf(tx, keepId, goneId);
  const { keep, gone } = await bothEntries(tx, today, keepId, goneId, standing);
  const [problem] = problemsOf(keep, gone, standing);
  if (problem) throw new Refusal({ ...problem, status: 409 });
  const plan = await plannedMerge(tx, keepId, goneId, order.choices);
  if (!plan.answered)
    throw new Refusal({
      code: 'merge-unanswered',
      status: 409,
      what: '两个条目还有不一致的地方没有选定',
      where: plan.differences.length > 0 ? '姓名等项目' : '组织关系',
      now: '请逐项选定以哪一个为准，再合并；如登记刚有变动，请刷新页面',
    });
  const sat = await together(tx, keepId, goneId);
  if (sat.togetherCount > 0 && !order.satTogether)
    throw new Refusal({
      code: 'sat-together',
      status: 409,
      what: `两个条目同时到过${sat.togetherCount}次会，很可能是两个人：${sat.together.map(({ what }) => what).join('、')}`,
      where: 'satTogether',
      now: '请先核对这些记录；确是同一人重复登记的，请勾选确认后再合并',
      data: sat,
    });
  const facts = [...plan.kept, ...plan.ended];
  const summary = `合并重复登记：${gone.name}的另一个条目（编号${goneId}）并入${keep.name}（编号${keepId}）`;
  await sources.append(
    tx,
    {
      id: actId,
      kind: MERGE_ACT,
      accountId: actor.accountId,
      author: actor.name,
      summary,
      detail: sentMark(order),
      at: now,
    },
    {
      facts: facts.map(factRow),
      registryAct: {
        kind: MERGE_ACT,
        effectiveOn: today,
        orgIds: [...new Set(facts.flatMap((fact) => ('orgId' in fact ? [fact.orgId] : [])))],
        people: [keepId, goneId],
        basis: order.basis,
        documentNumber: order.documentNumber,
        note: order.note,
      },
    },
  );
  call.registryChanged();
  return { personId: keepId, summary };
}
