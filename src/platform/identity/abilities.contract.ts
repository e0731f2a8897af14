/** What the page of rights needs beside the table itself: the record kinds that are installed, each with who reads what of it. */
import { z } from 'zod';
import { route } from '../open/room.ts';

export const abilityKinds = route({
  id: 'ability.kinds',
  method: 'GET',
  path: '/abilities/kinds',
  title: '各种活动的内容谁能看',
  ability: 'account.manage',
  answer: z.object({
    kinds: z.array(
      z.object({
        id: z.string(),
        name: z.string(),
        /** `content`: that it took place is read widely, the named fields only by those in it. */
        confidentiality: z.enum(['open', 'content']),
        confidentialFields: z.array(z.string()),
      }),
    ),
  }),
});
