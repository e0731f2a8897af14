/** What stands around a ledger's table: whose it is, of which month, when it was filled in, and whether it corrects another. */
import { addMonths, type Day, type Month, monthName, monthOf } from '../../core/time/room.ts';
import {
  type HeadValue,
  headValues,
  leadingDay,
  monthOfText,
  type OpenSheet,
  type Sheet,
  squeezed,
  type Understanding,
  yearIn,
} from '../../platform/open/room.ts';
import type { PlanContext, PlanDraft } from '../../registry/organizations/room.ts';

const LABELS = {
  person: ['姓名', '填报人', '干部姓名', '填表人'],
  unit: ['单位', '工作单位', '所在单位', '填报单位'],
  title: ['职务', '现任职务', '单位及职务', '职务职级'],
  period: ['填报月份', '月份', '报告月份', '所属月份', '清单月份', '年月'],
  filed: ['填报时间', '填报日期', '填表时间', '填表日期', '报送时间', '更正时间', '更正日期', '时间', '日期'],
};
/** Rows above a table that are surely its own. */
const OWN_ROWS = 12;
const CORRECTED = /更正|修订|修改|订正|改正|补正|重报|重新填报|第[二三四]稿|[(（【\-_ ]改[)）】]?(?:$|\.)/;
const SEAL = /\s*[(（](?:盖|公)?章[)）]\s*$/;
const FILED_LINE = /填报(?:时间|日期)|填表(?:时间|日期)|报送时间/;

export interface Head {
  person: HeadValue | undefined;
  unit: HeadValue | undefined;
  title: HeadValue | undefined;
  /** Of the whole table. */
  readonly period: Month | undefined;
  /** The year that months without one belong to. */
  year: number | undefined;
  filedOn: Day | undefined;
  corrected: boolean;
  /** Everything above and around the table that may name somebody or say which ledger it is. */
  titles: readonly string[];
}

/** Labels and values above a table, those nearest to it first: a sheet may hold several tables. */
function nearValues(sheet: Sheet, understanding: Understanding): Map<string, HeadValue> {
  const last = understanding.headerRow - 1;
  const values = new Map<string, HeadValue>();
  for (const from of [...Array.from({ length: OWN_ROWS }, (_, at) => last - 1 - at).filter((row) => row > 0), 0]) {
    const below = { ...sheet, rows: sheet.rows.map((row, at) => (at < from ? [] : row)) };
    for (const [field, value] of headValues(below, understanding, LABELS))
      if (!values.has(field)) values.set(field, value);
  }
  return values;
}

/** The month by the day on which the sheet was filled in, where nothing else says it; asked when that day says little. */
function monthByFiling(
  written: HeadValue,
  year: number | undefined,
  draft: PlanDraft,
  context: PlanContext,
): Month | undefined {
  const reading = leadingDay(written.value, year);
  if (!reading.ok) return monthOfText(written.value, year);
  const own = monthOf(reading.value.day);
  if (reading.value.precision === 'month') return own;
  const before = addMonths(own, -1);
  const answer = draft.ask(
    {
      id: `ledger-month:${reading.value.day}`,
      cell: written.where,
      ask: `只写了填报日期“${written.value}”，是哪个月的清单？`,
      options: [
        { value: before, says: monthName(before) },
        { value: own, says: monthName(own) },
      ],
      default: null,
      certainty: 'unsure',
    },
    context.answers,
  );
  return answer as Month | undefined;
}

/** Months that a ledger may be late in being filled in. */
const FILED_WITHIN = 3;

/** The month that a title names without its year, where the day of filling in tells the year: it lies shortly before. */
function monthBeforeFiling(texts: readonly string[], filedOn: Day): Month | undefined {
  const own = monthOf(filedOn);
  for (const text of texts)
    for (const year of [Number(own.slice(0, 4)), Number(own.slice(0, 4)) - 1]) {
      const named = monthOfText(text, year);
      if (named && named <= own && named >= addMonths(own, -FILED_WITHIN)) return named;
    }
  return undefined;
}

/** A month written without its year anywhere: which year is asked. */
function monthWithoutYear(texts: readonly string[], draft: PlanDraft, context: PlanContext): Month | undefined {
  const named = texts.find((text) => monthOfText(text, 2000));
  if (!named) return undefined;
  const now = Number(context.today.slice(0, 4));
  const options = [now, now - 1].map((year) => monthOfText(named, year)!);
  return draft.ask(
    {
      id: `ledger-year:${monthOfText(named, 2000)!.slice(5)}`,
      ask: `“${named.slice(0, 30)}”没有写年份，是哪一年？`,
      options: options.map((month) => ({ value: month, says: monthName(month) })),
      default: null,
      certainty: 'unsure',
    },
    context.answers,
  ) as Month | undefined;
}

export function readHead(
  sheet: Sheet,
  understanding: Understanding,
  opened: OpenSheet,
  draft: PlanDraft,
  context: PlanContext,
): Head {
  const values = nearValues(sheet, understanding);
  const file = context.file.replace(/\.\w+$/, '');
  const nearest = [...opened.title].reverse();
  const around = [...nearest.filter((line) => !FILED_LINE.test(line)), sheet.name, file];
  const years = around.map(yearIn);
  const year = years.find((one) => one !== undefined);
  const unit = values.get('unit');
  const filed = values.get('filed');
  const filedOn = filed && leadingDay(filed.value, year);
  const labelled = values.get('period')?.value;
  const texts = labelled === undefined ? around : [labelled, ...around];
  const readPeriod = (): Month | undefined =>
    texts.map((text) => monthOfText(text, year)).find((month) => month !== undefined) ??
    (filedOn?.ok && filedOn.value.precision === 'day' ? monthBeforeFiling(texts, filedOn.value.day) : undefined) ??
    (filed && !yearOnly(filed.value) ? monthByFiling(filed, year, draft, context) : undefined) ??
    (year === undefined ? monthWithoutYear(texts, draft, context) : undefined);
  let period: { is: Month | undefined } | undefined;
  return {
    person: values.get('person'),
    unit: unit && { ...unit, value: unit.value.replace(SEAL, '') },
    title: values.get('title'),
    // What is doubtful about it is asked only where a row does not say its own.
    get period() {
      period ??= { is: readPeriod() };
      return period.is;
    },
    year,
    filedOn: filedOn?.ok ? filedOn.value.day : undefined,
    corrected: [...opened.title, sheet.name, file].some((text) => CORRECTED.test(text)),
    titles: around,
  };
}

const yearOnly = (text: string): boolean => /^\d{4}年?(?:度)?$/.test(squeezed(text));
