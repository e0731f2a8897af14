/** Reads retention classes and the term for corrections from `rules/` once; a page that does not fit stops whoever asks first. */
import { readPages } from '../../duties/rules/rules.server.ts';
import { type CorrectionRule, correctionRule, type RetentionClass, retentionClasses } from './retention.logic.ts';

let classes: readonly RetentionClass[] | undefined;
let correction: CorrectionRule | undefined;

export function readRetentionClasses(): readonly RetentionClass[] {
  classes ??= retentionClasses(readPages('retention')[0]);
  return classes;
}

export function readCorrectionRule(): CorrectionRule {
  correction ??= correctionRule(readPages('personal-data')[0]);
  return correction;
}
