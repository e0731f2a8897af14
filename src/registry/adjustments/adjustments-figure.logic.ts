/** Adjustments that count, one row an act; by kind, and by the year or month in which they take effect. */
import { figure } from '../../core/figure/room.ts';
import { ACT_KIND, ACTS, type ActId } from './acts.logic.ts';

const ofKind = (act: ActId) => ({
  name: ACTS.find(({ id }) => id === act)!.name,
  unit: '次',
  where: `"kind" = '${ACT_KIND(act)}'`,
});

/** Filters that pick the adjustments that counted at an instant: recorded by then and not yet taken back. */
export const countingAt = (instant: Date): { recordedBy: string; notTakenBackBy: string } => ({
  recordedBy: instant.toISOString(),
  notTakenBackBy: instant.toISOString(),
});

export const adjustmentsFigure = figure({
  id: 'registry.adjustments',
  name: '设置调整',
  from: 'registry_act r join act a on a.id = r.act_id',
  where: `r.kind like 'organization.%'`,
  columns: {
    id: 'r.act_id',
    kind: 'r.kind',
    effectiveOn: 'r.effective_on',
    year: `to_char(r.effective_on, 'YYYY')`,
    month: `to_char(r.effective_on, 'YYYY-MM')`,
    summary: 'a.summary',
    basis: 'r.basis',
    documentNumber: 'r.document_number',
    author: 'a.author',
    recordedAt: 'r.recorded_at',
    seq: 'a.seq',
  },
  filters: {
    recordedBy: { where: 'r.recorded_at <= $::timestamptz', type: 'text' },
    notTakenBackBy: {
      where: 'not exists (select from act_taken_back b where b.act_id = r.act_id and b.recorded_at <= $::timestamptz)',
      type: 'text',
    },
    from: { where: 'r.effective_on >= $', type: 'date' },
    to: { where: 'r.effective_on <= $', type: 'date' },
    kinds: { where: 'r.kind = any($)', type: 'text[]' },
    // At or below the organization on the day of the act, also for what ended or left on that day.
    below: {
      where: `exists (with recursive up as (
        select unnest(r.org_ids) as org_id
        union
        select s.parent_id from up join org_span s on s.org_id = up.org_id
          and s.valid_from <= r.effective_on and s.valid_to >= r.effective_on where s.parent_id is not null)
        select from up where up.org_id = $)`,
      type: 'int',
    },
  },
  measures: {
    all: { name: '设置调整', unit: '次' },
    setUp: ofKind('setUp'),
    merge: ofKind('merge'),
    split: ofKind('split'),
    rename: ofKind('rename'),
    reparent: ofKind('reparent'),
    changeKind: ofKind('changeKind'),
    dissolve: ofKind('dissolve'),
    details: ofKind('details'),
  },
  order: '"effectiveOn" desc, "seq" desc',
});
