/** Sessions of other accounts, ended by the security administrator. Runs as xieshi_steward. */
import { notFound } from '../../core/record/room.ts';
import { type Handler, handle } from '../open/handler.server.ts';
import { accountEndSession, accountEndSessions, accountSessions } from './account-sessions.contract.ts';
import { deviceWords } from './device.logic.ts';
import { othersAccount } from './manage-accounts.server.ts';
import { endAllSessions, endSession, listSessions } from './sessions.server.ts';

export const accountSessionsHandlers: readonly Handler[] = [
  handle(accountSessions, async (call, { params }) => {
    const account = await othersAccount(call, params.id);
    const open = await listSessions(call.tx, account.id, call.now, call.session.limits);
    return {
      // By their beginning: the order of use is nobody's business here.
      sessions: open
        .toSorted((a, b) => b.started_at.getTime() - a.started_at.getTime())
        .map((row) => ({ id: row.id, startedAt: row.started_at.toISOString(), device: deviceWords(row.device) })),
    };
  }),
  handle(accountEndSession, async (call, { params }) => {
    const account = await othersAccount(call, params.id);
    call.audit({ subjectKind: 'account', subjectId: String(account.id) });
    if (!(await endSession(call.tx, account.id, params.session, call.now))) throw notFound('这处登录');
    return {};
  }),
  handle(accountEndSessions, async (call, { params }) => {
    const account = await othersAccount(call, params.id);
    call.audit({ subjectKind: 'account', subjectId: String(account.id) });
    await endAllSessions(call.tx, account.id, call.now);
    return {};
  }),
];
