-- The registry in depth: a second line of management, what a joint branch covers, month of birth, a member's situation, leaders in
-- charge of organizations and of items, and what each act on the registry rests on.

alter table organization_fact add column second_parent_id int;
alter table organization_fact add column covers text[] not null default '{}';
alter table org_span add column second_parent_id int;
alter table org_span add column covers text[] not null default '{}';
create index org_span_second_parent on org_span (second_parent_id) where second_parent_id is not null;

-- The first day of the month of birth: a day is more than anybody needs.
alter table person_fact add column born_month date
  constraint person_fact_born_month check (extract(day from born_month) = 1);
-- With `ended`: who this entry turned out to be.
alter table person_fact add column merged_into int;
alter table person_fact add constraint person_fact_merged check (merged_into is null or ended and merged_into <> person_id);
alter table person_span add column born_month date;

alter table membership_fact add column situation text
  constraint membership_fact_situation check (situation in ('longIll', 'abroad', 'migrantOut', 'migrantIn', 'outOfTouch'));
alter table membership_span add column situation text;

-- A leader's charge 分管 of an organization, his contact 联系 with it, or that it is his contact point 联系点.
create table org_charge_fact (
  act_id      uuid        not null,
  seq         bigint      generated always as identity constraint org_charge_fact_pk primary key,
  recorded_at timestamptz not null,
  leader_id   int         not null,
  org_id      int         not null,
  relation    text        not null constraint org_charge_fact_relation check (relation in ('charge', 'contact', 'contactPoint')),
  valid_from  date        not null,
  ended       boolean     not null default false
);
create index org_charge_fact_leader on org_charge_fact (leader_id);
create index org_charge_fact_act on org_charge_fact (act_id);

-- Which of the twelve items a leader is in charge of in an organization.
create table item_charge_fact (
  act_id      uuid        not null,
  seq         bigint      generated always as identity constraint item_charge_fact_pk primary key,
  recorded_at timestamptz not null,
  leader_id   int         not null,
  org_id      int         not null,
  item_id     text        not null,
  valid_from  date        not null,
  ended       boolean     not null default false
);
create index item_charge_fact_leader on item_charge_fact (leader_id);
create index item_charge_fact_act on item_charge_fact (act_id);

create table org_charge_span (
  leader_id  int  not null,
  org_id     int  not null,
  relation   text not null,
  valid_from date not null,
  valid_to   date not null,
  constraint org_charge_span_pk primary key (leader_id, org_id, relation, valid_from)
);
create index org_charge_span_org on org_charge_span (org_id);

create table item_charge_span (
  leader_id  int  not null,
  org_id     int  not null,
  item_id    text not null,
  valid_from date not null,
  valid_to   date not null,
  constraint item_charge_span_pk primary key (leader_id, org_id, item_id, valid_from)
);
create index item_charge_span_org on item_charge_span (org_id);

-- What an act on the registry is and rests on: counted by kind and by the day on which it takes effect.
create table registry_act (
  act_id          uuid        not null constraint registry_act_pk primary key,
  recorded_at     timestamptz not null,
  kind            text        not null,
  effective_on    date        not null,
  -- The organizations and people concerned; the first is the one that it is mainly about.
  org_ids         int[]       not null,
  people          int[]       not null,
  basis           text        not null,
  document_number text        not null,
  note            text        not null
);
create index registry_act_effective on registry_act (effective_on);
create index registry_act_orgs on registry_act using gin (org_ids);
create index registry_act_people on registry_act using gin (people);

alter table org_charge_fact  enable row level security;
alter table item_charge_fact enable row level security;
alter table org_charge_span  enable row level security;
alter table item_charge_span enable row level security;
alter table registry_act     enable row level security;

grant select, insert on org_charge_fact, item_charge_fact, registry_act to xieshi_wide;
grant select on org_charge_fact, item_charge_fact, registry_act, org_charge_span, item_charge_span to xieshi_scoped;
grant select, insert, update, delete on org_charge_span, item_charge_span to xieshi_wide;
grant select on org_charge_fact, item_charge_fact, registry_act to xieshi_chain;

create policy org_charge_fact_wide on org_charge_fact for select to xieshi_wide using (true);
create policy item_charge_fact_wide on item_charge_fact for select to xieshi_wide using (true);
create policy registry_act_wide on registry_act for select to xieshi_wide using (true);
create policy org_charge_fact_wide_write on org_charge_fact for insert to xieshi_wide
  with check (current_setting('xieshi.writes_city', true) = 'on');
create policy item_charge_fact_wide_write on item_charge_fact for insert to xieshi_wide
  with check (current_setting('xieshi.writes_city', true) = 'on');
create policy registry_act_wide_write on registry_act for insert to xieshi_wide
  with check (current_setting('xieshi.writes_city', true) = 'on');
create policy org_charge_fact_chain on org_charge_fact for select to xieshi_chain using (true);
create policy item_charge_fact_chain on item_charge_fact for select to xieshi_chain using (true);
create policy registry_act_chain on registry_act for select to xieshi_chain using (true);
-- What is held on oneself.
create policy org_charge_fact_own on org_charge_fact for select to xieshi_scoped
  using (leader_id = nullif(current_setting('xieshi.person', true), '')::int);
create policy item_charge_fact_own on item_charge_fact for select to xieshi_scoped
  using (leader_id = nullif(current_setting('xieshi.person', true), '')::int);
create policy registry_act_own on registry_act for select to xieshi_scoped
  using (people @> array[nullif(current_setting('xieshi.person', true), '')::int]
    or org_ids && nullif(current_setting('xieshi.registry', true), '')::int[]);

-- The leader himself, and those of the organization.
create policy org_charge_span_wide on org_charge_span for select to xieshi_wide using (true);
create policy item_charge_span_wide on item_charge_span for select to xieshi_wide using (true);
create policy org_charge_span_wide_write on org_charge_span to xieshi_wide
  using (current_setting('xieshi.writes_city', true) = 'on') with check (current_setting('xieshi.writes_city', true) = 'on');
create policy item_charge_span_wide_write on item_charge_span to xieshi_wide
  using (current_setting('xieshi.writes_city', true) = 'on') with check (current_setting('xieshi.writes_city', true) = 'on');
create policy org_charge_span_scoped on org_charge_span for select to xieshi_scoped using (
  leader_id = nullif(current_setting('xieshi.person', true), '')::int
  or org_id = any (nullif(current_setting('xieshi.registry', true), '')::int[]));
create policy item_charge_span_scoped on item_charge_span for select to xieshi_scoped using (
  leader_id = nullif(current_setting('xieshi.person', true), '')::int
  or org_id = any (nullif(current_setting('xieshi.registry', true), '')::int[]));
