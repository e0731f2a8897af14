-- What was said about an office's workbooks is kept for the next one of the same layout, and words that offices use are kept.

-- One row a layout: a head row that was met, by the digest of its normalized heads, with what was said about it.
create table office_layout (
  heads       text        not null,
  layout      text        not null,
  -- Layout, depth and place of the head, columns and answers: never a cell of the sheet.
  choices     jsonb       not null,
  file_name   text        not null,
  account_id  int         not null,
  author      text        not null,
  saved_at    timestamptz not null,
  used_at     timestamptz not null,
  constraint office_layout_pk primary key (heads)
);

-- `written` in an office's workbooks stands for an organization, or one of the twelve items, by its name.
create table import_word (
  list       text        not null,
  written    text        not null,
  means      text        not null,
  account_id int         not null,
  author     text        not null,
  saved_at   timestamptz not null,
  constraint import_word_pk primary key (list, written),
  constraint import_word_list check (list in ('unit', 'item'))
);

-- By whom the choices of a file in the tray were first made, when they were remembered.
alter table import_tray add column remembered text;

alter table office_layout enable row level security;
alter table import_word   enable row level security;

-- Whoever imports for the whole city; nobody else meets them.
create policy office_layout_writers on office_layout to xieshi_wide
  using (current_setting('xieshi.writes_city', true) = 'on')
  with check (current_setting('xieshi.writes_city', true) = 'on');
create policy import_word_writers on import_word to xieshi_wide
  using (current_setting('xieshi.writes_city', true) = 'on')
  with check (current_setting('xieshi.writes_city', true) = 'on');
grant select, insert, update, delete on office_layout, import_word to xieshi_wide;

-- An import whose people have accounts by now is in use: that they have one must be seen, and nothing else of it.
create policy account_rests on account for select to xieshi_wide
  using (current_setting('xieshi.writes_city', true) = 'on' and person_id is not null);
grant select (created_at, id, person_id) on account to xieshi_wide;
