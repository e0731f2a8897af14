/** The door: which cities there are, setting one up, signing in and out. These run before anybody is known. */
import { forbidden, Refusal } from '../core/record/room.ts';
import { dayOf } from '../core/time/room.ts';
import { PRACTICE_CODE } from '../demo/practice.server.ts';
import { DEMO_FACTOR, DEMO_SIGN_INS, PRACTICE_SIGN_INS, shown } from '../demo/room.ts';
import { createAccount } from '../platform/identity/accounts.server.ts';
import { codeAt, lastSteps, stepAt } from '../platform/identity/factor.server.ts';
import { checkNewPassword } from '../platform/identity/password-rules.server.ts';
import { DEFAULT_SECURITY, door, setUp, signOut } from '../platform/identity/room.ts';
import { endSession } from '../platform/identity/sessions.server.ts';
import type { RouteInput } from '../platform/open/handler.server.ts';
import { writeAuditLine } from '../store/audit.server.ts';
import type { City } from '../store/database.server.ts';
import { newId } from '../store/new-id.server.ts';
import { forgetSession, signedIn } from './credential.server.ts';
import type { House, OpenHandler } from './http.server.ts';
import { signInHandlers } from './sign-in.server.ts';
import { leaveElsewhere, singleSignOnHandlers } from './single-sign-on.server.ts';

/** The sign-ins of a sample city; those with a second factor with the code that it takes now, so that one click is enough. */
async function shownSignIns(house: House, city: City) {
  const signIns = shown(city.code === PRACTICE_CODE ? PRACTICE_SIGN_INS : DEMO_SIGN_INS);
  const taken = await house.database.inCity(city, { as: 'gate' }, lastSteps);
  const now = stepAt(house.clock());
  return signIns.map((one) => {
    const last = taken.get(one.username);
    if (last === undefined) return one;
    // Each code is taken once, and several visitors may come within one half minute.
    return { ...one, code: codeAt(DEMO_FACTOR, Math.min(Math.max(last + 1, now), now + 1)) };
  });
}

/** Handlers of the door. `makeCity` needs the owner's connection, which requests otherwise never have. */
export function doorHandlers(makeCity: (city: { code: string; name: string }) => Promise<City>): OpenHandler[] {
  return [
    {
      route: door,
      async answerOpen(house) {
        const cities = await house.cities();
        return {
          cities: await Promise.all(
            cities.map(async (city) => ({
              code: city.code,
              name: city.name,
              demo: city.demo,
              ...(city.demo ? { signIns: await shownSignIns(house, city) } : {}),
            })),
          ),
          needsSetup: cities.length === 0,
          ...(house.provider ? { elsewhere: house.provider.name } : {}),
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
        const { administrators, organizationDept } = input;
        const people = [
          { username: 'system', name: '系统管理员', role: 'systemAdmin', password: administrators.systemAdmin },
          { username: 'security', name: '安全管理员', role: 'securityAdmin', password: administrators.securityAdmin },
          { username: 'audit', name: '审计管理员', role: 'auditAdmin', password: administrators.auditAdmin },
          { ...organizationDept, name: '组织部', role: 'organizationDept' },
        ] as const;
        for (const { username, name, password } of people) {
          const owner = { username, name, cityName: input.name };
          await checkNewPassword(password, DEFAULT_SECURITY.leastLength, owner, `${name}的密码`);
        }
        const now = house.clock();
        const city = await makeCity({ code: input.code, name: input.name });
        await house.database.inCity(city, { as: 'steward', duty: 'account.manage' }, async (tx) => {
          const today = dayOf(now);
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
    ...signInHandlers,
    ...singleSignOnHandlers,
    {
      route: signOut,
      async answerOpen(house: House, _input, request, reply) {
        const { city, session, machine, actor, now } = await signedIn(house, request, signOut);
        if (machine) throw forbidden('令牌没有可退出的登录', '安全管理员');
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
        return leaveElsewhere(house, request, reply);
      },
    },
  ];
}
