/** One sample of input for each route of the service, for the access matrix. A new route needs a line here. */
import { randomUUID } from 'node:crypto';
import { type ArrangedCity, HALVES, newCorrection, newRecord, type Side } from './access-city.ts';
import { PASSWORD } from './harness.ts';

/** What an ability must reach: the facts of the subject that reaches are compared with. */
export interface Subject {
  org?: number;
  /** People in it. */
  people?: readonly number[];
  /** Whose file it is. */
  owner?: number;
  /** It is the reader's own, so that he must be a person. */
  own?: true;
}

export interface Sample {
  path: string;
  body?: unknown;
  /** Left out: the route concerns oneself or answers only what one may see. */
  subject?: Subject;
  /** Codes of refusals that have nothing to do with who asks. */
  refusals?: readonly string[];
}

type Given = ArrangedCity & { side: Side };

const orgOf = ({ side }: Given): Subject => ({ org: HALVES[side].branch });
const personOf = ({ side }: Given): Subject & { id: number } => {
  const { member, branch } = HALVES[side];
  return { id: member, org: branch, people: [member], owner: undefined };
};
const recordOf = ({ side }: Given): Subject => {
  const { branch, secretary, cadre, member } = HALVES[side];
  return { org: branch, people: [secretary, cadre, member] };
};
const ledgerOf = ({ side }: Given): Subject => ({ owner: HALVES[side].cadre });

/** Months that both cadres hand in, each for the routes that change it. */
export const MONTHS = { accepted: '2017-02', many: '2017-03', returned: '2017-04', read: '2017-05' } as const;
const OWN = { open: '2017-06', submitted: '2017-01', withdrawn: MONTHS.many };

const renaming = () => ({
  act: 'rename',
  effectiveOn: '2017-03-01',
  basis: '市委组织部批复',
  orgId: HALVES.north.branch,
  name: '甲县机关第一党支部',
});

const branch = ({ side }: Given): number => HALVES[side].branch;
const readLedger = (given: Given): string => given.ledgers[given.side][MONTHS.read]!;
const draft = { entries: [], removed: [], nothing: [] };

/** Asks about something that does not stand on one's page: whoever may ask is told that. */
const asking = (): Sample => ({
  path: '/me/corrections',
  body: { id: randomUUID(), of: 'registry', key: 'name/1900-01-01', wrong: '写错了', shouldBe: '应改正' },
  refusals: ['not-found'],
});

async function withdrawing(given: Given): Promise<Sample> {
  const id = await newRecord(given.city, given.side);
  return { path: `/records/${id}/withdraw`, body: { version: 2, reason: '记错了日期' }, subject: recordOf(given) };
}

function appending(given: Given): Sample {
  const { branch: orgId, secretary, member, content } = HALVES[given.side];
  const people = [
    { personId: secretary, part: 'presider' },
    { personId: secretary, part: 'attendee' },
    { personId: member, part: 'attendee' },
  ];
  const body = { topic: `${content}主题` };
  return {
    path: '/records',
    body: {
      id: randomUUID(),
      kind: 'generalMeeting',
      orgId,
      heldOn: '2017-06-20',
      place: '会议室',
      due: 2,
      present: 2,
      people,
      body,
    },
    subject: { org: orgId },
  };
}

const one =
  (path: string, more: Omit<Sample, 'path'> = {}) =>
  (): Sample => ({ path, ...more });
const month = (path: string, body?: unknown, refusals?: readonly string[]) => one(path, { body, refusals });

const movedCharge = {
  changes: [{ of: 'person', do: 'end', leaderId: HALVES.north.leader, personId: HALVES.north.cadre }],
  on: '2017-07-01',
};
let contacts = 0;
/** Each from another day, since the same one may not be said twice. */
const contactPoint = () => {
  contacts += 1;
  const { leader: leaderId, branch: orgId } = HALVES.north;
  const change = { of: 'org', do: contacts % 2 === 1 ? 'begin' : 'end', leaderId, orgId, relation: 'contactPoint' };
  return { changes: [change], on: `2017-07-${String(contacts).padStart(2, '0')}` };
};

