/** Looking at an act on a person before it is done, and doing it. */
import { sql } from 'kysely';
import { notFound, Refusal } from '../../core/record/room.ts';
import { type Call, type Handler, handle } from '../../platform/open/handler.server.ts';
import type { Tx } from '../../store/database.server.ts';
import { factRow } from '../organizations/fact-rows.server.ts';
import { saidBefore, sentMark } from '../organizations/said-before.server.ts';
import { oneAtATime } from '../organizations/take-back.server.ts';
import {
  type PersonAct,
  personActDo,
  personActPreview,
  personActSchema,
  personActTakeBack,
} from './person-acts.contract.ts';
import { planPersonAct } from './person-acts.logic.ts';
import type { PersonPlan, PersonProblem } from './person-plan.logic.ts';
import { readPersonState } from './person-state.server.ts';
import { subject, takeBack } from './person-take-back.server.ts';

/** The field in the words of the form, by the first part of its path. */
const FIELD_WORDS: Readonly<Record<string, string>> = {
  on: '生效日期',
  toOrgId: '转入的党支部',
  orgId: '党支部',
  membership: '党支部',
  situation: '情形',
  changes: '职务',
  name: '姓名',
  joinedOn: '入党时间',
  bornMonth: '出生年月',
};

const refusalOf = ({ field, reason, what, now }: PersonProblem, problems: readonly PersonProblem[]): Refusal =>
  new Refusal({
    code: reason,
    what,
    where: FIELD_WORDS[field.split('.')[0]!] ?? field,
    now,
    data: { problems },
  });

/** What an act would bring. Throws when the person is not there. */
async function planned(call: Call, act: PersonAct): Promise<PersonPlan> {
  const state = await readPersonState(call.tx, act, call.today);
  if (!state) throw notFound('这个人');
  return planPersonAct(state, act);
}

function actFrom(text: string): PersonAct {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    json = undefined;
  }
  const read = personActSchema.safeParse(json);
  if (read.success) return read.data;
  const [issue] = read.error.issues;
  throw new Refusal({
    code: 'input-invalid',
    what: issue?.message ?? '内容不合要求',
    where: issue?.path.join('.') || undefined,
    now: '请填写完整',
  });
}

async function nextPersonId(tx: Tx): Promise<number> {
  const { rows } = await sql<{ next: number }>`
    select coalesce(max(person_id), 0) + 1 as next from person_fact`.execute(tx);
  return rows[0]!.next;
}

async function nameOf(tx: Tx, personId: number): Promise<string> {
  const { rows } = await sql<{ name: string }>`
    select name from person_span where person_id = ${personId} order by valid_from desc limit 1`.execute(tx);
  return rows[0]?.name ?? '';
}

async function act(call: Call, actId: string, act: PersonAct): Promise<{ personId: number; summary: string }> {
  const { tx, city, actor, now, sources } = call;
  await oneAtATime(tx, city);
  const before = await saidBefore(tx, { id: actId, accountId: actor.accountId }, act);
  if (before) {
    const { personId, summary } = before;
    call.audit(subject(personId!, actId));
    return { personId: personId!, summary };
  }
  const plan = await planned(call, act);
  const refused = plan.problems.find((problem) => problem.refused);
  if (refused) throw refusalOf(refused, plan.problems);
  const personId = act.act === 'enter' ? await nextPersonId(tx) : act.personId;
  const entered = (id: number): number => (id === 0 ? personId : id);
  const name = act.act === 'enter' ? act.name : await nameOf(tx, personId);
  const summary = act.act === 'enter' ? plan.summary : `${name}：${plan.summary}`;
  call.audit(subject(personId, actId));
  await sources.append(
    tx,
    {
      id: actId,
      kind: plan.kind,
      accountId: actor.accountId,
      author: actor.name,
      summary,
      detail: sentMark(act),
      at: now,
    },
    {
      facts: plan.facts.map((fact) =>
        factRow(act.act === 'enter' && 'personId' in fact ? { ...fact, personId: entered(fact.personId) } : fact),
      ),
      registryAct: {
        kind: plan.kind,
        effectiveOn: act.on,
        orgIds: plan.orgIds,
        people: plan.people.map(entered),
        basis: act.basis,
        documentNumber: act.documentNumber,
        note: act.note,
      },
    },
  );
  call.registryChanged();
  return { personId, summary };
}

export const personActHandlers: readonly Handler[] = [
  handle(personActPreview, async (call, { query }) => {
    const act = actFrom(query.act);
    const { changes, problems } = await planned(call, act);
    if (act.act !== 'enter') call.audit(subject(act.personId));
    return { changes: [...changes], problems: [...problems] };
  }),
  handle(personActDo, (call, { body }) => act(call, body.actId, body.act)),
  handle(personActTakeBack, async (call, { params, body }) => {
    await takeBack(call, params.id, body);
    return {};
  }),
];
