/** How the layout of an office's workbook is known again: by the digest of its head, whatever stands above and below. */
import { createHash } from 'node:crypto';
import { columnLetter, type Sheet, squeezed, type Workbook } from '../platform/open/room.ts';

/** Where a head is looked for, and how deep one may be. */
const HEAD_WITHIN = 40;
const HEAD_DEPTH = 3;

/** Undefined where fewer than two cells are filled: no head. */
function digestAt(sheet: Sheet, row: number, depth: number): string | undefined {
  const texts = Array.from({ length: depth }, (_, at) =>
    (sheet.rows[row + at] ?? []).flatMap((cell, column) => {
      const text = squeezed(cell?.text ?? '');
      return text === '' ? [] : [`${columnLetter(column)}${text}`];
    }),
  );
  // A sheet that goes on from another has no head of its own.
  if (texts.some((line) => line.length < 1) || (texts[0]?.length ?? 0) < 2) return undefined;
  return createHash('sha256')
    .update(texts.map((line) => line.join('\t')).join('\n'))
    .digest('hex');
}

/** The digest of an understood sheet's head. */
export function headsOf(
  workbook: Workbook,
  head: { sheet: string; headerRow: number; headerRows: number },
): string | undefined {
  const sheet = workbook.sheets.find(({ name }) => name === head.sheet);
  return sheet && digestAt(sheet, head.headerRow - 1, head.headerRows);
}

/** Every row that could be a head, by its digest; the first sheet and row of each. */
export function possibleHeads(workbook: Workbook): Map<string, { sheet: string; headerRow: number }[]> {
  const found = new Map<string, { sheet: string; headerRow: number }[]>();
  for (const sheet of workbook.sheets) {
    if (sheet.hidden) continue;
    for (let row = 0; row < Math.min(HEAD_WITHIN, sheet.rows.length); row += 1) {
      for (let depth = 1; depth <= HEAD_DEPTH; depth += 1) {
        const digest = digestAt(sheet, row, depth);
        if (!digest) continue;
        const places = found.get(digest);
        const place = { sheet: sheet.name, headerRow: row + 1 };
        if (!places) found.set(digest, [place]);
        else if (!places.some((one) => one.sheet === sheet.name)) places.push(place);
      }
    }
  }
  return found;
}
