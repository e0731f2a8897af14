-- The system administrator sees which structure a city has, and nothing that is in it.
grant select on migration to xieshi_steward;
create policy migration_steward on migration for select to xieshi_steward using (true);
alter table migration enable row level security;
