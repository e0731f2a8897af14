-- What the migrations add up to. Made by `npm run --silent xieshi -- schema`; a test compares it with a fresh database.

-- ── schema xieshi: what all cities share ──

create table city (
  code        text        not null,
  name        text        not null,
  schema_name text        not null,
  clock_shift interval    not null default '00:00:00',
  demo        boolean     not null default false,
  created_at  timestamptz not null,
  constraint city_pk primary key (code),
  constraint city_schema_once unique (schema_name)
);
grant select on city to xieshi_gate, xieshi_scoped, xieshi_steward, xieshi_wide;

create table migration (
  name       text        not null,
  digest     text        not null,
  applied_at timestamptz not null,
  constraint migration_pk primary key (name)
);

-- ── schema city_<code>: one city ──

create table account (
  id            int         not null generated always as identity,
  username      text        not null,
  name          text        not null,
  person_id     int,
  password_hash text,
  must_change   boolean     not null default true,
  disabled      boolean     not null default false,
  created_at    timestamptz not null,
  password_at   timestamptz,
  kind          text        not null default 'person',
  oidc_subject  text,
  awaits        text,
  constraint account_pk primary key (id),
  constraint account_oidc_once unique (oidc_subject),
  constraint account_person_once unique (person_id),
  constraint account_username_once unique (username),
  constraint account_awaits check (awaits = any (array['account', 'role', 'password'])),
  constraint account_kind_known check (kind = any (array['person', 'machine'])),
  constraint account_machine_alone check (kind = 'person' or person_id is null and oidc_subject is null),
  constraint account_password_of_person check ((kind = 'machine') = (password_hash is null))
);
create unique index account_machine_name on account using btree (name) where ((kind = 'machine') and (not disabled));
alter table account enable row level security;
create policy account_found on account for select to xieshi_scoped
  using (person_id = any (nullif(current_setting('xieshi.found', true), '')::int[]));
create policy account_gate on account for all to xieshi_gate
  using (true)
  with check (true);
create policy account_own on account for select to xieshi_scoped
  using (current_setting('xieshi.area', true) = 'own'
    and id = nullif(current_setting('xieshi.account', true), '')::int);
create policy account_registry on account for select to xieshi_wide
  using (current_setting('xieshi.writes_city', true) = 'on' and person_id is not null);
create policy account_rests on account for select to xieshi_wide
  using (current_setting('xieshi.writes_city', true) = 'on' and person_id is not null);
create policy account_steward on account for select to xieshi_steward
  using (current_setting('xieshi.duty', true) = any (array['account.manage', 'audit.read']));
create policy account_steward_confirm on account for update to xieshi_steward
  using (current_setting('xieshi.duty', true) = 'factor.reset' and awaits is not null)
  with check (current_setting('xieshi.duty', true) = 'factor.reset' and awaits is null);
create policy account_steward_factor on account for select to xieshi_steward
  using (current_setting('xieshi.duty', true) = 'factor.reset');
create policy account_steward_insert on account for insert to xieshi_steward
  with check (current_setting('xieshi.duty', true) = 'account.manage');
create policy account_steward_update on account for update to xieshi_steward
  using (current_setting('xieshi.duty', true) = 'account.manage');
create policy account_tokens on account for select to xieshi_steward
  using (current_setting('xieshi.duty', true) = 'token.manage' and kind = 'machine');
create policy account_tokens_insert on account for insert to xieshi_steward
  with check (current_setting('xieshi.duty', true) = 'token.manage' and kind = 'machine');
create policy account_tokens_update on account for update to xieshi_steward
  using (current_setting('xieshi.duty', true) = 'token.manage' and kind = 'machine');
grant select, update (must_change, oidc_subject, password_at, password_hash) on account to xieshi_gate;
grant select (created_at, disabled, id, kind, name, person_id, username) on account to xieshi_scoped;
grant insert, select, update on account to xieshi_steward;
grant select (created_at, disabled, id, person_id) on account to xieshi_wide;

create table account_factor (
  account_id   int         not null,
  secret       bytea,
  next_secret  bytea,
  last_step    bigint      not null default 0,
  must_enroll  boolean     not null default false,
  confirmed_at timestamptz,
  constraint account_factor_pk primary key (account_id),
  constraint account_factor_account foreign key (account_id) references account(id)
);
alter table account_factor enable row level security;
create policy account_factor_gate on account_factor for all to xieshi_gate
  using (true)
  with check (true);
create policy account_factor_own on account_factor for select to xieshi_scoped
  using (current_setting('xieshi.area', true) = 'own'
    and account_id = nullif(current_setting('xieshi.account', true), '')::int);
create policy account_factor_stands on account_factor for select to xieshi_steward
  using (current_setting('xieshi.duty', true) = 'account.manage' and secret is not null);
create policy account_factor_steward on account_factor for all to xieshi_steward
  using (current_setting('xieshi.duty', true) = 'factor.reset')
  with check (current_setting('xieshi.duty', true) = 'factor.reset');
grant insert, select, update on account_factor to xieshi_gate;
grant select (account_id, confirmed_at) on account_factor to xieshi_scoped;
grant select, update on account_factor to xieshi_steward;

create table account_role (
  account_id   int  not null,
  role         text not null,
  org_id       int,
  valid_from   date not null,
  valid_to     date not null default 'infinity',
  rests_on     text not null default 'nothing',
  rests_org_id int,
  rests_post   text,
  constraint account_role_account foreign key (account_id) references account(id),
  constraint account_role_given check (role <> 'delegate'),
  constraint account_role_rests check ((rests_on = 'nothing') = (rests_org_id is null) and (rests_on = 'post') = (rests_post is not null)),
  constraint account_role_rests_on check (rests_on = any (array['nothing', 'post', 'membership']))
);
create index account_role_account on account_role using btree (account_id);
alter table account_role enable row level security;
create policy account_role_adjusting on account_role for select to xieshi_wide
  using (current_setting('xieshi.writes_city', true) = 'on' and org_id is not null);
create policy account_role_gate on account_role for all to xieshi_gate
  using (true);
create policy account_role_own on account_role for select to xieshi_scoped
  using (current_setting('xieshi.area', true) = 'own'
    and (account_id = nullif(current_setting('xieshi.account', true), '')::int
    or (role = any (array['leaderInCharge', 'mainLeader', 'organizationDept', 'branchSecretary', 'partyAffairsWorker']))));
create policy account_role_registry on account_role for select to xieshi_wide
  using (current_setting('xieshi.writes_city', true) = 'on' and rests_on <> 'nothing');
create policy account_role_steward on account_role for all to xieshi_steward
  using (current_setting('xieshi.duty', true) = 'account.manage')
  with check (current_setting('xieshi.duty', true) = 'account.manage');
create policy account_role_tokens on account_role for select to xieshi_steward
  using (current_setting('xieshi.duty', true) = 'token.manage' and valid_to < 'infinity'::date);
create policy account_role_tokens_insert on account_role for insert to xieshi_steward
  with check (current_setting('xieshi.duty', true) = 'token.manage'
    and valid_to < 'infinity'::date
    and (role <> ALL (array['systemAdmin', 'securityAdmin', 'auditAdmin'])));
grant select on account_role to xieshi_gate, xieshi_scoped;
grant delete, insert, select, update on account_role to xieshi_steward;
grant select (account_id, org_id, rests_on, rests_org_id, rests_post, role, valid_from, valid_to) on account_role to xieshi_wide;

