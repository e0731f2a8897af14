/** Reading the cells of a paper ledger: one cell often holds several things, numbered and dated. */
import { type Day, type Month, monthOf } from '../../core/time/room.ts';
import { isNothing, leadingDay, squeezed } from '../../platform/open/room.ts';

/** 本月无此项 in any of its wordings. */
export const saysNothing = (text: string): boolean =>
  isNothing(text) ||
  /^(?:本月|本季度)?(?:未开展|无|没有|暂无)(?:此项|该项|相关|具体)?(?:工作|内容|活动|情况)?[。.;；]?$/.test(
    squeezed(text),
  );

const CIRCLED = /[①-⑳]/g;
const numbersWritten = (text: string): string =>
  text
    .replace(CIRCLED, (sign) => `\n${sign.charCodeAt(0) - 0x245f}.`)
    .replace(/[⒈-⒛]/g, (sign) => `\n${sign.charCodeAt(0) - 0x2487}.`);

const HAN = ['', '一', '二', '三', '四', '五', '六', '七', '八', '九', '十'];
/** 12 → 十二. Up to 99. */
const hanNumber = (n: number): string =>
  n <= 10 ? HAN[n]! : `${n < 20 ? '' : HAN[Math.floor(n / 10)]}十${HAN[n % 10]}`;

type Writing = (n: number) => string;
const FIGURES: Writing = (n) => `(?:[（(]${n}[）)]|${n}\\s*[.、．)）])`;
const HAN_FIGURES: Writing = (n) => `(?:[（(]${hanNumber(n)}[）)]|${hanNumber(n)}\\s*[、．.])`;

/** Where item `n` of a numbered list begins at or after `from`; the number must follow a line's or a sentence's end. */
function numberAt(
  text: string,
  n: number,
  from: number,
  writing: Writing,
): { start: number; body: number } | undefined {
  const pattern = new RegExp(`(?:^|[\\n;；。])\\s*${writing(n)}`, 'g');
  pattern.lastIndex = Math.max(0, from);
  const match = pattern.exec(text);
  return match ? { start: match.index, body: match.index + match[0].length } : undefined;
}

const withoutEnd = (text: string): string =>
  text
    .trim()
    .replace(/^[;；、,，]+|[;；、,，]+$/g, '')
    .trim();

/** A line, or a sentence, with a date and a comma at its start begins a new entry; other lines continue the one before, unless every line is a sentence. */
function byDatedLines(text: string): string[] {
  const entries: string[] = [];
  const lines = text.split(/\n|(?<=[;；。])(?=\s*\d{1,2}月\d{1,2}日\s*[,，:：])/).filter((line) => line.trim() !== '');
  const dated = lines.some((line) => leadingDay(line, 2000).ok);
  const sentences = !dated && lines.slice(0, -1).every((line) => /[。;；]\s*$/.test(line));
  for (const line of lines) {
    const isNew = entries.length === 0 || sentences || leadingDay(line, 2000).ok;
    if (isNew) entries.push(line);
    else entries[entries.length - 1] += line;
  }
  return entries.map(withoutEnd).filter((entry) => entry !== '');
}

/** `1.6月23日参加…;\n2.6月20日走访…`, `（一）…\n（二）…` → both; a text without numbers is one entry, or one a dated line. */
export function splitEntries(cell: string): string[] {
  const text = numbersWritten(cell.replace(/\r/g, ''));
  for (const writing of [FIGURES, HAN_FIGURES]) {
    const first = numberAt(text, 1, 0, writing);
    // `1.12日…` is the twelfth of January rather than the first of a list.
    if (!first || text.slice(0, first.start).trim() !== '') continue;
    if (writing === FIGURES && /^\d{1,2}[日号]/.test(text.slice(first.body))) continue;
    const entries: string[] = [];
    let at: typeof first | undefined = first;
    for (let n = 2; at && n <= 100; n += 1) {
      const next = numberAt(text, n, at.body, writing);
      entries.push(withoutEnd(text.slice(at.body, next?.start ?? text.length)));
      at = next;
    }
    return entries.filter((entry) => entry !== '');
  }
  return byDatedLines(text);
}

