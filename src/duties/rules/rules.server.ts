/** Reads the law book from `rules/` once; a page that does not fit its shape stops the start with its name. */
import { readdirSync, readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { type LedgerRules, ledgerRules } from './ledger-rules.logic.ts';

const ROOT = new URL('../../../rules/', import.meta.url);

/** Parsed pages of one folder of the law book, by file name. Throws when a page is no YAML. */
export function readPages(folder: string): unknown[] {
  const at = new URL(`${folder}/`, ROOT);
  return readdirSync(at)
    .filter((name) => name.endsWith('.yaml'))
    .sort()
    .map((name) => {
      try {
        return parse(readFileSync(new URL(name, at), 'utf8'));
      } catch (error) {
        throw new Error(`rules/${folder}/${name} cannot be read: ${String(error)}`, { cause: error });
      }
    });
}

let ledger: LedgerRules | undefined;

/** Items, month rule and calendar, as shipped. */
export function readLedgerRules(): LedgerRules {
  ledger ??= ledgerRules({
    items: readPages('items'),
    months: readPages('ledgers'),
    calendar: readPages('calendar'),
  });
  return ledger;
}