create table act (
  id          uuid        not null,
  seq         bigint      not null generated always as identity,
  kind        text        not null,
  account_id  int         not null,
  author      text        not null,
  stands_for  int,
  summary     text        not null,
  detail      jsonb       not null default '{}',
  recorded_at timestamptz not null,
  tx          xid8        not null default pg_current_xact_id(),
  constraint act_pk primary key (id)
);
create index act_account on act using btree (account_id, recorded_at desc);
create index act_recorded on act using btree (recorded_at desc);
create index act_tx on act using btree (tx, seq);
alter table act enable row level security;
create policy act_chain on act for select to xieshi_chain
  using (true);
create policy act_own on act for select to xieshi_scoped
  using (current_setting('xieshi.area', true) = 'own'
    and (kind = any (array['import', 'registry'])));
create policy act_scoped on act for select to xieshi_scoped
  using (account_id = nullif(current_setting('xieshi.account', true), '')::int);
create policy act_scoped_write on act for insert to xieshi_scoped
  with check (account_id = nullif(current_setting('xieshi.account', true), '')::int);
create policy act_wide on act for select to xieshi_wide
  using (true);
create policy act_wide_write on act for insert to xieshi_wide
  with check (account_id = nullif(current_setting('xieshi.account', true), '')::int);
grant select on act to xieshi_chain;
grant insert, select on act to xieshi_scoped, xieshi_wide;

create table act_taken_back (
  act_id      uuid        not null,
  by_act_id   uuid        not null,
  recorded_at timestamptz not null,
  constraint act_taken_back_pk primary key (act_id)
);
create index act_taken_back_by on act_taken_back using btree (by_act_id);
alter table act_taken_back enable row level security;
create policy act_taken_back_chain on act_taken_back for select to xieshi_chain
  using (true);
create policy taken_back_read on act_taken_back for select to xieshi_scoped, xieshi_wide
  using (true);
create policy taken_back_write on act_taken_back for insert to xieshi_wide
  with check (current_setting('xieshi.writes_city', true) = 'on');
grant select on act_taken_back to xieshi_chain;
grant insert, select on act_taken_back to xieshi_scoped, xieshi_wide;

create table activity (
  record_id   uuid        not null,
  version     int         not null,
  kind        text        not null,
  org_id      int         not null,
  held_on     date        not null,
  starts_at   time,
  place       text        not null,
  due         int,
  present     int,
  people      int[]       not null,
  body        jsonb       not null,
  author      text        not null,
  recorded_at timestamptz not null,
  stands_for  int,
  constraint activity_pk primary key (record_id)
);
create index activity_held on activity using btree (held_on desc);
create index activity_org on activity using btree (org_id, held_on desc);
create index activity_people on activity using gin (people);
alter table activity enable row level security;
create policy activity_scoped on activity for select to xieshi_scoped
  using ((org_id = any (nullif(current_setting('xieshi.orgs', true), '')::int[]))
    or (nullif(current_setting('xieshi.person', true), '')::int = any (people))
    or people && nullif(current_setting('xieshi.charge', true), '')::int[]);
create policy activity_scoped_delete on activity for delete to xieshi_scoped
  using (org_id = any (nullif(current_setting('xieshi.writes', true), '')::int[]));
create policy activity_scoped_insert on activity for insert to xieshi_scoped
  with check (org_id = any (nullif(current_setting('xieshi.writes', true), '')::int[]));
create policy activity_scoped_update on activity for update to xieshi_scoped
  using (org_id = any (nullif(current_setting('xieshi.writes', true), '')::int[]));
create policy activity_wide on activity for select to xieshi_wide
  using (current_setting('xieshi.area', true) is DISTINCT FROM 'registry');
create policy activity_wide_write on activity for all to xieshi_wide
  using (current_setting('xieshi.writes_city', true) = 'on')
  with check (current_setting('xieshi.writes_city', true) = 'on');
grant delete, insert, select, update on activity to xieshi_scoped, xieshi_wide;

create table audit_head (
  n          bigint      not null,
  hash       bytea       not null,
  algorithm  text        not null,
  at         timestamptz not null,
  city       text        not null,
  city_name  text        not null,
  public_key bytea       not null,
  signature  bytea       not null,
  constraint audit_head_pk primary key (n)
);
alter table audit_head enable row level security;
create policy audit_head_chain on audit_head for select to xieshi_chain
  using (true);
create policy audit_head_chain_write on audit_head for insert to xieshi_chain
  with check (true);
create policy audit_head_read on audit_head for select to xieshi_steward
  using (current_setting('xieshi.duty', true) = 'audit.read');
create policy audit_head_write on audit_head for insert to xieshi_steward
  with check (current_setting('xieshi.duty', true) = 'audit.read');
grant insert, select on audit_head to xieshi_chain, xieshi_steward;

create table audit_line (
  id             uuid        not null,
  seq            bigint      not null generated always as identity,
  at             timestamptz not null,
  account_id     int,
  actor          text        not null,
  ability        text        not null,
  route          text        not null,
  subject_kind   text,
  subject_id     text,
  subject_person int,
  act_id         uuid,
  outcome        text        not null,
  tx             xid8        not null default pg_current_xact_id(),
  constraint audit_line_pk primary key (id),
  constraint audit_line_outcome check (outcome = any (array['done', 'read', 'refused']))
);
create index audit_line_account on audit_line using btree (account_id, at desc, seq desc) where (account_id is not null);
create index audit_line_at on audit_line using btree (at desc, seq desc);
create index audit_line_nobody on audit_line using btree (actor, at desc, seq desc) where (account_id is null);
create index audit_line_person on audit_line using btree (subject_person, at desc, seq desc) where (subject_person is not null);
create index audit_line_refused on audit_line using btree (at desc, seq desc) where (outcome = 'refused');
create index audit_line_route on audit_line using btree (route, at desc, seq desc);
create index audit_line_subject on audit_line using btree (subject_kind, subject_id, at desc, seq desc) where (subject_kind is not null);
create index audit_line_tx on audit_line using btree (tx, seq);
alter table audit_line enable row level security;
create policy audit_line_chain on audit_line for select to xieshi_chain
  using (true);
create policy audit_line_merged on audit_line for select to xieshi_scoped
  using (current_setting('xieshi.area', true) = 'own'
    and (outcome = any (array['read', 'done']))
    and (subject_person = any (nullif(current_setting('xieshi.merged', true), '')::int[])));
create policy audit_line_own on audit_line for select to xieshi_scoped
  using (current_setting('xieshi.area', true) = 'own'
    and (account_id = nullif(current_setting('xieshi.account', true), '')::int
    or subject_person = nullif(current_setting('xieshi.person', true), '')::int
    and (outcome = any (array['read', 'done']))));
create policy audit_line_read on audit_line for select to xieshi_steward
  using (current_setting('xieshi.duty', true) = 'audit.read');
create policy audit_line_write on audit_line for insert to xieshi_gate, xieshi_scoped, xieshi_steward, xieshi_wide
  with check (true);
grant select on audit_line to xieshi_chain;
grant insert on audit_line to xieshi_gate, xieshi_wide;
grant insert, select on audit_line to xieshi_scoped, xieshi_steward;

create table audit_link (
  n          bigint      not null,
  kind       text        not null,
  item_id    uuid        not null,
  form       smallint    not null,
  algorithm  text        not null,
  digest     bytea       not null,
  hash       bytea       not null,
  chained_at timestamptz not null,
  constraint audit_link_pk primary key (n),
  constraint audit_link_item_once unique (kind, item_id),
  constraint audit_link_algorithm check (algorithm = any (array['sha256', 'sm3'])),
  constraint audit_link_kind check (kind = any (array['line', 'act'])),
  constraint audit_link_positive check (n > 0)
);
alter table audit_link enable row level security;
create policy audit_link_chain on audit_link for select to xieshi_chain
  using (true);
