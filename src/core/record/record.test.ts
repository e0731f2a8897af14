import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  bodySchema,
  type Field,
  forbidden,
  notFound,
  type RecordKind,
  Refusal,
  recordInputSchema,
  recordKind,
  splitBody,
  uuidv7,
} from './room.ts';

const FIELDS: readonly Field[] = [
  { key: 'topic', name: '主题', type: 'text', max: 10, required: true },
  { key: 'summary', name: '内容', type: 'paragraph', max: 20 },
  { key: 'resolutions', name: '决议', type: 'lines', max: 2, lineMax: 5 },
  { key: 'votes', name: '票数', type: 'count', max: 30, unit: '票' },
  { key: 'form', name: '形式', type: 'choice', choices: [{ value: 'open', name: '公开' }] },
  { key: 'until', name: '办结日期', type: 'day' },
  { key: 'said', name: '谈话内容', type: 'paragraph', max: 20, confidential: true },
];

const kind = (changed: Partial<RecordKind> = {}): RecordKind => ({
  id: 'talk',
  name: '谈话',
  aliases: [],
  mechanism: 'M20',
  group: 'orgLife',
  version: 1,
  confidentiality: 'content',
  due: 'none',
  parts: [{ key: 'talker', name: '谈话人', offer: 'anyone' }],
  fields: FIELDS,
  titleField: 'topic',
  heldBy: ['branch'],
  minutes: 1,
  ...changed,
});

describe('a record kind', () => {
  test('that names a field twice, or a field like a part, is not declared', () => {
    const topic: Field = { key: 'topic', name: '主题', type: 'text', max: 10 };
    expect(() => recordKind(kind({ fields: [topic, topic] }))).toThrow('kind talk declares topic twice');
    expect(() => recordKind(kind({ fields: [{ ...topic, key: 'talker' }], titleField: undefined }))).toThrow(
      'declares talker twice',
    );
  });

  test('whose title is no field of it is not declared', () => {
    expect(() => recordKind(kind({ titleField: 'subject' }))).toThrow('kind talk has no field subject');
  });
});

describe('confidentiality', () => {
  test('is declared, and as its fields are', () => {
    const [topic] = FIELDS;
    expect(() => recordKind(kind())).not.toThrow();
    expect(() => recordKind(kind({ confidentiality: 'open' }))).toThrow('declared open, and its fields say otherwise');
    expect(() => recordKind(kind({ fields: [topic!] }))).toThrow('declared content, and its fields say otherwise');
    expect(() => recordKind(kind({ fields: [topic!], confidentiality: 'open' }))).not.toThrow();
  });
});

describe('a body', () => {
  const problem = (body: Record<string, unknown>): string | undefined =>
    bodySchema(kind()).safeParse(body).error?.issues[0]?.message;

  test.each<[Record<string, unknown>, string]>([
    [{}, 'expected string'],
    [{ topic: '   ' }, '请写明主题'],
    [{ topic: '十一个字的主题太长了呀' }, '主题最多10字'],
    [{ topic: '学', resolutions: ['一', '二', '三'] }, '决议最多2条'],
    [{ topic: '学', resolutions: ['超过五个字的'] }, '决议每条最多5字'],
    [{ topic: '学', votes: 31 }, '票数不能超过30'],
    [{ topic: '学', votes: -1 }, '票数不能小于0'],
    [{ topic: '学', votes: 1.5 }, '票数应是整数'],
    [{ topic: '学', form: 'secret' }, '请选择形式'],
    [{ topic: '学', until: '2017-02-30' }, '日期应写成2017-06-05的样子'],
  ])('%j is refused: %s', (body, message) => {
    expect(problem(body)).toContain(message);
  });

  test('with a key that nobody declared is refused rather than cut', () => {
    expect(problem({ topic: '学', photograph: 'x' })).toContain('photograph');
  });

  test('with nothing but what is required passes, trimmed', () => {
    expect(bodySchema(kind()).parse({ topic: ' 学习 ' })).toEqual({ topic: '学习' });
  });

  test('splits into what all readers see and what only those in it read, losing nothing', () => {
    const keys = fc.constantFrom(...FIELDS.map((field) => field.key));
    fc.assert(
      fc.property(fc.dictionary(keys, fc.string()), (body) => {
        const { open, confidential } = splitBody(kind(), body);
        expect({ ...open, ...confidential }).toEqual(body);
        expect(Object.keys(open)).not.toContain('said');
        expect(confidential === undefined).toBe(!('said' in body));
      }),
    );
  });
});

describe('what a client sends', () => {
  const sent = {
    id: '0192d3a0-0000-7000-8000-000000000001',
    kind: 'talk',
    orgId: 1,
    heldOn: '2017-06-05',
  };

  test('is filled up with what may be left out', () => {
    expect(recordInputSchema.parse(sent)).toEqual({ ...sent, version: 1, place: '', people: [], body: {} });
  });

  test.each<[string, Record<string, unknown>]>([
    ['no id', { id: undefined }],
    ['an id that is none', { id: '1' }],
    ['no such day', { heldOn: '2017-06-31' }],
    ['no such time', { startsAt: '24:00' }],
    ['half a time', { startsAt: '9:5' }],
    ['a head too few', { present: -1 }],
    ['version 0', { version: 0 }],
    ['nobody', { people: [{ personId: 0, part: 'talker' }] }],
  ])('with %s is refused', (_, changed) => {
    expect(recordInputSchema.safeParse({ ...sent, ...changed }).success).toBe(false);
  });
});

describe('an id', () => {
  const chance = fc.uint8Array({ minLength: 10, maxLength: 16 });
  const clock = fc.integer({ min: 0, max: 2 ** 48 - 1 });

  test('is a UUID of version 7 that tells its instant', () => {
    fc.assert(
      fc.property(clock, chance, (now, random) => {
        const id = uuidv7(now, random);
        expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
        expect(Number.parseInt(id.replaceAll('-', '').slice(0, 12), 16)).toBe(now);
      }),
    );
  });

  test('of a later instant sorts later', () => {
    fc.assert(
      fc.property(clock, clock, chance, chance, (a, b, one, two) => {
        fc.pre(a < b);
        expect(uuidv7(a, one) < uuidv7(b, two)).toBe(true);
      }),
    );
  });

  test('is not made from less than ten bytes of chance', () => {
    expect(() => uuidv7(0, new Uint8Array(9))).toThrow('ten random bytes');
  });
});

test('a refusal says what is wrong and what to do now', () => {
  expect(notFound('这条记录').detail).toMatchObject({ code: 'not-found', status: 404, what: '没有找到这条记录' });
  expect(forbidden('不能看', '安全管理员').detail).toMatchObject({ status: 403, now: '如工作需要，请联系安全管理员' });
  expect(new Refusal({ code: 'x', what: '不对' }).message).toBe('不对');
});
