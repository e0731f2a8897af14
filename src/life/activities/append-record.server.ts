/**
 * Recording, correcting, withdrawing. Each version of a record is one act whose id follows from record and version, so that
 * sending the same thing twice is recognized and answered as the first time; another content under that version is a conflict
 * that shows both.
 */
import { createHash } from 'node:crypto';
import { sql } from 'kysely';
import {
  bodySchema,
  forbidden,
  notFound,
  type RecordInput,
  type RecordKind,
  Refusal,
  type RefusalDetail,
} from '../../core/record/room.ts';
import type { Day } from '../../core/time/room.ts';
import { keptIds } from '../../platform/access/kept-person.server.ts';
import { standsFor } from '../../platform/access/room.ts';
import type { Call } from '../../platform/open/handler.server.ts';
import type { RecordRow } from '../../store/append.server.ts';
import { PREPARED } from '../../store/statements.server.ts';
import { checkRecord } from './check-record.logic.ts';
import { type Kinds, titleOf } from './kinds.logic.ts';
import {
  mayRecordFor,
  type OrganizationRow,
  organizationFacts,
  readNames,
  readOrganization,
} from './organizations.server.ts';
import { type PreparedRecord, prepareRecord, sameRecord } from './prepare-record.logic.ts';
import { duplicateWords, recordLabel, settledWords } from './settled.logic.ts';
import { readVersions, type StoredVersion } from './stored-record.server.ts';

export interface Settled {
  recordId: string;
  version: number;
  settled: string;
  warnings: { code: string; what: string; recordId?: string }[];
}