create policy audit_link_chain_write on audit_link for insert to xieshi_chain
  with check (true);
create policy audit_link_read on audit_link for select to xieshi_steward
  using (current_setting('xieshi.duty', true) = 'audit.read');
grant insert, select on audit_link to xieshi_chain;
grant select on audit_link to xieshi_steward;

create table charge_fact (
  act_id      uuid        not null,
  seq         bigint      not null generated always as identity,
  recorded_at timestamptz not null,
  leader_id   int         not null,
  person_id   int         not null,
  valid_from  date        not null,
  ended       boolean     not null default false,
  constraint charge_fact_pk primary key (seq)
);
create index charge_fact_act on charge_fact using btree (act_id);
create index charge_fact_person on charge_fact using btree (person_id);
alter table charge_fact enable row level security;
create policy charge_fact_chain on charge_fact for select to xieshi_chain
  using (true);
create policy charge_fact_merged on charge_fact for select to xieshi_scoped
  using (current_setting('xieshi.area', true) = 'own'
    and ((person_id = any (nullif(current_setting('xieshi.merged', true), '')::int[]))
    or (leader_id = any (nullif(current_setting('xieshi.merged', true), '')::int[]))));
create policy charge_fact_own on charge_fact for select to xieshi_scoped
  using (current_setting('xieshi.area', true) = 'own'
    and (person_id = nullif(current_setting('xieshi.person', true), '')::int
    or leader_id = nullif(current_setting('xieshi.person', true), '')::int));
create policy charge_fact_wide on charge_fact for select to xieshi_wide
  using (true);
create policy charge_fact_wide_write on charge_fact for insert to xieshi_wide
  with check (current_setting('xieshi.writes_city', true) = 'on');
grant select on charge_fact to xieshi_chain, xieshi_scoped;
grant insert, select on charge_fact to xieshi_wide;

create table charge_span (
  leader_id  int  not null,
  person_id  int  not null,
  valid_from date not null,
  valid_to   date not null,
  constraint charge_span_pk primary key (leader_id, person_id, valid_from)
);
create index charge_span_person on charge_span using btree (person_id);
alter table charge_span enable row level security;
create policy charge_span_gate on charge_span for select to xieshi_gate
  using (true);
create policy charge_span_scoped on charge_span for select to xieshi_scoped
  using (leader_id = nullif(current_setting('xieshi.person', true), '')::int
    or person_id = nullif(current_setting('xieshi.person', true), '')::int);
create policy charge_span_wide on charge_span for select to xieshi_wide
  using (true);
create policy charge_span_wide_write on charge_span for all to xieshi_wide
  using (current_setting('xieshi.writes_city', true) = 'on')
  with check (current_setting('xieshi.writes_city', true) = 'on');
grant select on charge_span to xieshi_gate, xieshi_scoped;
grant delete, insert, select, update on charge_span to xieshi_wide;

create table delegation (
  id            uuid        not null,
  account_id    int         not null,
  person_id     int         not null,
  name          text        not null,
  to_account_id int         not null,
  to_name       text        not null,
  org_id        int         not null,
  valid_from    date        not null,
  valid_to      date        not null,
  reason        text        not null,
  given_at      timestamptz not null,
  ended_at      timestamptz,
  constraint delegation_pk primary key (id),
  constraint delegation_account foreign key (account_id) references account(id),
  constraint delegation_to_account foreign key (to_account_id) references account(id),
  constraint delegation_to_another check (account_id <> to_account_id),
  constraint delegation_year check (valid_from < valid_to and valid_to <= (valid_from + 366))
);
create index delegation_of on delegation using btree (person_id);
create index delegation_to on delegation using btree (to_account_id) where (ended_at is null);
alter table delegation enable row level security;
create policy delegation_end on delegation for update to xieshi_scoped
  using (current_setting('xieshi.area', true) = 'delegation'
    and person_id = nullif(current_setting('xieshi.person', true), '')::int);
create policy delegation_gate on delegation for select to xieshi_gate
  using (true);
create policy delegation_give on delegation for insert to xieshi_scoped
  with check (current_setting('xieshi.area', true) = 'delegation'
    and person_id = nullif(current_setting('xieshi.person', true), '')::int
    and account_id = nullif(current_setting('xieshi.account', true), '')::int
    and (org_id = any (nullif(current_setting('xieshi.writes', true), '')::int[])));
create policy delegation_merged on delegation for select to xieshi_scoped
  using (person_id = any (nullif(current_setting('xieshi.merged', true), '')::int[]));
create policy delegation_merged_end on delegation for update to xieshi_scoped
  using (current_setting('xieshi.area', true) = 'delegation'
    and (person_id = any (nullif(current_setting('xieshi.merged', true), '')::int[])));
create policy delegation_own on delegation for select to xieshi_scoped
  using (person_id = nullif(current_setting('xieshi.person', true), '')::int
    or to_account_id = nullif(current_setting('xieshi.account', true), '')::int);
grant select on delegation to xieshi_gate;
grant insert, select, update (ended_at) on delegation to xieshi_scoped;

create table draft (
  subject_id uuid        not null,
  kind       text        not null,
  owner_id   int         not null,
  rev        int         not null,
  body       jsonb       not null,
  device     text        not null,
  saved_at   timestamptz not null,
  constraint draft_pk primary key (subject_id)
);
alter table draft enable row level security;
create policy draft_own on draft for all to xieshi_scoped, xieshi_wide
  using (owner_id = nullif(current_setting('xieshi.person', true), '')::int)
  with check (owner_id = nullif(current_setting('xieshi.person', true), '')::int);
create policy draft_retention on draft for all to xieshi_steward
  using (current_setting('xieshi.duty', true) = 'retention')
  with check (false);
grant delete, insert, select, update on draft to xieshi_scoped, xieshi_wide;
grant delete, select (saved_at, subject_id) on draft to xieshi_steward;

create table draft_fork (
  subject_id uuid        not null,
  device     text        not null,
  owner_id   int         not null,
  base_rev   int         not null,
  body       jsonb       not null,
  saved_at   timestamptz not null,
  constraint draft_fork_pk primary key (subject_id, device)
);
alter table draft_fork enable row level security;
create policy draft_fork_own on draft_fork for all to xieshi_scoped, xieshi_wide
  using (owner_id = nullif(current_setting('xieshi.person', true), '')::int)
  with check (owner_id = nullif(current_setting('xieshi.person', true), '')::int);
create policy draft_fork_retention on draft_fork for all to xieshi_steward
  using (current_setting('xieshi.duty', true) = 'retention')
  with check (false);
grant delete, insert, select, update on draft_fork to xieshi_scoped, xieshi_wide;
grant delete, select (saved_at, subject_id) on draft_fork to xieshi_steward;

create table factor_reset (
  id             uuid        not null,
  account_id     int         not null,
  reason         text        not null,
  asked_by       int         not null,
  asked_role     text        not null,
  asked_at       timestamptz not null,
  confirmed_by   int,
  confirmed_role text,
  confirmed_at   timestamptz,
  canceled_by    int,
  canceled_at    timestamptz,
  kind           text        not null default 'factor',
  role           text,
  constraint factor_reset_pk primary key (id),
  constraint factor_reset_account foreign key (account_id) references account(id),
  constraint factor_reset_kind check (kind = any (array['factor', 'account', 'role', 'password'])),
  constraint factor_reset_not_own check (asked_by <> account_id and confirmed_by is DISTINCT FROM account_id),
  constraint factor_reset_role check ((kind = 'factor') = (role is null)),
  constraint factor_reset_takes_two check (confirmed_by is DISTINCT FROM asked_by and confirmed_role is DISTINCT FROM asked_role)
);
create index factor_reset_asked on factor_reset using btree (asked_at);
alter table factor_reset enable row level security;
create policy factor_reset_administrators on factor_reset for all to xieshi_steward
  using (current_setting('xieshi.duty', true) = 'account.manage' and kind <> 'factor')
  with check (current_setting('xieshi.duty', true) = 'account.manage'
    and kind <> 'factor'
    and confirmed_by is null);
