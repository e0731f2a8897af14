import { expect, test } from 'vitest';
import { confirmFault, type ResetRequest, resetState } from './factor-reset.logic.ts';
import {
  DEFAULT_SECURITY,
  mustHaveFactor,
  passwordLapsed,
  sessionOver,
  settingChanges,
  stageAfterPassword,
} from './security.logic.ts';

test('administrators must always have a second factor, others as the city says', () => {
  expect(mustHaveFactor(['auditAdmin'], 'nobody')).toBe(true);
  expect(mustHaveFactor(['mainLeader', 'member'], 'checkers')).toBe(false);
  expect(mustHaveFactor(['member', 'leaderInCharge'], 'checkers')).toBe(true);
  expect(mustHaveFactor(['organizationDept'], 'checkers')).toBe(true);
  expect(mustHaveFactor(['organizationDept'], 'nobody')).toBe(false);
  expect(mustHaveFactor([], 'everybody')).toBe(true);
});

test('a password alone brings in whoever has no factor and needs none', () => {
  expect(stageAfterPassword(true, false)).toBe('password');
  expect(stageAfterPassword(false, true)).toBe('enroll');
  expect(stageAfterPassword(false, false)).toBe('full');
});

test('a password lapses after the days that the city set, and never by default', () => {
  const set = new Date('2017-03-01T00:00:00Z');
  expect(passwordLapsed(set, new Date('2027-01-01T00:00:00Z'), DEFAULT_SECURITY)).toBe(false);
  const quarter = { ...DEFAULT_SECURITY, renewalDays: 90 };
  expect(passwordLapsed(set, new Date('2017-05-29T23:59:59Z'), quarter)).toBe(false);
  expect(passwordLapsed(set, new Date('2017-05-30T00:00:00Z'), quarter)).toBe(true);
});

test('a session is over when it was not used, or is old', () => {
  const startedAt = new Date('2017-06-28T01:00:00Z');
  const limits = { idleMinutes: 60, absoluteHours: 8 };
  const over = (used: string, now: string): boolean =>
    sessionOver({ startedAt, lastUsedAt: new Date(`2017-06-28T${used}Z`) }, new Date(`2017-06-28T${now}Z`), limits);
  expect(over('02:00:00', '02:59:59')).toBe(false);
  expect(over('02:00:00', '03:00:00')).toBe(true);
  expect(over('08:59:00', '09:00:00')).toBe(true);
});

test('changed settings are told with their old and their new value', () => {
  const after = { ...DEFAULT_SECURITY, leastLength: 12, renewalDays: 90, factorPolicy: 'everybody' as const };
  expect(settingChanges(DEFAULT_SECURITY, after)).toEqual([
    '密码最短位数：10→12',
    '密码更换期限（天）：不设→90',
    '谁必须用动态口令：只有三员→每个人',
  ]);
});

test('a request about a lost phone is confirmed by another person of another kind, within a day', () => {
  const askedAt = new Date('2017-06-28T01:00:00Z');
  const request: ResetRequest = {
    accountId: 9,
    askedBy: 2,
    askedRole: 'securityAdmin',
    askedAt,
    confirmedAt: null,
    canceledAt: null,
  };
  const now = new Date('2017-06-28T02:00:00Z');
  expect(confirmFault(request, { accountId: 3, role: 'auditAdmin' }, now)).toBeUndefined();
  expect(confirmFault(request, { accountId: 2, role: 'securityAdmin' }, now)).toBe('same-person');
  expect(confirmFault(request, { accountId: 4, role: 'securityAdmin' }, now)).toBe('same-kind');
  expect(confirmFault(request, { accountId: 9, role: 'systemAdmin' }, now)).toBe('own-account');
  const late = new Date('2017-06-29T01:00:00Z');
  expect(confirmFault(request, { accountId: 3, role: 'auditAdmin' }, late)).toBe('closed');
  expect(resetState(request, late)).toBe('lapsed');
  expect(resetState({ ...request, canceledAt: now }, now)).toBe('canceled');
  expect(resetState({ ...request, confirmedAt: now }, now)).toBe('done');
});
