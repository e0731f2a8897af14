/** Cells that both lists of people have: the name with what stands behind it, sex, month of birth. */
import { type Month, monthOf } from '../../core/time/room.ts';
import {
  type ColumnSpec,
  isNothing,
  nameNotes,
  type RoughDay,
  readDay,
  readPersonName,
  type SheetRow,
} from '../../platform/open/room.ts';
import type { PlanDraft } from '../organizations/room.ts';
import { readSex } from './titles.logic.ts';

export const NAME: ColumnSpec = {
  field: 'name',
  name: '姓名',
  required: true,
  key: true,
  synonyms: ['党员姓名', '干部姓名', '同志姓名', '名字', '姓名及性别'],
};
export const NUMBER: ColumnSpec = {
  field: 'number',
  name: '序号',
  synonyms: ['编号', '顺序号', '序', '号', 'no.', '编码'],
};
export const SEX: ColumnSpec = { field: 'sex', name: '性别', choices: ['男', '女'], synonyms: ['男女'] };
export const BORN: ColumnSpec = {
  field: 'born',
  name: '出生年月',
  note: '例如 1972年8月；只存到月',
  synonyms: ['出生日期', '出生时间', '出生年月日', '出生', '生日', '出生月份', '何时出生'],
};

export interface ReadName {
  name: string;
  /** What stands in brackets behind it: 女, 回族, 预备. */
  notes: readonly string[];
}

/** The name of a row; undefined when the row was rejected because of it. */
export function readName(row: SheetRow, draft: PlanDraft): ReadName | undefined {
  const written = row.text('name');
  const name = readPersonName(written);
  if (name) return { name, notes: nameNotes(written) };
  if (written === '') draft.reject(row.where('name'), 'name-missing', '这一行没有写姓名');
  else draft.reject(row.where('name'), 'name-unreadable', `“${written}”不像姓名`);
  return undefined;
}

const UNIT_WORDS =
  /(?:局|委|办|部|院|校|中心|公司|街道|镇|乡|村|社区|支部|总支|党组|区|县|市|组|科|处|所|站|队|单位|机关|类|级|干部|领导|党员)$/;

/** Whether what stands alone in the column of names is a name and no heading. */
export const isPersonAlone = (text: string): boolean => {
  const name = readPersonName(text);
  if (!name) return false;
  return name.includes('·') || (name.length <= 4 && !UNIT_WORDS.test(name));
};

/** In its own column, else in brackets behind the name. */
export const sexOf = (row: SheetRow, { notes }: ReadName): 'male' | 'female' | null =>
  readSex(row.text('sex')) ?? notes.map(readSex).find((sex) => sex !== null) ?? null;

/** The month of birth; the day is dropped. What cannot be read is named and left out: it keeps nobody out. */
export function bornMonth(row: SheetRow, name: string, today: string, draft: PlanDraft): Month | null {
  const cell = row.cell('born');
  if (!cell || isNothing(row.text('born'))) return null;
  const reading = readDay(cell);
  const written = cell.text.trim();
  if (!reading.ok || reading.value.day > today) {
    draft.warn(row.where('born'), 'born-unreadable', `${name}的出生年月“${written}”读不出，没有导入`);
    return null;
  }
  return monthOf(reading.value.day);
}

/**
 * Whether a day in a column is after birth, as far as both are written; the row is rejected at that cell when it is not.
 * `read`: the day, where the cell says more than one.
 */
export function isAfterBirth(
  row: SheetRow,
  name: string,
  field: string,
  draft: PlanDraft,
  read?: RoughDay | null,
): boolean {
  const [bornCell, cell] = [row.cell('born'), row.cell(field)];
  const born = bornCell ? readDay(bornCell) : undefined;
  const reading = cell ? readDay(cell) : undefined;
  const on = read ?? (reading?.ok ? reading.value : undefined);
  if (!born?.ok || !on || on.day > born.value.day) return true;
  draft.reject(
    row.where(field),
    'before-birth',
    `${name}的“${cell!.text.trim()}”早于出生年月“${bornCell!.text.trim()}”，请核对两个日期`,
  );
  return false;
}
