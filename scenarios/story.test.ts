/**
 * The main job, told over HTTP in the order in which it happens: a meeting is recorded once, the cadre who sat there finds it in
 * his month, submits, is checked, gets it back, and the member sees his own record.
 */
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { z } from 'zod';
import { day } from '../src/core/time/room.ts';
import type { ledgerOpen } from '../src/ledgers/ledger/ledger.contract.ts';
import { EMPTY_DRAFT, type LedgerDraft } from '../src/ledgers/ledger/room.ts';
import type { checkOpen, checkQueue } from '../src/ledgers/month-check/check.contract.ts';
import type { appendRecord, formContext } from '../src/life/activities/activities.contract.ts';
import type { RegistryFact } from '../src/registry/organizations/room.ts';
import { type Client, PASSWORD, signInOver, startTestHouse, type TestHouse } from './harness.ts';

type AnswerTo<R extends { answer: z.ZodType }> = z.output<R['answer']>;

const BRANCH = 3;
const SECRETARY = 1;
const CADRE = 2;
const LEADER = 3;
const from = day('2010-01-01');

const organization = (
  orgId: number,
  name: string,
  kind: 'municipalCommittee' | 'municipalOrganCommittee' | 'branch',
  parentId: number | null,
): RegistryFact => ({
  fact: 'organization',
  orgId,
  validFrom: from,
  name,
  shortNames: [],
  kind,
  sector: 'organ',
  parentId,
  termExpiresOn: null,
});
const person = (personId: number, name: string): RegistryFact => ({
  fact: 'person',
  personId,
  validFrom: from,
  name,
  sex: null,
  joinedOn: null,
});
const member = (personId: number): RegistryFact => ({
  fact: 'membership',
  personId,
  orgId: BRANCH,
  validFrom: from,
  category: 'full',
});

const NAMES = ['郑帆晨', '周涛冬', '孔安', '褚晨凯', '秦达', '陶光宁', '陶志', '吴卓文'];

const registry: RegistryFact[] = [
  organization(1, '中共示例市委员会', 'municipalCommittee', null),
  organization(2, '示例市教育局党委', 'municipalOrganCommittee', 1),
  organization(BRANCH, '示例市教育局党委机关第一党支部', 'branch', 2),
  ...NAMES.map((name, at) => person(at + 1, name)),
  ...NAMES.flatMap((name, at) => (name === '孔安' ? [] : [member(at + 1)])),
  {
    fact: 'post',
    personId: SECRETARY,
    orgId: BRANCH,
    post: 'secretary',
    validFrom: from,
    title: '支部书记',
    rank: null,
  },
  {
    fact: 'post',
    personId: CADRE,
    orgId: 2,
    post: 'secretary',
    validFrom: from,
    title: '党委书记、局长',
    rank: 'countyLevelChief',
  },
  {
    fact: 'post',
    personId: LEADER,
    orgId: 1,
    post: 'standingMember',
    validFrom: from,
    title: '市委常委',
    rank: 'cityLevel',
  },
  { fact: 'charge', leaderId: LEADER, personId: CADRE, validFrom: from },
];

