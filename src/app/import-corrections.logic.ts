/** Sheets that correct another one of the same workbook: 党员名册（更正） beside 党员名册. */
import { squeezed, type Understanding, type Workbook } from '../platform/open/room.ts';

const CORRECTS = /[(（]?(?:更正|改正|修正|修订|订正|修改|最新)(?:后|版|稿|件|表)?\d*[)）]?/;
/** Lists of people, of which a later sheet may say the same people anew; ledgers keep their versions themselves. */
const OF_PEOPLE = new Set(['members', 'roster']);

function isCorrected(workbook: Workbook, { sheet: name, headerRow }: Understanding): boolean {
  if (CORRECTS.test(squeezed(name))) return true;
  const above = workbook.sheets.find((one) => one.name === name)!.rows.slice(0, headerRow - 1);
  return above.some((row) => row.some((cell) => cell && cell.text.length <= 40 && CORRECTS.test(squeezed(cell.text))));
}

/** Of each sheet that another one corrects, the other one's name. */
export function corrections(workbook: Workbook, sheets: readonly Understanding[]): Map<string, string> {
  const found = new Map<string, string>();
  const lists = sheets.filter(({ layout }) => OF_PEOPLE.has(layout));
  const corrected = lists.filter((one) => isCorrected(workbook, one));
  for (const one of corrected) {
    const name = squeezed(one.sheet).replace(CORRECTS, '');
    const others = lists.filter((other) => other.layout === one.layout && !corrected.includes(other));
    const own = others.filter((other) => squeezed(other.sheet) === name);
    const [first, ...more] = own.length > 0 ? own : others;
    if (first && more.length === 0) found.set(first.sheet, one.sheet);
  }
  return found;
}
