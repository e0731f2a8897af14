/** Free text of who does what → the items of the Party-building ledger that it names. */
import { squeezed } from '../../platform/open/room.ts';

export interface WordedItem {
  id: string;
  name: string;
  synonyms: readonly string[];
}

/** Numbers before a phrase, and what the phrase does with its subject. */
const LEAD = /^(?:第?[\d一二三四五六七八九十]{1,3}[、.．:)）]|[(（][\d一二三四五六七八九十]{1,3}[)）]|[①-⑳])+/;
const VERB =
  /^(?:协助(?:书记|主要领导)?(?:抓好?|负责|分管)?|分管|主管|协管|负责|牵头|主抓|抓好?|联系|党建(?:工作)?(?:方面)?:|具体负责)/;
const TAIL = /(?:等?(?:方面)?(?:的)?工作)?(?:等)?$/;

/** The phrases of a text: `分管组织建设、人才工作；联系群团` → 组织建设 · 人才工作 · 群团. */
export const phrasesOf = (text: string): string[] =>
  text
    .normalize('NFKC')
    .split(/[、,;。\n]|\s{2,}|(?<=[\p{Script=Han}])\s(?=[\p{Script=Han}\d])/u)
    .map((phrase) => squeezed(phrase).replace(LEAD, '').replace(VERB, ''))
    .filter((phrase) => phrase !== '' && phrase !== '无');

/** All items that a phrase names: word for word, else those whose name or synonym it contains, the longest words first. */
function itemsOf(phrase: string, items: readonly WordedItem[]): string[] {
  const words = items
    .flatMap((item) => [item.name, ...item.synonyms].map((word) => ({ id: item.id, word: squeezed(word) })))
    .sort((one, other) => other.word.length - one.word.length);
  const bare = phrase.replace(TAIL, '');
  const exact = words.find(({ word }) => word === phrase || word === bare || word === `${bare}工作`);
  if (exact) return [exact.id];
  const found: string[] = [];
  let rest = phrase;
  for (const { id, word } of words) {
    if (!rest.includes(word)) continue;
    found.push(id);
    // What a longer word has taken does not count again: 党建制度改革 is not 制度改革 as well.
    rest = rest.replaceAll(word, '|');
  }
  return found;
}

/** Items named anywhere in a text, in the order of the ledger, and the phrases that name none. */
export function itemsIn(text: string, items: readonly WordedItem[]): { items: string[]; others: string[] } {
  const found = new Set<string>();
  const others: string[] = [];
  for (const phrase of phrasesOf(text)) {
    if (/^(?:党建工作)?(?:十二项|全部十二项|全面工作|主持全面工作)$/.test(phrase)) {
      others.push(phrase);
      continue;
    }
    const named = itemsOf(phrase, items);
    if (named.length === 0) others.push(phrase);
    for (const id of named) found.add(id);
  }
  return { items: items.filter(({ id }) => found.has(id)).map(({ id }) => id), others };
}
