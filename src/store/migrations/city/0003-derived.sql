-- Derived from the sources; `xieshi rebuild` makes the same again to the digit.

create table org_span (
  org_id          int    not null,
  valid_from      date   not null,
  valid_to        date   not null,
  name            text   not null,
  short_names     text[] not null,
  kind            text   not null,
  sector          text   not null,
  parent_id       int,
  term_expires_on date,
  constraint org_span_pk primary key (org_id, valid_from)
);
create index org_span_parent on org_span (parent_id);

create table membership_span (
  person_id  int  not null,
  org_id     int  not null,
  valid_from date not null,
  valid_to   date not null,
  category   text not null,
  constraint membership_span_pk primary key (person_id, org_id, valid_from)
);
create index membership_span_org on membership_span (org_id);

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
create index post_span_org on post_span (org_id);

create table charge_span (
  leader_id  int  not null,
  person_id  int  not null,
  valid_from date not null,
  valid_to   date not null,
  constraint charge_span_pk primary key (leader_id, person_id, valid_from)
);
create index charge_span_person on charge_span (person_id);

create table person_span (
  person_id        int     not null,
  valid_from       date    not null,
  valid_to         date    not null,
  name             text    not null,
  sex              text,
  joined_on        date,
  joined_precision text,
  -- Organizations in which he has been a member or held a post at any time: who may see the row.
  org_ids          int[]   not null,
  -- Holds or held a leading post: name and posts are then known throughout the city.
  leading_cadre    boolean not null,
  constraint person_span_pk primary key (person_id, valid_from)
);
create index person_span_orgs on person_span using gin (org_ids);

create table activity (
  record_id   uuid        not null constraint activity_pk primary key,
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
  recorded_at timestamptz not null
);
create index activity_org on activity (org_id, held_on desc);
create index activity_held on activity (held_on desc);
create index activity_people on activity using gin (people);

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
create index participation_person on participation (person_id, held_on desc);

create table ledger (
  ledger_id    uuid        not null constraint ledger_pk primary key,
  person_id    int         not null,
  org_id       int         not null,
  period       date        not null,
  state        text        not null,
  version      int         not null,
  submitted_at timestamptz not null,
  decided_at   timestamptz,
  decided_by   text,
  -- Of the latest version: how many entries, entries with a signal, items neither written nor said to be nothing.
  entries      int         not null,
  signals      int         not null,
  unwritten    int         not null,
  -- How often the month was returned.
  returns      int         not null,
  constraint ledger_once unique (person_id, period)
);
create index ledger_period on ledger (period, state);

create table search_entry (
  subject    text   not null constraint search_entry_subject check (subject in ('person', 'organization')),
  subject_id int    not null,
  name       text   not null,
  -- All that a query may match: names, short names, full pinyin, initials; space before each.
  haystack   text   not null,
  -- Shown beside the name: unit or superior organization.
  detail     text   not null,
  org_ids    int[]  not null,
  leading_cadre    boolean not null,
  constraint search_entry_pk primary key (subject, subject_id)
);
