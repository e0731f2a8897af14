/** Participation as a figure: what somebody was due at, attended, missed, or took part in otherwise. */
import { figure } from '../../core/figure/room.ts';
import type { Day } from '../../core/time/room.ts';

/**
 * One row a person and record. `due` is who stands on the roll, as there or as absent; who presided, lectured, sat in or was
 * talked to without being on the roll took part otherwise.
 */
export const participationFigure = figure({
  id: 'life.participation',
  name: '参加组织生活',
  from: `(select record_id, person_id, min(name) as name, min(kind) as kind, min(org_id) as org_id, min(held_on) as held_on,
      array_agg(part order by part) as parts, max(reason) as reason, bool_or(part = 'absent') as absent,
      bool_or(part in ('attendee', 'absent')) as due
    from participation group by record_id, person_id) p join activity a on a.record_id = p.record_id`,
  columns: {
    recordId: 'p.record_id',
    personId: 'p.person_id',
    name: 'p.name',
    kind: 'p.kind',
    orgId: 'p.org_id',
    heldOn: 'p.held_on',
    startsAt: `to_char(a.starts_at, 'HH24:MI')`,
    place: 'a.place',
    body: 'a.body',
    parts: 'p.parts',
    reason: 'p.reason',
    isDue: 'p.due',
    isAbsent: 'p.absent',
    organization: `(select coalesce(o.short_names[1], o.name) from org_span o
      where o.org_id = p.org_id and o.valid_from <= p.held_on and o.valid_to > p.held_on)`,
  },
  filters: {
    person: { where: 'p.person_id = $', type: 'int' },
    from: { where: 'p.held_on >= $', type: 'date' },
    to: { where: 'p.held_on <= $', type: 'date' },
    kind: { where: 'p.kind = $', type: 'text' },
  },
  measures: {
    due: { name: '应到', unit: '次', where: '"isDue"' },
    present: { name: '实到', unit: '次', where: '"isDue" and not "isAbsent"' },
    absent: { name: '缺席', unit: '次', where: '"isAbsent"' },
    otherwise: { name: '其他参加', unit: '次', where: 'not "isDue"' },
  },
  order: '"heldOn" desc, "recordId" desc',
});

export const MEASURES = ['due', 'present', 'absent', 'otherwise'] as const;
export type Measure = (typeof MEASURES)[number];

export interface ParticipationRow {
  recordId: string;
  personId: number;
  name: string;
  kind: string;
  orgId: number;
  heldOn: Day;
  startsAt: string | null;
  place: string;
  body: Record<string, unknown>;
  parts: string[];
  reason: string | null;
  isDue: boolean;
  isAbsent: boolean;
  organization: string | null;
}
