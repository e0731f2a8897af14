/** Saving a draft as it is written. Two editors of one ledger are both kept: the one who saves on an old base gets a fork. */
import { isDeepStrictEqual } from 'node:util';
import { sql } from 'kysely';
import { type RecordKind, Refusal } from '../../core/record/room.ts';
import type { Month } from '../../core/time/room.ts';
import type { Call } from '../../platform/open/handler.server.ts';
import { settleDraft } from './draft.logic.ts';
import { ledgerIdOf } from './ledger-id.server.ts';
import { holdLedger } from './ledger-reading.server.ts';
import type { LedgerSignal } from './ledger-signals.logic.ts';
import type { LedgerDraft } from './month-ledger.logic.ts';
import { canEdit, type OwnLedger, ownLedger, ownPerson, pageNow, signalsNow } from './own-ledger.server.ts';

interface Save {
  baseRev: number;
  device: string;
  body: LedgerDraft;
}

interface Saved {
  rev: number;
  savedAt: string;
  draft: LedgerDraft;
  signals: LedgerSignal[];
}

const notEditable = (own: OwnLedger): Refusal => {
  const accepted = own.file.standing.state === 'accepted';
  const what = own.shut ? '这个月不能再改' : accepted ? '这份清单已通过，不再改动' : '这份清单已提交，正在等待检查';
  return new Refusal({
    code: 'ledger-state',
    status: 409,
    what,
    now: own.shut || accepted ? '写下的内容还在本机' : '要改请先撤回；写下的内容还在本机',
    data: { state: own.file.standing.state },
  });
};

async function write(call: Call, own: OwnLedger, save: Save, body: LedgerDraft): Promise<number> {
  const rev = (own.saved?.rev ?? 0) + 1;
  await sql`
    insert into draft (subject_id, kind, owner_id, rev, body, device, saved_at)
    values (${own.ledgerId}, 'monthLedger', ${own.personId}, ${rev}, ${JSON.stringify(body)}::jsonb, ${save.device}, ${call.now})
    on conflict (subject_id) do update set rev = excluded.rev, body = excluded.body, device = excluded.device, saved_at = excluded.saved_at`.execute(
    call.tx,
  );
  return rev;
}

async function answer(call: Call, own: OwnLedger, period: Month, rev: number, body: LedgerDraft): Promise<Saved> {
  const signals = await signalsNow(call, own, period, pageNow(own, body));
  return { rev, savedAt: call.now.toISOString(), draft: body, signals };
}

async function start(
  call: Call,
  period: Month,
  save: Save,
  kinds: ReadonlyMap<string, RecordKind>,
): Promise<{ own: OwnLedger; body: LedgerDraft }> {
  await holdLedger(call.tx, ledgerIdOf(call.city.code, ownPerson(call), period));
  const own = await ownLedger(call, period, kinds);
  if (!canEdit(own)) throw notEditable(own);
  return { own, body: settleDraft(save.body, own.draft, own.proposals, call.now.toISOString()) };
}

/**
 * Saves a draft. The same save sent again (its answer was lost) gets the same revision. A save on an old base is kept as a fork
 * of its device and told as `draft-conflict` with both bodies.
 */
export async function saveDraft(
  call: Call,
  period: Month,
  save: Save,
  kinds: ReadonlyMap<string, RecordKind>,
): Promise<Saved | Refusal> {
  const { own, body } = await start(call, period, save, kinds);
  const { saved, ledgerId, personId } = own;
  call.audit({ subjectKind: 'ledger', subjectId: ledgerId, subjectPerson: personId });
  if (saved && saved.device === save.device && isDeepStrictEqual(saved.body, body)) {
    return answer(call, own, period, saved.rev, body);
  }
  if ((saved?.rev ?? 0) === save.baseRev) {
    return answer(call, own, period, await write(call, own, save, body), body);
  }
  await sql`
    insert into draft_fork (subject_id, device, owner_id, base_rev, body, saved_at)
    values (${ledgerId}, ${save.device}, ${personId}, ${save.baseRev}, ${JSON.stringify(body)}::jsonb, ${call.now})
    on conflict (subject_id, device) do update set base_rev = excluded.base_rev, body = excluded.body, saved_at = excluded.saved_at`.execute(
    call.tx,
  );
  return conflict(own, save.device, body);
}

const conflict = (own: OwnLedger, device: string, mine: LedgerDraft): Refusal =>
  new Refusal({
    code: 'draft-conflict',
    status: 409,
    what: '这份清单在另一处也改过',
    now: '两处的内容都在，请对照后选一稿，或合在一起',
    data: {
      rev: own.saved?.rev ?? 0,
      theirs: { device: own.saved?.device ?? '', savedAt: own.saved?.savedAt ?? '', body: own.draft },
      mine: { device, body: mine },
    },
  });

/** Saves what was chosen of two drafts, and lets the fork go. On an old base it is a conflict again. */
export async function settleFork(
  call: Call,
  period: Month,
  save: Save & { fork: string },
  kinds: ReadonlyMap<string, RecordKind>,
): Promise<Saved> {
  const { own, body } = await start(call, period, save, kinds);
  if ((own.saved?.rev ?? 0) !== save.baseRev) throw conflict(own, save.device, body);
  await sql`delete from draft_fork where subject_id = ${own.ledgerId} and device = ${save.fork}`.execute(call.tx);
  call.audit({ subjectKind: 'ledger', subjectId: own.ledgerId, subjectPerson: own.personId });
  return answer(call, own, period, await write(call, own, save, body), body);
}
