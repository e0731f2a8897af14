-- Accounts of machines, which a token stands for, and the binding of a person's account to a sign-in elsewhere.

alter table account
  add column kind text not null default 'person' constraint account_kind_known check (kind in ('person', 'machine')),
  -- What the provider of single sign-on calls the account, from the first time that it was matched.
  add column oidc_subject text constraint account_oidc_once unique,
  alter column password_hash drop not null,
  add constraint account_password_of_person check ((kind = 'machine') = (password_hash is null)),
  add constraint account_machine_alone check (kind = 'person' or (person_id is null and oidc_subject is null));
-- Two machines at work are told apart by their names; one that was ended gives its name free.
create unique index account_machine_name on account (name) where kind = 'machine' and not disabled;

create table machine_token (
  id         uuid        not null constraint machine_token_pk primary key,
  account_id int         not null constraint machine_token_account references account (id)
                         constraint machine_token_account_once unique,
  token_hash bytea       not null constraint machine_token_hash_once unique,
  made_by    text        not null,
  made_at    timestamptz not null,
  -- The last day on which it opens anything.
  ends_on    date        not null,
  ended_at   timestamptz
);
alter table machine_token enable row level security;

grant update (oidc_subject) on account to xieshi_gate;
grant select on machine_token to xieshi_gate;
grant select, insert, update on machine_token to xieshi_steward;

create policy machine_token_gate on machine_token for select to xieshi_gate using (true);
create policy machine_token_steward on machine_token to xieshi_steward
  using (current_setting('xieshi.duty', true) = 'token.manage')
  with check (current_setting('xieshi.duty', true) = 'token.manage');

-- Who gives tokens sees and makes accounts of machines alone, and gives them roles of no administrator that end by themselves.
create policy account_tokens on account for select to xieshi_steward
  using (current_setting('xieshi.duty', true) = 'token.manage' and kind = 'machine');
create policy account_tokens_insert on account for insert to xieshi_steward
  with check (current_setting('xieshi.duty', true) = 'token.manage' and kind = 'machine');
create policy account_tokens_update on account for update to xieshi_steward
  using (current_setting('xieshi.duty', true) = 'token.manage' and kind = 'machine');
create policy account_role_tokens on account_role for select to xieshi_steward
  using (current_setting('xieshi.duty', true) = 'token.manage' and valid_to < 'infinity');
create policy account_role_tokens_insert on account_role for insert to xieshi_steward
  with check (current_setting('xieshi.duty', true) = 'token.manage' and valid_to < 'infinity'
    and role not in ('systemAdmin', 'securityAdmin', 'auditAdmin'));
