/**
 * What people open most, each against one hand-written query for all that its page shows, under the same row security: the
 * prefilled ledger, the leader's desk, the tree of organizations, the search.
 */
import { sql } from 'kysely';
import type { OpenHouse } from '../src/app/house.server.ts';
import { addMonths, firstDay, lastDay, type Month, monthOf } from '../src/core/time/room.ts';
import { ledgerIdOf } from '../src/ledgers/ledger/ledger-id.server.ts';
import type { City } from '../src/store/database.server.ts';
import { type Caller, callerOf } from './caller.ts';
import { type BenchRow, compare } from './measure.ts';

/** As people type: initials, pinyin, names, parts of names of organizations. */
const SEARCHES = ['ztd', 'wang', '李', '张伟', 'jgdyzb', '教育局', 'zhangwei', 'lx', '第一党支部', 'chen'];

async function ledger(cadre: Caller, city: City, period: Month, rounds: number): Promise<BenchRow> {
  const { today } = cadre;
  const person = cadre.actor.personId!;
  const ledgerId = ledgerIdOf(city.code, person, period);
  const [from, to] = [firstDay(period), lastDay(period)];
  // One round trip: posts, checker, the month's facts with names, all versions and acts, the draft, the earlier months.
  const plain = () =>
    cadre.plainly('ledger.own', (tx) =>
      sql`select
        (select json_agg(p) from (
          select s.post, s.title, s.rank, o.org_id, o.name, o.kind from post_span s
          join org_span o on o.org_id = s.org_id and o.valid_from <= ${to} and o.valid_to > ${to}
          where s.person_id = ${person} and s.valid_from <= ${to} and s.valid_to > ${from}) p) as posts,
        (select n.name from charge_span c join person_span n on n.person_id = c.leader_id
          where c.person_id = ${person} and c.valid_from <= ${today} and c.valid_to > ${today} limit 1) as checker,
        (select json_agg(f) from (
          select a.record_id, a.version, a.kind, p.parts, a.held_on, a.place, coalesce(o.short_names[1], o.name) as org, a.due,
            a.present, a.body, a.recorded_at,
            (select array_agg(n.name) from person_span n where n.person_id = any(a.people) and n.person_id <> ${person}) as others
          from (select record_id, array_agg(part) as parts from participation
            where person_id = ${person} and held_on between ${from} and ${to} group by record_id) p
          join activity a using (record_id)
          join org_span o on o.org_id = a.org_id and o.valid_from <= a.held_on and o.valid_to > a.held_on
          order by a.held_on) f) as facts,
        (select json_agg(r order by r.seq) from record r where r.id = ${ledgerId} or r.about_id = ${ledgerId}) as file,
        (select row_to_json(d) from draft d where d.subject_id = ${ledgerId}) as draft,
        (select json_agg(e) from (
          select l.period, r.body from ledger l join record r on r.id = l.ledger_id and r.version = l.version
          where l.person_id = ${person} and l.period < ${from}) e) as earlier`.execute(tx),
    );
  return compare(
    '打开一份预填好的月清单，比手写的一条查询',
    rounds,
    () => cadre.call('ledger.open', { params: { period } }),
    plain,
  );
}