describe('record once, use everywhere', () => {
  let house: TestHouse;
  let secretary: Client;
  let cadre: Client;
  let leader: Client;
  let member5: Client;
  const meeting = randomUUID();

  beforeAll(async () => {
    house = await startTestHouse('2017-06-23T16:30:00+08:00');
    const city = await house.makeCity('story');
    await city.arrange({ facts: registry });
    secretary = await city.signIn(
      'zhengfanchen',
      [
        { role: 'branchSecretary', orgId: BRANCH },
        { role: 'member', orgId: BRANCH },
      ],
      SECRETARY,
    );
    cadre = await city.signIn(
      'zhoutaodong',
      [
        { role: 'leadingCadre', orgId: 2 },
        { role: 'member', orgId: BRANCH },
      ],
      CADRE,
    );
    leader = await city.signIn('kongan', [{ role: 'leaderInCharge', orgId: null }], LEADER);
    member5 = await city.signIn('qinda', [{ role: 'member', orgId: BRANCH }], 5);
  });
  afterAll(() => house.close());

  const themeDay = () => ({
    id: meeting,
    version: 1,
    kind: 'themePartyDay',
    orgId: BRANCH,
    heldOn: '2017-06-23',
    startsAt: '15:00',
    place: '机关第一党支部活动室',
    due: 7,
    present: 5,
    people: [
      { personId: SECRETARY, part: 'presider' },
      ...[1, 2, 4, 7, 8].map((personId) => ({ personId, part: 'attendee' })),
      { personId: 5, part: 'absent', reason: '公务' },
      { personId: 6, part: 'absent', reason: '病假' },
    ],
    body: { topic: '迎“七一”，做合格党员' },
  });

  test('the secretary finds the seven members prefilled', async () => {
    const context = await secretary.get<AnswerTo<typeof formContext>>(
      `/organizations/${BRANCH}/record-context?kind=themePartyDay`,
    );
    expect(context.status).toBe(200);
    expect(context.body.people.filter((one) => one.due).map((one) => one.name)).toHaveLength(7);
  });

  test('he records the Theme Party Day with two absences; sending it again changes nothing', async () => {
    const first = await secretary.post<AnswerTo<typeof appendRecord>>('/records', themeDay());
    expect(first.error).toBeUndefined();
    expect(first.body.settled).toContain('5人');
    const again = await secretary.post<AnswerTo<typeof appendRecord>>('/records', themeDay());
    expect(again.body.recordId).toBe(first.body.recordId);
    const list = await secretary.get<{ total: number }>(`/records?orgId=${BRANCH}`);
    expect(list.body.total).toBe(1);
  });

  test('more present than due is refused with the field', async () => {
    const wrong = await secretary.post('/records', { ...themeDay(), id: randomUUID(), present: 9 });
    expect(wrong.status).toBe(422);
    expect(wrong.error?.what).toMatch(/实到|应到/);
  });

  test('the month of the cadre who sat there already has it, linked to the record', async () => {
    const month = await cadre.get<AnswerTo<typeof ledgerOpen>>('/ledgers/2017-06');
    expect(month.error).toBeUndefined();
    expect(month.body.forms).toEqual(['dutyLedger', 'partyBuildingLedger']);
    expect(month.body.checker).toBe('孔安');
    const [entry] = month.body.proposals;
    expect(entry?.content).toContain('迎“七一”，做合格党员');
    expect(entry?.source?.recordId).toBe(meeting);
  });

  const writtenDraft = async (): Promise<LedgerDraft> => {
    const { body } = await cadre.get<AnswerTo<typeof ledgerOpen>>('/ledgers/2017-06');
    const written = new Set(body.proposals.map((entry) => entry.section));
    return {
      ...EMPTY_DRAFT,
      entries: [
        {
          key: 'by-hand-1',
          section: 'business',
          matter: '高考组织',
          on: day('2017-06-07'),
          place: '市第一中学',
          content: '巡查高考考点。',
          result: '未发生责任事故。',
          source: null,
          recordedAt: null,
        },
      ],
      nothing: body.items
        .filter((item) => !written.has(item.id))
        .map((item) => ({ item: item.id, saidAt: '2017-06-23T08:30:00Z' })),
    };
  };

  test('an item neither written nor said to be empty keeps it from being submitted, by name', async () => {
    const draft = await writtenDraft();
    const saved = await cadre.put<{ rev: number }>('/ledgers/2017-06/draft', {
      baseRev: 0,
      device: 'office',
      body: { ...draft, nothing: draft.nothing.slice(1) },
    });
    expect(saved.error).toBeUndefined();
    house.setClock('2017-07-03T09:00:00+08:00');
    cadre = await signInOver(house.address, 'story', 'zhoutaodong', PASSWORD);
    leader = await signInOver(house.address, 'story', 'kongan', PASSWORD);
    secretary = await signInOver(house.address, 'story', 'zhengfanchen', PASSWORD);
    member5 = await signInOver(house.address, 'story', 'qinda', PASSWORD);
    const refused = await cadre.post('/ledgers/2017-06/submit', { actId: randomUUID(), baseRev: saved.body.rev });
    expect(refused.status).toBe(422);
    const { items } = (await cadre.get<AnswerTo<typeof ledgerOpen>>('/ledgers/2017-06')).body;
    const missing = items.find((item) => item.id === draft.nothing[0]?.item);
    expect(`${refused.error?.what}${refused.error?.where}`).toContain(missing?.name);
  });

  test('two editors at once: the later save is refused with both texts, and both are kept', async () => {
    const draft = await writtenDraft();
    const current = (await cadre.get<AnswerTo<typeof ledgerOpen>>('/ledgers/2017-06')).body.rev;
    const office = await cadre.put<{ rev: number }>('/ledgers/2017-06/draft', {
      baseRev: current,
      device: 'office',
      body: draft,
    });
    const phone = await cadre.put('/ledgers/2017-06/draft', { baseRev: current, device: 'phone', body: EMPTY_DRAFT });
    expect(phone.status).toBe(409);
    expect(phone.error?.code).toBe('draft-conflict');
    const { forks } = (await cadre.get<AnswerTo<typeof ledgerOpen>>('/ledgers/2017-06')).body;
    expect(forks.map((fork) => fork.device)).toEqual(['phone']);
    await cadre.post('/ledgers/2017-06/draft/resolve', {
      baseRev: office.body.rev,
      device: 'office',
      fork: 'phone',
      body: draft,
    });
  });

  const submit = async (): Promise<string> => {
    const actId = randomUUID();
    const { rev } = (await cadre.get<AnswerTo<typeof ledgerOpen>>('/ledgers/2017-06')).body;
    const done = await cadre.post('/ledgers/2017-06/submit', { actId, baseRev: rev });
    expect(done.error).toBeUndefined();
    const twice = await cadre.post('/ledgers/2017-06/submit', { actId, baseRev: rev });
    expect(twice.body).toEqual(done.body);
    return (await cadre.get<AnswerTo<typeof ledgerOpen>>('/ledgers/2017-06')).body.ledgerId;
  };

  test('he submits, withdraws before it is checked, and submits again', async () => {
    await submit();
    expect((await cadre.post('/ledgers/2017-06/withdraw', { actId: randomUUID() })).error).toBeUndefined();
    await submit();
    const { state, version } = (await cadre.get<AnswerTo<typeof ledgerOpen>>('/ledgers/2017-06')).body;
    expect({ state, version }).toEqual({ state: 'submitted', version: 2 });
  });

  test('the leader in charge sees it waiting, comments, and returns it with a reason', async () => {
    const queue = await leader.get<AnswerTo<typeof checkQueue>>('/checks?period=2017-06');
    const [row] = queue.body.rows;
    expect(row).toMatchObject({ person: '周涛冬', state: 'submitted' });
    const open = await leader.get<AnswerTo<typeof checkOpen>>(`/checks/${row?.ledgerId}`);
    expect(open.body.participation.map((one) => one.recordId)).toContain(meeting);
    const version = open.body.version;
    const comment = await leader.post(`/checks/${row?.ledgerId}/comments`, {
      actId: randomUUID(),
      version,
      entryKey: 'by-hand-1',
      text: '几个考点？',
    });
    expect(comment.error).toBeUndefined();
    expect(
      (await leader.post(`/checks/${row?.ledgerId}/return`, { actId: randomUUID(), version, reason: '' })).status,
    ).toBe(422);
    const returned = await leader.post(`/checks/${row?.ledgerId}/return`, {
      actId: randomUUID(),
      version,
      reason: '请写明巡查了几个考点',
    });
    expect(returned.error).toBeUndefined();
  });

  test('it comes back as a new version; the old one stays readable beside it', async () => {
    const draft = await writtenDraft();
    const month = (await cadre.get<AnswerTo<typeof ledgerOpen>>('/ledgers/2017-06')).body;
    expect(month.state).toBe('returned');
    expect(JSON.stringify(month.history)).toContain('请写明巡查了几个考点');
    const [first] = draft.entries;
    await cadre.put('/ledgers/2017-06/draft', {
      baseRev: month.rev,
      device: 'office',
      body: { ...draft, entries: [{ ...first!, content: '巡查高考考点4个。' }] },
    });
    const ledgerId = await submit();
    const open = (await leader.get<AnswerTo<typeof checkOpen>>(`/checks/${ledgerId}`)).body;
    expect(open.version).toBe(3);
    expect(JSON.stringify(open.body.entries)).toContain('巡查高考考点4个。');
    const old = await leader.get(`/checks/${ledgerId}/versions/2`);
    expect(JSON.stringify(old.body)).toContain('巡查高考考点。');
    expect((await leader.post(`/checks/${ledgerId}/accept`, { actId: randomUUID(), version: 2 })).status).toBe(409);
    expect(
      (await leader.post(`/checks/${ledgerId}/accept`, { actId: randomUUID(), version: 3 })).error,
    ).toBeUndefined();
    expect((await cadre.get<AnswerTo<typeof ledgerOpen>>('/ledgers/2017-06')).body.state).toBe('accepted');
  });

  test('a member sees his own absence with its reason, and the number opens to the record', async () => {
    const own = await member5.get<unknown>('/participation?from=2017-06-01&to=2017-06-30');
    expect(own.error).toBeUndefined();
    const text = JSON.stringify(own.body);
    expect(text).toContain('公务');
    expect(text).toContain(meeting);
    expect((await member5.get(`/records/${meeting}`)).status).toBe(200);
  });

  test('nobody else reads the ledger: not the secretary, not a member', async () => {
    const { ledgerId } = (await cadre.get<AnswerTo<typeof ledgerOpen>>('/ledgers/2017-06')).body;
    expect((await secretary.get(`/ledgers/of/${ledgerId}`)).status).toBe(403);
    expect((await member5.get(`/checks/${ledgerId}`)).status).toBe(403);
  });
});