/** The id of the act that makes a version of a record: always the same for the same two. */
export function actIdOf(recordId: string, version: number): string {
  const hash = createHash('sha256').update(`record/${recordId}/${version}`).digest();
  hash[6] = (hash[6]! & 0x0f) | 0x80;
  hash[8] = (hash[8]! & 0x3f) | 0x80;
  const hex = hash.toString('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20, 32)}`;
}

/** Throws the faults of a record as one refusal: the first in its words, all in its data. */
function refuse(faults: readonly RefusalDetail[]): void {
  const [first] = faults;
  if (first) throw new Refusal({ ...first, data: { faults } });
}

const shown = (record: StoredVersion | PreparedRecord | undefined) =>
  record && { ...record, confidential: undefined, actId: undefined, seq: undefined, everybody: undefined };

const conflict = (yours: PreparedRecord | undefined, theirs: StoredVersion | undefined): Refusal =>
  new Refusal({
    code: 'version-conflict',
    status: 409,
    what: theirs ? `这条记录已由${theirs.author}记下，内容和您的不一样` : '这个编号已被另一条记录使用',
    now: theirs ? '两份都在下面，请对照后再更正' : '请重新填一次',
    data: { yours: shown(yours), theirs: shown(theirs) },
  });

/** What was said is written by those who heard it, not by whom they have type. */
const saidNotByDelegate = (name: string): Refusal =>
  new Refusal({
    code: 'said-not-by-delegate',
    status: 403,
    what: `您是代${name}记录，谈话内容要由参加谈话的人自己写`,
    where: 'body',
    now: '请把谈话内容空着提交；参加谈话的人以后可以自己补上',
  });

const outOfScope = (): Refusal => forbidden('这个党组织不在您能记录的范围内', '安全管理员');

/** Other current records that may be of the same occasion, recorded before this one. */
async function possibleDuplicates(call: Call, kind: RecordKind, record: StoredVersion, id: string) {
  const { rows } = await sql<{
    id: string;
    author: string;
    body: Record<string, unknown>;
    people: number[];
  }>`${PREPARED}
    select a.record_id as id, a.author, a.body, a.people from activity a
    join record r on r.id = a.record_id and r.version = 1
    where a.org_id = ${record.orgId} and a.kind = ${kind.id} and a.held_on = ${record.heldOn} and a.record_id <> ${id}
      and r.seq < ${record.seq} order by r.seq`.execute(call.tx);
  const own = new Set(record.people.map((person) => person.personId));
  // Groups and talks go on side by side; only the same people at the same thing look like the same occasion.
  const aside = kind.due === 'partyCell' || kind.due === 'none';
  return rows
    .filter(({ people }) => !aside || (people.length === own.size && people.every((person) => own.has(person))))
    .map(({ id: recordId, author, body }) => ({
      code: 'possible-duplicate',
      what: duplicateWords(kind, { heldOn: record.heldOn, author, title: titleOf(kind, body) }),
      recordId,
    }));
}

async function answerFor(
  call: Call,
  kind: RecordKind,
  id: string,
  record: StoredVersion,
  organization?: OrganizationRow,
): Promise<Settled> {
  const { name = '' } = organization ?? (await readOrganization(call.tx, record.orgId, record.heldOn)) ?? {};
  if (record.withdrawn) {
    const settled = `${name}${recordLabel(kind, record.heldOn)}已收回；各人的参加记录同时撤下，各个版本仍可查看`;
    return { recordId: id, version: record.version, settled, warnings: [] };
  }
  const absent = new Set(record.people.filter((one) => one.part === 'absent').map((one) => one.personId));
  const took = new Set(record.people.filter((one) => one.part !== 'absent').map((one) => one.personId));
  return {
    recordId: id,
    version: record.version,
    settled: settledWords(kind, name, { ...record, took: took.size, absent: absent.size }),
    warnings: await possibleDuplicates(call, kind, record, id),
  };
}

/** The prepared form of an input that may be faulty; undefined when its body cannot be read at all. */
function preparedOrNot(kind: RecordKind | undefined, input: RecordInput): PreparedRecord | undefined {
  return kind && bodySchema(kind).safeParse(input.body).success ? prepareRecord(kind, input) : undefined;
}

/** Answers a version that is already there: as the first time when it says the same, else a conflict with both. */
async function repeated(
  call: Call,
  kinds: Kinds,
  input: RecordInput,
  there: StoredVersion | undefined,
): Promise<Settled> {
  const kind = kinds.get(input.kind);
  const yours = preparedOrNot(kind, input);
  if (!kind || !yours || !there || there.withdrawn || !sameRecord(yours, bare(there))) throw conflict(yours, there);
  return answerFor(call, kind, input.id, there);
}

/** A stored version without the names that the server filled in. */
function bare(version: StoredVersion): PreparedRecord {
  const { kind, orgId, heldOn, startsAt, endsAt, place, due, present, body, confidential } = version;
  const people = version.people.map(({ personId, part, reason }) => ({ personId, part, reason }));
  return { kind, orgId, heldOn, startsAt, endsAt, place, due, present, people, body, confidential };
}

function refuseBadSuccession(
  input: { version: number },
  former: StoredVersion | undefined,
  yours?: PreparedRecord,
): void {
  if (!former) throw notFound('要更正的记录');
  if (former.takenBack) {
    throw new Refusal({
      code: 'record-taken-back',
      status: 409,
      what: '带来这条记录的导入已经撤回',
      now: '请重新记录',
    });
  }
  if (former.withdrawn) {
    throw new Refusal({
      code: 'record-withdrawn',
      status: 409,
      what: '这条记录已经收回，不能再更正',
      now: '请重新记录',
    });
  }
  if (input.version !== former.version + 1) throw conflict(yours, former);
}

async function appendVersion(
  call: Call,
  kind: RecordKind,
  organization: OrganizationRow,
  row: RecordRow,
): Promise<'appended' | 'repeated'> {
  const { sources, tx, actor, now, audit } = call;
  const id = actIdOf(row.id, row.version);
  const did = row.withdrawn ? '收回' : row.version > 1 ? '更正' : '记录';
  audit({ subjectKind: 'record', subjectId: row.id, actId: id });
  return sources.append(
    tx,
    {
      id,
      kind: row.withdrawn ? 'record.withdraw' : row.version > 1 ? 'record.correct' : 'record.append',
      accountId: actor.accountId,
      author: actor.name,
      standsFor: row.standsFor,
      summary: `${did}${organization.name}${recordLabel(kind, row.heldOn)}`,
      at: now,
    },
    { records: [row] },
  );
}

/** Records a new thing, or corrects one when the version is above 1. Refuses with every fault at once. */
export async function appendRecord(call: Call, kinds: Kinds, sent: RecordInput): Promise<Settled> {
  const { tx, actor, today } = call;
  // A form that was opened before two entries were merged may still name the one that is gone.
  const kept = await keptIds(
    tx,
    sent.people.map((person) => person.personId),
  );
  const people = sent.people.map((person) => ({ ...person, personId: kept.get(person.personId) ?? person.personId }));
  const input = { ...sent, people };
  const versions = await readVersions(tx, input.id);
  const there = versions.find((one) => one.version === input.version);
  if (there) return repeated(call, kinds, input, there);
  const organization = await readOrganization(tx, input.orgId, input.heldOn);
  if (organization && !mayRecordFor(actor, organization.orgId)) throw outOfScope();
  const kind = kinds.get(input.kind);
  const [former] = versions;
  if (input.version > 1) {
    refuseBadSuccession(input, former, preparedOrNot(kind, input));
    // Another organization's record may be visible to somebody who sat there; it is not his to correct.
    if (former && !mayRecordFor(actor, former.orgId)) throw outOfScope();
    if (former && (former.kind !== input.kind || former.orgId !== input.orgId)) {
      const what = '更正不能换活动类型或党组织';
      throw new Refusal({ code: 'record-moved', where: 'kind', what, now: '请收回这一条，另记一条' });
    }
  }
  const names = await readNames(
    tx,
    input.people.map((person) => person.personId),
    input.heldOn,
  );
  // Whom an earlier version names stays known, though he may have left the author's view since.
  for (const person of former?.people ?? []) if (!names.has(person.personId)) names.set(person.personId, person.name);
  refuse(checkRecord(input, { kind, organization: organizationFacts(organization), today, names }));
  // checkRecord has refused both when they are missing.
  const { kind: _, people: prepares, ...prepared } = prepareRecord(kind!, input);
  const principal = standsFor(actor, input.orgId);
  const heard = prepares.some(({ personId, part }) => personId === actor.personId && part !== 'absent');
  if (principal && prepared.confidential && !heard) throw saidNotByDelegate(principal.name);
  const row: RecordRow = {
    ...prepared,
    id: input.id,
    version: input.version,
    kind: kind!.id,
    heldOn: input.heldOn,
    people: prepares.map((person) => ({ ...person, name: names.get(person.personId)! })),
    reason: input.version > 1 ? input.correctionReason : null,
    standsFor: principal?.personId ?? null,
  };
  const outcome = await appendVersion(call, kind!, organization!, row);
  const stored = (await readVersions(tx, input.id)).find((one) => one.version === input.version);
  // Somebody was faster with the same version by the blink of an eye.
  if (outcome === 'repeated' || !stored) return repeated(call, kinds, input, stored);
  return answerFor(call, kind!, input.id, stored, organization);
}

/** Withdraws a record: one more version that says so. All versions stay readable; nobody's participation counts it any more. */
export async function withdrawRecord(
  call: Call,
  kinds: Kinds,
  id: string,
  { version, reason }: { version: number; reason: string },
): Promise<Settled> {
  const { tx, actor } = call;
  const versions = await readVersions(tx, id);
  const [former] = versions;
  const kind = former && kinds.get(former.kind);
  if (!former || !kind) throw notFound('要收回的记录');
  if (!mayRecordFor(actor, former.orgId)) throw outOfScope();
  const there = versions.find((one) => one.version === version);
  if (there?.withdrawn && there.reasonGiven === reason) return answerFor(call, kind, id, there);
  if (there) throw conflict(undefined, there);
  refuseBadSuccession({ version }, former);
  const organization = await readOrganization(tx, former.orgId, former.heldOn);
  if (!organization) throw notFound('记录所属的党组织');
  const { confidential: _, ...kept } = bare(former);
  const row: RecordRow = {
    ...kept,
    id,
    version,
    heldOn: former.heldOn as Day,
    people: former.people,
    withdrawn: true,
    reason,
    standsFor: standsFor(actor, former.orgId)?.personId ?? null,
  };
  await appendVersion(call, kind, organization, row);
  const stored = (await readVersions(tx, id)).find((one) => one.version === version);
  if (!stored?.withdrawn || stored.reasonGiven !== reason) throw conflict(undefined, stored);
  return answerFor(call, kind, id, stored);
}
