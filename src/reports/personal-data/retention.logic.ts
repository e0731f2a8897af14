/** Retention by class and the term for answering a correction: shapes of the law book's pages. */
import { z } from 'zod';
import { daySchema } from '../../core/time/room.ts';

const basisSchema = z.strictObject({
  /** The document and article, as cited on screens. */
  cite: z.string().min(1),
  /** `seen`: the text was read; `copy`: read in a secondary copy; `mem`: from memory. */
  status: z.enum(['seen', 'copy', 'mem']),
});

/** How long: until the city sets a term; so many days and then the daily clearing removes it; as long as backups are kept. */
export const keptSchema = z.union([
  z.strictObject({ until: z.enum(['city', 'backup']) }),
  z.strictObject({ days: z.int().min(1), after: z.string().min(1), status: z.literal('city') }),
]);
export type Kept = z.infer<typeof keptSchema>;

export const retentionClassSchema = z.strictObject({
  id: z.string().regex(/^[a-z][A-Za-z]*$/),
  name: z.string().min(1),
  what: z.string().min(1),
  purpose: z.string().min(1),
  seenBy: z.string().min(1),
  basis: z.array(basisSchema),
  kept: keptSchema,
});
export type RetentionClass = z.infer<typeof retentionClassSchema>;

const retentionPageSchema = z.strictObject({
  id: z.string(),
  from: daySchema,
  classes: z.array(retentionClassSchema).min(1),
});

const correctionPageSchema = z.strictObject({
  id: z.string(),
  basis: z.array(basisSchema).min(1),
  from: daySchema,
  answerWorkingDays: z.strictObject({ value: z.int().min(1).max(60), status: z.literal('city') }),
});
export type CorrectionRule = z.infer<typeof correctionPageSchema>;

/** What the daily clearing can remove: working state only, never a source. */
export const CLEARED = ['sessions', 'drafts', 'uploads', 'signInFailures', 'factorResets'] as const;
export type ClearedClass = (typeof CLEARED)[number];

/**
 * The classes of a page. Throws an Error that names the fault: a class that stands twice, one with days that nothing clears,
 * one that is cleared and has no days, or logs kept shorter than the law asks.
 */
export function retentionClasses(page: unknown): readonly RetentionClass[] {
  const { classes } = retentionPageSchema.parse(page);
  const ids = classes.map(({ id }) => id);
  const twice = ids.find((id, at) => ids.indexOf(id) !== at);
  if (twice) throw new Error(`rules/retention: class ${twice} stands twice`);
  for (const { id, kept } of classes) {
    const cleared = (CLEARED as readonly string[]).includes(id);
    if ('days' in kept && !cleared) throw new Error(`rules/retention: nothing removes class ${id}, so it has no days`);
    if (!('days' in kept) && cleared) throw new Error(`rules/retention: class ${id} is cleared and needs days`);
  }
  const lacking = CLEARED.find((id) => !ids.includes(id));
  if (lacking) throw new Error(`rules/retention: class ${lacking} is cleared and does not stand there`);
  const sessions = classes.find(({ id }) => id === 'sessions')!.kept;
  if ('days' in sessions && sessions.days < LOG_DAYS) {
    throw new Error(`rules/retention: sign-ins are network logs, kept ${LOG_DAYS} days at least`);
  }
  return classes;
}

/** Six months of network logs (网络安全法, 2016 text, article 21(3)), counted in the longest months. */
const LOG_DAYS = 184;

export const correctionRule = (page: unknown): CorrectionRule => correctionPageSchema.parse(page);

/** How long, in words. */
export function keptWords(kept: Kept): string {
  if ('days' in kept) return `${kept.after}后${kept.days}天，到期自动清理`;
  return kept.until === 'backup'
    ? '按备份的保留份数，旧的自动替换'
    : '没有到期自动清理；市里定下期限之前一直保存，归档以后办理';
}

/** What a run of the clearing removed, in words: 登录12，没有提交的草稿3. */
export const clearedWords = (
  counts: Readonly<Partial<Record<ClearedClass, number>>>,
  classes: readonly RetentionClass[],
): string =>
  classes
    .flatMap(({ id, name }) => {
      const count = counts[id as ClearedClass] ?? 0;
      return count > 0 ? [`${name}${count}`] : [];
    })
    .join('，');
