/** Why a file is not read, in the words that its sender gets. */
import { Refusal } from '../../core/record/room.ts';

/** Rows read of a sheet; a city's members are 40,000. */
export const MOST_ROWS = 100_000;

/** `what` follows the file's name. */
export const notAWorkbook = (name: string, what: string, now: string): Refusal =>
  new Refusal({ code: 'not-a-workbook', what: `“${name}”${what}`, where: name, now });

export const damaged = (name: string): Refusal =>
  notAWorkbook(name, '不是能读的表格文件', '请用WPS或Excel打开它，另存为.xlsx后再导入');

export const withMacros = (name: string): Refusal =>
  notAWorkbook(name, '带有宏，为了安全不读', '请另存为不带宏的.xlsx后再导入');

export const withEntities = (name: string): Refusal =>
  notAWorkbook(name, '里有会自行展开的内容，为了安全不读', '请用WPS或Excel打开它，另存为.xlsx后再导入');

export const tooManyRows = (name: string): Refusal =>
  notAWorkbook(name, `超过${MOST_ROWS / 10_000}万行`, `请拆成几个文件，每个不超过${MOST_ROWS / 10_000}万行`);

export const tooLarge = (name: string): Refusal =>
  notAWorkbook(name, '展开后太大', '请删去用不着的工作表、图片和空行，或拆成几个文件后再导入');

export const tooSlow = (name: string, seconds: number): Refusal =>
  notAWorkbook(name, `${seconds}秒还没有读完`, '请删去用不着的工作表和格式，或拆成几个文件后再导入');