/** By route id. */
export const SAMPLES: Readonly<Record<string, (given: Given) => Sample | Promise<Sample>>> = {
  'identity.door': one('/door'),
  'identity.setUp': one('/set-up', {
    body: {
      code: 'other',
      name: '另一个市',
      administrators: { systemAdmin: PASSWORD, securityAdmin: PASSWORD, auditAdmin: PASSWORD },
      organizationDept: { username: 'department', password: PASSWORD },
    },
    refusals: ['already-set-up'],
  }),
  'identity.signIn': one('/sign-in', { body: { city: 'access', username: 'hands-in-north', password: PASSWORD } }),
  'identity.signOut': one('/sign-out'),
  'identity.me': one('/me'),
  'identity.changePassword': one('/me/password', { body: { current: PASSWORD, next: 'three-unlike-words' } }),
  'identity.sessions': one('/me/sessions'),
  'identity.endSession': () => ({ path: `/me/sessions/${randomUUID()}` }),
  'identity.endOtherSessions': one('/me/sessions/end-others'),
  'identity.secondFactor': one('/sign-in/second-factor', {
    body: { code: 'not-a-code' },
    refusals: ['second-factor-done'],
  }),
  'factor.read': one('/me/factor'),
  'factor.begin': one('/me/factor/begin'),
  'factor.confirm': one('/me/factor', {
    body: { code: '000000', former: 'not-a-code' },
    refusals: ['code-wrong'],
  }),
  'factor.renewCodes': one('/me/factor/recovery-codes', { body: { code: 'not-a-code' }, refusals: ['code-wrong'] }),
  'factor.off': one('/me/factor/off', {
    body: { code: 'not-a-code' },
    refusals: ['code-wrong', 'factor-required'],
  }),

  'identity.beginElsewhere': one('/sign-in/elsewhere', { body: { city: 'access' }, refusals: ['no-provider'] }),
  'identity.signInElsewhere': one('/sign-in/elsewhere/back', { body: { answer: '' }, refusals: ['no-provider'] }),
  'account.unbind': () => ({ path: '/accounts/999999/single-sign-on/undo', refusals: ['not-found'] }),
  'account.template': one('/accounts/workbook-template'),
  'account.checkWorkbook': one('/accounts/workbook/check', { refusals: ['not-a-workbook'] }),
  'account.createByWorkbook': one('/accounts/workbook', { refusals: ['not-a-workbook'] }),

  'token.list': one('/tokens'),
  'token.make': () => ({
    path: '/tokens',
    body: { name: `接口${randomUUID().slice(0, 8)}`, role: 'mainLeader', orgId: null, endsOn: '2017-12-31' },
  }),
  'token.end': () => ({ path: `/tokens/${randomUUID()}/end`, refusals: ['not-found'] }),

  'organization.tree': one('/organizations'),
  'organization.open': (given) => ({ path: `/organizations/${branch(given)}` }),
  'organization.workbook': one('/organizations/workbook'),
  'organization.compare': one('/organizations/compare?from=2017-01-01&to=2017-06-01'),
  'organization.compareNumbers': one('/organizations/compare/numbers?from=2017-01-01&to=2017-06-01'),
  'organization.compareRows': one('/organizations/compare/rows?on=2017-06-01&of=organizations'),
  'organization.compareWorkbook': one('/organizations/compare/workbook?from=2017-01-01&to=2017-06-01'),
  'organization.people': (given) => ({ path: `/organizations/${branch(given)}/people`, subject: orgOf(given) }),
  'organization.membersWorkbook': (given) => ({
    path: `/organizations/${branch(given)}/members-workbook`,
    subject: orgOf(given),
  }),
  'person.actPreview': (given) => ({
    path: `/people/acts/preview?act=${encodeURIComponent(JSON.stringify({ act: 'becomeFull', personId: personOf(given).id, on: '2017-06-01' }))}`,
    subject: personOf(given),
  }),
  'person.act': (given) => ({
    path: '/people/acts',
    body: { actId: randomUUID(), act: { act: 'becomeFull', personId: personOf(given).id, on: '2017-06-01' } },
    subject: personOf(given),
    refusals: ['already-full'],
  }),
  'person.actTakeBack': () => ({
    path: `/people/acts/${randomUUID()}/take-back`,
    body: { actId: randomUUID() },
    refusals: ['not-found'],
  }),
  'person.open': (given) => ({ path: `/people/${personOf(given).id}`, subject: personOf(given) }),
  'person.own': one('/me/person', { subject: { own: true } }),
  'person.duplicates': one('/people/duplicates'),
  'person.mergePreview': ({ side }) => ({
    path: `/people/duplicates/merge?keep=${HALVES[side].member}&gone=${HALVES[side].worker}`,
  }),
  'person.merge': () => ({
    path: '/people/merges',
    body: { actId: randomUUID(), keepId: 999998, goneId: 999999 },
    refusals: ['not-found'],
  }),
  'person.distinct': () => ({
    path: '/people/distinct',
    body: { actId: randomUUID(), oneId: 999998, otherId: 999999 },
    refusals: ['not-found'],
  }),
  'person.pairTakeBack': () => ({
    path: `/people/pairs/${randomUUID()}/take-back`,
    body: { actId: randomUUID() },
    refusals: ['not-found'],
  }),
  'person.ledgers': (given) => ({ path: `/people/${personOf(given).id}/ledgers`, subject: personOf(given) }),
  'person.rosterWorkbook': one('/people/roster-workbook'),
  'search.find': ({ side }) => ({ path: `/search?q=${encodeURIComponent(HALVES[side].word)}` }),
  'responsibility.open': one('/responsibility'),
  'keyPlan.own': one('/key-work'),
  'keyPlan.save': one('/key-work/2017', {
    body: { actId: randomUUID(), base: 0, items: [] },
    refusals: ['newer-version', 'no-person'],
  }),
  'keyPlan.say': one('/key-work/2017/progress', {
    body: { actId: randomUUID(), itemKey: 'none', on: '2017-06-01', percent: 50 },
    refusals: ['not-found', 'no-person'],
  }),
  'keyPlan.unsay': one(`/key-work/progress/${randomUUID()}/take-back`, {
    body: { actId: randomUUID() },
    refusals: ['not-found', 'no-person'],
  }),
  'keyPlan.ownWorkbook': one('/key-work/workbook'),
  'keyPlan.read': (given) => ({ path: `/people/${HALVES[given.side].cadre}/key-work`, subject: ledgerOf(given) }),
  'keyPlan.workbook': (given) => ({
    path: `/people/${HALVES[given.side].cadre}/key-work/workbook`,
    subject: ledgerOf(given),
  }),
  'keyPlan.city': one('/key-work/city'),
  'keyPlan.cityWorkbook': one('/key-work/city/workbook'),
  'responsibility.workbook': one('/responsibility/workbook'),
  'responsibility.acts': one('/responsibility/acts'),
  'responsibility.actPreview': one(
    `/responsibility/acts/preview?act=${encodeURIComponent(JSON.stringify(movedCharge))}`,
  ),
  'responsibility.act': () => ({ path: '/responsibility/acts', body: { actId: randomUUID(), act: contactPoint() } }),
  'responsibility.actTakeBack': () => ({
    path: `/responsibility/acts/${randomUUID()}/take-back`,
    body: { actId: randomUUID() },
    refusals: ['not-found'],
  }),

  'record.kinds': one('/record-kinds'),
  'record.formContext': (given) => ({
    path: `/organizations/${branch(given)}/record-context?kind=themePartyDay`,
    subject: orgOf(given),
  }),
  'record.append': appending,
  'record.withdraw': withdrawing,
  'record.open': (given) => ({ path: `/records/${given.records[given.side]}`, subject: recordOf(given) }),
  'record.list': (given) => ({ path: `/records?orgId=${branch(given)}` }),
  'record.listWorkbook': (given) => ({ path: `/records/workbook?orgId=${branch(given)}` }),
  'branch.month': (given) => ({ path: `/branches/${branch(given)}/months/2017-06`, subject: orgOf(given) }),
  'branch.mine': one('/branches'),

  'delegation.mine': one('/delegations'),
  'delegation.findPerson': (given) => ({
    path: `/delegations/people?orgId=${branch(given)}`,
    subject: orgOf(given),
  }),
  'delegation.give': (given) => ({
    path: '/delegations',
    body: {
      id: randomUUID(),
      personId: HALVES[given.side].member,
      orgId: branch(given),
      from: '2017-06-28',
      until: '2017-07-31',
      reason: '外出学习',
    },
    subject: orgOf(given),
    refusals: ['no-account'],
  }),
  'delegation.end': () => ({ path: `/delegations/${randomUUID()}/end`, refusals: ['not-found'] }),

  'participation.own': one('/participation', { subject: { own: true } }),
  'participation.ownRows': one('/participation/rows', { subject: { own: true } }),
  'participation.ownWorkbook': one('/participation/workbook', { subject: { own: true } }),
  'participation.ofPerson': (given) => ({
    path: `/people/${personOf(given).id}/participation`,
    subject: personOf(given),
  }),
  'participation.rows': (given) => ({
    path: `/people/${personOf(given).id}/participation/rows`,
    subject: personOf(given),
  }),
  'participation.workbook': (given) => ({
    path: `/people/${personOf(given).id}/participation/workbook`,
    subject: personOf(given),
  }),

  'personalData.page': one('/me/data', { subject: { own: true } }),
  'personalData.export': one('/me/data/export', { subject: { own: true } }),
  'personalData.workbook': one('/me/data/workbook', { subject: { own: true } }),
  'retention.read': one('/retention'),
  'correction.own': one('/me/corrections', { subject: { own: true } }),
  'correction.news': one('/me/corrections/news'),
  'correction.ask': asking,
  'correction.withdraw': () => ({
    path: `/me/corrections/${randomUUID()}/withdraw`,
    body: { actId: randomUUID() },
    refusals: ['not-found'],
  }),
  'correction.list': one('/corrections'),
  'correction.open': async (given) => ({
    path: `/corrections/${await newCorrection(given.city, given.side, given.records[given.side])}`,
    subject: orgOf(given),
  }),
  'correction.answer': async (given) => ({
    path: `/corrections/${await newCorrection(given.city, given.side, given.records[given.side])}/answer`,
    body: { actId: randomUUID(), do: 'decline', reason: '核对过，没有错' },
    subject: orgOf(given),
  }),

  'city.home': one('/city'),
  'city.rows': one('/city/rows?figure=members'),

  'ledger.months': one('/ledgers'),
  'ledger.open': month(`/ledgers/${OWN.open}`),
  'ledger.saveDraft': month(`/ledgers/${OWN.open}/draft`, { baseRev: 0, device: 'desk', body: draft }),
  'ledger.resolveDraft': month(`/ledgers/${OWN.open}/draft/resolve`, {
    baseRev: 1,
    device: 'desk',
    fork: 'phone',
    body: draft,
  }),
  'ledger.submit': () => ({
    path: `/ledgers/${OWN.submitted}/submit`,
    body: { actId: randomUUID(), baseRev: 0 },
    refusals: ['items-unwritten'],
  }),
  'ledger.withdraw': () => ({ path: `/ledgers/${OWN.withdrawn}/withdraw`, body: { actId: randomUUID() } }),
  'ledger.version': month(`/ledgers/${MONTHS.read}/versions/1`),
  'ledger.workbook': month(`/ledgers/${MONTHS.read}/workbook`),
  'ledger.read': (given) => ({ path: `/ledgers/of/${readLedger(given)}`, subject: ledgerOf(given) }),

  'check.queue': one('/checks'),
  'check.open': (given) => ({ path: `/checks/${readLedger(given)}`, subject: ledgerOf(given) }),
  'check.version': (given) => ({ path: `/checks/${readLedger(given)}/versions/1`, subject: ledgerOf(given) }),
  'check.comment': (given) => ({
    path: `/checks/${readLedger(given)}/comments`,
    body: { actId: randomUUID(), version: 1, entryKey: 'h1', text: '请补充结果' },
    subject: ledgerOf(given),
  }),
  'check.accept': (given) => ({
    path: `/checks/${given.ledgers[given.side][MONTHS.accepted]}/accept`,
    body: { actId: randomUUID(), version: 1 },
    subject: ledgerOf(given),
  }),
  'check.return': (given) => ({
    path: `/checks/${given.ledgers[given.side][MONTHS.returned]}/return`,
    body: { actId: randomUUID(), version: 1, reason: '请补充结果' },
    subject: ledgerOf(given),
  }),
  'check.acceptMany': (given) => ({
    path: '/checks/accept-many',
    body: { acts: [{ ledgerId: given.ledgers[given.side][MONTHS.read], actId: randomUUID(), version: 9 }] },
  }),

  'adjustment.preview': () => ({
    path: `/adjustments/preview?input=${encodeURIComponent(JSON.stringify(renaming()))}`,
  }),
  'adjustment.placing': (given) => ({
    path: `/adjustments/placing?orgId=${branch(given)}&on=2017-03-01`,
  }),
  // No preview was seen: whoever may is told that.
  'adjustment.do': () => ({
    path: '/adjustments',
    body: { actId: randomUUID(), input: renaming(), seal: '' },
    refusals: ['preview-changed'],
  }),
  'adjustment.takeBack': () => ({
    path: `/adjustments/${randomUUID()}/take-back`,
    body: { actId: randomUUID() },
    refusals: ['not-found'],
  }),
  'adjustment.correct': () => ({
    path: `/adjustments/${randomUUID()}/correct`,
    body: { actId: randomUUID(), backId: randomUUID(), input: renaming(), seal: '' },
    refusals: ['not-found'],
  }),
  'adjustment.list': one('/adjustments'),
  'adjustment.open': () => ({ path: `/adjustments/${randomUUID()}`, refusals: ['not-found'] }),

  'import.upload': one('/import/tray'),
  'import.tray': one('/import/tray'),
  'import.template': one('/import/templates/members'),
  // Nothing lies in the tray and nothing was imported: whoever may is told that, whoever may not is not.
  'import.choose': () => ({ path: `/import/tray/${randomUUID()}/choices`, body: {}, refusals: ['not-found'] }),
  'import.discard': () => ({ path: `/import/tray/${randomUUID()}`, refusals: ['not-found'] }),
  'import.commit': () => ({
    path: '/import/commit',
    body: { actId: randomUUID(), files: [randomUUID()], mode: 'all', seen: { accepted: 0, rejected: 0 } },
    refusals: ['not-found'],
  }),
  'import.past': one('/import/past'),
  'import.pastOne': () => ({ path: `/import/past/${randomUUID()}`, refusals: ['not-found'] }),
  'import.progress': one('/import/progress'),
  'import.stop': one('/import/stop'),
  'import.marked': () => ({ path: `/import/tray/${randomUUID()}/marked`, refusals: ['not-found'] }),
  'import.replace': () => ({
    path: `/import/tray/${randomUUID()}/replace`,
    body: { old: randomUUID() },
    refusals: ['not-found'],
  }),
  'import.words': one('/import/words'),
  'import.putWord': () => ({
    path: '/import/words',
    body: { list: 'item', written: '抓党建', means: '没有的事项' },
    refusals: ['item-unknown'],
  }),
  'import.removeWord': one('/import/words/remove', { body: { list: 'unit', written: '没有的叫法' } }),
  'import.forgetLayout': () => ({ path: `/import/layouts/${'0'.repeat(64)}`, refusals: ['not-found'] }),
  'import.takeBack': () => ({
    path: `/import/past/${randomUUID()}/take-back`,
    body: { actId: randomUUID() },
    refusals: ['not-found'],
  }),

  'ability.kinds': one('/abilities/kinds'),
  'account.list': one('/accounts'),
  'account.listWorkbook': one('/accounts/list-workbook'),
  'account.findPerson': one(`/accounts/people?q=${encodeURIComponent('林')}`),
  'account.findOrganization': one(`/accounts/organizations?q=${encodeURIComponent('甲')}`),
  'account.posts': ({ side }) => ({
    path: `/accounts/people/${HALVES[side].secretary}/posts?orgId=${HALVES[side].branch}`,
  }),
  'account.create': () => ({
    path: '/accounts',
    body: {
      username: `new.${randomUUID().slice(0, 8)}`,
      name: '新账号',
      personId: null,
      roles: [{ role: 'inspector', orgId: null }],
    },
  }),
  'account.resetPassword': ({ spare }) => ({ path: `/accounts/${spare}/password` }),
  'account.setDisabled': ({ spare }) => ({ path: `/accounts/${spare}/disabled`, body: { disabled: false } }),
  'account.giveRole': ({ spare }) => ({ path: `/accounts/${spare}/roles`, body: { role: 'scorer', orgId: null } }),
  'account.endRole': ({ spare }) => ({ path: `/accounts/${spare}/roles/end`, body: { role: 'scorer', orgId: null } }),
  'account.sessions': ({ spare }) => ({ path: `/accounts/${spare}/sessions` }),
  'account.endSession': ({ spare }) => ({
    path: `/accounts/${spare}/sessions/${randomUUID()}/end`,
    refusals: ['not-found'],
  }),
  'account.endSessions': ({ spare }) => ({ path: `/accounts/${spare}/sessions/end` }),
  'factorReset.list': one('/factor-resets'),
  'factorReset.find': one('/factor-resets/accounts?q=role'),
  'factorReset.ask': ({ spare }) => ({
    path: '/factor-resets',
    body: { accountId: spare, reason: '手机掉进了河里' },
    refusals: ['not-found'],
  }),
  'factorReset.confirm': () => ({ path: `/factor-resets/${randomUUID()}/confirm`, refusals: ['not-found'] }),
  'factorReset.cancel': () => ({ path: `/factor-resets/${randomUUID()}/cancel`, refusals: ['not-found'] }),
  'security.read': one('/security-settings'),
  'security.set': one('/security-settings', {
    body: { leastLength: 10, renewalDays: null, idleMinutes: 90, absoluteHours: null, factorPolicy: 'nobody' },
  }),
  'audit.lines': one('/audit'),
  'audit.export': one('/audit/export'),
  'audit.chain': one('/audit/chain'),
  'audit.headTake': one('/audit/heads', { refusals: ['not-found'] }),
  'audit.headDownload': one('/audit/heads/1', { refusals: ['not-found'] }),
  'operation.read': one('/operation'),
  'operation.backups': one('/operation/backups'),
  // The first one who may begins it.
  'operation.backUp': one('/operation/backups', { refusals: ['backup-under-way'] }),
};