create policy factor_reset_delete_kept on factor_reset as restrictive for delete to xieshi_steward
  using (current_setting('xieshi.duty', true) = 'retention');
create policy factor_reset_retention on factor_reset for select to xieshi_steward
  using (current_setting('xieshi.duty', true) = 'retention');
create policy factor_reset_retention_delete on factor_reset for delete to xieshi_steward
  using (current_setting('xieshi.duty', true) = 'retention');
create policy factor_reset_steward on factor_reset for all to xieshi_steward
  using (current_setting('xieshi.duty', true) = 'factor.reset')
  with check (current_setting('xieshi.duty', true) = 'factor.reset');
grant delete, insert, select, update on factor_reset to xieshi_steward;

create table import_tray (
  id         uuid        not null,
  account_id int         not null,
  name       text        not null,
  bytes      bytea       not null,
  choices    jsonb       not null default '{}',
  saved_at   timestamptz not null,
  remembered text,
  constraint import_tray_pk primary key (id)
);
create index import_tray_account on import_tray using btree (account_id, saved_at);
alter table import_tray enable row level security;
create policy import_tray_own on import_tray for all to xieshi_wide
  using (account_id = nullif(current_setting('xieshi.account', true), '')::int)
  with check (account_id = nullif(current_setting('xieshi.account', true), '')::int);
create policy import_tray_own_list on import_tray for select to xieshi_scoped
  using (current_setting('xieshi.area', true) = 'own'
    and account_id = nullif(current_setting('xieshi.account', true), '')::int);
create policy import_tray_retention on import_tray for all to xieshi_steward
  using (current_setting('xieshi.duty', true) = 'retention')
  with check (false);
grant select (account_id, id, name, saved_at) on import_tray to xieshi_scoped;
grant delete, select (id, saved_at) on import_tray to xieshi_steward;
grant delete, insert, select, update on import_tray to xieshi_wide;

create table import_word (
  list       text        not null,
  written    text        not null,
  means      text        not null,
  account_id int         not null,
  author     text        not null,
  saved_at   timestamptz not null,
  constraint import_word_pk primary key (list, written),
  constraint import_word_list check (list = any (array['unit', 'item']))
);
alter table import_word enable row level security;
create policy import_word_writers on import_word for all to xieshi_wide
  using (current_setting('xieshi.writes_city', true) = 'on')
  with check (current_setting('xieshi.writes_city', true) = 'on');
grant delete, insert, select, update on import_word to xieshi_wide;

create table item_charge_fact (
  act_id      uuid        not null,
  seq         bigint      not null generated always as identity,
  recorded_at timestamptz not null,
  leader_id   int         not null,
  org_id      int         not null,
  item_id     text        not null,
  valid_from  date        not null,
  ended       boolean     not null default false,
  constraint item_charge_fact_pk primary key (seq)
);
create index item_charge_fact_act on item_charge_fact using btree (act_id);
create index item_charge_fact_leader on item_charge_fact using btree (leader_id);
alter table item_charge_fact enable row level security;
create policy item_charge_fact_chain on item_charge_fact for select to xieshi_chain
  using (true);
create policy item_charge_fact_own on item_charge_fact for select to xieshi_scoped
  using (leader_id = nullif(current_setting('xieshi.person', true), '')::int);
create policy item_charge_fact_wide on item_charge_fact for select to xieshi_wide
  using (true);
create policy item_charge_fact_wide_write on item_charge_fact for insert to xieshi_wide
  with check (current_setting('xieshi.writes_city', true) = 'on');
grant select on item_charge_fact to xieshi_chain, xieshi_scoped;
grant insert, select on item_charge_fact to xieshi_wide;

create table item_charge_span (
  leader_id  int  not null,
  org_id     int  not null,
  item_id    text not null,
  valid_from date not null,
  valid_to   date not null,
  constraint item_charge_span_pk primary key (leader_id, org_id, item_id, valid_from)
);
create index item_charge_span_org on item_charge_span using btree (org_id);
alter table item_charge_span enable row level security;
create policy item_charge_span_scoped on item_charge_span for select to xieshi_scoped
  using (leader_id = nullif(current_setting('xieshi.person', true), '')::int
    or (org_id = any (nullif(current_setting('xieshi.registry', true), '')::int[])));
create policy item_charge_span_wide on item_charge_span for select to xieshi_wide
  using (true);
create policy item_charge_span_wide_write on item_charge_span for all to xieshi_wide
  using (current_setting('xieshi.writes_city', true) = 'on')
  with check (current_setting('xieshi.writes_city', true) = 'on');
grant select on item_charge_span to xieshi_scoped;
grant delete, insert, select, update on item_charge_span to xieshi_wide;

create table ledger (
  ledger_id    uuid        not null,
  person_id    int         not null,
  org_id       int         not null,
  period       date        not null,
  state        text        not null,
  version      int         not null,
  submitted_at timestamptz not null,
  decided_at   timestamptz,
  decided_by   text,
  entries      int         not null,
  signals      int         not null,
  unwritten    int         not null,
  returns      int         not null,
  constraint ledger_pk primary key (ledger_id),
  constraint ledger_once unique (person_id, period)
);
create index ledger_period on ledger using btree (period, state);
alter table ledger enable row level security;
create policy ledger_scoped on ledger for all to xieshi_scoped
  using (person_id = nullif(current_setting('xieshi.person', true), '')::int
    or (person_id = any (nullif(current_setting('xieshi.charge', true), '')::int[])))
  with check (person_id = nullif(current_setting('xieshi.person', true), '')::int
    or (person_id = any (nullif(current_setting('xieshi.charge', true), '')::int[])));
create policy ledger_wide on ledger for select to xieshi_wide
  using (current_setting('xieshi.area', true) is DISTINCT FROM 'registry');
create policy ledger_wide_write on ledger for all to xieshi_wide
  using (current_setting('xieshi.writes_city', true) = 'on')
  with check (current_setting('xieshi.writes_city', true) = 'on');
grant delete, insert, select, update on ledger to xieshi_scoped, xieshi_wide;

create table machine_token (
  id         uuid        not null,
  account_id int         not null,
  token_hash bytea       not null,
  made_by    text        not null,
  made_at    timestamptz not null,
  ends_on    date        not null,
  ended_at   timestamptz,
  constraint machine_token_pk primary key (id),
  constraint machine_token_account_once unique (account_id),
  constraint machine_token_hash_once unique (token_hash),
  constraint machine_token_account foreign key (account_id) references account(id)
);
alter table machine_token enable row level security;
create policy machine_token_gate on machine_token for select to xieshi_gate
  using (true);
create policy machine_token_steward on machine_token for all to xieshi_steward
  using (current_setting('xieshi.duty', true) = 'token.manage')
  with check (current_setting('xieshi.duty', true) = 'token.manage');
grant select on machine_token to xieshi_gate;
grant insert, select, update on machine_token to xieshi_steward;

