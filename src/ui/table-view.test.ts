import { describe, expect, it } from 'vitest';
import { PLAIN_VIEW, readView, rowsSeen, type TableView, writeView } from './table-view.ts';

const meetings = [
  { kind: '主题党日', on: '2017-06-23', present: 26 },
  { kind: '支委会', on: '2017-06-09', present: null },
  { kind: '党小组会', on: '2017-06-15', present: 9 },
];
const columns = [
  { key: 'kind', value: (row: (typeof meetings)[number]) => row.kind },
  { key: 'on', value: (row: (typeof meetings)[number]) => row.on },
  { key: 'present', value: (row: (typeof meetings)[number]) => row.present },
];
const kinds = (view: Partial<TableView>): string[] =>
  rowsSeen(meetings, columns, { ...PLAIN_VIEW, ...view }).map((row) => row.kind);

describe('the view of a table', () => {
  it('comes back from the address as it was written', () => {
    const view: TableView = {
      sort: { key: 'heldOn', down: true },
      filters: { kind: ['主题党日', '支委会'], unit: ['市委党校（分校）.二部'] },
      toggled: ['place', 'a.b'],
      find: '七一~迎',
    };
    expect(readView(writeView(view))).toEqual(view);
  });

  it('leaves nothing in the address when nothing was changed', () => {
    expect(writeView(PLAIN_VIEW)).toBe('');
    expect(readView(undefined)).toEqual(PLAIN_VIEW);
  });

  it('opens an address that it does not understand as the plain view', () => {
    expect(readView('x.1~f~s.~%E0%A4%A')).toEqual(PLAIN_VIEW);
  });

  it('sorts numbers by size and words by pinyin, with empty cells last in both directions', () => {
    expect(kinds({ sort: { key: 'present', down: false } })).toEqual(['党小组会', '主题党日', '支委会']);
    expect(kinds({ sort: { key: 'present', down: true } })).toEqual(['主题党日', '党小组会', '支委会']);
    expect(kinds({ sort: { key: 'kind', down: false } })).toEqual(['党小组会', '支委会', '主题党日']);
  });

  it('shows the rows that have one of the wanted values and contain the words', () => {
    expect(kinds({ filters: { kind: ['支委会', '主题党日'] } })).toEqual(['主题党日', '支委会']);
    expect(kinds({ find: '06-15' })).toEqual(['党小组会']);
  });
});
