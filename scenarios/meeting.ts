/** A meeting that the branch's secretary records: the act by which the tests of troubles see whether writing goes on. */
import { randomUUID } from 'node:crypto';
import { type Answer, type Client, PASSWORD, signInOver, type TestCity } from './harness.ts';
import { arrangeBureau, BRANCH, CHEN, FAN, signIns, ZHOU } from './ledger-city.ts';

export const SECRETARY = '陈立';

/** The bureau with its June, and an account for the secretary. */
export async function arrangeBranch(city: TestCity): Promise<void> {
  await arrangeBureau(city);
  await signIns(city).member();
}

export const secretaryOver = (address: string, city: string): Promise<Client> =>
  signInOver(address, city, SECRETARY, PASSWORD);

/** A meeting; the same object may be sent again. */
export const meeting = (topic = '议事') => ({
  id: randomUUID(),
  kind: 'themePartyDay',
  orgId: BRANCH,
  heldOn: '2017-06-20',
  place: '会议室',
  due: 3,
  present: 3,
  people: [
    { personId: CHEN, part: 'presider' },
    ...[CHEN, ZHOU, FAN].map((personId) => ({ personId, part: 'attendee' })),
  ],
  body: { topic },
});

export type Meeting = ReturnType<typeof meeting>;

export const sendMeeting = (client: Client, sent: Meeting): Promise<Answer<unknown>> => client.post('/records', sent);

/** Reads the branch's records; answers the status. */
export const readRecords = async (client: Client): Promise<number> =>
  (await client.get(`/records?orgId=${BRANCH}`)).status;
