-- The three append-only sources of one city. No row here is ever updated or deleted; no role of the service may.

create table act (
  id          uuid        not null constraint act_pk primary key,
  seq         bigint      generated always as identity,
  kind        text        not null,
  account_id  int         not null,
  author      text        not null,
  stands_for  int,
  summary     text        not null,
  detail      jsonb       not null default '{}',
  recorded_at timestamptz not null
);
create index act_recorded on act (recorded_at desc);

-- Acts that were taken back. Readable by all, since every derivation needs it and it tells nothing of what was in them.
create table act_taken_back (
  act_id      uuid        not null constraint act_taken_back_pk primary key,
  by_act_id   uuid        not null,
  recorded_at timestamptz not null
);

-- Registry: assertions "from valid_from on it is so" (src/registry/organizations/facts.logic.ts).
create table organization_fact (
  act_id          uuid        not null,
  seq             bigint      generated always as identity constraint organization_fact_pk primary key,
  recorded_at     timestamptz not null,
  org_id          int         not null,
  valid_from      date        not null,
  ended           boolean     not null default false,
  name            text        not null,
  short_names     text[]      not null,
  kind            text        not null,
  sector          text        not null,
  parent_id       int,
  term_expires_on date
);
create index organization_fact_org on organization_fact (org_id, valid_from);
create index organization_fact_act on organization_fact (act_id);

create table person_fact (
  act_id           uuid        not null,
  seq              bigint      generated always as identity constraint person_fact_pk primary key,
  recorded_at      timestamptz not null,
  person_id        int         not null,
  valid_from       date        not null,
  -- Never heard of again from that day on: merged into another.
  ended            boolean     not null default false,
  name             text        not null,
  sex              text        constraint person_fact_sex check (sex in ('male', 'female')),
  joined_on        date,
  joined_precision text        constraint person_fact_precision check (joined_precision in ('day', 'month'))
);
create index person_fact_person on person_fact (person_id, valid_from);
create index person_fact_act on person_fact (act_id);

create table membership_fact (
  act_id      uuid        not null,
  seq         bigint      generated always as identity constraint membership_fact_pk primary key,
  recorded_at timestamptz not null,
  person_id   int         not null,
  org_id      int         not null,
  valid_from  date        not null,
  ended       boolean     not null default false,
  category    text        not null
);
create index membership_fact_person on membership_fact (person_id);
create index membership_fact_act on membership_fact (act_id);

create table post_fact (
  act_id      uuid        not null,
  seq         bigint      generated always as identity constraint post_fact_pk primary key,
  recorded_at timestamptz not null,
  person_id   int         not null,
  org_id      int         not null,
  post        text        not null,
  valid_from  date        not null,
  ended       boolean     not null default false,
  title       text        not null,
  rank        text
);
create index post_fact_person on post_fact (person_id);
create index post_fact_act on post_fact (act_id);

create table charge_fact (
  act_id      uuid        not null,
  seq         bigint      generated always as identity constraint charge_fact_pk primary key,
  recorded_at timestamptz not null,
  leader_id   int         not null,
  person_id   int         not null,
  valid_from  date        not null,
  ended       boolean     not null default false
);
create index charge_fact_person on charge_fact (person_id);
create index charge_fact_act on charge_fact (act_id);

-- Records: what happened, and the acts on it. Corrections and withdrawals are further versions.
create table record (
  id          uuid        not null,
  version     int         not null constraint record_version_positive check (version > 0),
  seq         bigint      generated always as identity,
  kind        text        not null,
  org_id      int         not null,
  -- Whose file it is, for what belongs to one person (his ledger, acts on it); null for what an organization holds.
  owner_id    int,
  -- The record that this one is an act on.
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
  constraint record_pk primary key (id, version),
  constraint record_heads check (due is null or present is null or present <= due),
  constraint record_reason check (version = 1 or reason is not null)
);
create index record_org on record (org_id, held_on);
create index record_owner on record (owner_id, held_on) where owner_id is not null;
create index record_about on record (about_id) where about_id is not null;
create index record_act on record (act_id);

create table record_person (
  record_id uuid not null,
  version   int  not null,
  person_id int  not null,
  part      text not null,
  -- The name as it was when it was recorded, so that a record reads the same later and to every reader of it.
  name      text not null,
  reason    text,
  org_id    int  not null,
  constraint record_person_pk primary key (record_id, version, person_id, part)
);

-- What only those in a record may read: the content of talks.
create table record_confidential (
  record_id uuid  not null,
  version   int   not null,
  people    int[] not null,
  body      jsonb not null,
  constraint record_confidential_pk primary key (record_id, version)
);

-- Who did and who read what; written in the act's own transaction.
create table audit_line (
  id             uuid        not null constraint audit_line_pk primary key,
  seq            bigint      generated always as identity,
  at             timestamptz not null,
  account_id     int,
  actor          text        not null,
  ability        text        not null,
  route          text        not null,
  subject_kind   text,
  subject_id     text,
  subject_person int,
  act_id         uuid,
  outcome        text        not null constraint audit_line_outcome check (outcome in ('done', 'read', 'refused'))
);
create index audit_line_at on audit_line (at desc, seq desc);
create index audit_line_person on audit_line (subject_person, at desc) where subject_person is not null;
