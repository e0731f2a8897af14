/** What an activity was about and why people were away, from whichever columns say it. */
import { isNothing, readNames, readReason, type SheetRow, squeezed } from '../../platform/open/room.ts';
import { type KindNames, kindOf } from './kind-reading.logic.ts';

const withTexts = (row: SheetRow, texts: ReadonlyMap<string, string>, from: ReadonlyMap<string, string>): SheetRow =>
  texts.size === 0
    ? row
    : {
        ...row,
        has: (field) => row.has(field) || (texts.get(field) ?? '') !== '',
        text: (field) => texts.get(field) ?? row.text(field),
        where: (field) => row.where(from.get(field) ?? field),
      };

/**
 * 主题 and 内容 may both have a column, or either; 会议名称 may be a kind as well as a topic. A topic there always is where one
 * of them is written, and what is written beside it is its content.
 */
export function withSubject(row: SheetRow, kinds: KindNames): SheetRow {
  const texts = new Map<string, string>();
  const from = new Map<string, string>();
  const put = (field: string, text: string, source: string): void => {
    texts.set(field, text);
    from.set(field, source);
  };
  const said = (field: string): string => (isNothing(row.text(field)) ? '' : row.text(field));
  const title = said('title');
  const isKind = title !== '' && kindOf(title, kinds) !== undefined;
  if (isKind && said('kind') === '') put('kind', title, 'title');
  const [topic, content] = [said('topic'), said('content')];
  if (topic === '' && title !== '' && !isKind) put('topic', title, 'title');
  else if (topic === '' && content !== '') put('topic', content, 'content');
  const isContent = content !== '' && (texts.get('topic') ?? topic) !== content;
  if (isContent) put('summary', [content, said('summary')].filter(Boolean).join('\n'), 'content');
  return withTexts(row, texts, from);
}

const PARTS = /[;；、,，\n]+/;

/** Reasons in a column of their own, laid to the names beside them: each its own where they are as many, one for all otherwise. */
export function withReasons(row: SheetRow): SheetRow {
  const why = row.text('absentWhy');
  const names = row.text('absent');
  if (isNothing(why)) return row;
  if (isNothing(names)) return withTexts(row, new Map([['absent', why]]), new Map([['absent', 'absentWhy']]));
  const listed = readNames(names).names;
  const reasons = why
    .split(PARTS)
    .map((one) => one.trim())
    .filter(Boolean);
  if (listed.some(({ reason }) => reason !== '')) return row;
  const isEach = reasons.length === listed.length;
  if (!isEach && reasons.length > 1) return withTexts(row, new Map([['unlaid', squeezed(why)]]), new Map());
  const text = listed.map(({ name }, at) => `${name}(${readReason(reasons[isEach ? at : 0]!)})`).join('、');
  return withTexts(row, new Map([['absent', text]]), new Map());
}
