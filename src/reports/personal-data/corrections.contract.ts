/** Asking for correction of what is held on oneself, and answering it. */
import { z } from 'zod';
import { daySchema } from '../../core/time/room.ts';
import { route } from '../../platform/open/room.ts';
import { CORRECTABLE, correctionLink, correctionStep } from './correction-records.logic.ts';

const state = z.enum(['asked', 'accepted', 'declined', 'done', 'withdrawn']);
const ofOne = z.object({ id: z.uuid() });

const correction = z.object({
  id: z.uuid(),
  about: z.object({ of: z.enum(CORRECTABLE), what: z.string(), says: z.string(), recordId: z.uuid().nullable() }),
  wrong: z.string(),
  shouldBe: z.string(),
  note: z.string(),
  state,
  askedAt: z.string(),
  /** Who answers: 组织部, or the branch and the department. */
  goesTo: z.string(),
  /** Last day for an answer; null when it is answered, or the year's calendar is not there yet. */
  due: daySchema.nullable(),
  /** Working days left; negative when the day has passed. */
  left: z.int().nullable(),
  steps: z.array(correctionStep),
});
export type Correction = z.infer<typeof correction>;

export const ownCorrections = route({
  id: 'correction.own',
  method: 'GET',
  path: '/me/corrections',
  title: '自己的更正申请和答复',
  ability: 'person.own',
  answer: z.object({
    /** The latest first. */
    corrections: z.array(correction.extend({ mayWithdraw: z.boolean() })),
    answerWorkingDays: z.int(),
  }),
});

export const askCorrection = route({
  id: 'correction.ask',
  method: 'POST',
  path: '/me/corrections',
  title: '申请更正关于自己的一项内容',
  ability: 'person.own',
  body: z.object({
    /** Made by the client: the same again changes nothing. */
    id: z.uuid(),
    of: z.enum(CORRECTABLE),
    /** Key of the item as it stands on one's page. */
    key: z.string().min(1).max(200),
    wrong: z.string().trim().min(2, '请写明哪里不对').max(300, '最多300字'),
    shouldBe: z.string().trim().min(1, '请写明应当怎样').max(300, '最多300字'),
    note: z.string().trim().max(500, '最多500字').default(''),
  }),
  answer: z.object({ goesTo: z.string(), due: daySchema.nullable() }),
});

export const withdrawCorrection = route({
  id: 'correction.withdraw',
  method: 'POST',
  path: '/me/corrections/:id/withdraw',
  title: '撤回自己的更正申请',
  ability: 'person.own',
  params: ofOne,
  body: z.object({ actId: z.uuid() }),
});

export const correctionNews = route({
  id: 'correction.news',
  method: 'GET',
  path: '/me/corrections/news',
  title: '自己的更正申请有没有新的答复',
  ability: 'person.own',
  answer: z.object({ answered: z.array(z.object({ id: z.uuid(), what: z.string(), state, at: z.string() })) }),
});

export const listCorrections = route({
  id: 'correction.list',
  method: 'GET',
  path: '/corrections',
  title: '要我答复的更正申请',
  ability: 'correction.answer',
  answer: z.object({
    /** Those that wait, the longest waiting first; then those that are settled, the latest first. */
    corrections: z.array(
      correction
        .pick({ id: true, state: true, askedAt: true, due: true, left: true, goesTo: true })
        .extend({ person: z.string(), what: z.string() }),
    ),
  }),
});

export const openCorrection = route({
  id: 'correction.open',
  method: 'GET',
  path: '/corrections/:id',
  title: '一件更正申请',
  ability: 'correction.answer',
  params: ofOne,
  answer: correction.extend({
    person: z.string(),
    personId: z.int(),
    may: z.array(z.enum(['accept', 'decline', 'finish'])),
    /** What may be named as the correction: later versions of the record, or acts on his registry facts since. */
    links: z.array(z.object({ link: correctionLink, what: z.string(), at: z.string() })),
  }),
  readsPersonFile: true,
});

export const answerCorrection = route({
  id: 'correction.answer',
  method: 'POST',
  path: '/corrections/:id/answer',
  title: '答复一件更正申请',
  ability: 'correction.answer',
  params: ofOne,
  body: z.object({
    actId: z.uuid(),
    do: z.enum(['accept', 'decline', 'finish']),
    reason: z.string().trim().max(300, '最多300字').optional(),
    link: correctionLink.optional(),
  }),
});
