/** The ledgers that one cadre has handed in, for those who may read them. */
import { z } from 'zod';
import { monthSchema } from '../../core/time/room.ts';
import { ledgerStateSchema } from '../../ledgers/ledger/room.ts';
import { route } from '../../platform/open/room.ts';

export const personLedgers = route({
  id: 'person.ledgers',
  method: 'GET',
  path: '/people/:id/ledgers',
  title: '一个人各月的写实清单',
  ability: 'ledger.read',
  params: z.object({ id: z.coerce.number<number>().int().positive() }),
  answer: z.object({
    name: z.string(),
    /** The latest month first; months without one are not listed. */
    ledgers: z.array(
      z.object({
        ledgerId: z.uuid(),
        period: monthSchema,
        state: ledgerStateSchema,
        submittedAt: z.string(),
        entries: z.int(),
        returns: z.int(),
      }),
    ),
  }),
  readsPersonFile: true,
});
