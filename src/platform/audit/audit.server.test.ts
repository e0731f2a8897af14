import { utils, read as workbook } from '@e965/xlsx';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Client, startTestHouse, type TestCity, type TestHouse } from '../../../scenarios/harness.ts';
import { day } from '../../core/time/room.ts';
import { AUDIT_PAGE, type AuditLineShape } from './audit.contract.ts';
import { headFile } from './chain.logic.ts';
import { Chain } from './chain.server.ts';
import { keyIdOfPrivate, signedRight } from './heads.server.ts';

interface Page {
  total: number;
  lines: AuditLineShape[];
  next: string | null;
}

describe('the audit log', () => {
  let house: TestHouse;
  let city: TestCity;
  let auditor: Client;
  beforeAll(async () => {
    house = await startTestHouse('2017-06-27T09:00:00+08:00', undefined, []);
    city = await house.makeCity('audit');
    await city.arrange({
      facts: [{ fact: 'person', personId: 11, validFrom: day('2010-01-01'), name: '周舒', sex: null, joinedOn: null }],
    });
    const department = await city.signIn('zuzhibu', [{ role: 'organizationDept', orgId: null }]);
    await department.get('/people/11');
    house.setClock('2017-06-28T09:00:00+08:00');
    auditor = await city.signIn('shenji', [{ role: 'auditAdmin', orgId: null }]);
    const security = await city.signIn('anquan', [{ role: 'securityAdmin', orgId: null }]);
    await security.get('/audit');
    await security.post(`/accounts/${department.accountId}/roles`, { role: 'mainLeader', orgId: null });
  });
  afterAll(() => house.close());

  const read = async (query = ''): Promise<Page> => (await auditor.get<Page>(`/audit${query}`)).body;
  const told = (page: Page) => page.lines.map(({ actor, what, subject, outcome }) => [actor, what, subject, outcome]);

  test('tells who did and read what to whom, the newest first', async () => {
    expect(told(await read())).toEqual([
      ['anquan', '给账号发放一个角色', 'zuzhibu 发放主要领导', 'done'],
      ['anquan', '审计日志', '', 'refused'],
      ['anquan', '登录的第二步', '账号 anquan', 'done'],
      ['anquan', '登录', '账号 anquan', 'done'],
      ['shenji', '登录的第二步', '账号 shenji', 'done'],
      ['shenji', '登录', '账号 shenji', 'done'],
      ['zuzhibu', '一个人的档案', '人员 周舒', 'read'],
      ['zuzhibu', '登录', '账号 zuzhibu', 'done'],
    ]);
  });

  test.each([
    ['a day', '?from=2017-06-27&to=2017-06-27', 2],
    ['the day after', '?from=2017-06-28', 6],
    ['who did it', '?who=anquan', 4],
    ['whose file it was', `?whose=${encodeURIComponent('周舒')}`, 1],
    ['what was done', '?route=person.open', 1],
    ['what was refused', '?outcome=refused', 1],
    ['what it was done to', '?subject=person', 1],
    ['what it was done to, that one thing alone', '?subject=person&id=11', 1],
    ['another thing of that kind', '?subject=person&id=12', 0],
    ['nothing that fits', '?route=import.run', 0],
  ])('is narrowed by %s', async (_, query, count) => {
    const page = await read(query);
    expect(page.total).toBe(count);
    expect(page.lines).toHaveLength(count);
  });

  test('is read page by page without a line twice or missing', async () => {
    await city.asOwner(`insert into audit_line (id, at, actor, ability, route, outcome)
      select gen_random_uuid(), '2017-06-28T10:00:00+08:00', '很多次', 'account.own', 'identity.me', 'read'
      from generate_series(1, ${AUDIT_PAGE * 2 + 7})`);
    const text = `who=${encodeURIComponent('很多次')}`;
    const seen: number[] = [];
    let before: string | null = null;
    do {
      const page: Page = await read(`?${text}${before === null ? '' : `&before=${before}`}`);
      expect(page.total).toBe(AUDIT_PAGE * 2 + 7);
      seen.push(...page.lines.map((line) => line.seq));
      before = page.next;
    } while (before !== null);
    expect(new Set(seen).size).toBe(AUDIT_PAGE * 2 + 7);
  });

  test('follows one account through all that was done to it', async () => {
    const given = (await read('?route=account.giveRole')).lines[0]!;
    expect(told(await read(`?subject=${given.of?.kind}&id=${given.of?.id}`))).toEqual([
      ['anquan', '给账号发放一个角色', 'zuzhibu 发放主要领导', 'done'],
      ['zuzhibu', '登录', '账号 zuzhibu', 'done'],
    ]);
  });

  test('is taken away as a workbook, and that leaves a line', async () => {
    const file = await auditor.get<Buffer>('/audit/export?who=anquan');
    const rows = utils.sheet_to_json<string[]>(workbook(file.body).Sheets.审计日志!, { header: 1 });
    expect(rows[0]).toEqual(['时间', '谁', '结果', '什么事', '对象']);
    expect(rows[1]).toEqual(['2017-06-28 09:00:00', 'anquan', '做了', '给账号发放一个角色', 'zuzhibu 发放主要领导']);
    expect(rows).toHaveLength(5);
    expect(told(await read('?route=audit.export'))).toEqual([['shenji', '导出审计日志', '', 'read']]);
  });

  test('gives a head to take away, and that leaves a line', async () => {
    const chain = new Chain(house.house.database, 'sha256');
    while ((await chain.link(city.city, house.house.clock)) !== 'end');
    const { n } = (await auditor.post<{ n: number }>('/audit/heads')).body;
    const head = headFile.parse((await auditor.get(`/audit/heads/${n}`)).body);
    expect(head).toMatchObject({
      n,
      city: 'audit',
      cityName: '示例市',
      keyId: keyIdOfPrivate(house.house.keys.auditKey),
    });
    expect(signedRight(head)).toBe(true);
    expect(told(await read(`?subject=audit-head&id=${n}`))).toEqual([
      ['shenji', '下载审计链头', '审计链头', 'read'],
      ['shenji', '签一个审计链头', '审计链头', 'done'],
    ]);
  });

  test('is for the audit administrator alone', async () => {
    const department = await city.signIn('zuzhibu2', [{ role: 'organizationDept', orgId: null }]);
    for (const path of ['/audit', '/audit/export', '/audit/chain', '/audit/heads/1'])
      expect((await department.get(path)).status, path).toBe(403);
    expect((await department.post('/audit/heads')).status).toBe(403);
    expect((await read('?outcome=refused&who=zuzhibu2')).total).toBe(5);
  });
});
