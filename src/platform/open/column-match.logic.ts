/** Which column of a head means which field of a layout, by name, and how sure that is. */
import type { Certainty, ColumnSpec, ColumnUnderstanding, IgnoredBecause, Layout } from './layout.logic.ts';
import { type DayPartColumn, dayParts, tickedColumns } from './spread-columns.logic.ts';
import { columnLetter, isPlain, type Sheet, squeezed, textAt } from './workbook.logic.ts';

/** A head for comparison: no brackets, colons, stars, numbering. */
export const label = (text: string): string =>
  isPlain(text)
    ? text
    : squeezed(text)
        .replace(/\(.*?\)|【.*?】|\[.*?\]|〔.*?〕/g, '')
        .replace(/[:*※★#]/g, '')
        .replace(/^\d{1,2}[.、](?=\D)/, '')
        .toLowerCase();

interface Name {
  bare: string;
  whole: string;
}
const names = new Map<string, Name>();
/** Kept, since the same few heads are compared again and again; a workbook's data seldom come here. */
function nameOf(text: string): Name {
  const known = names.get(text);
  if (known) return known;
  const made = { bare: label(text), whole: squeezed(text) };
  if (names.size > 20_000) names.clear();
  names.set(text, made);
  return made;
}

/** Names of a layout's columns as they are compared, made once. */
const knownNames = new WeakMap<ColumnSpec, readonly Name[]>();
export function namesOf(spec: ColumnSpec): readonly Name[] {
  let known = knownNames.get(spec);
  if (!known) {
    known = [spec.name, ...spec.synonyms].map((text) => ({ bare: label(text), whole: squeezed(text) }));
    knownNames.set(spec, known);
  }
  return known;
}

/** Heads that say too little by themselves: 时间 alone may be any time. */
const VAGUE =
  /^(?:时间|日期|年月|名称|类别|类型|分类|单位|职务|职位|情况|人员|领导|负责人|级别|层次|组织|性质|状态|党内|内容|上级|备注|说明|人数)$/;
/** What stands over several heads and says nothing of its own. */
const NEUTRAL = /^(?:本人|个?人?基本(?:情况|信息)|(?:党员|干部|党组织|个人|人员)?(?:基本)?(?:信息|情况|资料)|概况)$/;

/** Over heads of which each is about somebody whom the row only names: 姓名 and 出生年月 under 书记. */
const ROLE = /(?:书记|委员|介绍人|联系人|联络员|指导员|培养人)$/;

/** Word for word: the column's own name, one of its synonyms. */
const OWN = 1;
const SYNONYM = 0.98;
/** Under a head of its own that says something else: 介绍人 over 姓名. */
const UNDER_ANOTHER = 0.9;
export const LIKELY = 0.6;

/** What may follow a head without making it another: 党支部 and 党支部名称. */
const SAME_NOUN = /^(?:名称|全称|名|名字|情况|信息|内容|等)/;
/** What follows a head and makes it quite another: 上级党组织书记, 党支部数, 任现职时间. */
const OTHER_NOUN =
  /(?:时间|日期|年限|年月|书记|负责人|联系人|介绍人|电话|手机|号码|地址|人数|个数|数量|总数|数|比例|占比|编号|代码|文号|原因|依据|备注|学历|专业|民族|籍贯)$/;
/** What stands before a head and makes it somebody else's: 上级党组织书记, 原工作单位. */
const OTHERS = /^(?:上级|下级|上一?级|原|前任?|拟|曾任?|历任|配偶|父亲?|母亲?|家属|介绍人|联系人|培养人|第二)/;
const VAGUE_AT_MOST = 0.5;

const JOINED = /[及和与/、]/;
const PHONE = /^(?:联系|办公|手机|移动)?(?:电话|手机|联系方式)(?:号码|号)?$/;

/** How well one head names a column: 1 word for word, less where one contains the other, 0 not at all. */
function closeness({ bare, whole }: Name, spec: ColumnSpec): number {
  if (bare === '') return 0;
  // 日期及时间: two names of one column; 入党时间/转正时间: another that may stand in it too; 书记及联系电话: never held.
  const parts = bare.split(JOINED).filter((part) => !PHONE.test(part));
  const isOwn = (part: string): boolean => namesOf(spec).some((known) => known.bare === part);
  const isBeside = (part: string): boolean => isOwn(part) || (spec.with?.includes(part) ?? false);
  if (parts.length > 0 && bare !== parts[0] && isOwn(parts[0]!) && parts.every(isBeside)) return SYNONYM;
  let best = 0;
  for (const [at, known] of namesOf(spec).entries()) {
    if (bare === known.bare || whole === known.whole) return at === 0 ? OWN : SYNONYM;
    const [shorter, longer] = bare.length < known.bare.length ? [bare, known.bare] : [known.bare, bare];
    if (shorter.length < 2 || longer.length > 14 || !longer.includes(shorter)) continue;
    const close = 0.4 + (0.4 * shorter.length) / longer.length;
    // The noun that a head is about stands at its end; what only begins alike may be about another.
    const rest = longer.endsWith(shorter) ? '' : longer.slice(longer.indexOf(shorter) + shorter.length);
    if (
      (OTHER_NOUN.test(rest) && !/^[/、及和与]/.test(rest)) ||
      (bare === longer && OTHERS.test(bare) && !OTHERS.test(known.bare))
    )
      continue;
    const isVague = VAGUE.test(shorter) || (rest !== '' && !SAME_NOUN.test(rest)) || /[/、]/.test(longer);
    best = Math.max(best, isVague ? Math.min(close, VAGUE_AT_MOST) : close);
  }
  return best;
}

/** Longer than any head, with notes and all. */
const LONGEST_HEAD = 60;
const NOTHING: readonly number[] = [];

/** How well a text names each column of a layout, in their order; empty when it names none. Kept by text. */
const vectors = new WeakMap<Layout<string>, Map<string, readonly number[]>>();
function closenessTo(layout: Layout<string>, text: string): readonly number[] {
  if (text.length > LONGEST_HEAD) return NOTHING;
  let known = vectors.get(layout);
  if (!known || known.size > 20_000) {
    known = new Map();
    vectors.set(layout, known);
  }
  let vector = known.get(text);
  if (!vector) {
    const name = nameOf(text);
    vector = layout.columns.map((spec) => closeness(name, spec));
    if (vector.every((one) => one === 0)) vector = NOTHING;
    known.set(text, vector);
  }
  return vector;
}

/** Whether at least two columns of these rows name something of the layout: most rows of data do not, and end here. */
export function mayBeHead(sheet: Sheet, layout: Layout<string>, row: number, depth: number): boolean {
  let named = 0;
  for (let at = row; at < Math.min(sheet.rows.length, row + depth); at += 1)
    for (const cell of sheet.rows[at]!) {
      if (cell && typeof cell.value === 'string' && closenessTo(layout, cell.text.trim()).length > 0) named += 1;
      if (named >= 2) return true;
    }
  return false;
}

/** Whether a row says whose table stands below it, each label before its value: 填报人 周涛冬 单位 市教育局. */
export function isLabels(sheet: Sheet, layout: Layout<string>, row: number): boolean {
  const filled = (sheet.rows[row] ?? []).filter((cell) => cell !== null);
  if (filled.length < 4 || filled.length % 2 === 1) return false;
  return filled.every(
    ({ text }, at) => closenessTo(layout, text.trim()).some((one) => one >= SYNONYM) === (at % 2 === 0),
  );
}

/** How well heads name each column: the lowest, with those above it, and all of them joined. */
function likenesses(texts: readonly string[], layout: Layout<string>): readonly number[] {
  const [lowest, ...above] = texts;
  if (lowest === undefined) return NOTHING;
  const own = closenessTo(layout, lowest);
  if (above.length === 0) return own;
  const over = layout.columns.findIndex(({ heads }) =>
    heads?.some((head) => above.some((text) => label(text) === head)),
  );
  if (over >= 0 && !own.some((one, at) => one >= SYNONYM && at !== over))
    return layout.columns.map((_, at) => (at === over ? SYNONYM : 0));
  // 谈话人 over 姓名 and 职务: the name is what the group is about.
  const group = closenessTo(layout, label(lowest) === '姓名' ? above[0]! : above[0]! + lowest);
  const all = above.length > 1 ? closenessTo(layout, [...above].reverse().join('') + lowest) : NOTHING;
  if (own.length + group.length + all.length === 0) return NOTHING;
  const bare = label(lowest);
  const isOfAnother = above.some((text) => ROLE.test(label(text)));
  const isForeign =
    !VAGUE.test(bare) && above.some((text) => !NEUTRAL.test(label(text)) && !bare.includes(label(text)));
  return layout.columns.map((_, at) => {
    const joined = Math.max(group[at] ?? 0, all[at] ?? 0);
    if (joined >= SYNONYM || isOfAnother) return joined;
    const alone = own[at] ?? 0;
    return Math.max(isForeign && alone >= SYNONYM ? UNDER_ANOTHER : alone, joined);
  });
}

export const certaintyOf = (likeness: number): Certainty =>
  likeness >= UNDER_ANOTHER ? 'sure' : likeness >= LIKELY ? 'likely' : 'unsure';

/** The value under which a merged head cell stands: that of the cell's upper left corner. */
function headText(sheet: Sheet, row: number, column: number): string {
  const merge = sheet.merges.find((m) => row >= m.top && row <= m.bottom && column >= m.left && column <= m.right);
  return merge ? textAt(sheet, merge.top, merge.left) : textAt(sheet, row, column);
}

const width = (sheet: Sheet, row: number, depth: number): number =>
  Math.max(0, ...sheet.rows.slice(row, row + depth).map((cells) => cells.length));

/** Heads of each column, the lowest first, without repetitions that merges bring and without bare notes in brackets. */
export function headsAt(sheet: Sheet, row: number, depth: number): string[][] {
  return Array.from({ length: width(sheet, row, depth) }, (_, column) => {
    const texts: string[] = [];
    for (let at = row + depth - 1; at >= row; at -= 1) {
      const text = headText(sheet, at, column);
      if (text !== '' && texts.at(-1) !== text && !(depth > 1 && label(text) === '')) texts.push(text);
    }
    return texts;
  });
}

export interface Match {
  field: string;
  likeness: number;
  /** Other fields that the head may mean, the likeliest first. */
  others: readonly string[];
  /** A column to the right that has the same claim to the field. */
  rival?: number;
}

const ignoredHead = (texts: readonly string[]): 'identityCard' | 'phone' | undefined => {
  const all = texts.map(label);
  if (all.some((text) => /身份证|公民身份|证件号/.test(text))) return 'identityCard';
  const isPhone = (text: string): boolean =>
    /电话|手机|联系方式/.test(text) && text.split(JOINED).every((part) => PHONE.test(part) || /电话|手机/.test(part));
  return all.some(isPhone) ? 'phone' : undefined;
};

interface Pair {
  column: number;
  field: string;
  likeness: number;
}

/** Each field goes to the column that names it best; a column has one field. Ties go to the left; shown columns come first. */
function matchColumns(
  heads: readonly (readonly string[])[],
  layout: Layout<string>,
  hidden: ReadonlySet<number>,
): Map<number, Match> {
  const found: Pair[] = heads.flatMap((texts, column) => {
    if (texts.length === 0 || ignoredHead(texts) !== undefined) return [];
    return likenesses(texts, layout).flatMap((likeness, at) =>
      likeness > 0 ? [{ column, field: layout.columns[at]!.field, likeness }] : [],
    );
  });
  const without = new Map(layout.columns.flatMap((spec) => (spec.without ? [[spec.field, spec.without]] : [])));
  const pairs = found.filter(({ field }) => {
    const against = without.get(field);
    return against === undefined || !found.some((pair) => pair.field === against && pair.likeness >= SYNONYM);
  });
  // A column that clearly means one field does not stand in for another that it hardly resembles.
  const best = new Map<number, number>();
  for (const { column, likeness } of pairs) best.set(column, Math.max(best.get(column) ?? 0, likeness));
  const late = (column: number): number => (hidden.has(column) ? 1 : 0);
  // Where a head may be one of two fields and another only one of them, that one has the first claim.
  const claims = new Map<number, number>();
  for (const { column, likeness } of pairs) if (likeness >= SYNONYM) claims.set(column, (claims.get(column) ?? 0) + 1);
  const claimed = ({ column }: Pair): number => claims.get(column) ?? 0;
  const yielding = new Set(layout.columns.filter((spec) => spec.yields).map((spec) => spec.field));
  const yields = ({ field }: Pair): number => (yielding.has(field) ? 1 : 0);
  pairs.sort(
    (a, b) =>
      late(a.column) - late(b.column) ||
      b.likeness - a.likeness ||
      claimed(a) - claimed(b) ||
      a.column - b.column ||
      yields(a) - yields(b),
  );
  const taken = new Map<number, Match>();
  const owner = new Map<string, { column: number; likeness: number }>();
  for (const { column, field, likeness } of pairs) {
    if (taken.has(column) || owner.has(field)) continue;
    if (likeness < UNDER_ANOTHER && best.get(column)! >= UNDER_ANOTHER) continue;
    taken.set(column, { field, likeness, others: [] });
    owner.set(field, { column, likeness });
  }
  const isMany = new Set(layout.columns.filter((spec) => spec.many).map((spec) => spec.field));
  for (const { column, field, likeness } of pairs)
    if (isMany.has(field) && !taken.has(column) && !hidden.has(column) && likeness >= LIKELY)
      taken.set(column, { field, likeness, others: [] });
  for (const [column, match] of taken) {
    const others = pairs
      .filter((pair) => pair.column === column && pair.field !== match.field)
      .filter((pair) => (owner.get(pair.field)?.likeness ?? 0) < LIKELY)
      .map((pair) => pair.field);
    const rival = pairs.find(
      (pair) =>
        pair.field === match.field &&
        !isMany.has(pair.field) &&
        pair.column !== column &&
        !taken.has(pair.column) &&
        !hidden.has(pair.column) &&
        Math.abs(pair.likeness - match.likeness) < 0.005,
    );
    taken.set(column, { ...match, others, ...(rival ? { rival: rival.column } : {}) });
  }
  return taken;
}

/** Columns of which cells were withheld when the file was read, with the last row where it happened. */
const withheldColumns = new WeakMap<Sheet, ReadonlyMap<number, { why: IgnoredBecause; last: number }>>();
function withheldBelow(sheet: Sheet, row: number, column: number): IgnoredBecause | undefined {
  let known = withheldColumns.get(sheet);
  if (!known) {
    const found = new Map<number, { why: IgnoredBecause; last: number }>();
    sheet.rows.forEach((cells, at) => {
      cells.forEach((cell, left) => {
        if (cell?.withheld) found.set(left, { why: cell.withheld, last: at });
      });
    });
    known = found;
    withheldColumns.set(sheet, known);
  }
  const found = known.get(column);
  return found && found.last >= row ? found.why : undefined;
}

/** Rows below a head that tell whether a column holds sentences, and how long one is at least. */
const TELLING = 40;
const SENTENCE = 6;

/** Takes back what was matched to columns that should hold sentences where none of them does. */
function withoutMarks(sheet: Sheet, layout: Layout<string>, from: number, matched: Map<number, Match>): void {
  for (const { field, sentences } of layout.columns) {
    const own = sentences ? [...matched].flatMap(([column, match]) => (match.field === field ? [column] : [])) : [];
    if (own.length === 0) continue;
    const rows = sheet.rows.slice(from, from + TELLING);
    if (rows.some((row) => own.some((column) => (row[column]?.text.length ?? 0) >= SENTENCE))) continue;
    for (const column of own) matched.delete(column);
  }
}

export interface MatchedColumn extends ColumnUnderstanding {
  column: number;
  match?: Match;
  /** The first of the columns over which a day is spread: this one goes where that one goes. */
  leads?: number;
}

/** What the columns of a day spread over several say together: the first of them stands for all. */
function bareHeads(texts: readonly string[], part: DayPartColumn | undefined, column: number): readonly string[] {
  if (!part) return texts;
  if (part.leads !== column) return [];
  if (!part.isNamed) return texts;
  return texts.length > 1 ? texts.slice(1) : ['日期'];
}

/** The columns under a head, as they are understood by their names. */
export function understandColumns(sheet: Sheet, layout: Layout<string>, row: number, depth: number): MatchedColumn[] {
  const heads = headsAt(sheet, row, depth);
  const hidden = new Set(sheet.hiddenColumns ?? []);
  const parts = dayParts(sheet, heads, row, depth);
  const matched = matchColumns(
    heads.map((texts, column) => bareHeads(texts, parts.get(column), column)),
    layout,
    hidden,
  );
  withoutMarks(sheet, layout, row + depth, matched);
  const ticked = tickedColumns(sheet, layout, heads, row + depth, (column) => matched.get(column));
  return heads.flatMap((texts, column): MatchedColumn[] => {
    const header = [...texts]
      .reverse()
      .map((text) => text.replace(/\s*\n\s*/g, ''))
      .join(' · ');
    const base = { column, letter: columnLetter(column), header, ...(hidden.has(column) ? { hidden: true } : {}) };
    const tick = ticked.get(column);
    if (tick) return [{ ...base, ...tick }];
    const part = parts.get(column);
    const match = matched.get(part?.leads ?? column);
    const spread = part ? { part: part.part, ...(part.leads === column ? {} : { leads: part.leads }) } : {};
    if (match) {
      const own = part && part.leads !== column ? {} : { match };
      const many = part ? undefined : layout.columns.find((spec) => spec.field === match.field)?.many;
      const carries = part && layout.columns.some((spec) => spec.field === match.field && spec.inOrder);
      const joins = many ? { many } : carries ? { carries } : {};
      return [{ ...base, field: match.field, certainty: certaintyOf(match.likeness), ...own, ...spread, ...joins }];
    }
    const ignored = ignoredHead(texts) ?? withheldBelow(sheet, row + depth, column);
    if (ignored) return [{ ...base, field: null, certainty: 'sure', ignoredBecause: ignored }];
    if (texts.length === 0) return [];
    const why = hidden.has(column) ? 'hidden' : 'unknown';
    return [{ ...base, field: null, certainty: 'likely', ignoredBecause: why }];
  });
}
