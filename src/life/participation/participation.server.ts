/** Participation: own, another person's, and the rows behind each number. */
import { sql } from 'kysely';
import { forbidden, notFound, type RecordKind } from '../../core/record/room.ts';
import { type Day, day, dayName } from '../../core/time/room.ts';
import { keptId } from '../../platform/access/kept-person.server.ts';
import { organizationsOf, reachesOf } from '../../platform/access/room.ts';
import { type Call, type FileAnswer, type Handler, handle, handleFile } from '../../platform/open/handler.server.ts';
import { newWorkbook } from '../../platform/open/new-workbook.server.ts';
import { readFigure } from '../../store/figure.server.ts';
import {
  participationOfPerson,
  participationOwn,
  participationOwnRows,
  participationOwnWorkbook,
  participationRows,
  participationWorkbook,
} from './participation.contract.ts';
import { type Measure, type ParticipationRow, participationFigure } from './participation.logic.ts';

const PAGE_SIZE = 50;
const RECENT = 10;
const WORKBOOK_ROWS = 20_000;

interface Period {
  from?: Day;
  to?: Day;
}
interface Opened extends Period {
  kind?: string;
  measure?: Measure;
  page: number;
}

type Kinds = ReadonlyMap<string, RecordKind>;

/** The days that are looked at: the city's year when nothing is said. */
const periodOf = ({ from, to }: Period, today: Day): { from: Day; to: Day } => ({
  from: from ?? day(`${(to ?? today).slice(0, 4)}-01-01`),
  to: to ?? day(`${(from ?? today).slice(0, 4)}-12-31`),
});

function shownRow(kinds: Kinds, row: ParticipationRow) {
  const kind = kinds.get(row.kind);
  const title = kind?.titleField ? row.body[kind.titleField] : undefined;
  const { recordId, heldOn, startsAt, place, reason } = row;
  return {
    recordId,
    heldOn,
    startsAt,
    place,
    reason,
    kind: row.kind,
    kindName: kind?.name ?? row.kind,
    organization: row.organization ?? '',
    title: typeof title === 'string' ? title : '',
    parts: row.parts.map((key) => kind?.parts.find((part) => part.key === key)?.name ?? key),
    absent: row.isAbsent,
  };
}

async function nameOf({ tx, today }: Call, personId: number): Promise<string | undefined> {
  const { rows } = await sql<{ name: string }>`select name from person_span where person_id = ${personId}
    order by (valid_from <= ${today} and valid_to > ${today}) desc, valid_from desc limit 1`.execute(tx);
  return rows[0]?.name;
}

const read = (
  { tx }: Call,
  personId: number,
  period: { from: Day; to: Day },
  open: { kind?: string; measure?: Measure; limit: number; offset?: number },
) =>
  readFigure<ParticipationRow, string, string, Measure>(tx, participationFigure, {
    filters: { person: personId, ...period, kind: open.kind },
    by: 'kind',
    open: open.measure,
    limit: open.limit,
    offset: open.offset,
  });

async function overview(call: Call, kinds: Kinds, personId: number, name: string, query: Period) {
  const period = periodOf(query, call.today);
  const { numbers, groups, rows } = await read(call, personId, period, { limit: RECENT });
  const order = [...kinds.keys()];
  return {
    person: { personId, name },
    ...period,
    total: numbers,
    byKind: groups
      .map(({ key, numbers: counts }) => ({ kind: key, name: kinds.get(key)?.name ?? key, ...counts }))
      .sort((a, b) => order.indexOf(a.kind) - order.indexOf(b.kind)),
    recent: rows.map((row) => shownRow(kinds, row)),
  };
}

async function openedRows(call: Call, kinds: Kinds, personId: number, query: Opened) {
  const { kind, measure, page } = query;
  const open = { kind, measure, limit: PAGE_SIZE, offset: (page - 1) * PAGE_SIZE };
  const { rows, total } = await read(call, personId, periodOf(query, call.today), open);
  return { total, page, pageSize: PAGE_SIZE, rows: rows.map((row) => shownRow(kinds, row)) };
}

