import { expect, test } from 'vitest';
import { compileFigure, figure } from './room.ts';

const visits = figure({
  id: 'test.visits',
  name: '走访',
  from: 'visit v',
  where: 'not v.withdrawn',
  columns: { id: 'v.id', kind: 'v.kind', hours: 'v.hours', leader: 'v.leader_id' },
  filters: {
    leader: { where: 'v.leader_id = $', type: 'int' },
    from: { where: 'v.held_on >= $', type: 'date' },
  },
  measures: {
    all: { name: '次数', unit: '次' },
    long: { name: '半天以上', unit: '次', where: '"hours" >= 4' },
    hours: { name: '时长', unit: '小时', sum: 'hours' },
    leaders: { name: '人数', unit: '人', distinct: 'leader' },
  },
  order: '"id" desc',
});

test('number, breakdown and rows are read from one chosen set', () => {
  const { text } = compileFigure(visits, { by: 'kind', open: 'long' });
  expect(text.match(/from visit v/g)).toHaveLength(1);
  expect(text.match(/from chosen/g)).toHaveLength(4);
  expect(text).toContain('where (not v.withdrawn)');
});

test('numbers without rows walk what is chosen once, the whole beside its parts', () => {
  const { text, values } = compileFigure(visits, { by: 'kind', open: 'long', limit: 0 });
  expect(text.match(/from visit v/g)).toHaveLength(1);
  expect(text.match(/chosen/g)).toHaveLength(1);
  expect(text).toContain('group by grouping sets (("kind"), ())');
  expect(text).toContain('(count(*) filter (where "hours" >= 4))::int as total');
  expect(values).toEqual([]);
});

test('what a reader asks for is bound, never spliced', () => {
  const { text, values } = compileFigure(visits, {
    filters: { leader: '1; drop table visit', from: undefined },
    limit: 20,
  });
  expect(text).not.toContain('drop table');
  expect(text).toContain('v.leader_id = $1::int');
  expect(values).toEqual(['1; drop table visit', 20, 0]);
});

test('a filter that is not declared throws instead of showing too much', () => {
  expect(() => compileFigure(visits, { filters: { unit: 3 } as never })).toThrow('no filter unit');
});

test('opening a measure shows the rows that it counts', () => {
  const { text } = compileFigure(visits, { open: 'long' });
  expect(text).toContain('select * from chosen where "hours" >= 4');
  expect(text).toContain('count(*)::int from chosen where "hours" >= 4');
});

test.each([
  ['a column with a quote in its name', { columns: { 'a"b': '1' } }, 'no plain name'],
  ['a filter without a place for its value', { filters: { x: { where: 'true', type: 'int' } } }, 'needs one $'],
  [
    'a measure of a column that is not there',
    { measures: { n: { name: '数', unit: '个', sum: 'nothing' } } },
    'not there',
  ],
])('%s is refused when it is declared', (_, part, words) => {
  expect(() => figure({ ...visits, ...part } as never)).toThrow(words);
});
