/** Reads rules/registry once; a page that does not fit its shape stops whoever asks first, with its name. */
import { readdirSync, readFileSync } from 'node:fs';
import { parse } from 'yaml';
import type { Day } from '../../core/time/room.ts';
import {
  type ChargeRule,
  chargeRuleSchema,
  type EntryRule,
  entryRuleOf,
  entryRuleSchema,
  pageOn,
} from './registry-rules.logic.ts';

const ROOT = new URL('../../../rules/registry/', import.meta.url);

let pages: { entries: ReturnType<typeof entryRuleSchema.parse>[]; charges: ChargeRule[] } | undefined;

function read(): NonNullable<typeof pages> {
  const written = readdirSync(ROOT)
    .filter((name) => name.endsWith('.yaml'))
    .map((name) => ({ name, page: parse(readFileSync(new URL(name, ROOT), 'utf8')) as { id?: unknown } }));
  const of = <T>(id: string, shape: { parse: (page: unknown) => T }): T[] =>
    written.flatMap(({ name, page }) => {
      if (page.id !== id) return [];
      try {
        return [shape.parse(page)];
      } catch (error) {
        throw new Error(`rules/registry/${name} does not fit: ${String(error)}`, { cause: error });
      }
    });
  return { entries: of('entries', entryRuleSchema), charges: of('charges', chargeRuleSchema) };
}

/** By what an entry is measured on a day. */
export function entryRuleOn(on: Day): EntryRule {
  pages ??= read();
  return entryRuleOf(pageOn(pages.entries, on));
}

/** Of which organizations it is a gap on a day that nobody is in charge. */
export function chargeRuleOn(on: Day): ChargeRule {
  pages ??= read();
  return pageOn(pages.charges, on);
}
