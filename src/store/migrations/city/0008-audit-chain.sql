-- The audit chain (docs/decisions/0006-audit-chain.md): links over committed lines and acts, and signed heads.

-- By its transaction the writer finds what is not linked yet. Rows that are there get the number of this migration.
alter table act        add column tx xid8 not null default pg_current_xact_id();
alter table audit_line add column tx xid8 not null default pg_current_xact_id();
create index act_tx on act (tx, seq);
create index audit_line_tx on audit_line (tx, seq);
create index act_taken_back_by on act_taken_back (by_act_id);

create table audit_link (
  n          bigint      not null,
  kind       text        not null,
  item_id    uuid        not null,
  -- Version of the canonical text.
  form       smallint    not null,
  algorithm  text        not null,
  digest     bytea       not null,
  hash       bytea       not null,
  chained_at timestamptz not null,
  constraint audit_link_pk primary key (n),
  constraint audit_link_item_once unique (kind, item_id),
  constraint audit_link_positive check (n > 0),
  constraint audit_link_kind check (kind in ('line', 'act')),
  constraint audit_link_algorithm check (algorithm in ('sha256', 'sm3'))
);

create table audit_head (
  n          bigint      not null,
  hash       bytea       not null,
  algorithm  text        not null,
  at         timestamptz not null,
  -- As signed: a city that moves to another server may get another code there.
  city       text        not null,
  city_name  text        not null,
  public_key bytea       not null,
  signature  bytea       not null,
  constraint audit_head_pk primary key (n)
);

alter table audit_link enable row level security;
alter table audit_head enable row level security;

-- xieshi_chain: reads the sources and adds links and heads; nothing else, and no request runs as it.
create policy act_chain                 on act                 for select to xieshi_chain using (true);
create policy act_taken_back_chain      on act_taken_back      for select to xieshi_chain using (true);
create policy organization_fact_chain   on organization_fact   for select to xieshi_chain using (true);
create policy person_fact_chain         on person_fact         for select to xieshi_chain using (true);
create policy membership_fact_chain     on membership_fact     for select to xieshi_chain using (true);
create policy post_fact_chain           on post_fact           for select to xieshi_chain using (true);
create policy charge_fact_chain         on charge_fact         for select to xieshi_chain using (true);
create policy record_chain              on record              for select to xieshi_chain using (true);
create policy record_person_chain       on record_person       for select to xieshi_chain using (true);
create policy record_confidential_chain on record_confidential for select to xieshi_chain using (true);
create policy audit_line_chain          on audit_line          for select to xieshi_chain using (true);
create policy audit_link_chain          on audit_link          for select to xieshi_chain using (true);
create policy audit_link_chain_write    on audit_link          for insert to xieshi_chain with check (true);
create policy audit_head_chain          on audit_head          for select to xieshi_chain using (true);
create policy audit_head_chain_write    on audit_head          for insert to xieshi_chain with check (true);
grant select on act, act_taken_back, organization_fact, person_fact, membership_fact, post_fact, charge_fact, record,
  record_person, record_confidential, audit_line, audit_link, audit_head to xieshi_chain;
grant insert on audit_link, audit_head to xieshi_chain;

create policy audit_link_read  on audit_link for select to xieshi_steward
  using (current_setting('xieshi.duty', true) = 'audit.read');
create policy audit_head_read  on audit_head for select to xieshi_steward
  using (current_setting('xieshi.duty', true) = 'audit.read');
create policy audit_head_write on audit_head for insert to xieshi_steward
  with check (current_setting('xieshi.duty', true) = 'audit.read');
grant select on audit_link to xieshi_steward;
grant select, insert on audit_head to xieshi_steward;

-- The auditor's page: each filter with the newest first.
create index audit_line_account on audit_line (account_id, at desc, seq desc) where account_id is not null;
create index audit_line_nobody  on audit_line (actor, at desc, seq desc) where account_id is null;
create index audit_line_route   on audit_line (route, at desc, seq desc);
create index audit_line_subject on audit_line (subject_kind, subject_id, at desc, seq desc) where subject_kind is not null;
create index audit_line_refused on audit_line (at desc, seq desc) where outcome = 'refused';
drop index audit_line_person;
create index audit_line_person  on audit_line (subject_person, at desc, seq desc) where subject_person is not null;
