/** Figures of the registry. All stand on spans, so each can be asked as of any day. */
import { figure } from '../../core/figure/room.ts';
import type { Day } from '../../core/time/room.ts';

/** Filters that pick the spans holding on a day. */
export const holdingOn = (on: Day): { begun: Day; notEnded: Day } => ({ begun: on, notEnded: on });

/** Members by branch: one row for each membership holding on the day. */
export const membersFigure = figure({
  id: 'registry.members',
  name: '党员',
  from: `membership_span m join person_span p on p.person_id = m.person_id join org_span o on o.org_id = m.org_id`,
  columns: {
    personId: 'm.person_id',
    name: 'p.name',
    sex: 'p.sex',
    category: 'm.category',
    orgId: 'm.org_id',
    orgName: 'coalesce(o.short_names[1], o.name)',
    joinedOn: 'p.joined_on',
    joinedPrecision: 'p.joined_precision',
  },
  filters: {
    begun: { where: 'greatest(m.valid_from, p.valid_from, o.valid_from) <= $', type: 'date' },
    notEnded: { where: 'least(m.valid_to, p.valid_to, o.valid_to) > $', type: 'date' },
    orgs: { where: 'm.org_id = any($)', type: 'int[]' },
  },
  measures: { members: { name: '党员', unit: '名', distinct: 'personId' } },
  order: '"orgId", "category", "joinedOn", "personId"',
});

/** Organizations in being on the day. */
export const organizationsFigure = figure({
  id: 'registry.organizations',
  name: '党组织',
  from: 'org_span o',
  columns: {
    orgId: 'o.org_id',
    name: 'o.name',
    kind: 'o.kind',
  },
  filters: {
    begun: { where: 'o.valid_from <= $', type: 'date' },
    notEnded: { where: 'o.valid_to > $', type: 'date' },
  },
  measures: { organizations: { name: '党组织', unit: '个' } },
  order: '"orgId"',
});

/** Party-affairs workers of the day: one row for each organization that somebody is one in. */
export const partyAffairsWorkersFigure = figure({
  id: 'registry.partyAffairsWorkers',
  name: '党务工作者',
  from: `post_span t join person_span p on p.person_id = t.person_id join org_span o on o.org_id = t.org_id`,
  where: `t.post = 'partyAffairsWorker'`,
  columns: {
    personId: 't.person_id',
    name: 'p.name',
    orgId: 't.org_id',
    orgName: 'coalesce(o.short_names[1], o.name)',
    title: 't.title',
    since: 't.valid_from',
  },
  filters: {
    begun: { where: 'greatest(t.valid_from, p.valid_from, o.valid_from) <= $', type: 'date' },
    notEnded: { where: 'least(t.valid_to, p.valid_to, o.valid_to) > $', type: 'date' },
  },
  measures: { workers: { name: '党务工作者', unit: '名', distinct: 'personId' } },
  order: '"orgId", "personId"',
});

/** Posts of a rank group held on the day; a leading cadre with two posts has two rows and counts once. */
export const leadingCadresFigure = figure({
  id: 'registry.leadingCadres',
  name: '县处级以上领导干部',
  from: `post_span t join person_span p on p.person_id = t.person_id join org_span o on o.org_id = t.org_id`,
  where: 't.rank is not null',
  columns: {
    personId: 't.person_id',
    name: 'p.name',
    sex: 'p.sex',
    orgId: 't.org_id',
    orgName: 'coalesce(o.short_names[1], o.name)',
    orgFullName: 'o.name',
    post: 't.post',
    title: 't.title',
    rank: 't.rank',
    joinedOn: 'p.joined_on',
    joinedPrecision: 'p.joined_precision',
  },
  filters: {
    begun: { where: 'greatest(t.valid_from, p.valid_from, o.valid_from) <= $', type: 'date' },
    notEnded: { where: 'least(t.valid_to, p.valid_to, o.valid_to) > $', type: 'date' },
  },
  measures: { cadres: { name: '县处级以上领导干部', unit: '名', distinct: 'personId' } },
  order: '"orgId", "rank", "personId"',
});
