/** What changed: acts of the whole city since an instant, told apart by what they brought. */
import { figure } from '../../core/figure/room.ts';

/** In the order in which they are shown. */
export const CHANGES = [
  { id: 'submitted', name: '新提交的写实清单', unit: '份' },
  { id: 'checked', name: '检查过的写实清单', unit: '份' },
  { id: 'recorded', name: '新记录的活动', unit: '次' },
  { id: 'corrected', name: '更正、收回的活动', unit: '次' },
  { id: 'registry', name: '组织和人员的变动', unit: '项' },
  { id: 'other', name: '其他', unit: '项' },
] as const;

/** Tables of registry facts. */
const REGISTRY = [
  ...['organization_fact', 'person_fact', 'membership_fact', 'post_fact'],
  ...['charge_fact', 'org_charge_fact', 'item_charge_fact'],
];

const brought = (table: string): string => `exists (select from ${table} f where f.act_id = a.id)`;

export const changesFigure = figure({
  id: 'city.changes',
  name: '变化',
  from: 'act a',
  columns: {
    id: 'a.id',
    summary: 'a.summary',
    author: 'a.author',
    recordedAt: 'a.recorded_at',
    recordId: '(select min(r.id::text) from record r where r.act_id = a.id and r.owner_id is null)',
    kind: `case
      when a.kind = 'ledgerSubmit' then 'submitted'
      when a.kind in ('ledger-accept', 'ledger-return') then 'checked'
      when exists (select from record r where r.act_id = a.id and r.owner_id is null and r.version = 1) then 'recorded'
      when exists (select from record r where r.act_id = a.id and r.owner_id is null) then 'corrected'
      when ${REGISTRY.map(brought).join(' or ')}
        then 'registry'
      else 'other' end`,
  },
  filters: {
    since: { where: 'a.recorded_at >= $::timestamptz', type: 'text' },
  },
  measures: {
    submitted: { name: '新提交的写实清单', unit: '份', where: `"kind" = 'submitted'` },
    checked: { name: '检查过的写实清单', unit: '份', where: `"kind" = 'checked'` },
    recorded: { name: '新记录的活动', unit: '次', where: `"kind" = 'recorded'` },
    corrected: { name: '更正、收回的活动', unit: '次', where: `"kind" = 'corrected'` },
    registry: { name: '组织和人员的变动', unit: '项', where: `"kind" = 'registry'` },
    other: { name: '其他', unit: '项', where: `"kind" = 'other'` },
  },
  order: '"recordedAt" desc, "id" desc',
});
