/**
 * People who write while things are killed. Each does one act after another and, as the pages do, sends an act with the same
 * id again and again until it is answered. What was acknowledged is remembered, to be compared with what is there.
 */
import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { type Client, PASSWORD, signInOver } from './harness.ts';
import { BRANCH, CHEN, FAN, ZHOU } from './ledger-city.ts';

/** A version of a record or of a handed-in ledger that was acknowledged or is under way. */
export interface Said {
  recordId: string;
  version: number;
  /** Rows of people that it must have. */
  people: number;
  /** Rows that must be derived from it while it is the latest: an activity, a ledger's standing. */
  derived: 'activity' | 'ledger' | 'nothing';
  acknowledged: boolean;
}

/** The last draft of a month that was acknowledged, and the one under way. */
export interface DraftSaid {
  ledgerId: string;
  acknowledged: number;
  underWay: number;
}

export interface Writers {
  /** Lets them write. */
  go(): void;
  /** Lets each end or lose the request that it has sent; what is unanswered stays to be sent again. */
  rest(): Promise<void>;
  /** Versions since the last call, and those that were still under way then. */
  fresh(): Said[];
  all(): readonly Said[];
  drafts(): readonly DraftSaid[];
  /** Answers that nobody expects: neither done nor "not now". */
  odd: string[];
  acknowledged(): number;
  stop(): Promise<void>;
}

interface Step {
  send(client: Client): Promise<{ status: number; error?: unknown }>;
  done(body: unknown): void;
}

/** The next step of somebody's work; it does not change until it is answered. */
type Work = (chance: () => number) => Step;

interface Book {
  said: Said[];
  drafts: DraftSaid[];
}

const put = (book: Book, said: Omit<Said, 'acknowledged'>): Said => {
  const line = { ...said, acknowledged: false };
  book.said.push(line);
  return line;
};

/** Records meetings of the branch, corrects some and withdraws some. */
function recording(book: Book): Work {
  let open: { id: string; version: number; topic: string } | undefined;
  let count = 0;
  return (chance) => {
    count += 1;
    const way = chance();
    if (open && way < 0.15) {
      const { id, version } = open;
      const said = put(book, { recordId: id, version: version + 1, people: 4, derived: 'nothing' });
      return {
        send: (client) => client.post(`/records/${id}/withdraw`, { version: version + 1, reason: '记错了' }),
        done() {
          said.acknowledged = true;
          open = undefined;
        },
      };
    }
    const next =
      open && way < 0.4 ? { ...open, version: open.version + 1 } : { id: randomUUID(), version: 1, topic: '' };
    next.topic = `第${count}次议事`;
    const said = put(book, { recordId: next.id, version: next.version, people: 4, derived: 'activity' });
    const body = {
      id: next.id,
      version: next.version,
      kind: 'themePartyDay',
      orgId: BRANCH,
      heldOn: `2017-06-${String(1 + Math.floor(chance() * 27)).padStart(2, '0')}`,
      place: '会议室',
      due: 3,
      present: 3,
      people: [
        { personId: CHEN, part: 'presider' },
        ...[CHEN, ZHOU, FAN].map((personId) => ({ personId, part: 'attendee' })),
      ],
      body: { topic: next.topic },
      ...(next.version > 1 ? { correctionReason: '改主题' } : {}),
    };
    return {
      send: (client) => client.post('/records', body),
      done() {
        said.acknowledged = true;
        open = next;
      },
    };
  };
}

interface Opened {
  ledgerId: string;
  rev: number;
  version: number;
  items: { id: string }[];
}

/** Writes a month: saves it some times, hands it in, takes it back, and again. */
function writingMonth(book: Book, period: string, opened: Opened): Work {
  const draft: DraftSaid = { ledgerId: opened.ledgerId, acknowledged: 0, underWay: 0 };
  book.drafts.push(draft);
  let { rev, version } = opened;
  let submitted = false;
  let count = 0;
  return (chance) => {
    if (submitted) {
      const actId = randomUUID();
      return {
        send: (client) => client.post(`/ledgers/${period}/withdraw`, { actId }),
        done() {
          submitted = false;
        },
      };
    }
    if (count > 0 && chance() < 0.3) {
      const body = { actId: randomUUID(), baseRev: rev };
      const said = put(book, { recordId: opened.ledgerId, version: version + 1, people: 0, derived: 'ledger' });
      return {
        send: (client) => client.post(`/ledgers/${period}/submit`, body),
        done() {
          said.acknowledged = true;
          version += 1;
          submitted = true;
        },
      };
    }
    count += 1;
    const number = count;
    draft.underWay = number;
    const saidAt = '2017-06-28T06:00:00.000Z';
    const entry = { key: 'h1', section: 'business', matter: '督查', on: `${period}-10`, content: `第${number}稿` };
    const body = { entries: [entry], removed: [], nothing: opened.items.map(({ id }) => ({ item: id, saidAt })) };
    const save = { baseRev: rev, device: 'desk', body };
    return {
      send: (client) => client.put(`/ledgers/${period}/draft`, save),
      done(answer) {
        rev = (answer as { rev: number }).rev;
        draft.acknowledged = number;
      },
    };
  };
}

const PERIODS = ['2017-05', '2017-06'];

/** Signs everybody in and gets ready. `chance` decides who does what. */
export async function startWriters(address: string, city: string, chance: () => number): Promise<Writers> {
  const book: Book = { said: [], drafts: [] };
  const odd: string[] = [];
  const people: { client: Client; work: Work; step?: Step }[] = [];
  for (let secretary = 0; secretary < 5; secretary += 1) {
    people.push({ client: await signInOver(address, city, '陈立', PASSWORD), work: recording(book) });
  }
  for (const name of ['周涛冬', '姜文', '樊越']) {
    for (const period of PERIODS) {
      const client = await signInOver(address, city, name, PASSWORD);
      const opened = (await client.get<Opened>(`/ledgers/${period}`)).body;
      people.push({ client, work: writingMonth(book, period, opened) });
    }
  }

  let going = false;
  let stopped = false;
  let checked: Said[] = [];
  let seen = 0;
  const busy = new Set<unknown>();

  async function live(person: (typeof people)[number]): Promise<void> {
    while (!stopped) {
      if (!going) {
        await pause(5);
        continue;
      }
      person.step ??= person.work(chance);
      const { step } = person;
      busy.add(person);
      try {
        const answer = (await step.send(person.client)) as { status: number; body: unknown; error?: unknown };
        if (answer.status === 200) {
          step.done(answer.body);
          person.step = undefined;
        } else if (answer.status !== 503) {
          odd.push(`${answer.status} ${JSON.stringify(answer.error)}`);
          await pause(100);
        } else await pause(50);
      } catch {
        // Nothing came back: the service was gone. The same is sent again.
        await pause(50);
      } finally {
        busy.delete(person);
      }
    }
  }
  const lives = people.map(live);

  return {
    go() {
      going = true;
    },
    async rest() {
      going = false;
      while (busy.size > 0) await pause(5);
    },
    fresh() {
      const list = [...checked, ...book.said.slice(seen)];
      seen = book.said.length;
      checked = list.filter((said) => !said.acknowledged);
      return list;
    },
    all: () => book.said,
    drafts: () => book.drafts,
    odd,
    acknowledged: () => book.said.filter((said) => said.acknowledged).length,
    async stop() {
      stopped = true;
      await Promise.all(lives);
    },
  };
}
