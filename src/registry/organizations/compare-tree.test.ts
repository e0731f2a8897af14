import { expect, test } from 'vitest';
import { type CompareFilter, changeCounts, comparedLines, fittingLines } from './compare-tree.logic.ts';
import type { OrgLine } from './organizations.contract.ts';

const org = (id: number, parentId: number | null, name: string): OrgLine => ({
  id,
  parentId,
  secondParentId: null,
  name,
  shortName: name,
  shortNames: [`${name}简称`],
  kind: 'branch',
  sector: 'organ',
  termExpiresOn: null,
  covers: [],
});
const change = { what: '', basis: '' };
const lines = comparedLines({
  organizations: [org(1, null, '市委'), org(3, 1, '新名'), org(5, 1, '新设')],
  before: [org(3, 1, '旧名'), org(2, 1, '已撤')],
  changed: [
    { id: 2, changes: ['dissolved'], ...change },
    { id: 3, changes: ['renamed', 'other'], ...change, what: '更名为新名' },
    { id: 5, changes: ['setUp'], ...change },
  ],
});

test('each organization of either day stands once, with both of its states', () => {
  expect(lines.map(({ id, name, before, after }) => [id, name, before?.name, after?.name])).toEqual([
    [1, '市委', '市委', '市委'],
    [2, '已撤', '已撤', undefined],
    [3, '新名', '旧名', '新名'],
    [5, '新设', undefined, '新设'],
  ]);
  expect(lines[2]).toMatchObject({ changes: ['renamed', 'other'], what: '更名为新名' });
  expect([...changeCounts(lines)]).toEqual([
    ['dissolved', 1],
    ['renamed', 1],
    ['other', 1],
    ['setUp', 1],
  ]);
});

test.each<[string, Partial<CompareFilter>, number[]]>([
  ['everything', {}, [1, 2, 3, 5]],
  ['what has changed', { onlyChanged: true }, [2, 3, 5]],
  ['one kind of change', { changes: new Set(['renamed']), onlyChanged: true }, [3]],
  ['a former name', { text: '旧名' }, [3]],
  ['a short name', { text: '市委简' }, [1]],
  ['a name that has not changed, among those that have', { text: '市委', onlyChanged: true }, []],
])('the filter finds %s', (_, filter, ids) => {
  const fits = fittingLines({ text: '', changes: new Set(), onlyChanged: false, ...filter });
  expect(lines.filter(fits ?? (() => true)).map(({ id }) => id)).toEqual(ids);
});
