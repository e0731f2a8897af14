import { expect, test } from 'vitest';
import { itemsIn } from './item-words.logic.ts';

const ITEMS = [
  { id: 'organization', name: '基层党组织建设', synonyms: ['党组织建设', '组织建设'] },
  { id: 'members', name: '党员教育管理', synonyms: ['党员教育'] },
  { id: 'talent', name: '人才工作', synonyms: ['人才'] },
  { id: 'front', name: '统战群团工作', synonyms: ['统战', '群团'] },
  { id: 'reform', name: '党建制度改革', synonyms: ['制度改革'] },
];

test.each<[string, string[], string[]]>([
  ['基层党组织建设、人才工作', ['organization', 'talent'], []],
  ['负责组织建设，党员教育；联系群团工作', ['organization', 'members', 'front'], []],
  ['1.分管组织建设\n2.分管人才', ['organization', 'talent'], []],
  ['协助书记抓好基层党组织建设和党员教育等工作', ['organization', 'members'], []],
  ['党建制度改革', ['reform'], []],
  ['分管办公室、财务、人才工作', ['talent'], ['办公室', '财务']],
  ['主持全面工作', [], ['主持全面工作']],
  ['无', [], []],
])('“%s” names items and leaves the rest', (text, items, others) => {
  expect(itemsIn(text, ITEMS)).toEqual({ items, others });
});
