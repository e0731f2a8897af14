-- Working state: accounts, sessions, drafts, workbooks on the way in. Not a source; may change.

create table account (
  id            int         generated always as identity constraint account_pk primary key,
  username      text        not null constraint account_username_once unique,
  name          text        not null,
  person_id     int         constraint account_person_once unique,
  password_hash text        not null,
  must_change   boolean     not null default true,
  disabled      boolean     not null default false,
  created_at    timestamptz not null
);

create table account_role (
  account_id int  not null constraint account_role_account references account (id),
  role       text not null,
  org_id     int,
  valid_from date not null,
  valid_to   date not null default 'infinity'
);
create index account_role_account on account_role (account_id);

create table session (
  id           uuid        not null constraint session_pk primary key,
  account_id   int         not null constraint session_account references account (id),
  token_hash   bytea       not null constraint session_token_once unique,
  device       text        not null,
  started_at   timestamptz not null,
  last_used_at timestamptz not null,
  ended_at     timestamptz
);
create index session_account_open on session (account_id) where ended_at is null;

create table draft (
  subject_id uuid        not null constraint draft_pk primary key,
  kind       text        not null,
  owner_id   int         not null,
  rev        int         not null,
  body       jsonb       not null,
  device     text        not null,
  saved_at   timestamptz not null
);

-- A save that met a newer draft: kept beside it until its writer has chosen.
create table draft_fork (
  subject_id uuid        not null,
  device     text        not null,
  owner_id   int         not null,
  base_rev   int         not null,
  body       jsonb       not null,
  saved_at   timestamptz not null,
  constraint draft_fork_pk primary key (subject_id, device)
);

create table import_tray (
  id         uuid        not null constraint import_tray_pk primary key,
  account_id int         not null,
  name       text        not null,
  bytes      bytea       not null,
  choices    jsonb       not null default '{}',
  saved_at   timestamptz not null
);
create index import_tray_account on import_tray (account_id, saved_at);
