/** Workbooks that we write. The library is loaded with the first of them: it takes 40 MB, and most of a day needs none. */
import type ExcelJS from 'exceljs';

const library = async (): Promise<typeof ExcelJS> => (await import('exceljs')).default;

export async function newWorkbook(): Promise<ExcelJS.Workbook> {
  return new (await library()).Workbook();
}

/** A workbook that is written row by row, for lists of any length. */
export async function streamedWorkbook(
  options: Partial<ExcelJS.stream.xlsx.WorkbookStreamWriterOptions>,
): Promise<ExcelJS.stream.xlsx.WorkbookWriter> {
  return new (await library()).stream.xlsx.WorkbookWriter(options);
}
