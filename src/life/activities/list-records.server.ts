/** Lists of records, on screen and as the offices' own workbook. */
import { sql } from 'kysely';
import { Refusal } from '../../core/record/room.ts';
import { type Day, dayName } from '../../core/time/room.ts';
import type { Call, FileAnswer } from '../../platform/open/handler.server.ts';
import { listWorkbook } from '../../platform/open/list-workbook.server.ts';
import { writeAuditLine } from '../../store/audit.server.ts';
import { readFigure } from '../../store/figure.server.ts';
import { newId } from '../../store/new-id.server.ts';
import { listRecords } from './activities.contract.ts';
import { type Kinds, titleOf } from './kinds.logic.ts';
import { readBelow, readFullNames, readNames, readOrganization } from './organizations.server.ts';
import { type RecordListRow, recordFigure } from './record-list.logic.ts';
import { training } from './training.kind.ts';
import { lifeRegister, trainingRegister, type WorkbookCourse } from './workbook.logic.ts';

const PAGE_SIZE = 50;
/** Rows of one workbook; beyond, the reader narrows the filter. */
const WORKBOOK_ROWS = 20_000;

export interface ListFilters {
  orgId?: number;
  kind?: string;
  from?: Day;
  to?: Day;
  person?: number;
}

async function filtersOf({ tx, today }: Call, { orgId, person, kind, from, to }: ListFilters) {
  return {
    organizations: orgId === undefined ? undefined : await readBelow(tx, orgId, today),
    people: person === undefined ? undefined : [person],
    kind,
    from,
    to,
  };
}

/** A list narrowed to one other person is his file. */
async function auditPerson(call: Call, person: number | undefined): Promise<void> {
  if (person === undefined || person === call.actor.personId) return;
  await writeAuditLine(call.tx, {
    id: newId(call.now),
    at: call.now,
    accountId: call.actor.accountId,
    actor: call.actor.name,
    ability: listRecords.ability,
    route: listRecords.id,
    subjectPerson: person,
    outcome: 'read',
  });
}

export async function readRecordList(call: Call, kinds: Kinds, { page, ...filters }: ListFilters & { page: number }) {
  await auditPerson(call, filters.person);
  const answer = await readFigure<RecordListRow, string, string, 'count' | 'present'>(call.tx, recordFigure, {
    filters: await filtersOf(call, filters),
    by: 'kind',
    limit: PAGE_SIZE,
    offset: (page - 1) * PAGE_SIZE,
  });
  const nameOf = (id: string): string => kinds.get(id)?.name ?? id;
  return {
    total: answer.numbers.count,
    present: answer.numbers.present,
    byKind: answer.groups.map(({ key, numbers }) => ({ kind: key, name: nameOf(key), ...numbers })),
    page,
    pageSize: PAGE_SIZE,
    rows: answer.rows.map(({ body, organization, ...row }) => ({
      ...row,
      kindName: nameOf(row.kind),
      organization: organization ?? '',
      title: titleOf(kinds.get(row.kind), body),
      recordedAt: new Date(row.recordedAt).toISOString(),
    })),
  };
}

interface Standing {
  record_id: string;
  person_id: number;
  part: string;
  name: string;
  reason: string | null;
}

/** What a workbook has of its records besides their lines in the list. */
async function standingsOf({ tx }: Call, ids: readonly string[]) {
  const { rows: standings } = await sql<Standing>`
    select record_id, person_id, part, name, reason from participation where record_id = any(${ids}::uuid[])
    order by person_id`.execute(tx);
  const { rows: ends } = await sql<{ id: string; endsAt: string }>`
    select r.id, to_char(r.ends_at, 'HH24:MI') as "endsAt" from activity a
    join record r on r.id = a.record_id and r.version = a.version
    where a.record_id = any(${ids}::uuid[]) and r.ends_at is not null`.execute(tx);
  return {
    people: Map.groupBy(standings, (standing) => standing.record_id),
    ends: new Map(ends.map(({ id, endsAt }) => [id, endsAt])),
  };
}

/** Where each of some people works or is a member, by full name: tells apart those of one name. */
async function unitsOf({ tx, today }: Call, ids: readonly number[]): Promise<Map<number, string>> {
  const { rows } = await sql<{ id: number; name: string }>`
    select distinct on (h.person_id) h.person_id as id, o.name from (
      select person_id, org_id, 1 as nth from membership_span where valid_from <= ${today} and valid_to > ${today}
      union all
      select person_id, org_id, 2 from post_span where valid_from <= ${today} and valid_to > ${today}) h
    join org_span o on o.org_id = h.org_id and o.valid_from <= ${today} and o.valid_to > ${today}
    where h.person_id = any(${ids}::int[]) order by h.person_id, h.nth, h.org_id`.execute(tx);
  return new Map(rows.map(({ id, name }) => [id, name]));
}

/** The list as 组织生活台账, or as a list of trainees where it holds courses only, in the columns that offices keep. */
export async function makeRecordWorkbook(call: Call, kinds: Kinds, filters: ListFilters): Promise<FileAnswer> {
  await auditPerson(call, filters.person);
  const { rows, total } = await readFigure<RecordListRow, string, string, string>(call.tx, recordFigure, {
    filters: await filtersOf(call, filters),
    limit: WORKBOOK_ROWS,
  });
  if (total > WORKBOOK_ROWS) {
    const what = `选中的有${total}条，一个表格最多${WORKBOOK_ROWS}条`;
    throw new Refusal({ code: 'too-many-rows', what, now: '请缩短时间或选一个党组织，分几次导出' });
  }
  const { people, ends } = await standingsOf(
    call,
    rows.map((row) => row.recordId),
  );
  const organization =
    filters.orgId === undefined ? undefined : await readOrganization(call.tx, filters.orgId, call.today);
  const person =
    filters.person === undefined
      ? undefined
      : (await readNames(call.tx, [filters.person], call.today)).get(filters.person);
  const whose = person ?? organization?.fullName ?? call.city.name;
  const names = await readFullNames(call.tx, [...new Set(rows.map((row) => row.orgId))], call.today);
  const ofTraining = filters.kind === training.id;
  const trainees = (id: string): Standing[] => (people.get(id) ?? []).filter(({ part }) => part === 'trainee');
  const units = ofTraining
    ? await unitsOf(call, [...new Set(rows.flatMap((row) => trainees(row.recordId).map((one) => one.person_id)))])
    : new Map<number, string>();
  const records = rows.toReversed().flatMap((row): WorkbookCourse[] => {
    const kind = kinds.get(row.kind);
    if (!kind) return [];
    return [
      {
        ...row,
        kind,
        organization: names.get(row.orgId) ?? '',
        endsAt: ends.get(row.recordId) ?? null,
        people: people.get(row.recordId) ?? [],
        units: trainees(row.recordId).map((one) => units.get(one.person_id) ?? ''),
      },
    ];
  });
  const title = `${whose}${ofTraining ? '培训名单' : '组织生活台账'}${spanName(filters)}`;
  return listWorkbook({
    file: title,
    sheet: ofTraining ? '培训名单' : '台账',
    title,
    ...(ofTraining ? trainingRegister(records) : lifeRegister(records)),
  });
}

const spanName = ({ from, to }: ListFilters): string =>
  from && to
    ? `（${dayName(from)}至${dayName(to)}）`
    : from
      ? `（${dayName(from)}起）`
      : to
        ? `（至${dayName(to)}）`
        : '';