/** `1.谈话记录；\n3.验收单；` of three entries: the first's and the third's. Undefined where the lines are not numbered so. */
export function byNumber(cell: string, count: number): string[] | undefined {
  const texts = Array.from({ length: count }, () => '');
  let last = 0;
  for (const line of numbersWritten(cell.replace(/\r/g, '')).split('\n')) {
    if (line.trim() === '') continue;
    const said = /^\s*[（(]?(\d{1,2})\s*[.、．)）](?!\d)(.*)$/.exec(line);
    const number = Number(said?.[1] ?? 0);
    if (!said || number <= last || number > count) return undefined;
    texts[number - 1] = withoutEnd(said[2]!);
    last = number;
  }
  return last > 0 ? texts : undefined;
}

export type EntryDay = { ok: true; on: Day | null; content: string } | { ok: false; written: string };

const FIRST_DAY = '(?:\\d{4}\\s*[年./-]\\s*)?\\d{1,2}\\s*[月./-]\\s*\\d{1,2}\\s*[日号]?';
/** `至14日`, `-6.17`, `至2017-06-23`: a figure alone is the end of a span only where nothing is counted by it. */
const SPAN_END =
  '(?:\\d{4}\\s*[年./-]\\s*)?\\d{1,2}\\s*[月./-]\\s*\\d{1,2}(?!\\d)[日号]?|\\d{1,2}\\s*[日号]|\\d{1,2}(?=\\s*(?:[,，:：、]|$))';
const NEXT_DAY = '(?:\\d{1,2}\\s*[月./-]\\s*\\d{1,2}(?!\\d)[日号]?|\\d{1,2}[日号])';
const ENTRY_DAY = new RegExp(
  `^\\s*(${FIRST_DAY})(?:\\s*[-—~–至到]+\\s*(${SPAN_END})|((?:\\s*[、和及]\\s*${NEXT_DAY})+))?\\s*[,，:：、]?\\s*`,
);

/** An entry's day and what remains of its text. A day without a year belongs to the period's; `on` is null when none is written. */
export function readEntryDay(entry: string, period: Month): EntryDay {
  const year = Number(period.slice(0, 4));
  const plain = entry.normalize('NFKC').trim();
  const written = ENTRY_DAY.exec(plain);
  if (!written) {
    // `12日上午…`: the month is the ledger's.
    const dayOnly = /^(\d{1,2})[日号]\s*[,:、]?\s*/.exec(plain);
    if (!dayOnly) return { ok: true, on: dayWithin(plain, period), content: withoutEnd(entry) };
    return dated(`${Number(period.slice(5))}月${dayOnly[1]}日`, year, dayOnly[0], entry);
  }
  const [all, first, until, others] = written;
  const reading = dated(first!, year, all, entry);
  if (!reading.ok || !reading.on || reading.content === withoutEnd(entry)) return reading;
  // An entry has one day: until when it went on, and on which others it was done again, stays in words.
  const more = until ? `（至${until.trim()}）` : others ? `（${`${first}${others}`.replace(/\s+/g, '')}）` : '';
  return { ...reading, content: `${reading.content.replace(/。$/, more === '' ? '。' : '')}${more}` };
}

/** `召开推进会（6月12日下午）`: the only day that an entry names, where it lies in the month. */
function dayWithin(plain: string, period: Month): Day | null {
  const written = [...plain.matchAll(/(?<![\d年])(\d{1,2})月(\d{1,2})[日号]/g)];
  const [only] = written;
  if (!only || written.length > 1) return null;
  const reading = leadingDay(only[0], Number(period.slice(0, 4)));
  return reading.ok && monthOf(reading.value.day) === period ? reading.value.day : null;
}

function dated(text: string, year: number, cut: string, entry: string): EntryDay {
  const reading = leadingDay(text.replace(/[,:、\s]+$/, ''), year);
  if (!reading.ok) return { ok: false, written: withoutEnd(cut) };
  if (reading.value.precision === 'month') return { ok: true, on: null, content: withoutEnd(entry) };
  // What was cut is as long in the original, since the full-width forms of a date are single characters too.
  const rest = withoutEnd(entry.trim().slice(cut.trimStart().length));
  return { ok: true, on: reading.value.day, content: rest === '' ? withoutEnd(entry) : rest };
}

export const isOutside = (on: Day | null, period: Month): boolean => on !== null && monthOf(on) !== period;
