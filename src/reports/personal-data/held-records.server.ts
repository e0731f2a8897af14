/** Records that one stands in, in the latest version that names one; and what one recorded or did oneself. */
import { sql } from 'kysely';
import type { RecordKind } from '../../core/record/room.ts';
import type { Day } from '../../core/time/room.ts';
import { idsOf } from '../../platform/access/kept-person.server.ts';
import type { Call } from '../../platform/open/handler.server.ts';
import { type HeldItem, item } from './held.logic.ts';

interface Row {
  record_id: string;
  version: number;
  parts: string[];
  reason: string | null;
  kind: string;
  org_id: number;
  org: string | null;
  held_on: Day;
  place: string;
  body: Record<string, unknown>;
  author: string;
  recorded_at: Date;
  current: boolean;
  confided: boolean;
}

const PARTS: Readonly<Record<string, string>> = { attendee: '到会', absent: '缺席' };

export async function heldInRecords(
  { tx }: Call,
  id: number,
  kinds: ReadonlyMap<string, RecordKind>,
): Promise<HeldItem[]> {
  const { rows } = await sql<Row>`
    select m.record_id, m.version, m.parts, m.reason, r.kind, r.org_id, r.held_on, r.place, r.body, r.author, r.recorded_at,
      (select coalesce(short_names[1], name) from org_span o where o.org_id = r.org_id and o.valid_from <= r.held_on
        order by o.valid_from desc limit 1) as org,
      exists (select from participation p where p.record_id = m.record_id and p.person_id = ${id}) as current,
      exists (select from record_confidential c where c.record_id = m.record_id and c.version = m.version) as confided
    from (select distinct on (record_id) record_id, version, array_agg(part order by part) as parts, max(reason) as reason
      from record_person where person_id = any(${idsOf(id)}) group by record_id, version order by record_id, version desc) m
    join record r on r.id = m.record_id and r.version = m.version
    order by r.held_on desc, m.record_id`.execute(tx);
  return rows.map((row) => {
    const kind = kinds.get(row.kind);
    const title = kind?.titleField ? row.body[kind.titleField] : undefined;
    const parts = row.parts.map((key) => kind?.parts.find((part) => part.key === key)?.name ?? PARTS[key] ?? key);
    const notes = [
      row.reason ? `缺席原因：${row.reason}` : '',
      row.confided ? '谈话内容只有参加的人能看，打开记录可见，不在这里重抄' : '',
      row.current ? '' : '这条记录后来更正或收回，现在的记录里没有您；旧的版本仍留着',
    ].filter(Boolean);
    return item(
      `record/${row.record_id}`,
      kind?.name ?? row.kind,
      [`${row.org ?? ''}${typeof title === 'string' && title !== '' ? `“${title}”` : ''}`, parts.join('、')].join('：'),
      {
        from: row.held_on,
        until: row.held_on,
        note: notes.length > 0 ? notes.join('；') : null,
        source: { author: row.author, act: null, at: row.recorded_at.toISOString() },
        to: `/records/${row.record_id}`,
        correctable: row.current,
        data: {
          recordId: row.record_id,
          version: row.version,
          kind: row.kind,
          orgId: row.org_id,
          place: row.place,
          parts: row.parts,
          absenceReason: row.reason,
          current: row.current,
        },
      },
    );
  });
}

/** What one recorded, submitted, checked or imported oneself. */
export async function heldActs({ tx, actor }: Call): Promise<HeldItem[]> {
  const { rows } = await sql<{ id: string; kind: string; summary: string; author: string; recorded_at: Date }>`
    select id, kind, summary, author, recorded_at from act where account_id = ${actor.accountId}
    order by recorded_at desc, seq desc`.execute(tx);
  return rows.map((row) =>
    item(`act/${row.id}`, '办理', row.summary, {
      source: { author: row.author, act: null, at: row.recorded_at.toISOString() },
      data: { actId: row.id, kind: row.kind },
    }),
  );
}
