/** What is held on oneself, gathered once for the page, the workbook and the file for machines. */
import { notFound, type RecordKind } from '../../core/record/room.ts';
import { addDays, type Day } from '../../core/time/room.ts';
import { type Call, type Handler, handle, handleFile } from '../../platform/open/handler.server.ts';
import { heldCorrections } from './corrections-reading.server.ts';
import { FORMAT, HELD_CLASSES, type HeldClassId, type HeldItem, type PersonalData } from './held.logic.ts';
import { heldInAccount, heldSessions, heldUploads } from './held-account.server.ts';
import { heldKeyPlans } from './held-key-plans.server.ts';
import { heldDrafts, heldInLedgers } from './held-ledgers.server.ts';
import { heldDoings, heldReads } from './held-log.server.ts';
import { heldActs, heldInRecords } from './held-records.server.ts';
import { personalDataExport, personalDataPage, personalDataWorkbook, retentionRead } from './personal-data.contract.ts';
import { personalWorkbook } from './personal-workbook.server.ts';
import { readRetentionClasses } from './rules.server.ts';
import { heldInRegistry } from './standing-facts.server.ts';

export type Kinds = ReadonlyMap<string, RecordKind>;
export type Titles = ReadonlyMap<string, string>;

const LOG_DAYS = 365;

/** Oneself; an account without a person holds no file. */
export function ownPerson({ actor }: Call): number {
  if (actor.personId === null) throw notFound('关于您的内容：这个账号没有对应到党员');
  return actor.personId;
}

export async function heldOn(
  call: Call,
  { kinds, titles, logFrom }: { kinds: Kinds; titles: Titles; logFrom?: Day },
): Promise<PersonalData> {
  const id = ownPerson(call);
  const from = logFrom ?? addDays(call.today, -LOG_DAYS);
  const registry = await heldInRegistry(call, id);
  const items: Record<HeldClassId, HeldItem[]> = {
    registry,
    records: await heldInRecords(call, id, kinds),
    ...(await heldInLedgers(call, id)),
    keyPlans: await heldKeyPlans(call, id),
    account: await heldInAccount(call),
    sessions: await heldSessions(call),
    drafts: await heldDrafts(call, id),
    uploads: await heldUploads(call),
    acts: await heldActs(call),
    corrections: await heldCorrections(call, id),
    reads: await heldReads(call, id, from, titles),
    doings: await heldDoings(call, from, titles),
  };
  const kept = new Map(readRetentionClasses().map((one) => [one.id, one]));
  return {
    format: FORMAT,
    city: call.city.name,
    madeAt: call.now.toISOString(),
    person: { id, name: registry.find(({ what }) => what === '姓名')?.says ?? call.actor.name },
    logFrom: from,
    classes: HELD_CLASSES.map(({ id: of, name, kept: under }) => {
      const { purpose, seenBy, basis, kept: how } = kept.get(under)!;
      return { id: of, name, purpose, seenBy, basis: basis.map(({ cite }) => cite), kept: how, items: items[of] };
    }),
  };
}

export function personalDataHandlers(installed: readonly RecordKind[], titles: Titles): readonly Handler[] {
  const kinds: Kinds = new Map(installed.map((kind) => [kind.id, kind]));
  const told = (call: Call, logFrom?: Day): Promise<PersonalData> => heldOn(call, { kinds, titles, logFrom });
  const audited = (call: Call): void => {
    const id = ownPerson(call);
    call.audit({ subjectKind: 'person', subjectId: String(id), subjectPerson: id });
  };
  return [
    handle(personalDataPage, (call, { query }) => told(call, query.logFrom)),
    handle(personalDataExport, (call, { query }) => {
      audited(call);
      return told(call, query.logFrom);
    }),
    handleFile(personalDataWorkbook, async (call, { query }) => {
      audited(call);
      return personalWorkbook(await told(call, query.logFrom), call.today);
    }),
    handle(retentionRead, async () => ({ classes: readRetentionClasses() })),
  ];
}