create table membership_fact (
  act_id      uuid        not null,
  seq         bigint      not null generated always as identity,
  recorded_at timestamptz not null,
  person_id   int         not null,
  org_id      int         not null,
  valid_from  date        not null,
  ended       boolean     not null default false,
  category    text        not null,
  situation   text,
  constraint membership_fact_pk primary key (seq),
  constraint membership_fact_situation check (situation = any (array['longIll', 'abroad', 'migrantOut', 'migrantIn', 'outOfTouch']))
);
create index membership_fact_act on membership_fact using btree (act_id);
create index membership_fact_person on membership_fact using btree (person_id);
alter table membership_fact enable row level security;
create policy membership_fact_chain on membership_fact for select to xieshi_chain
  using (true);
create policy membership_fact_merged on membership_fact for select to xieshi_scoped
  using (current_setting('xieshi.area', true) = 'own'
    and (person_id = any (nullif(current_setting('xieshi.merged', true), '')::int[])));
create policy membership_fact_own on membership_fact for select to xieshi_scoped
  using (current_setting('xieshi.area', true) = 'own'
    and person_id = nullif(current_setting('xieshi.person', true), '')::int);
create policy membership_fact_wide on membership_fact for select to xieshi_wide
  using (true);
create policy membership_fact_wide_write on membership_fact for insert to xieshi_wide
  with check (current_setting('xieshi.writes_city', true) = 'on');
grant select on membership_fact to xieshi_chain, xieshi_scoped;
grant insert, select on membership_fact to xieshi_wide;

create table membership_span (
  person_id  int  not null,
  org_id     int  not null,
  valid_from date not null,
  valid_to   date not null,
  category   text not null,
  situation  text,
  constraint membership_span_pk primary key (person_id, org_id, valid_from)
);
create index membership_span_org on membership_span using btree (org_id);
alter table membership_span enable row level security;
create policy membership_span_gate on membership_span for select to xieshi_gate
  using (true);
create policy membership_span_scoped on membership_span for select to xieshi_scoped
  using (person_id = nullif(current_setting('xieshi.person', true), '')::int
    or (person_id = any (nullif(current_setting('xieshi.charge', true), '')::int[]))
    or (org_id = any (nullif(current_setting('xieshi.registry', true), '')::int[])));
create policy membership_span_steward on membership_span for select to xieshi_steward
  using (current_setting('xieshi.duty', true) = 'account.manage');
create policy membership_span_wide on membership_span for select to xieshi_wide
  using (true);
create policy membership_span_wide_write on membership_span for all to xieshi_wide
  using (current_setting('xieshi.writes_city', true) = 'on')
  with check (current_setting('xieshi.writes_city', true) = 'on');
grant select (org_id, person_id, valid_from, valid_to) on membership_span to xieshi_gate;
grant select on membership_span to xieshi_scoped, xieshi_steward;
grant delete, insert, select, update on membership_span to xieshi_wide;

create table migration (
  name       text        not null,
  digest     text        not null,
  applied_at timestamptz not null,
  constraint migration_pk primary key (name)
);
alter table migration enable row level security;
create policy migration_steward on migration for select to xieshi_steward
  using (true);
grant select on migration to xieshi_steward;

create table office_layout (
  heads      text        not null,
  layout     text        not null,
  choices    jsonb       not null,
  file_name  text        not null,
  account_id int         not null,
  author     text        not null,
  saved_at   timestamptz not null,
  used_at    timestamptz not null,
  constraint office_layout_pk primary key (heads)
);
alter table office_layout enable row level security;
create policy office_layout_writers on office_layout for all to xieshi_wide
  using (current_setting('xieshi.writes_city', true) = 'on')
  with check (current_setting('xieshi.writes_city', true) = 'on');
grant delete, insert, select, update on office_layout to xieshi_wide;

create table org_charge_fact (
  act_id      uuid        not null,
  seq         bigint      not null generated always as identity,
  recorded_at timestamptz not null,
  leader_id   int         not null,
  org_id      int         not null,
  relation    text        not null,
  valid_from  date        not null,
  ended       boolean     not null default false,
  constraint org_charge_fact_pk primary key (seq),
  constraint org_charge_fact_relation check (relation = any (array['charge', 'contact', 'contactPoint']))
);
create index org_charge_fact_act on org_charge_fact using btree (act_id);
create index org_charge_fact_leader on org_charge_fact using btree (leader_id);
alter table org_charge_fact enable row level security;
create policy org_charge_fact_chain on org_charge_fact for select to xieshi_chain
  using (true);
create policy org_charge_fact_own on org_charge_fact for select to xieshi_scoped
  using (leader_id = nullif(current_setting('xieshi.person', true), '')::int);
create policy org_charge_fact_wide on org_charge_fact for select to xieshi_wide
  using (true);
create policy org_charge_fact_wide_write on org_charge_fact for insert to xieshi_wide
  with check (current_setting('xieshi.writes_city', true) = 'on');
grant select on org_charge_fact to xieshi_chain, xieshi_scoped;
grant insert, select on org_charge_fact to xieshi_wide;

create table org_charge_span (
  leader_id  int  not null,
  org_id     int  not null,
  relation   text not null,
  valid_from date not null,
  valid_to   date not null,
  constraint org_charge_span_pk primary key (leader_id, org_id, relation, valid_from)
);
create index org_charge_span_org on org_charge_span using btree (org_id);
alter table org_charge_span enable row level security;
create policy org_charge_span_scoped on org_charge_span for select to xieshi_scoped
  using (leader_id = nullif(current_setting('xieshi.person', true), '')::int
    or (org_id = any (nullif(current_setting('xieshi.registry', true), '')::int[])));
create policy org_charge_span_wide on org_charge_span for select to xieshi_wide
  using (true);
create policy org_charge_span_wide_write on org_charge_span for all to xieshi_wide
  using (current_setting('xieshi.writes_city', true) = 'on')
  with check (current_setting('xieshi.writes_city', true) = 'on');
grant select on org_charge_span to xieshi_scoped;
grant delete, insert, select, update on org_charge_span to xieshi_wide;

create table org_span (
  org_id           int    not null,
  valid_from       date   not null,
  valid_to         date   not null,
  name             text   not null,
  short_names      text[] not null,
  kind             text   not null,
  sector           text   not null,
  parent_id        int,
  term_expires_on  date,
  second_parent_id int,
  covers           text[] not null default '{}',
  constraint org_span_pk primary key (org_id, valid_from)
);
create index org_span_parent on org_span using btree (parent_id);
create index org_span_second_parent on org_span using btree (second_parent_id) where (second_parent_id is not null);
alter table org_span enable row level security;
create policy org_span_read on org_span for select to xieshi_gate, xieshi_scoped, xieshi_steward
  using (true);
create policy org_span_wide on org_span for select to xieshi_wide
  using (true);
create policy org_span_wide_write on org_span for all to xieshi_wide
  using (current_setting('xieshi.writes_city', true) = 'on')
  with check (current_setting('xieshi.writes_city', true) = 'on');
grant select on org_span to xieshi_gate, xieshi_scoped, xieshi_steward;
grant delete, insert, select, update on org_span to xieshi_wide;

create table organization_fact (
  act_id           uuid        not null,
  seq              bigint      not null generated always as identity,
  recorded_at      timestamptz not null,
  org_id           int         not null,
  valid_from       date        not null,
  ended            boolean     not null default false,
  name             text        not null,
  short_names      text[]      not null,
  kind             text        not null,
  sector           text        not null,
  parent_id        int,
  term_expires_on  date,
  second_parent_id int,
  covers           text[]      not null default '{}',
  constraint organization_fact_pk primary key (seq)
);
create index organization_fact_act on organization_fact using btree (act_id);
create index organization_fact_org on organization_fact using btree (org_id, valid_from);
alter table organization_fact enable row level security;
create policy organization_fact_chain on organization_fact for select to xieshi_chain
  using (true);
