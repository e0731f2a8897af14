-- Signing in in two steps, slowing down guesses, what the security administrator sets, and the way back when the phone is lost.

-- password: the second factor is still asked for; enroll: one must be set up first; full: signed in.
alter table session add column stage text not null default 'full'
  constraint session_stage check (stage in ('password', 'enroll', 'full'));
alter table session add column tries int not null default 0;
alter table session add column address text not null default '';
alter table account add column password_at timestamptz;
grant update (password_at) on account to xieshi_gate;

-- Nothing is removed: a lost factor is a row without its secret, a former recovery code a used one.
create table account_factor (
  account_id   int         not null constraint account_factor_pk primary key
                           constraint account_factor_account references account (id),
  -- Sealed with the key of the deployment. The next one is being set up and not confirmed yet.
  secret       bytea,
  next_secret  bytea,
  last_step    bigint      not null default 0,
  -- Two administrators took the former one away: without a new one nobody gets in.
  must_enroll  boolean     not null default false,
  confirmed_at timestamptz
);

create table recovery_code (
  account_id int         not null constraint recovery_code_account references account (id),
  digest     bytea       not null,
  used_at    timestamptz,
  constraint recovery_code_pk primary key (account_id, digest)
);

create table factor_reset (
  id             uuid        not null constraint factor_reset_pk primary key,
  account_id     int         not null constraint factor_reset_account references account (id),
  reason         text        not null,
  asked_by       int         not null,
  asked_role     text        not null,
  asked_at       timestamptz not null,
  confirmed_by   int,
  confirmed_role text,
  confirmed_at   timestamptz,
  canceled_by    int,
  canceled_at    timestamptz,
  constraint factor_reset_not_own check (asked_by <> account_id and confirmed_by is distinct from account_id),
  constraint factor_reset_takes_two check (confirmed_by is distinct from asked_by and confirmed_role is distinct from asked_role)
);
create index factor_reset_asked on factor_reset (asked_at);

-- Buckets are keyed digests: the table tells neither names nor addresses.
create table sign_in_throttle (
  bucket   bytea       not null constraint sign_in_throttle_pk primary key,
  failures int         not null,
  last_at  timestamptz not null,
  open_at  timestamptz not null
);
create index sign_in_throttle_last on sign_in_throttle (last_at);

-- The newest row holds.
create table security_setting (
  id         int         generated always as identity constraint security_setting_pk primary key,
  account_id int         not null,
  set_at     timestamptz not null,
  body       jsonb       not null
);

alter table account_factor   enable row level security;
alter table recovery_code    enable row level security;
alter table factor_reset     enable row level security;
alter table sign_in_throttle enable row level security;
alter table security_setting enable row level security;

grant select, insert, update on account_factor, recovery_code to xieshi_gate;
grant select, update on account_factor, recovery_code to xieshi_steward;
grant select, insert, update on factor_reset to xieshi_steward;
grant select, insert, update, delete on sign_in_throttle to xieshi_gate;
grant select on security_setting to xieshi_gate;
grant select, insert on security_setting to xieshi_steward;

create policy account_factor_gate on account_factor to xieshi_gate using (true) with check (true);
create policy account_factor_steward on account_factor to xieshi_steward
  using (current_setting('xieshi.duty', true) = 'factor.reset') with check (current_setting('xieshi.duty', true) = 'factor.reset');
create policy recovery_code_gate on recovery_code to xieshi_gate using (true) with check (true);
create policy recovery_code_steward on recovery_code to xieshi_steward
  using (current_setting('xieshi.duty', true) = 'factor.reset') with check (current_setting('xieshi.duty', true) = 'factor.reset');
create policy factor_reset_steward on factor_reset to xieshi_steward
  using (current_setting('xieshi.duty', true) = 'factor.reset') with check (current_setting('xieshi.duty', true) = 'factor.reset');
create policy sign_in_throttle_gate on sign_in_throttle to xieshi_gate using (true) with check (true);
create policy security_setting_gate on security_setting for select to xieshi_gate using (true);
create policy security_setting_steward on security_setting to xieshi_steward
  using (current_setting('xieshi.duty', true) = 'security.settings')
  with check (current_setting('xieshi.duty', true) = 'security.settings');

-- Whose factor is to be reset is found by name; his sessions end with it.
create policy account_steward_factor on account for select to xieshi_steward
  using (current_setting('xieshi.duty', true) = 'factor.reset');
create policy session_steward_factor on session to xieshi_steward
  using (current_setting('xieshi.duty', true) = 'factor.reset') with check (current_setting('xieshi.duty', true) = 'factor.reset');
