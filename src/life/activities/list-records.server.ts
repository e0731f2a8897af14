/** Lists of records, on screen and as the offices' own workbook. */
import ExcelJS from 'exceljs';
import { sql } from 'kysely';
import { Refusal } from '../../core/record/room.ts';
import { type Day, dayName } from '../../core/time/room.ts';
import type { Call, FileAnswer } from '../../platform/open/handler.server.ts';
import { writeAuditLine } from '../../store/audit.server.ts';
import { readFigure } from '../../store/figure.server.ts';
import { newId } from '../../store/new-id.server.ts';
import { listRecords } from './activities.contract.ts';
import { type Kinds, leadingPart, titleOf } from './kinds.logic.ts';
import { readBelow, readFullNames, readNames, readOrganization } from './organizations.server.ts';
import { type RecordListRow, recordFigure } from './record-list.logic.ts';
import { workbookRow } from './workbook.logic.ts';

const PAGE_SIZE = 50;
/** Rows of one workbook; beyond, the reader narrows the filter. */
const WORKBOOK_ROWS = 20_000;

export interface ListFilters {
  orgId?: number;
  kind?: string;
  from?: Day;
  to?: Day;
  person?: number;
}

async function filtersOf({ tx, today }: Call, { orgId, person, kind, from, to }: ListFilters) {
  return {
    organizations: orgId === undefined ? undefined : await readBelow(tx, orgId, today),
    people: person === undefined ? undefined : [person],
    kind,
    from,
    to,
  };
}

/** A list narrowed to one other person is his file. */
async function auditPerson(call: Call, person: number | undefined): Promise<void> {
  if (person === undefined || person === call.actor.personId) return;
  await writeAuditLine(call.tx, {
    id: newId(call.now),
    at: call.now,
    accountId: call.actor.accountId,
    actor: call.actor.name,
    ability: listRecords.ability,
    route: listRecords.id,
    subjectPerson: person,
    outcome: 'read',
  });
}

export async function readRecordList(call: Call, kinds: Kinds, { page, ...filters }: ListFilters & { page: number }) {
  await auditPerson(call, filters.person);
  const answer = await readFigure<RecordListRow, string, string, 'count' | 'present'>(call.tx, recordFigure, {
    filters: await filtersOf(call, filters),
    by: 'kind',
    limit: PAGE_SIZE,
    offset: (page - 1) * PAGE_SIZE,
  });
  const nameOf = (id: string): string => kinds.get(id)?.name ?? id;
  return {
    total: answer.numbers.count,
    present: answer.numbers.present,
    byKind: answer.groups.map(({ key, numbers }) => ({ kind: key, name: nameOf(key), ...numbers })),
    page,
    pageSize: PAGE_SIZE,
    rows: answer.rows.map(({ body, organization, ...row }) => ({
      ...row,
      kindName: nameOf(row.kind),
      organization: organization ?? '',
      title: titleOf(kinds.get(row.kind), body),
      recordedAt: new Date(row.recordedAt).toISOString(),
    })),
  };
}

interface Standing {
  record_id: string;
  person_id: number;
  part: string;
  name: string;
  reason: string | null;
}

/** The list as 组织生活台账, in the columns that offices keep it in. */
export async function makeRecordWorkbook(call: Call, kinds: Kinds, filters: ListFilters): Promise<FileAnswer> {
  await auditPerson(call, filters.person);
  const { rows, total } = await readFigure<RecordListRow, string, string, string>(call.tx, recordFigure, {
    filters: await filtersOf(call, filters),
    limit: WORKBOOK_ROWS,
  });
  if (total > WORKBOOK_ROWS) {
    const what = `选中的有${total}条，一个表格最多${WORKBOOK_ROWS}条`;
    throw new Refusal({ code: 'too-many-rows', what, now: '请缩短时间或选一个党组织，分几次导出' });
  }
  const ids = rows.map((row) => row.recordId);
  const { rows: standings } = await sql<Standing>`
    select record_id, person_id, part, name, reason from participation where record_id = any(${ids}::uuid[])
    order by person_id`.execute(call.tx);
  const byRecord = Map.groupBy(standings, (standing) => standing.record_id);
  const organization =
    filters.orgId === undefined ? undefined : await readOrganization(call.tx, filters.orgId, call.today);
  const person =
    filters.person === undefined
      ? undefined
      : (await readNames(call.tx, [filters.person], call.today)).get(filters.person);
  const whose = person ?? organization?.fullName ?? call.city.name;
  const title = `${whose}组织生活台账${spanName(filters)}`;
  const names = await readFullNames(call.tx, [...new Set(rows.map((row) => row.orgId))], call.today);
  const lines = rows.toReversed().map((row, at) => {
    const kind = kinds.get(row.kind);
    const people = byRecord.get(row.recordId) ?? [];
    const leading = kind && leadingPart(kind);
    return workbookRow(at + 1, {
      organization: names.get(row.orgId) ?? '',
      heldOn: row.heldOn,
      kind: kind?.name ?? row.kind,
      title: titleOf(kind, row.body),
      leaders: people.filter((one) => one.part === leading).map((one) => one.name),
      due: row.due,
      present: row.present,
      absent: people.filter((one) => one.part === 'absent'),
    });
  });
  return {
    name: `${title}.xlsx`,
    type: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
    bytes: await sheetBytes(title, lines),
  };
}

const spanName = ({ from, to }: ListFilters): string =>
  from && to
    ? `（${dayName(from)}至${dayName(to)}）`
    : from
      ? `（${dayName(from)}起）`
      : to
        ? `（至${dayName(to)}）`
        : '';

const COLUMNS: readonly [head: string, width: number][] = [
  ['序号', 6],
  ['支部名称', 26],
  ['时间', 16],
  ['类型', 14],
  ['主题', 34],
  ['主持人', 12],
  ['应到', 7],
  ['实到', 7],
  ['缺席人员及原因', 40],
];

async function sheetBytes(title: string, lines: readonly (string | number)[][]): Promise<Uint8Array> {
  const book = new ExcelJS.Workbook();
  const sheet = book.addWorksheet('台账', {
    pageSetup: {
      paperSize: 9,
      orientation: 'landscape',
      fitToPage: true,
      fitToWidth: 1,
      fitToHeight: 0,
      printTitlesRow: '1:2',
    },
    views: [{ state: 'frozen', ySplit: 2 }],
  });
  sheet.columns = COLUMNS.map(([, width]) => ({ width }));
  sheet.addRow([title]);
  sheet.mergeCells(1, 1, 1, COLUMNS.length);
  sheet.getRow(1).font = { size: 16, bold: true };
  sheet.getRow(1).alignment = { horizontal: 'center', vertical: 'middle' };
  sheet.addRow(COLUMNS.map(([head]) => head)).font = { bold: true };
  for (const line of lines) sheet.addRow(line).alignment = { vertical: 'top', wrapText: true };
  const edge = { style: 'thin' as const };
  sheet.eachRow((row, number) => {
    if (number > 1)
      row.eachCell(
        { includeEmpty: true },
        (cell) => (cell.border = { top: edge, left: edge, bottom: edge, right: edge }),
      );
  });
  return new Uint8Array(await book.xlsx.writeBuffer());
}
