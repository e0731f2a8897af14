/** What a room says about its workbooks, and what was understood of one. */

export const LAYOUT_IDS = [
  'organizations',
  'members',
  'roster',
  'responsibility',
  'keyPlan',
  'ledger',
  'life',
  'training',
] as const;
export type LayoutId = (typeof LAYOUT_IDS)[number];

export type Many = 'joined' | 'named';

export interface ColumnSpec {
  field: string;
  /** 中文名, as in our own template. */
  name: string;
  /** Other heads that offices use. */
  synonyms: readonly string[];
  /** Without it a sheet is hardly of this layout. */
  required?: boolean;
  /** Without it a sheet is not of this layout, unless somebody says that it is. */
  key?: boolean;
  /** Of the columns with the same word here one is enough: 单位 and 职务 apart, or 单位及职务 in one. */
  oneOf?: string;
  /** Heads that may stand beside its own over one column: 转正时间 in 入党时间/转正时间. */
  with?: readonly string[];
  /** It may be spread over columns of ticks, each under what the tick says: 正式 √, 预备 √; `any` head may say something. */
  ticks?: 'choices' | 'any';
  /** Several columns may say it: `joined` one after the other, `named` each behind its head. Nothing of them is left out. */
  many?: Many;
  /** Heads of a group that is all of this column, whatever the heads below it say: 党建工作十二项 over the items. */
  heads?: readonly string[];
  /** A head that may be another field as well is that one first: 工作内容 where nothing else says what was done. */
  yields?: true;
  /** A field that stands against it: where a head names that one, no column is this one. */
  without?: string;
  /** It holds sentences: a column of marks or of single words is not it, whatever its head says. */
  sentences?: true;
  /** Days that follow one another down the sheet: a year or month left empty beside a day is the one above. */
  inOrder?: boolean;
  /** Read where offices write it; our own template does without it. */
  aside?: true;
  /** What stands below a head that says too little, where it is this column: 第一季度 below 时间 is a term. */
  looksLike?: RegExp;
  /** What may stand in it, where that is a closed list: offered in our template. */
  choices?: readonly string[];
  /** How to fill it in. */
  note?: string;
}

/** Names that stand below what is said of them, each row of one unit. */
export interface NamesBelow {
  /** Fields of the unit and of each name. */
  unit: string;
  name: string;
  /** Heads that names stand below, with the field that each is of; `says`: what it means, else its own words. */
  heads: readonly { words: RegExp; field: string; says?: string; needed?: boolean }[];
}

/** Units down, persons across, and a mark where the one is the other's. */
export interface Matrix {
  /** The field of the unit. */
  unit: string;
  /** What a mark may say, with the field that the persons of it go to. */
  says: readonly { words: RegExp; field: string }[];
  /** Marks of which nobody says what they mean. */
  unsaid: string;
}

/** `Id`: which of a family of layouts it is; those of the import where nothing else is said. */
export interface Layout<Id extends string = LayoutId> {
  id: Id;
  /** 中文名: 党员花名册. */
  name: string;
  columns: readonly ColumnSpec[];
  /** Words in a title, a sheet's or the file's name that speak for this layout. */
  titles: readonly RegExp[];
  /** Heads that speak against it: 姓名 in a list of organizations. */
  against?: RegExp;
  /** A sheet may hold several tables, side by side or each below the last with a head of its own. */
  manyTables?: boolean;
  /** A sheet may be a record as a form, each label beside its value. */
  forms?: boolean;
  /** A sheet may have a unit a row and a post, or a kind of people, a column, with names below. */
  namesBelow?: NamesBelow;
  /** A sheet may be a table of marks between units and persons. */
  matrix?: Matrix;
  /** A sheet may be a list of people with marks: the fields that those marked and those missing go to. */
  rolls?: { present: string; absent: string };
  /** A sheet may be a grid: heads that say what kind, months or units down, and the fields of what its cells tell. */
  grid?: { heads: RegExp; down: string; across: string; day: string; what: string; who: string };
  /** Groups of a head that have the same heads below them are tables side by side: 主体责任 | 一岗双责. */
  parts?: boolean;
}

/** How sure a reading is; `chosen` was said by the user. */
export type Certainty = 'chosen' | 'sure' | 'likely' | 'unsure';

/** `hidden`: the column is hidden in the workbook and a visible one has its field, or nobody said that it is to be read. */
export type IgnoredBecause = 'identityCard' | 'phone' | 'unknown' | 'hidden';

