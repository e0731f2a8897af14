/** Compares what was acknowledged with what is there. Every difference is a sentence. */
import type pg from 'pg';
import type { DraftSaid, Said } from './kill-writers.ts';

interface Found {
  id: string;
  version: number;
  latest: number;
  acts: number;
  lines: number;
  people: number;
  activities: number;
  participation: number;
  ledgers: number;
}

/** All that belongs to some records' versions, each counted where it is stored. */
const FOUND = `
  select r.id, r.version, (select max(version) from record l where l.id = r.id) as latest,
    (select count(*)::int from act a where a.id = r.act_id) as acts,
    (select count(*)::int from audit_line a where a.act_id = r.act_id and a.outcome = 'done') as lines,
    (select count(*)::int from record_person p where p.record_id = r.id and p.version = r.version) as people,
    (select count(*)::int from activity a where a.record_id = r.id) as activities,
    (select count(*)::int from participation p where p.record_id = r.id) as participation,
    (select count(*)::int from ledger l where l.ledger_id = r.id and l.version = r.version) as ledgers
  from record r where r.id = any($1)`;

/** Differences of these versions: acknowledged ones are there once and whole; the others are whole or not there at all. */
export async function differences(client: pg.Client, said: readonly Said[]): Promise<string[]> {
  const ids = [...new Set(said.map(({ recordId }) => recordId))];
  const { rows } = await client.query<Found>(FOUND, [ids]);
  const found = new Map(rows.map((row) => [`${row.id} ${row.version}`, row]));
  return said.flatMap((one) => {
    const name = `${one.derived} ${one.recordId} version ${one.version}`;
    const row = found.get(`${one.recordId} ${one.version}`);
    if (!row) return one.acknowledged ? [`${name} was acknowledged and is lost`] : [];
    const wrong: string[] = [];
    const expect = (what: string, is: number, should: number): void => {
      if (is !== should) wrong.push(`${name} has ${is} ${what} instead of ${should}`);
    };
    expect('acts', row.acts, 1);
    expect('audit lines', row.lines, 1);
    expect('people', row.people, one.people);
    if (row.version === row.latest) {
      expect('activities', row.activities, one.derived === 'activity' ? 1 : 0);
      expect('participations', row.participation, one.derived === 'activity' ? one.people : 0);
      expect('standings', row.ledgers, one.derived === 'ledger' ? 1 : 0);
    }
    return wrong;
  });
}

/** Drafts that are neither the one acknowledged nor the one that was under way. */
export async function draftDifferences(client: pg.Client, drafts: readonly DraftSaid[]): Promise<string[]> {
  const { rows } = await client.query<{ id: string; content: string }>(
    `select subject_id as id, body #>> '{entries,0,content}' as content from draft`,
  );
  const kept = new Map(rows.map(({ id, content }) => [id, Number(content.replace(/\D/g, ''))]));
  return drafts.flatMap(({ ledgerId, acknowledged, underWay }) => {
    const number = kept.get(ledgerId) ?? 0;
    return number === acknowledged || number === underWay
      ? []
      : [`draft ${ledgerId} holds number ${number}; acknowledged was ${acknowledged}, under way ${underWay}`];
  });
}

/** Acts without their line, lines and records without their act, people without their record; each as a count above 0. */
export async function halves(client: pg.Client): Promise<string[]> {
  const { rows } = await client.query<{ what: string; count: number }>(`
    select 'acts without a line' as what, count(*)::int as count from act a
      where a.kind <> 'arranged' and not exists (select from audit_line l where l.act_id = a.id)
    union all select 'lines without an act', count(*) from audit_line l
      where l.act_id is not null and not exists (select from act a where a.id = l.act_id)
    union all select 'lines twice for an act', count(*) from (
      select from audit_line where act_id is not null group by act_id having count(*) > 1) twice
    union all select 'records without an act', count(*) from record r
      where not exists (select from act a where a.id = r.act_id)
    union all select 'people without a record', count(*) from record_person p
      where not exists (select from record r where r.id = p.record_id and r.version = p.version)`);
  return rows.filter(({ count }) => count > 0).map(({ what, count }) => `${count} ${what}`);
}
