-- Rights that rest on a post or a membership and end with it (docs/decisions/0009-rights-follow-posts.md), and 代录: somebody
-- types for another who stands for it.

alter table account_role
  add column rests_on     text not null default 'nothing'
    constraint account_role_rests_on check (rests_on in ('nothing', 'post', 'membership')),
  add column rests_org_id int,
  add column rests_post   text,
  add constraint account_role_rests check ((rests_on = 'nothing') = (rests_org_id is null) and (rests_on = 'post') = (rests_post is not null)),
  -- A delegate is made by whom he types for.
  add constraint account_role_given check (role <> 'delegate');
update account_role set rests_on = 'membership', rests_org_id = org_id where role = 'member' and org_id is not null;

-- Who signs in is known by his posts of the day. Titles, ranks and categories are nobody's business at the gate.
grant select (person_id, org_id, post, valid_from, valid_to) on post_span to xieshi_gate;
grant select (person_id, org_id, valid_from, valid_to) on membership_span to xieshi_gate;
create policy post_span_gate on post_span for select to xieshi_gate using (true);
create policy membership_span_gate on membership_span for select to xieshi_gate using (true);
grant select on post_span, membership_span to xieshi_steward;
create policy post_span_steward on post_span for select to xieshi_steward
  using (current_setting('xieshi.duty', true) = 'account.manage');
create policy membership_span_steward on membership_span for select to xieshi_steward
  using (current_setting('xieshi.duty', true) = 'account.manage');

-- One row whenever rights may have changed: other processes count them and read their actors anew. Rows rather than a counter,
-- so that no act waits for another; counted rather than the last one looked at, since they are not committed in their order.
create table rights_change (
  seq bigint      generated always as identity constraint rights_change_pk primary key,
  at  timestamptz not null
);
alter table rights_change enable row level security;
grant select on rights_change to xieshi_gate;
grant insert on rights_change to xieshi_gate, xieshi_scoped, xieshi_wide, xieshi_steward;
create policy rights_change_gate on rights_change for select to xieshi_gate using (true);
create policy rights_change_write on rights_change for insert to xieshi_gate, xieshi_scoped, xieshi_wide, xieshi_steward with check (true);

create table delegation (
  id            uuid        not null constraint delegation_pk primary key,
  account_id    int         not null constraint delegation_account references account (id),
  -- Who stands for what is typed.
  person_id     int         not null,
  name          text        not null,
  to_account_id int         not null constraint delegation_to_account references account (id),
  to_name       text        not null,
  org_id        int         not null,
  valid_from    date        not null,
  valid_to      date        not null,
  reason        text        not null,
  given_at      timestamptz not null,
  ended_at      timestamptz,
  constraint delegation_year check (valid_from < valid_to and valid_to <= valid_from + 366),
  constraint delegation_to_another check (account_id <> to_account_id)
);
create index delegation_to on delegation (to_account_id) where ended_at is null;
create index delegation_of on delegation (person_id);
alter table delegation enable row level security;
grant select on delegation to xieshi_gate, xieshi_scoped;
grant insert, update (ended_at) on delegation to xieshi_scoped;
create policy delegation_gate on delegation for select to xieshi_gate using (true);
create policy delegation_own on delegation for select to xieshi_scoped
  using (person_id = nullif(current_setting('xieshi.person', true), '')::int
    or to_account_id = nullif(current_setting('xieshi.account', true), '')::int);
create policy delegation_give on delegation for insert to xieshi_scoped
  with check (current_setting('xieshi.area', true) = 'delegation'
    and person_id = nullif(current_setting('xieshi.person', true), '')::int
    and account_id = nullif(current_setting('xieshi.account', true), '')::int
    and org_id = any (nullif(current_setting('xieshi.writes', true), '')::int[]));
create policy delegation_end on delegation for update to xieshi_scoped
  using (current_setting('xieshi.area', true) = 'delegation'
    and person_id = nullif(current_setting('xieshi.person', true), '')::int);

-- Accounts of people whom the transaction has found in the registry (xieshi.found): whether they can type at all.
grant select (id, person_id, name, disabled, kind) on account to xieshi_scoped;
create policy account_found on account for select to xieshi_scoped
  using (person_id = any (nullif(current_setting('xieshi.found', true), '')::int[]));

-- For whom somebody types alone by delegation (xieshi.delegated: those organizations), there he names who stands for it
-- (xieshi.stands_for), and writes of what was said only where he was in it himself. Who types in his own right names nobody.
drop policy record_scoped_write on record;
create policy record_scoped_write on record for insert to xieshi_scoped with check (
  account_id = nullif(current_setting('xieshi.account', true), '')::int
  and ((owner_id is null
      and org_id = any (nullif(current_setting('xieshi.writes', true), '')::int[])
      and case when org_id = any (nullif(current_setting('xieshi.delegated', true), '')::int[])
        then stands_for = any (nullif(current_setting('xieshi.stands_for', true), '')::int[])
        else stands_for is null end)
    or owner_id = nullif(current_setting('xieshi.person', true), '')::int
    or owner_id = any (nullif(current_setting('xieshi.charge', true), '')::int[])));
drop policy record_confidential_scoped_write on record_confidential;
create policy record_confidential_scoped_write on record_confidential for insert to xieshi_scoped with check (
  org_id = any (nullif(current_setting('xieshi.writes', true), '')::int[])
  and case when org_id = any (nullif(current_setting('xieshi.delegated', true), '')::int[])
    then nullif(current_setting('xieshi.person', true), '')::int = any (people)
    else true end);

-- Lists tell who stands for what another typed.
alter table activity add column stands_for int;
update activity a set stands_for = r.stands_for from record r where r.id = a.record_id and r.version = a.version;

-- A further version belongs to whom the first one did: its person where it has one, else its organization. The first is checked
-- against nothing, so that only corrections pay for it.
alter table record
  add column belongs_to int generated always as (coalesce(-owner_id, org_id)) stored,
  add column follows    int generated always as (case when version > 1 then 1 end) stored,
  add constraint record_belongs unique (id, version, belongs_to),
  add constraint record_same_owner foreign key (id, follows, belongs_to) references record (id, version, belongs_to);