export interface QuestionOption {
  value: string;
  /** What choosing it means, in Chinese. */
  says: string;
}

/**
 * What is doubtful about a workbook, put to the user. The id says what is asked, not where: the same head in twelve sheets, or
 * the same unit in fifty rows, is asked once, and the answer fits the next workbook of the same office.
 */
export interface Question {
  id: string;
  /** The first sheet that it is about. */
  sheet: string;
  /** `D21`, or the column's letter. */
  cell?: string;
  letter?: string;
  ask: string;
  options: readonly QuestionOption[];
  /** Taken where nothing is answered; null: what hangs on it is left out until it is answered. */
  default: string | null;
  /** How sure the default is; below `likely` there is none. */
  certainty: Certainty;
  /** What the user answered, when it is one of the options. */
  answer?: string;
}

export interface ColumnUnderstanding {
  letter: string;
  /** The head as it stands, both rows of a two-row head. */
  header: string;
  field: string | null;
  certainty: Certainty;
  ignoredBecause?: IgnoredBecause;
  /** Hidden in the workbook. */
  hidden?: boolean;
  /** Its field may stand in other columns too. */
  many?: Many;
  /** Left empty beside a day, it is what stands above. */
  carries?: boolean;
  /** One of the columns over which a day is spread. */
  part?: DayPart;
  /** What a tick in this column says. */
  says?: string;
}

export type DayPart = 'year' | 'month' | 'day';

/** A value of a record that stands in no column: `text` where it is not the whole of its cell. */
export interface RecordCell {
  field: string;
  /** `B2` */
  where: string;
  /** Both from 0. */
  row: number;
  column: number;
  text?: string;
}

/** A record of a sheet that is no table of records. */
export interface RowRecord {
  /** Row of the sheet, from 0. */
  at: number;
  cells: readonly RecordCell[];
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
  /** Last row of this table, from 1, where another begins below it; undefined: the sheet's last. */
  untilRow?: number;
  /** First of the lines that are this table's own title, from 1, where another table stands above it. */
  titleRow?: number;
  /** The records of a sheet whose rows are none: forms, lists of attendance. */
  records?: readonly RowRecord[];
  /** The head of the group that this table is a part under: 主体责任. */
  under?: string;
  /** Lines of title that it takes over from the table that it goes on from. */
  title?: readonly string[];
  /** What is doubtful about this table. */
  questions?: readonly Question[];
  /** Fields that an open question leaves without a column and that the table cannot do without. */
  waitsFor?: readonly string[];
  /** Rows that are hidden in the workbook are left out. */
  skipsHidden?: boolean;
  /** Marks that stand for no tick, as the user said or as long as he has not said. */
  noTicks?: readonly string[];
}

export interface SheetChoice {
  /** Row of the head, from 1. */
  headerRow?: number;
  /** Field by column letter; null: not imported. */
  columns?: Readonly<Record<string, string | null>>;
  /** This sheet is left out. */
  skip?: boolean;
  /** Cells written anew by address, laid over the sheet before it is understood. */
  cells?: Readonly<Record<string, string>>;
  /** Rows left out, from 1. */
  leaveOut?: readonly number[];
}

/** Fields of which the layout needs one and which have no column; each by the 中文名 of its first column. */
export function missingOf(layout: Layout<string>, has: (field: string) => boolean): ColumnSpec[] {
  // Within a choice the required columns are one way of writing it, each other column is a way of its own.
  const isWritten = (choice: string): boolean =>
    layout.columns.some((spec) => !spec.required && spec.oneOf === choice && has(spec.field));
  return layout.columns.filter((spec) => spec.required && !has(spec.field) && !isWritten(spec.oneOf ?? spec.field));
}

/** The user's word, laid over what was understood. */
export interface Choices<Id extends string = LayoutId> {
  layout?: Id;
  sheets?: Readonly<Record<string, SheetChoice>>;
  /** Value of the chosen option by the question's id. */
  answers?: Readonly<Record<string, string>>;
  /** What this file writes for an organization → its name. */
  units?: Readonly<Record<string, string>>;
  /** What was said here is not kept for the next workbook of this layout. */
  once?: boolean;
}

/** Said at a column whose content must not be held. */
export const IGNORED_WORDS: Readonly<Record<Exclude<IgnoredBecause, 'unknown'>, string>> = {
  identityCard: '未读入：身份证号不收集、不保存',
  phone: '未导入：系统用不到，按最少数据原则不存',
  hidden: '未读入：表里隐藏了这一列',
};