create policy organization_fact_wide on organization_fact for select to xieshi_wide
  using (true);
create policy organization_fact_wide_write on organization_fact for insert to xieshi_wide
  with check (current_setting('xieshi.writes_city', true) = 'on');
grant select on organization_fact to xieshi_chain;
grant insert, select on organization_fact to xieshi_wide;

create table participation (
  record_id uuid not null,
  person_id int  not null,
  part      text not null,
  version   int  not null,
  kind      text not null,
  org_id    int  not null,
  held_on   date not null,
  name      text not null,
  reason    text,
  constraint participation_pk primary key (record_id, person_id, part)
);
create index participation_person on participation using btree (person_id, held_on desc);
alter table participation enable row level security;
create policy participation_scoped on participation for select to xieshi_scoped
  using (person_id = nullif(current_setting('xieshi.person', true), '')::int
    or (person_id = any (nullif(current_setting('xieshi.charge', true), '')::int[]))
    or (org_id = any (nullif(current_setting('xieshi.orgs', true), '')::int[])));
create policy participation_scoped_delete on participation for delete to xieshi_scoped
  using (org_id = any (nullif(current_setting('xieshi.writes', true), '')::int[]));
create policy participation_scoped_insert on participation for insert to xieshi_scoped
  with check (org_id = any (nullif(current_setting('xieshi.writes', true), '')::int[]));
create policy participation_wide on participation for select to xieshi_wide
  using (current_setting('xieshi.area', true) is DISTINCT FROM 'registry');
create policy participation_wide_write on participation for all to xieshi_wide
  using (current_setting('xieshi.writes_city', true) = 'on')
  with check (current_setting('xieshi.writes_city', true) = 'on');
grant delete, insert, select, update on participation to xieshi_scoped, xieshi_wide;

create table person_alias (
  person_id int not null,
  into_id   int not null,
  constraint person_alias_pk primary key (person_id),
  constraint person_alias_another check (into_id <> person_id)
);
create index person_alias_into on person_alias using btree (into_id);
alter table person_alias enable row level security;
create policy person_alias_read on person_alias for select to xieshi_gate, xieshi_scoped, xieshi_steward
  using (true);
create policy person_alias_wide on person_alias for select to xieshi_wide
  using (true);
create policy person_alias_wide_write on person_alias for all to xieshi_wide
  using (current_setting('xieshi.writes_city', true) = 'on')
  with check (current_setting('xieshi.writes_city', true) = 'on');
grant select on person_alias to xieshi_gate, xieshi_scoped, xieshi_steward;
grant delete, insert, select, update on person_alias to xieshi_wide;

create table person_fact (
  act_id           uuid        not null,
  seq              bigint      not null generated always as identity,
  recorded_at      timestamptz not null,
  person_id        int         not null,
  valid_from       date        not null,
  ended            boolean     not null default false,
  name             text        not null,
  sex              text,
  joined_on        date,
  joined_precision text,
  born_month       date,
  merged_into      int,
  constraint person_fact_pk primary key (seq),
  constraint person_fact_born_month check (EXTRACT(day FROM born_month) = 1::numeric),
  constraint person_fact_merged check (merged_into is null or ended and merged_into <> person_id),
  constraint person_fact_precision check (joined_precision = any (array['day', 'month'])),
  constraint person_fact_sex check (sex = any (array['male', 'female']))
);
create index person_fact_act on person_fact using btree (act_id);
create index person_fact_merged_into on person_fact using btree (person_id) where (merged_into is not null);
create index person_fact_person on person_fact using btree (person_id, valid_from);
alter table person_fact enable row level security;
create policy person_fact_chain on person_fact for select to xieshi_chain
  using (true);
create policy person_fact_merged on person_fact for select to xieshi_scoped
  using (current_setting('xieshi.area', true) = 'own'
    and (person_id = any (nullif(current_setting('xieshi.merged', true), '')::int[])));
create policy person_fact_own on person_fact for select to xieshi_scoped
  using (current_setting('xieshi.area', true) = 'own'
    and person_id = nullif(current_setting('xieshi.person', true), '')::int);
create policy person_fact_wide on person_fact for select to xieshi_wide
  using (true);
create policy person_fact_wide_write on person_fact for insert to xieshi_wide
  with check (current_setting('xieshi.writes_city', true) = 'on');
grant select on person_fact to xieshi_chain, xieshi_scoped;
grant insert, select on person_fact to xieshi_wide;

create table person_span (
  person_id        int     not null,
  valid_from       date    not null,
  valid_to         date    not null,
  name             text    not null,
  sex              text,
  joined_on        date,
  joined_precision text,
  org_ids          int[]   not null,
  leading_cadre    boolean not null,
  born_month       date,
  constraint person_span_pk primary key (person_id, valid_from)
);
create index person_span_orgs on person_span using gin (org_ids);
alter table person_span enable row level security;
create policy person_span_scoped on person_span for select to xieshi_scoped
  using (leading_cadre
    or person_id = nullif(current_setting('xieshi.person', true), '')::int
    or org_ids && nullif(current_setting('xieshi.registry', true), '')::int[]);
create policy person_span_steward on person_span for select to xieshi_steward
  using (current_setting('xieshi.duty', true) = any (array['account.manage', 'audit.read']));
create policy person_span_wide on person_span for select to xieshi_wide
  using (true);
create policy person_span_wide_write on person_span for all to xieshi_wide
  using (current_setting('xieshi.writes_city', true) = 'on')
  with check (current_setting('xieshi.writes_city', true) = 'on');
grant select on person_span to xieshi_scoped, xieshi_steward;
grant delete, insert, select, update on person_span to xieshi_wide;

create table post_fact (
  act_id      uuid        not null,
  seq         bigint      not null generated always as identity,
  recorded_at timestamptz not null,
  person_id   int         not null,
  org_id      int         not null,
  post        text        not null,
  valid_from  date        not null,
  ended       boolean     not null default false,
  title       text        not null,
  rank        text,
  constraint post_fact_pk primary key (seq)
);
create index post_fact_act on post_fact using btree (act_id);
create index post_fact_person on post_fact using btree (person_id);
alter table post_fact enable row level security;
create policy post_fact_chain on post_fact for select to xieshi_chain
  using (true);
create policy post_fact_merged on post_fact for select to xieshi_scoped
  using (current_setting('xieshi.area', true) = 'own'
    and (person_id = any (nullif(current_setting('xieshi.merged', true), '')::int[])));
create policy post_fact_own on post_fact for select to xieshi_scoped
  using (current_setting('xieshi.area', true) = 'own'
    and person_id = nullif(current_setting('xieshi.person', true), '')::int);
create policy post_fact_wide on post_fact for select to xieshi_wide
  using (true);
create policy post_fact_wide_write on post_fact for insert to xieshi_wide
  with check (current_setting('xieshi.writes_city', true) = 'on');
grant select on post_fact to xieshi_chain, xieshi_scoped;
grant insert, select on post_fact to xieshi_wide;

create table post_span (
  person_id  int  not null,
  org_id     int  not null,
  post       text not null,
  valid_from date not null,
  valid_to   date not null,
  title      text not null,
  rank       text,
  constraint post_span_pk primary key (person_id, org_id, post, valid_from)
);
create index post_span_org on post_span using btree (org_id);
alter table post_span enable row level security;
create policy post_span_gate on post_span for select to xieshi_gate
  using (true);
create policy post_span_scoped on post_span for select to xieshi_scoped
  using (rank is not null
    or person_id = nullif(current_setting('xieshi.person', true), '')::int
    or (org_id = any (nullif(current_setting('xieshi.registry', true), '')::int[])));