async function workbook(call: Call, kinds: Kinds, personId: number, name: string, query: Period): Promise<FileAnswer> {
  const { from, to } = periodOf(query, call.today);
  const { rows, numbers } = await read(call, personId, { from, to }, { limit: WORKBOOK_ROWS });
  const title = `${name}组织生活记实清单（${dayName(from)}至${dayName(to)}）`;
  const book = await newWorkbook();
  const sheet = book.addWorksheet('记实清单', {
    pageSetup: { paperSize: 9, orientation: 'landscape', fitToPage: true, fitToWidth: 1, fitToHeight: 0 },
    views: [{ state: 'frozen', ySplit: 3 }],
  });
  sheet.columns = [6, 16, 26, 14, 34, 22, 16, 14].map((width) => ({ width }));
  sheet.addRow([title]).font = { size: 16, bold: true };
  sheet.mergeCells(1, 1, 1, 8);
  sheet.addRow([
    `应到${numbers.due}次，实到${numbers.present}次，缺席${numbers.absent}次，其他参加${numbers.otherwise}次`,
  ]);
  sheet.mergeCells(2, 1, 2, 8);
  sheet.addRow(['序号', '时间', '党组织', '类型', '主题', '地点', '怎样参加', '缺席原因']).font = { bold: true };
  rows.toReversed().forEach((row, at) => {
    const one = shownRow(kinds, row);
    const cells = [at + 1, dayName(one.heldOn), one.organization, one.kindName, one.title, one.place];
    sheet.addRow([...cells, one.parts.join('、'), one.reason ?? '']).alignment = { vertical: 'top', wrapText: true };
  });
  return {
    name: `${title}.xlsx`,
    type: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
    bytes: new Uint8Array(await book.xlsx.writeBuffer()),
  };
}

/** Oneself. Administrators and accounts without a person have no participation. */
function own(call: Call): { id: number; name: string } {
  const { personId, name } = call.actor;
  if (personId === null) throw notFound('您的参加记录：这个账号没有对应到党员');
  return { id: personId, name };
}

/** Another person within reach; the audit line names him whether or not anything was found. */
async function other(call: Call, asked: number): Promise<{ id: number; name: string }> {
  // An entry that was merged is looked at as the one that was kept.
  const id = await keptId(call.tx, asked);
  call.audit({ subjectKind: 'person', subjectId: String(id), subjectPerson: id });
  const reaches = reachesOf(call.actor, 'person.read');
  const name = await nameOf(call, id);
  if (name === undefined) throw notFound('这个人');
  if (reaches.includes('city') || id === call.actor.personId) return { id, name };
  if (reaches.includes('charge') && call.actor.chargeIds.includes(id)) return { id, name };
  if (reaches.includes('unit')) {
    const { rows } = await sql`select 1 from membership_span
      where person_id = ${id} and org_id = any(${organizationsOf(call.actor, 'person.read')}::int[]) limit 1`.execute(
      call.tx,
    );
    if (rows.length > 0) return { id, name };
  }
  throw forbidden(`${name}的参加记录不在您能看的范围内`, '组织部');
}

export function participationHandlers(installed: readonly RecordKind[]): Handler[] {
  const kinds: Kinds = new Map(installed.map((kind) => [kind.id, kind]));
  return [
    handle(participationOwn, async (call, { query }) => {
      const { id, name } = own(call);
      return overview(call, kinds, id, (await nameOf(call, id)) ?? name, query);
    }),
    handle(participationOwnRows, async (call, { query }) => openedRows(call, kinds, own(call).id, query)),
    handleFile(participationOwnWorkbook, async (call, { query }) => {
      const { id, name } = own(call);
      return workbook(call, kinds, id, (await nameOf(call, id)) ?? name, query);
    }),
    handle(participationOfPerson, async (call, { params, query }) => {
      const { id, name } = await other(call, params.id);
      return overview(call, kinds, id, name, query);
    }),
    handle(participationRows, async (call, { params, query }) => {
      const { id } = await other(call, params.id);
      return openedRows(call, kinds, id, query);
    }),
    handleFile(participationWorkbook, async (call, { params, query }) => {
      const { id, name } = await other(call, params.id);
      return workbook(call, kinds, id, name, query);
    }),
  ];
}
