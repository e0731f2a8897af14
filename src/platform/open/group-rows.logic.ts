/** Rows of a table that are headings of those below them: a month, a kind, a unit alone in its row. */
import type { Understanding } from './layout.logic.ts';
import type { OpenSheet, SheetRow } from './sheet-rows.logic.ts';
import { address, carriedDown, type Sheet, textOf } from './workbook.logic.ts';

/** One row of a table: data, possibly a heading, possibly either. */
export interface Step {
  row: SheetRow | undefined;
  /** What stands alone in the row, and where. */
  alone: { text: string; where: string; column: number } | undefined;
}

/** The rows of a table in order. Whether what stands alone is a heading is for its layout to say. */
export function stepsOf(source: Sheet, understanding: Understanding<string>, opened: OpenSheet): Step[] {
  if (understanding.records) return opened.rows.map((row) => ({ row, alone: undefined }));
  const sheet = carriedDown(source);
  const rows = new Map(opened.rows.map((row) => [row.at, row]));
  const hidden = new Set(source.hiddenRows);
  const steps: Step[] = [];
  const end = Math.min(sheet.rows.length, understanding.untilRow ?? sheet.rows.length);
  for (let at = understanding.headerRow - 1 + understanding.headerRows; at < end; at += 1) {
    const row = rows.get(at);
    const filled = (sheet.rows[at] ?? []).flatMap((cell, column) => {
      const text = textOf(cell);
      return text === '' ? [] : [{ text, where: address(at, column), column }];
    });
    const alone = filled.length === 1 && !hidden.has(at) ? filled[0] : undefined;
    if (row || alone) steps.push({ row, alone });
  }
  return steps;
}