create policy post_span_steward on post_span for select to xieshi_steward
  using (current_setting('xieshi.duty', true) = 'account.manage');
create policy post_span_wide on post_span for select to xieshi_wide
  using (true);
create policy post_span_wide_write on post_span for all to xieshi_wide
  using (current_setting('xieshi.writes_city', true) = 'on')
  with check (current_setting('xieshi.writes_city', true) = 'on');
grant select (org_id, person_id, post, valid_from, valid_to) on post_span to xieshi_gate;
grant select on post_span to xieshi_scoped, xieshi_steward;
grant delete, insert, select, update on post_span to xieshi_wide;

create table record (
  id          uuid        not null,
  version     int         not null,
  seq         bigint      not null generated always as identity,
  kind        text        not null,
  org_id      int         not null,
  owner_id    int,
  about_id    uuid,
  held_on     date        not null,
  starts_at   time,
  ends_at     time,
  place       text        not null default '',
  due         int,
  present     int,
  people      int[]       not null default '{}',
  body        jsonb       not null default '{}',
  withdrawn   boolean     not null default false,
  reason      text,
  act_id      uuid        not null,
  account_id  int         not null,
  author      text        not null,
  stands_for  int,
  recorded_at timestamptz not null,
  belongs_to  int         generated always as (COALESCE((- owner_id), org_id)) stored,
  follows     int         generated always as (
CASE
    WHEN (version > 1) THEN 1
    ELSE null::int
END) stored,
  constraint record_pk primary key (id, version),
  constraint record_belongs unique (id, version, belongs_to),
  constraint record_same_owner foreign key (id, follows, belongs_to) references record(id, version, belongs_to),
  constraint record_heads check (due is null or present is null or present <= due),
  constraint record_reason check (version = 1 or reason is not null),
  constraint record_version_positive check (version > 0)
);
create index record_about on record using btree (about_id) where (about_id is not null);
create index record_act on record using btree (act_id);
create index record_correction on record using btree (kind, recorded_at) where (kind = any (array['correctionRequest', 'correctionAct']));
create index record_org on record using btree (org_id, held_on);
create index record_owner on record using btree (owner_id, held_on) where (owner_id is not null);
alter table record enable row level security;
create policy record_chain on record for select to xieshi_chain
  using (true);
create policy record_correction_answer on record for select to xieshi_scoped
  using ((kind = any (array['correctionRequest', 'correctionAct']))
    and (org_id = any (nullif(current_setting('xieshi.writes', true), '')::int[])));
create policy record_correction_answer_write on record for insert to xieshi_scoped
  with check (kind = 'correctionAct'
    and account_id = nullif(current_setting('xieshi.account', true), '')::int
    and (org_id = any (nullif(current_setting('xieshi.writes', true), '')::int[])));
create policy record_correction_kept on record as restrictive for select to xieshi_scoped
  using ((kind <> ALL (array['correctionRequest', 'correctionAct']))
    or owner_id = nullif(current_setting('xieshi.person', true), '')::int
    or (org_id = any (nullif(current_setting('xieshi.writes', true), '')::int[])));
create policy record_correction_kept_wide on record as restrictive for select to xieshi_wide
  using ((kind <> ALL (array['correctionRequest', 'correctionAct']))
    or owner_id = nullif(current_setting('xieshi.person', true), '')::int
    or current_setting('xieshi.writes_city', true) = 'on');
create policy record_merged on record for select to xieshi_scoped
  using (owner_id is null
    and people && nullif(current_setting('xieshi.merged', true), '')::int[]);
create policy record_scoped on record for select to xieshi_scoped
  using (owner_id = nullif(current_setting('xieshi.person', true), '')::int
    or (owner_id = any (nullif(current_setting('xieshi.charge', true), '')::int[]))
    or owner_id is null
    and ((org_id = any (nullif(current_setting('xieshi.orgs', true), '')::int[]))
    or (nullif(current_setting('xieshi.person', true), '')::int = any (people))
    or people && nullif(current_setting('xieshi.charge', true), '')::int[]));
create policy record_scoped_write on record for insert to xieshi_scoped
  with check (account_id = nullif(current_setting('xieshi.account', true), '')::int
    and (owner_id is null
    and (org_id = any (nullif(current_setting('xieshi.writes', true), '')::int[])) and
CASE
    WHEN org_id = any (nullif(current_setting('xieshi.delegated', true), '')::int[]) THEN stands_for = any (nullif(current_setting('xieshi.stands_for', true), '')::int[])
    ELSE stands_for is null
END
    or owner_id = nullif(current_setting('xieshi.person', true), '')::int
    or (owner_id = any (nullif(current_setting('xieshi.charge', true), '')::int[]))));
create policy record_wide on record for select to xieshi_wide
  using (current_setting('xieshi.area', true) is DISTINCT FROM 'registry');
create policy record_wide_write on record for insert to xieshi_wide
  with check (account_id = nullif(current_setting('xieshi.account', true), '')::int
    and (current_setting('xieshi.writes_city', true) = 'on'
    or owner_id = nullif(current_setting('xieshi.person', true), '')::int
    or (owner_id = any (nullif(current_setting('xieshi.charge', true), '')::int[]))));
grant select on record to xieshi_chain;
grant insert, select on record to xieshi_scoped, xieshi_wide;

create table record_confidential (
  record_id uuid  not null,
  version   int   not null,
  people    int[] not null,
  body      jsonb not null,
  org_id    int   not null,
  constraint record_confidential_pk primary key (record_id, version)
);
alter table record_confidential enable row level security;
create policy record_confidential_chain on record_confidential for select to xieshi_chain
  using (true);
create policy record_confidential_merged on record_confidential for select to xieshi_scoped, xieshi_wide
  using (people && nullif(current_setting('xieshi.merged', true), '')::int[]);
create policy record_confidential_read on record_confidential for select to xieshi_scoped, xieshi_wide
  using (nullif(current_setting('xieshi.person', true), '')::int = any (people));
create policy record_confidential_scoped_write on record_confidential for insert to xieshi_scoped
  with check ((org_id = any (nullif(current_setting('xieshi.writes', true), '')::int[])) and
CASE
    WHEN org_id = any (nullif(current_setting('xieshi.delegated', true), '')::int[]) THEN nullif(current_setting('xieshi.person', true), '')::int = any (people)
    ELSE true
END);
create policy record_confidential_wide_write on record_confidential for insert to xieshi_wide
  with check (current_setting('xieshi.writes_city', true) = 'on');
grant select on record_confidential to xieshi_chain;
grant insert, select on record_confidential to xieshi_scoped, xieshi_wide;

create table record_person (
  record_id uuid  not null,
  version   int   not null,
  person_id int   not null,
  part      text  not null,
  name      text  not null,
  reason    text,
  org_id    int   not null,
  seen_by   int[],
  constraint record_person_pk primary key (record_id, version, person_id, part)
);
create index record_person_person on record_person using btree (person_id);
alter table record_person enable row level security;
create policy record_person_chain on record_person for select to xieshi_chain
  using (true);
create policy record_person_merged on record_person for select to xieshi_scoped
  using ((person_id = any (nullif(current_setting('xieshi.merged', true), '')::int[]))
    or seen_by && nullif(current_setting('xieshi.merged', true), '')::int[]);
create policy record_person_scoped on record_person for select to xieshi_scoped
  using (person_id = nullif(current_setting('xieshi.person', true), '')::int
    or (person_id = any (nullif(current_setting('xieshi.charge', true), '')::int[]))
    or (org_id = any (nullif(current_setting('xieshi.orgs', true), '')::int[]))
    or (nullif(current_setting('xieshi.person', true), '')::int = any (seen_by)));
