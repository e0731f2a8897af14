/** Several items of a plan in one cell, each a numbered paragraph: 1.……（6月底前）2.……（12月底前完成）. */
import { type Cell, type SheetRow, squeezed } from '../../platform/open/room.ts';
import type { PlanContext, PlanDraft } from '../organizations/room.ts';
import { readDue } from './due-words.logic.ts';

interface Desk {
  draft: PlanDraft;
  context: PlanContext;
  year: number;
}

/** One item of a row, with what of its other cells is its own. */
export interface Paragraph {
  work: string;
  due: Cell | null;
  text(field: string): string;
  /** The row is this one item. */
  isWhole: boolean;
}

const NUMBER =
  /(?:^|[\n;；。])\s*(?:(\d{1,2})[.、．)）](?!\d)|[（(](\d{1,2})[)）]|([①-⑳])|([一二三四五六七八九十])、)\s*/g;
const HAN = '一二三四五六七八九十';
const ROUND = '①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳';

/** The paragraphs of a text that are numbered from 1 on; the whole where they are not. */
export function numbered(text: string): string[] {
  const marks = [...text.matchAll(NUMBER)];
  const isCounted = marks.every(([, plain, inBrackets, round, han], at) => {
    const said = plain ?? inBrackets;
    const number = said ? Number(said) : round ? ROUND.indexOf(round) + 1 : HAN.indexOf(han!) + 1;
    return number === at + 1;
  });
  if (marks.length < 2 || marks[0]!.index > 0 || !isCounted) return [text];
  return marks.map(({ index, 0: mark }, at) =>
    text
      .slice(index + mark.length, marks[at + 1]?.index ?? text.length)
      .replace(/[;；。\s]+$/, '')
      .trim(),
  );
}

/** The term in brackets at the end of an item, and the item without it. */
function ownTerm(work: string, year: number): { work: string; due: Cell | null } {
  const found = /^(.+?)[（(]([^（()）]{2,20})[)）][。；;]?$/s.exec(work);
  if (!found) return { work, due: null };
  const due: Cell = { value: found[2]!, text: found[2]! };
  const isTerm = !['missing', 'unreadable'].includes(readDue(due, year).kind);
  return isTerm ? { work: found[1]!.trim(), due } : { work, due: null };
}

/** The items of a row: one, or as many as its cell of work has numbered paragraphs; whether these are items is asked once. */
export function paragraphsOf(row: SheetRow, { draft, context, year }: Desk): Paragraph[] {
  const written = row.text('work');
  const works = numbered(written);
  const answer =
    works.length > 1
      ? draft.ask(
          {
            id: 'keyPlan.paragraphs',
            cell: row.where('work'),
            ask: `一格里写了几条（如${row.where('work')}有${works.length}条），一条算一项吗？`,
            options: [
              { value: 'each', says: '一条一项' },
              { value: 'whole', says: '一格是一项' },
            ],
            default: 'each',
            certainty: 'likely',
          },
          context.answers,
        )
      : 'whole';
  const due = row.cell('due');
  const isUndated = due === null || squeezed(due.text) === '';
  if (answer !== 'each') {
    const own =
      isUndated && !row.has('monthly') && !row.has('quarter') ? ownTerm(written, year) : { work: written, due };
    return [{ ...own, text: (field) => row.text(field), isWhole: true }];
  }
  const ofEach = (field: string, at: number): string => {
    const parts = numbered(row.text(field));
    return parts.length === works.length ? parts[at]! : row.text(field);
  };
  return works.map((work, at) => {
    const said = isUndated ? '' : ofEach('due', at);
    const own = isUndated
      ? ownTerm(work, year)
      : { work, due: said === row.text('due') ? due : { value: said, text: said } };
    return { ...own, text: (field) => ofEach(field, at), isWhole: false };
  });
}