/** The desk's list of a month, and one waiting ledger with everything that stands beside it. */
async function desk(leader: Caller, period: Month, rounds: number): Promise<BenchRow[]> {
  const people = leader.actor.chargeIds as number[];
  const [from, to] = [firstDay(period), lastDay(period)];
  const list = () =>
    leader.plainly('ledger.check', (tx) =>
      sql`select
        (select json_agg(w) from (select period, count(*) from ledger where person_id = any(${people}::int[]) and state = 'submitted'
          and period between ${firstDay(addMonths(period, -11))} and ${from} group by period) w) as months,
        (select json_agg(r) from (
          select n.person_id, n.name, coalesce(o.short_names[1], o.name) as unit, l.* from person_span n
          join lateral (select org_id from post_span s where s.person_id = n.person_id and s.rank is not null
            and s.valid_from <= ${to} and s.valid_to > ${from} order by s.valid_from limit 1) s on true
          join lateral (select name, short_names from org_span o where o.org_id = s.org_id and o.valid_from <= ${to}
            order by o.valid_from desc limit 1) o on true
          left join ledger l on l.person_id = n.person_id and l.period = ${from}
          where n.person_id = any(${people}::int[]) and n.valid_from <= ${to} and n.valid_to > ${to}
          order by l.submitted_at) r) as rows`.execute(tx),
    );
  const queue = (await leader.call('check.queue', { query: { period } })) as { rows: { ledgerId: string | null }[] };
  const ids = queue.rows.flatMap(({ ledgerId }) => ledgerId ?? []);
  const one = (round: number) => {
    const id = ids[round % ids.length]!;
    return leader.plainly('ledger.check', (tx) =>
      sql`with last as (select owner_id, body, version from record where id = ${id} order by version desc limit 1)
        select
        (select json_agg(r order by r.seq) from record r where r.id = ${id} or r.about_id = ${id}) as file,
        (select json_agg(f) from (
          select a.record_id, a.kind, p.parts, p.reason, a.held_on, a.body, a.recorded_at, coalesce(o.short_names[1], o.name) as org
          from last, lateral (select record_id, array_agg(part) as parts, max(reason) as reason from participation
            where person_id = last.owner_id and held_on between ${from} and ${to} group by record_id) p
          join activity a using (record_id)
          join org_span o on o.org_id = a.org_id and o.valid_from <= a.held_on and o.valid_to > a.held_on
          order by a.held_on) f) as facts,
        (select json_agg(e) from (
          select l.period, r.body from last join ledger l on l.person_id = last.owner_id and l.period < ${from}
          join record r on r.id = l.ledger_id and r.version = l.version) e) as earlier`.execute(tx),
    );
  };
  return [
    await compare(
      '打开分管领导的检查台名单，比手写的一条查询',
      rounds,
      () => leader.call('check.queue', { query: { period } }),
      list,
    ),
    await compare(
      '检查台上打开一份清单，比手写的一条查询',
      rounds,
      (round) => leader.call('check.open', { params: { ledgerId: ids[round % ids.length] } }),
      one,
    ),
  ];
}

async function tree(department: Caller, rounds: number): Promise<BenchRow> {
  const plain = () =>
    department.plainly('registry.read', (tx) =>
      sql`select org_id, parent_id, name, coalesce(short_names[1], name) as short_name, kind, sector, term_expires_on
        from org_span where valid_from <= ${department.today} and valid_to > ${department.today} order by org_id`.execute(
        tx,
      ),
    );
  return compare('打开全市组织树，比手写的一条查询', rounds, () => department.call('organization.tree'), plain);
}

async function search(department: Caller, rounds: number): Promise<BenchRow> {
  const typed = (round: number): string => SEARCHES[round % SEARCHES.length]!;
  const plain = (round: number) =>
    department.plainly('registry.read', (tx) =>
      sql`select subject, subject_id, name, detail from search_entry where haystack like ${`%${typed(round)}%`}
        order by leading_cadre desc, length(name), name limit 20`.execute(tx),
    );
  return compare(
    '查人和组织，比手写的一条查询',
    rounds,
    (round) => department.call('search.find', { query: { q: typed(round) } }),
    plain,
  );
}

export async function benchReading(house: OpenHouse, city: City, rounds: number): Promise<BenchRow[]> {
  const cadre = await callerOf(house, city, 'zhoutaodong');
  const leader = await callerOf(house, city, 'kongan');
  const department = await callerOf(house, city, 'xusiyuan');
  const current = monthOf(cadre.today);
  return [
    await ledger(cadre, city, current, rounds),
    ...(await desk(leader, addMonths(current, -1), rounds)),
    await tree(department, rounds),
    await search(department, rounds),
  ];
}
