/** The door: which cities there are, setting one up, signing in and out. These run before anybody is known. */
import { Refusal } from '../core/record/room.ts';
import { dayOf } from '../core/time/room.ts';
import { PRACTICE_CODE } from '../demo/practice.server.ts';
import { DEMO_SIGN_INS, PRACTICE_SIGN_INS, shown } from '../demo/room.ts';
import { readActor } from '../platform/access/scope.server.ts';
import { createAccount } from '../platform/identity/accounts.server.ts';
import { checkPassword, describeMe } from '../platform/identity/identity.server.ts';
import { door, setUp, signIn, signOut } from '../platform/identity/room.ts';
import { endSession, startSession } from '../platform/identity/sessions.server.ts';
import type { RouteInput } from '../platform/open/handler.server.ts';
import { writeAuditLine } from '../store/audit.server.ts';
import type { City } from '../store/database.server.ts';
import { newId } from '../store/new-id.server.ts';
import { cityNow, forgetSession, keepSession, signedIn } from './credential.server.ts';
import type { House, OpenHandler } from './http.server.ts';

/** Handlers of the door. `makeCity` needs the owner's connection, which requests otherwise never have. */
export function doorHandlers(makeCity: (city: { code: string; name: string }) => Promise<City>): OpenHandler[] {
  return [
    {
      route: door,
      async answerOpen(house) {
        const cities = await house.cities();
        return {
          cities: cities.map(({ code, name, demo }) => ({
            code,
            name,
            demo,
            ...(demo ? { signIns: shown(code === PRACTICE_CODE ? PRACTICE_SIGN_INS : DEMO_SIGN_INS) } : {}),
          })),
          needsSetup: cities.length === 0,
        };
      },
    },
    {
      route: setUp,
      async answerOpen(house, { body }) {
        const input = body as RouteInput<typeof setUp>['body'];
        if ((await house.cities()).length > 0) {
          throw new Refusal({ code: 'already-set-up', status: 409, what: '已经建过城市', now: '请直接登录' });
        }
        const now = house.clock();
        const city = await makeCity({ code: input.code, name: input.name });
        await house.database.inCity(city, { as: 'steward', duty: 'account.manage' }, async (tx) => {
          const today = dayOf(now);
          const people = [
            { username: 'system', name: '系统管理员', role: 'systemAdmin', password: input.administrators.systemAdmin },
            {
              username: 'security',
              name: '安全管理员',
              role: 'securityAdmin',
              password: input.administrators.securityAdmin,
            },
            { username: 'audit', name: '审计管理员', role: 'auditAdmin', password: input.administrators.auditAdmin },
            {
              username: input.organizationDept.username,
              name: '组织部',
              role: 'organizationDept',
              password: input.organizationDept.password,
            },
          ] as const;
          for (const { username, name, role, password } of people) {
            await createAccount(
              tx,
              { username, name, personId: null, password, mustChange: false, roles: [{ role, orgId: null }] },
              today,
              now,
            );
          }
          await writeAuditLine(tx, {
            id: newId(now),
            at: now,
            accountId: null,
            actor: '建市页面',
            ability: 'open',
            route: setUp.id,
            subjectKind: 'city',
            subjectId: city.code,
            outcome: 'done',
          });
        });
        return { code: city.code };
      },
    },
    {
      route: signIn,
      async answerOpen(house, { body }, request, reply) {
        const input = body as RouteInput<typeof signIn>['body'];
        const city = (await house.cities()).find((known) => known.code === input.city);
        if (!city)
          throw new Refusal({ code: 'city-unknown', status: 404, what: '没有这个城市', now: '请刷新页面再选' });
        const now = cityNow(city, house.clock());
        const { token, me } = await house.database.inCity(city, { as: 'gate' }, async (tx) => {
          const account = await checkPassword(tx, input.username, input.password);
          const actor = await readActor(
            tx,
            { id: account.id, name: account.name, personId: account.person_id },
            dayOf(now),
          );
          await writeAuditLine(tx, {
            id: newId(now),
            at: now,
            accountId: account.id,
            actor: account.name,
            ability: 'account.own',
            route: signIn.id,
            outcome: 'done',
          });
          return {
            token: await startSession(tx, account.id, String(request.headers['user-agent'] ?? '').slice(0, 200), now),
            me: await describeMe(tx, city, actor, account.must_change, dayOf(now)),
          };
        });
        keepSession(request, reply, city, token);
        return me;
      },
    },
    {
      route: signOut,
      async answerOpen(house: House, _input, request, reply) {
        const { city, session, actor, now } = await signedIn(house, request);
        await house.database.inCity(city, { as: 'gate' }, async (tx) => {
          await endSession(tx, session.accountId, session.id, now);
          await writeAuditLine(tx, {
            id: newId(now),
            at: now,
            accountId: actor.accountId,
            actor: actor.name,
            ability: 'account.own',
            route: signOut.id,
            outcome: 'done',
          });
        });
        forgetSession(request, reply);
        return {};
      },
    },
  ];
}
