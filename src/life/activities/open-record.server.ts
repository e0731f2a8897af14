/** One record with its versions, and what was said in it for those who were in it. */
import { sql } from 'kysely';
import { notFound } from '../../core/record/room.ts';
import type { Call } from '../../platform/open/handler.server.ts';
import { writeAuditLine } from '../../store/audit.server.ts';
import { newId } from '../../store/new-id.server.ts';
import { openRecord } from './activities.contract.ts';
import type { Kinds } from './kinds.logic.ts';
import { mayRecordFor, readOrganization } from './organizations.server.ts';
import { readVersions, type StoredVersion } from './stored-record.server.ts';

/** Reading what was said is reading the file of the others who were in it: a line for each. */
async function auditReading({ tx, actor, now }: Call, id: string, version: StoredVersion): Promise<void> {
  const others = version.everybody.filter((person) => person !== actor.personId);
  for (const subjectPerson of others.length > 0 ? others : [undefined]) {
    await writeAuditLine(tx, {
      id: newId(now),
      at: now,
      accountId: actor.accountId,
      actor: actor.name,
      ability: openRecord.ability,
      route: openRecord.id,
      subjectKind: 'record',
      subjectId: id,
      subjectPerson,
      outcome: 'read',
    });
  }
}

/**
 * A record as its reader may see it. `state` says whether what he sees is what now holds: who was corrected out of a record
 * still reads the version in which he stood.
 */
export async function readRecord(call: Call, kinds: Kinds, id: string) {
  const { tx, actor } = call;
  const versions = await readVersions(tx, id);
  const [latest] = versions;
  const kind = latest && kinds.get(latest.kind);
  if (!latest || !kind) throw notFound('这条记录');
  const organization = await readOrganization(tx, latest.orgId, latest.heldOn);
  const { rows: current } = await sql<{ version: number }>`
    select version from activity where record_id = ${id}`.execute(tx);
  const state = latest.withdrawn || latest.takenBack ? 'withdrawn' : current.length > 0 ? 'current' : 'changed';
  // The latest content stands until another is written; a correction by somebody outside the talk leaves it as it was.
  const withContent = versions.find((version) => version.confidential !== undefined);
  if (withContent) await auditReading(call, id, withContent);
  const mine = mayRecordFor(actor, latest.orgId) && state === 'current';
  return {
    recordId: id,
    kind,
    organization: {
      orgId: latest.orgId,
      name: organization?.name ?? '',
      fullName: organization?.fullName ?? '',
    },
    versions: versions.map((version) => ({
      version: version.version,
      withdrawn: version.withdrawn || version.takenBack,
      reason: version.takenBack ? '带来这条记录的导入已经撤回' : version.reasonGiven,
      author: version.author,
      standsFor: version.standsFor,
      recordedAt: version.recordedAt.toISOString(),
      heldOn: version.heldOn,
      startsAt: version.startsAt,
      endsAt: version.endsAt,
      place: version.place,
      due: version.due,
      present: version.present,
      people: version.people,
      body: version.body,
    })),
    confidential: withContent?.confidential ?? null,
    state,
    may: { correct: mine, withdraw: mine },
  } as const;
}
