/** Opening a prefilled ledger as a cadre does, against one hand-written query for all that the page shows. */
import { sql } from 'kysely';
import { cityNow } from '../src/app/credential.server.ts';
import { HANDLERS } from '../src/app/handlers.server.ts';
import type { OpenHouse } from '../src/app/house.server.ts';
import { dayOf, month } from '../src/core/time/room.ts';
import { ledgerIdOf } from '../src/ledgers/ledger/ledger-id.server.ts';
import { readActor, scopeFor } from '../src/platform/access/scope.server.ts';
import type { City } from '../src/store/database.server.ts';
import { type BenchRow, compare } from './measure.ts';

export async function benchLedger(house: OpenHouse, city: City, username: string, rounds: number): Promise<BenchRow> {
  const now = cityNow(city, house.clock());
  const today = dayOf(now);
  const period = month('2017-06');
  const actor = await house.database.inCity(city, { as: 'gate' }, async (tx) => {
    const { rows } = await sql<{ id: number; name: string; person_id: number }>`
      select id, name, person_id from account where username = ${username}`.execute(tx);
    const account = rows[0]!;
    return readActor(tx, { id: account.id, name: account.name, personId: account.person_id }, today);
  });
  const scope = scopeFor(actor, 'ledger.own');
  const open = HANDLERS.find((handler) => handler.route.id === 'ledger.open')!;
  const ours = () =>
    house.database.inCity(city, scope, (tx) =>
      open.answer(
        {
          tx,
          city,
          actor,
          session: { id: '', mustChange: false },
          now,
          today,
          sources: house.sources,
          audit: () => undefined,
          registryChanged: () => undefined,
          files: [],
          address: '127.0.0.1',
          keys: house.keys,
        },
        { params: { period }, query: {}, body: {} },
      ),
    );

  const person = actor.personId;
  const ledgerId = ledgerIdOf(city.code, person!, period);
  // One round trip: posts, checker, the month's facts with names, all versions and acts, the draft, the earlier months.
  const plain = () =>
    house.database.inCity(city, scope, (tx) =>
      sql`select
        (select json_agg(p) from (
          select s.post, s.title, s.rank, o.org_id, o.name, o.kind from post_span s
          join org_span o on o.org_id = s.org_id and o.valid_from <= '2017-06-30' and o.valid_to > '2017-06-30'
          where s.person_id = ${person} and s.valid_from <= '2017-06-30' and s.valid_to > '2017-06-01') p) as posts,
        (select n.name from charge_span c join person_span n on n.person_id = c.leader_id
          where c.person_id = ${person} and c.valid_from <= ${today} and c.valid_to > ${today} limit 1) as checker,
        (select json_agg(f) from (
          select a.record_id, a.version, a.kind, p.parts, a.held_on, a.place, coalesce(o.short_names[1], o.name) as org, a.due,
            a.present, a.body, a.recorded_at,
            (select array_agg(n.name) from person_span n where n.person_id = any(a.people) and n.person_id <> ${person}) as others
          from (select record_id, array_agg(part) as parts from participation
            where person_id = ${person} and held_on between '2017-06-01' and '2017-06-30' group by record_id) p
          join activity a using (record_id)
          join org_span o on o.org_id = a.org_id and o.valid_from <= a.held_on and o.valid_to > a.held_on
          order by a.held_on) f) as facts,
        (select json_agg(r order by r.seq) from record r where r.id = ${ledgerId} or r.about_id = ${ledgerId}) as file,
        (select row_to_json(d) from draft d where d.subject_id = ${ledgerId}) as draft,
        (select json_agg(e) from (
          select l.period, r.body from ledger l join record r on r.id = l.ledger_id and r.version = l.version
          where l.person_id = ${person} and l.period < '2017-06-01') e) as earlier`.execute(tx),
    );
  return compare('打开一份预填好的月清单，比手写的一条查询', rounds, ours, plain);
}
