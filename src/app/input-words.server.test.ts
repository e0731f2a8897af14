/** What was sent wrongly is answered in plain words, with its field and a way on; nothing that can be sent is an unforeseen fault. */
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Client, startTestHouse, type TestHouse } from '../../scenarios/harness.ts';
import { day } from '../core/time/room.ts';
import { unstorable } from './input-words.logic.ts';

let house: TestHouse;
let office: Client;
beforeAll(async () => {
  house = await startTestHouse();
  const city = await house.makeCity('words');
  await city.arrange({
    facts: [
      {
        fact: 'organization',
        orgId: 1,
        validFrom: day('2010-01-01'),
        name: '中共示例市委员会',
        shortNames: [],
        kind: 'municipalCommittee',
        sector: 'organ',
        parentId: null,
        termExpiresOn: null,
      },
    ],
  });
  office = await city.signIn('office', [{ role: 'organizationDept', orgId: null }]);
});
afterAll(() => house.close());

const NO_TEXT = '里面有存不下的字符，多半是从别处复制来的';

test.each([
  ['/organizations/abc', 'id', '地址里的编号不对，没有这一页'],
  ['/people/0', 'id', '地址里的编号不对，没有这一页'],
  ['/organizations/compare/numbers?from=2017-01-01&to=2017-06-01&below=abc', 'below', '这里应是数字'],
  ['/organizations/compare/numbers?from=2017-01-01&to=2017-06-01&below=1.5', 'below', '这里应是整数'],
  ['/organizations/compare/numbers?from=2017-01-01&to=2017-06-01&below=0', 'below', '这里应大于0'],
  ['/people/duplicates?page=9007199254740993', 'page', '这个数大得不可能有'],
  ['/organizations?knownAt=2017-06-28', 'knownAt', '时间应写成2017-06-05T14:00:00+08:00的样子'],
  ['/organizations/compare/rows?on=2017-06-28&of=people', 'of', '这里选的不在可选的之内'],
  ['/people/duplicates?page=0', 'page', '这里最少是1'],
  [`/people/duplicates?q=${'张'.repeat(41)}`, 'q', '这里最多是40个字'],
  ['/people/duplicates?q=%00', 'q', NO_TEXT],
  ['/people/acts/preview', 'act', '这里还没有填'],
  ['/people/acts/preview?act=[]', undefined, '内容没有填完整'],
  ['/adjustments?year=0000', 'year', '年份应写成2017的样子'],
  ['/adjustments?period=2017-13', 'period', '应写成2017或2017-06的样子'],
  ['/adjustments?period=2017-00', 'period', '应写成2017或2017-06的样子'],
  ['/adjustments?period=9999', 'period', '应写成2017或2017-06的样子'],
])('%s is refused in words', async (path, where, what) => {
  const { status, error } = await office.get(path);
  expect([status, error?.where, error?.what]).toEqual([422, where, what]);
  expect(error?.now).toBeTruthy();
});

test('characters that the database cannot hold are refused, with their place', async () => {
  const act = (name: string) => ({
    act: 'enter',
    name,
    sex: null,
    joinedOn: null,
    bornMonth: null,
    membership: null,
    on: '2017-06-01',
  });
  const send = (name: string) => office.post('/people/acts', { actId: randomUUID(), act: act(name) });
  expect((await send('张\u0000三')).error).toMatchObject({ code: 'characters-unstorable', where: 'act.name' });
  expect((await send('张\ud842')).error).toMatchObject({ code: 'characters-unstorable', where: 'act.name' });
  // A rare character in two halves is one like any other.
  expect((await send('张\ud842\udfb7')).status).toBe(200);
  // Within the text of a preview they are met by the database itself.
  const preview = `/people/acts/preview?${new URLSearchParams({ act: JSON.stringify(act('张\u0000三')) })}`;
  expect((await office.get(preview)).error).toMatchObject({ code: 'characters-unstorable', what: NO_TEXT });
});

test('a preview of much is answered; one of more than there can be is refused in words', async () => {
  const changes = (count: number) =>
    Array.from({ length: count }, (_, at) => ({
      of: 'org',
      do: 'begin',
      leaderId: 100_000 + at,
      orgId: 200_000 + at,
      relation: 'contactPoint',
    }));
  const preview = (count: number) =>
    office.get<{ problems: unknown[] }>(
      `/responsibility/acts/preview?${new URLSearchParams({ act: JSON.stringify({ changes: changes(count), on: '2017-06-01' }) })}`,
    );
  expect((await preview(200)).body.problems).toHaveLength(400);
  const { status, error } = await preview(1_500);
  expect(status).toBe(431);
  expect(error).toMatchObject({ code: 'address-too-long', what: '一次要看的内容太多', now: '请分成几次办理' });
});

test('their place is told at any depth', () => {
  expect(unstorable({ a: [{ b: 'x' }, { b: '\u0000' }] })).toBe('a.1.b');
  expect(unstorable({ '\u0000': 1 })).toBe('');
  expect(unstorable({ a: null, b: 3, c: ['😀'] })).toBeUndefined();
});