create policy record_person_scoped_write on record_person for insert to xieshi_scoped
  with check (org_id = any (nullif(current_setting('xieshi.writes', true), '')::int[]));
create policy record_person_wide on record_person for select to xieshi_wide
  using (current_setting('xieshi.area', true) is DISTINCT FROM 'registry');
create policy record_person_wide_write on record_person for insert to xieshi_wide
  with check (current_setting('xieshi.writes_city', true) = 'on');
grant select on record_person to xieshi_chain;
grant insert, select on record_person to xieshi_scoped, xieshi_wide;

create table recovery_code (
  account_id int         not null,
  digest     bytea       not null,
  used_at    timestamptz,
  constraint recovery_code_pk primary key (account_id, digest),
  constraint recovery_code_account foreign key (account_id) references account(id)
);
alter table recovery_code enable row level security;
create policy recovery_code_gate on recovery_code for all to xieshi_gate
  using (true)
  with check (true);
create policy recovery_code_steward on recovery_code for all to xieshi_steward
  using (current_setting('xieshi.duty', true) = 'factor.reset')
  with check (current_setting('xieshi.duty', true) = 'factor.reset');
grant insert, select, update on recovery_code to xieshi_gate;
grant select, update on recovery_code to xieshi_steward;

create table registry_act (
  act_id          uuid        not null,
  recorded_at     timestamptz not null,
  kind            text        not null,
  effective_on    date        not null,
  org_ids         int[]       not null,
  people          int[]       not null,
  basis           text        not null,
  document_number text        not null,
  note            text        not null,
  constraint registry_act_pk primary key (act_id)
);
create index registry_act_effective on registry_act using btree (effective_on);
create index registry_act_orgs on registry_act using gin (org_ids);
create index registry_act_pairs on registry_act using btree (kind) where (kind = any (array['person.merge', 'person.distinct']));
create index registry_act_people on registry_act using gin (people);
alter table registry_act enable row level security;
create policy registry_act_chain on registry_act for select to xieshi_chain
  using (true);
create policy registry_act_own on registry_act for select to xieshi_scoped
  using (people @> array[nullif(current_setting('xieshi.person', true), '')::int]
    or org_ids && nullif(current_setting('xieshi.registry', true), '')::int[]);
create policy registry_act_wide on registry_act for select to xieshi_wide
  using (true);
create policy registry_act_wide_write on registry_act for insert to xieshi_wide
  with check (current_setting('xieshi.writes_city', true) = 'on');
grant select on registry_act to xieshi_chain, xieshi_scoped;
grant insert, select on registry_act to xieshi_wide;

create table rights_change (
  seq bigint      not null generated always as identity,
  at  timestamptz not null,
  constraint rights_change_pk primary key (seq)
);
alter table rights_change enable row level security;
create policy rights_change_gate on rights_change for select to xieshi_gate
  using (true);
create policy rights_change_write on rights_change for insert to xieshi_gate, xieshi_scoped, xieshi_steward, xieshi_wide
  with check (true);
grant insert, select on rights_change to xieshi_gate;
grant insert on rights_change to xieshi_scoped, xieshi_steward, xieshi_wide;

create table search_entry (
  subject       text    not null,
  subject_id    int     not null,
  name          text    not null,
  haystack      text    not null,
  detail        text    not null,
  org_ids       int[]   not null,
  leading_cadre boolean not null,
  constraint search_entry_pk primary key (subject, subject_id),
  constraint search_entry_subject check (subject = any (array['person', 'organization']))
);
create index search_entry_cadres on search_entry using btree (subject_id) where leading_cadre;
create index search_entry_organizations on search_entry using btree (subject_id) where (subject = 'organization');
create index search_entry_orgs on search_entry using gin (org_ids);
alter table search_entry enable row level security;
create policy search_entry_scoped on search_entry for select to xieshi_scoped
  using (leading_cadre
    or subject = 'organization'
    or org_ids && nullif(current_setting('xieshi.registry', true), '')::int[]);
create policy search_entry_wide on search_entry for select to xieshi_wide
  using (true);
create policy search_entry_wide_write on search_entry for all to xieshi_wide
  using (current_setting('xieshi.writes_city', true) = 'on')
  with check (current_setting('xieshi.writes_city', true) = 'on');
grant select on search_entry to xieshi_scoped;
grant delete, insert, select, update on search_entry to xieshi_wide;

create table security_setting (
  id         int         not null generated always as identity,
  account_id int         not null,
  set_at     timestamptz not null,
  body       jsonb       not null,
  constraint security_setting_pk primary key (id)
);
alter table security_setting enable row level security;
create policy security_setting_gate on security_setting for select to xieshi_gate
  using (true);
create policy security_setting_steward on security_setting for all to xieshi_steward
  using (current_setting('xieshi.duty', true) = 'security.settings')
  with check (current_setting('xieshi.duty', true) = 'security.settings');
grant select on security_setting to xieshi_gate;
grant insert, select on security_setting to xieshi_steward;

create table session (
  id           uuid        not null,
  account_id   int         not null,
  token_hash   bytea       not null,
  device       text        not null,
  started_at   timestamptz not null,
  last_used_at timestamptz not null,
  ended_at     timestamptz,
  stage        text        not null default 'full',
  tries        int         not null default 0,
  address      text        not null default '',
  constraint session_pk primary key (id),
  constraint session_token_once unique (token_hash),
  constraint session_account foreign key (account_id) references account(id),
  constraint session_stage check (stage = any (array['password', 'enroll', 'full']))
);
create index session_account_open on session using btree (account_id) where (ended_at is null);
alter table session enable row level security;
create policy session_delete_kept on session as restrictive for delete to xieshi_steward
  using (current_setting('xieshi.duty', true) = 'retention');
create policy session_gate on session for all to xieshi_gate
  using (true)
  with check (true);
create policy session_own on session for select to xieshi_scoped
  using (current_setting('xieshi.area', true) = 'own'
    and account_id = nullif(current_setting('xieshi.account', true), '')::int);
create policy session_retention on session for select to xieshi_steward
  using (current_setting('xieshi.duty', true) = 'retention');
create policy session_retention_delete on session for delete to xieshi_steward
  using (current_setting('xieshi.duty', true) = 'retention');
create policy session_steward on session for all to xieshi_steward
  using (current_setting('xieshi.duty', true) = 'account.manage')
  with check (current_setting('xieshi.duty', true) = 'account.manage');
create policy session_steward_factor on session for all to xieshi_steward
  using (current_setting('xieshi.duty', true) = 'factor.reset')
  with check (current_setting('xieshi.duty', true) = 'factor.reset');
grant insert, select, update on session to xieshi_gate;
grant select (account_id, address, device, ended_at, id, last_used_at, started_at) on session to xieshi_scoped;
grant delete, select, update, select (ended_at, id, last_used_at, started_at) on session to xieshi_steward;

create table sign_in_throttle (
  bucket   bytea       not null,
  failures int         not null,
  last_at  timestamptz not null,
  open_at  timestamptz not null,
  constraint sign_in_throttle_pk primary key (bucket)
);
create index sign_in_throttle_last on sign_in_throttle using btree (last_at);
alter table sign_in_throttle enable row level security;
create policy sign_in_throttle_gate on sign_in_throttle for all to xieshi_gate
  using (true)
  with check (true);
create policy sign_in_throttle_retention on sign_in_throttle for all to xieshi_steward
  using (current_setting('xieshi.duty', true) = 'retention')
  with check (false);
grant delete, insert, select, update on sign_in_throttle to xieshi_gate;
grant delete, select (bucket, last_at) on sign_in_throttle to xieshi_steward;
