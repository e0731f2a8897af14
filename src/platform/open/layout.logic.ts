/** What a room says about its workbooks, and what was understood of one. */

export const LAYOUT_IDS = ['organizations', 'members', 'roster', 'ledger', 'life'] as const;
export type LayoutId = (typeof LAYOUT_IDS)[number];

export interface ColumnSpec {
  field: string;
  /** 中文名, as in our own template. */
  name: string;
  /** Other heads that offices use. */
  synonyms: readonly string[];
  /** Without it a sheet is hardly of this layout. */
  required?: boolean;
  /** What may stand in it, where that is a closed list: offered in our template. */
  choices?: readonly string[];
  /** How to fill it in. */
  note?: string;
}

/** `Id`: which of a family of layouts it is; those of the import where nothing else is said. */
export interface Layout<Id extends string = LayoutId> {
  id: Id;
  /** 中文名: 党员花名册. */
  name: string;
  columns: readonly ColumnSpec[];
  /** Words in a title, a sheet's or the file's name that speak for this layout. */
  titles: readonly RegExp[];
}

/** How sure a reading is; `chosen` was said by the user. */
export type Certainty = 'chosen' | 'sure' | 'likely' | 'unsure';

export type IgnoredBecause = 'identityCard' | 'phone' | 'unknown';

export interface ColumnUnderstanding {
  letter: string;
  /** The head as it stands, both rows of a two-row head. */
  header: string;
  field: string | null;
  certainty: Certainty;
  ignoredBecause?: IgnoredBecause;
}

export interface Understanding<Id extends string = LayoutId> {
  sheet: string;
  layout: Id;
  certainty: Certainty;
  /** First row of the head, from 1. */
  headerRow: number;
  /** Rows of the head. */
  headerRows: number;
  columns: readonly ColumnUnderstanding[];
  /** Required columns that were not found, by 中文名. */
  missing: readonly string[];
}

export interface SheetChoice {
  /** Row of the head, from 1. */
  headerRow?: number;
  /** Field by column letter; null: not imported. */
  columns?: Readonly<Record<string, string | null>>;
  /** This sheet is left out. */
  skip?: boolean;
}

/** The user's word, laid over what was understood. */
export interface Choices<Id extends string = LayoutId> {
  layout?: Id;
  sheets?: Readonly<Record<string, SheetChoice>>;
}

/** Said at a column whose content must not be held. */
export const IGNORED_WORDS: Readonly<Record<Exclude<IgnoredBecause, 'unknown'>, string>> = {
  identityCard: '未读入：身份证号不收集、不保存',
  phone: '未导入：系统用不到，按最少数据原则不存',
};
