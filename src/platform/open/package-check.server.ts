/**
 * Looks through a packed workbook before anything reads it: how much it unpacks to, and what in it must not be read. The sizes
 * that it claims are not believed; every part is unpacked once and counted.
 */
import type { Readable } from 'node:stream';
import yauzl from 'yauzl';
import { Refusal } from '../../core/record/room.ts';
import {
  damaged,
  MOST_ROWS,
  notAWorkbook,
  tooLarge,
  tooManyRows,
  withEntities,
  withMacros,
} from './unreadable.logic.ts';

const MB = 1024 * 1024;
/** A list of 40,000 members unpacks to some 15 MB. */
const MOST_UNPACKED = 120 * MB;
const MOST_PARTS = 2_000;
/** A logo in the head of a form is no picture. */
const MOST_PICTURES = 2 * MB;
/** Characters kept from one chunk to the next, so that a word cut in two is still seen. */
const OVERLAP = 200;

/** Cells named in a refusal. */
const NAMED = 5;
/** A cell with a formula and no value: a program wrote it, and no office program has worked it out. */
const UNVALUED = /<c r="([A-Z]+\d+)"[^>]*>(?:<f[^>]*>[^<]*<\/f>|<f[^>]*\/>)<\/c>/g;

/** A row or column that is hidden, filtered out or drawn together to nothing. */
const HIDING = /<(?:col|row) [^>]*(?:hidden="(?:1|true)"|(?:ht|width)="0")/;

export interface PackageParts {
  /** A sheet says that it does not show some of its rows or columns. */
  hides: boolean;
}

/** What a part's name alone tells. */
function refuseByName(name: string, part: string): void {
  if (/vbaProject|(^|\/)(macrosheets|dialogsheets)\//i.test(part)) throw withMacros(name);
  if (/(^|\/)externalLinks\//i.test(part)) {
    throw notAWorkbook(
      name,
      '引用了别的表格文件，引用的值可能已经过时',
      '请断开链接（或把引用粘贴为数值），保存后再导入',
    );
  }
}

interface Counted {
  unpacked: number;
  pictures: number;
}

/** Unpacks a part, counting; answers what its text tells. */
async function readPart(name: string, part: string, content: Readable, counted: Counted): Promise<PackageParts> {
  const isText = /\.(xml|rels|vml)$/i.test(part);
  const isSheet = /(^|\/)worksheets\/[^/]+\.xml$/i.test(part);
  let rows = 0;
  let tail = '';
  let hides = false;
  const unvalued = new Set<string>();
  for await (const chunk of content as AsyncIterable<Buffer>) {
    counted.unpacked += chunk.length;
    if (counted.unpacked > MOST_UNPACKED) throw tooLarge(name);
    if (/(^|\/)media\//i.test(part)) counted.pictures += chunk.length;
    if (counted.pictures > MOST_PICTURES) {
      throw notAWorkbook(name, '里有较大的图片，系统不需要也不收图片', '请删去图片，保存后再导入');
    }
    if (!isText) continue;
    const text = tail + chunk.toString('latin1');
    if (/<!(?:DOCTYPE|ENTITY)/i.test(text)) throw withEntities(name);
    if (isSheet) {
      // What was in the overlap was counted before.
      rows += text.split('<row ').length - 1 - (tail.split('<row ').length - 1);
      if (rows > MOST_ROWS) throw tooManyRows(name);
      for (const [, cell] of text.matchAll(UNVALUED)) unvalued.add(cell!);
      hides ||= HIDING.test(text);
    }
    tail = text.slice(-OVERLAP);
  }
  if (unvalued.size > 0) {
    const cells = `${[...unvalued].slice(0, NAMED).join('、')}${unvalued.size > NAMED ? '等' : ''}`;
    throw notAWorkbook(
      name,
      `有${unvalued.size}个公式没有算出的值：${cells}`,
      '请用WPS或Excel打开，保存一次后再导入；或把公式粘贴为数值',
    );
  }
  return { hides };
}

/** Throws a Refusal for a package that is damaged, too large, or holds what must not be read. */
export async function checkPackage(name: string, bytes: Uint8Array): Promise<PackageParts> {
  const counted: Counted = { unpacked: 0, pictures: 0 };
  const found: PackageParts = { hides: false };
  try {
    const zip = await yauzl.fromBufferPromise(Buffer.from(bytes));
    if (zip.entryCount > MOST_PARTS) throw tooLarge(name);
    for await (const entry of zip.eachEntry()) {
      refuseByName(name, entry.fileName);
      if (entry.fileName.endsWith('/')) continue;
      const part = await readPart(name, entry.fileName, await zip.openReadStreamPromise(entry), counted);
      found.hides ||= part.hides;
    }
  } catch (error) {
    throw error instanceof Refusal ? error : damaged(name);
  }
  return found;
}
