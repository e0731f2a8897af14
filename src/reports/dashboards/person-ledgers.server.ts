/** One cadre's ledgers, month by month. Reading the list is reading his file. */
import { forbidden, notFound } from '../../core/record/room.ts';
import { month, monthOf } from '../../core/time/room.ts';
import { ledgerRows, namesOn } from '../../ledgers/ledger/ledger-reading.server.ts';
import { reachesOf } from '../../platform/access/room.ts';
import { type Handler, handle } from '../../platform/open/handler.server.ts';
import { personLedgers } from './person-ledgers.contract.ts';

/** Before the first month that anybody may have written. */
const FIRST = month('1990-01');

export const personLedgersHandlers: readonly Handler[] = [
  handle(personLedgers, async ({ tx, actor, today, audit }, { params }) => {
    const { id } = params;
    const name = (await namesOn(tx, [id], today)).get(id);
    if (name === undefined) throw notFound('这个人');
    const may =
      reachesOf(actor, 'ledger.read').includes('city') || actor.chargeIds.includes(id) || actor.personId === id;
    if (!may) throw forbidden(`${name}的写实清单不在您能看的范围内`, '组织部');
    audit({ subjectKind: 'person', subjectId: String(id), subjectPerson: id });
    const rows = await ledgerRows(tx, [id], FIRST, monthOf(today));
    return {
      name,
      ledgers: rows
        .map(({ ledgerId, period, state, submittedAt, entries, returns }) => ({
          ledgerId,
          period,
          state,
          submittedAt,
          entries,
          returns,
        }))
        .reverse(),
    };
  }),
];
