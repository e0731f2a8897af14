/** Runs a route's handler as somebody of a city, in a transaction under his scope, as the service does after the door. */
import { sql } from 'kysely';
import { cityNow } from '../src/app/credential.server.ts';
import { HANDLERS } from '../src/app/handlers.server.ts';
import type { OpenHouse } from '../src/app/house.server.ts';
import type { Actor } from '../src/core/scope/room.ts';
import { type Day, dayOf, monthOf } from '../src/core/time/room.ts';
import { itemsFor } from '../src/duties/rules/room.ts';
import { readLedgerRules } from '../src/duties/rules/rules.server.ts';
import type { Ability } from '../src/platform/access/room.ts';
import { readActor, scopeFor } from '../src/platform/access/scope.server.ts';
import type { RouteInput } from '../src/platform/open/handler.server.ts';
import type { Route } from '../src/platform/open/room.ts';
import type { City, Tx } from '../src/store/database.server.ts';

interface Input {
  params?: object;
  query?: object;
}

export interface Caller {
  accountId: number;
  actor: Actor;
  today: Day;
  /** The answer of any route within a transaction that the caller opened. */
  answer(tx: Tx, routeId: string, input: RouteInput<Route>): Promise<unknown>;
  /** The answer of a reading route. */
  call(routeId: string, input?: Input): Promise<unknown>;
  /** Hand-written work under the same scope. */
  plainly<T>(ability: Ability, work: (tx: Tx) => Promise<T>): Promise<T>;
}

export async function callerOf(house: OpenHouse, city: City, username: string): Promise<Caller> {
  const now = cityNow(city, house.clock());
  const today = dayOf(now);
  const actor = await house.database.inCity(city, { as: 'gate' }, async (tx) => {
    const { rows } = await sql<{ id: number; name: string; person_id: number }>`
      select id, name, person_id from account where username = ${username}`.execute(tx);
    const account = rows[0]!;
    return readActor(tx, { id: account.id, name: account.name, personId: account.person_id }, today);
  });
  const handlers = new Map(HANDLERS.map((handler) => [handler.route.id, handler]));
  const answer: Caller['answer'] = (tx, routeId, input) =>
    handlers.get(routeId)!.answer(
      {
        tx,
        city,
        actor,
        session: { id: '', mustChange: false, stage: 'full', limits: { idleMinutes: 60, absoluteHours: 12 } },
        now,
        today,
        sources: house.sources,
        audit: () => undefined,
        registryChanged: () => undefined,
        files: [],
        address: '127.0.0.1',
        keys: house.keys,
        service: async () => ({ troubles: [], disk: null, rounds: [] }),
        backups: house.backups,
        itemsOn: (on) => itemsFor(readLedgerRules(), monthOf(on)),
      },
      input,
    );
  return {
    accountId: actor.accountId,
    actor,
    today,
    answer,
    call(routeId, { params = {}, query = {} } = {}) {
      const { route } = handlers.get(routeId)!;
      const input = { params: route.params.parse(params), query: route.query.parse(query), body: {} };
      return house.database.inCity(city, scopeFor(actor, route.ability as Ability), (tx) => answer(tx, routeId, input));
    },
    plainly: (ability, work) => house.database.inCity(city, scopeFor(actor, ability), work),
  };
}
