-- An administrator's account takes two: what the security administrator did with it waits for an administrator of another kind.

-- What waits: the account itself, an administrator's role given to it, a password reset while it had no second factor. Until it is
-- confirmed nobody gets in.
alter table account add column awaits text
  constraint account_awaits check (awaits in ('account', 'role', 'password'));

-- Requests of both kinds stand in one table: a lost phone ('factor'), or what an account waits for, with the role it would have.
alter table factor_reset
  add column kind text not null default 'factor'
    constraint factor_reset_kind check (kind in ('factor', 'account', 'role', 'password')),
  add column role text,
  add constraint factor_reset_role check ((kind = 'factor') = (role is null));

-- Whoever manages accounts asks and takes back, and never confirms.
create policy factor_reset_administrators on factor_reset to xieshi_steward
  using (current_setting('xieshi.duty', true) = 'account.manage' and kind <> 'factor')
  with check (current_setting('xieshi.duty', true) = 'account.manage' and kind <> 'factor' and confirmed_by is null);
-- A new password opens nothing where a second factor stands: that there is one must be seen.
create policy account_factor_stands on account_factor for select to xieshi_steward
  using (current_setting('xieshi.duty', true) = 'account.manage' and secret is not null);
-- Confirming lets a waiting account work, and touches no other.
create policy account_steward_confirm on account for update to xieshi_steward
  using (current_setting('xieshi.duty', true) = 'factor.reset' and awaits is not null)
  with check (current_setting('xieshi.duty', true) = 'factor.reset' and awaits is null);
