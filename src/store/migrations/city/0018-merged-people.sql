-- Entries that turned out to be another: derived from `person_fact.merged_into`, with the end of every chain. Records keep the ids
-- under which they were made; who an entry is now stands here.
create table person_alias (
  person_id int not null,
  into_id   int not null,
  constraint person_alias_pk primary key (person_id),
  constraint person_alias_another check (into_id <> person_id)
);
create index person_alias_into on person_alias (into_id);
create index person_fact_merged_into on person_fact (person_id) where merged_into is not null;

-- A pair said to be one person, or two: looked up whenever duplicates are.
create index registry_act_pairs on registry_act (kind) where kind in ('person.merge', 'person.distinct');

alter table person_alias enable row level security;
grant select on person_alias to xieshi_gate, xieshi_scoped, xieshi_steward;
grant select, insert, update, delete on person_alias to xieshi_wide;
create policy person_alias_read on person_alias for select to xieshi_gate, xieshi_scoped, xieshi_steward using (true);
create policy person_alias_wide on person_alias for select to xieshi_wide using (true);
create policy person_alias_wide_write on person_alias to xieshi_wide
  using (current_setting('xieshi.writes_city', true) = 'on') with check (current_setting('xieshi.writes_city', true) = 'on');

-- What names an entry that was merged into the reader is his own: `xieshi.merged` are the ids of those entries.
create policy record_merged on record for select to xieshi_scoped
  using (owner_id is null and people && nullif(current_setting('xieshi.merged', true), '')::int[]);
create policy record_person_merged on record_person for select to xieshi_scoped
  using (person_id = any (nullif(current_setting('xieshi.merged', true), '')::int[])
    or seen_by && nullif(current_setting('xieshi.merged', true), '')::int[]);
create policy record_confidential_merged on record_confidential for select to xieshi_scoped, xieshi_wide
  using (people && nullif(current_setting('xieshi.merged', true), '')::int[]);
create policy audit_line_merged on audit_line for select to xieshi_scoped
  using (current_setting('xieshi.area', true) = 'own' and outcome in ('read', 'done')
    and subject_person = any (nullif(current_setting('xieshi.merged', true), '')::int[]));
create policy delegation_merged on delegation for select to xieshi_scoped
  using (person_id = any (nullif(current_setting('xieshi.merged', true), '')::int[]));
create policy delegation_merged_end on delegation for update to xieshi_scoped
  using (current_setting('xieshi.area', true) = 'delegation'
    and person_id = any (nullif(current_setting('xieshi.merged', true), '')::int[]));
create policy person_fact_merged on person_fact for select to xieshi_scoped
  using (current_setting('xieshi.area', true) = 'own'
    and person_id = any (nullif(current_setting('xieshi.merged', true), '')::int[]));
create policy membership_fact_merged on membership_fact for select to xieshi_scoped
  using (current_setting('xieshi.area', true) = 'own'
    and person_id = any (nullif(current_setting('xieshi.merged', true), '')::int[]));
create policy post_fact_merged on post_fact for select to xieshi_scoped
  using (current_setting('xieshi.area', true) = 'own'
    and person_id = any (nullif(current_setting('xieshi.merged', true), '')::int[]));
create policy charge_fact_merged on charge_fact for select to xieshi_scoped
  using (current_setting('xieshi.area', true) = 'own'
    and (person_id = any (nullif(current_setting('xieshi.merged', true), '')::int[])
      or leader_id = any (nullif(current_setting('xieshi.merged', true), '')::int[])));

-- Two entries with accounts in use are not merged.
grant select (disabled) on account to xieshi_wide;
