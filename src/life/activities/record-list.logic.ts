/** The list of records as a figure: how many there are, how many people were present, and which they are. */
import { figure } from '../../core/figure/room.ts';
import type { Day } from '../../core/time/room.ts';

export const recordFigure = figure({
  id: 'life.records',
  name: '活动记录',
  from: 'activity a',
  columns: {
    recordId: 'a.record_id',
    version: 'a.version',
    kind: 'a.kind',
    orgId: 'a.org_id',
    heldOn: 'a.held_on',
    startsAt: `to_char(a.starts_at, 'HH24:MI')`,
    place: 'a.place',
    due: 'a.due',
    present: 'a.present',
    body: 'a.body',
    author: 'a.author',
    standsFor: `case when a.stands_for is not null then json_build_object('personId', a.stands_for, 'name', (
      select s.name from person_span s where s.person_id = a.stands_for
      order by (s.valid_from <= a.held_on and s.valid_to > a.held_on) desc, s.valid_from desc limit 1)) end`,
    recordedAt: 'a.recorded_at',
    // The organization's name on that day.
    organization: `(select coalesce(o.short_names[1], o.name) from org_span o
      where o.org_id = a.org_id and o.valid_from <= a.held_on and o.valid_to > a.held_on)`,
  },
  filters: {
    organizations: { where: 'a.org_id = any($)', type: 'int[]' },
    kind: { where: 'a.kind = $', type: 'text' },
    from: { where: 'a.held_on >= $', type: 'date' },
    to: { where: 'a.held_on <= $', type: 'date' },
    people: { where: 'a.people @> $', type: 'int[]' },
    standsFor: { where: 'a.stands_for = $', type: 'int' },
  },
  measures: {
    count: { name: '活动', unit: '次' },
    present: { name: '实到', unit: '人次', sum: 'present' },
  },
  order: '"heldOn" desc, "startsAt" desc nulls last, "recordId" desc',
});

export interface RecordListRow {
  recordId: string;
  version: number;
  kind: string;
  orgId: number;
  heldOn: Day;
  startsAt: string | null;
  place: string;
  due: number | null;
  present: number | null;
  body: Record<string, unknown>;
  author: string;
  standsFor: { personId: number; name: string | null } | null;
  recordedAt: string;
  organization: string | null;
}
