/** The routes of organizational life, over whatever record kinds are installed. */
import type { RecordKind } from '../../core/record/room.ts';
import { type Handler, handle, handleFile } from '../../platform/open/handler.server.ts';
import {
  appendRecord as appendRoute,
  branchMonth,
  formContext,
  listRecords,
  myBranches,
  openRecord,
  recordKinds,
  recordWorkbook,
  withdrawRecord as withdrawRoute,
} from './activities.contract.ts';
import { appendRecord, withdrawRecord } from './append-record.server.ts';
import { readBranchMonth, readBranchMonthRule, readMyBranches } from './branch-month.server.ts';
import { readFormContext } from './form-context.server.ts';
import { kindsOf } from './kinds.logic.ts';
import { makeRecordWorkbook, readRecordList } from './list-records.server.ts';
import { readRecord } from './open-record.server.ts';

export function activityHandlers(installed: readonly RecordKind[]): Handler[] {
  const kinds = kindsOf(installed);
  const rule = readBranchMonthRule(kinds);
  return [
    handle(recordKinds, async () => [...installed]),
    handle(formContext, (call, { params, query }) => readFormContext(call, kinds, params.id, query)),
    handle(appendRoute, (call, { body }) => appendRecord(call, kinds, body)),
    handle(withdrawRoute, (call, { params, body }) => withdrawRecord(call, kinds, params.id, body)),
    handle(listRecords, (call, { query }) => readRecordList(call, kinds, query)),
    handleFile(recordWorkbook, (call, { query }) => makeRecordWorkbook(call, kinds, query)),
    handle(openRecord, (call, { params }) => readRecord(call, kinds, params.id)),
    handle(branchMonth, (call, { params }) => readBranchMonth(call, kinds, rule, params.id, params.month)),
    handle(myBranches, (call, { query }) => readMyBranches(call, query.q)),
  ];
}
