/** Readers of single cells: names of people and organizations, counts, lists of names with reasons. */
import { squeezed } from './workbook.logic.ts';

/** Words that stand for an empty cell. */
const EMPTY =
  /^(?:无|没有|暂无|无缺席|全勤|全部到会|全员到会|0人?|\/|\\|-+|—+|、|〇|空|空缺|暂缺|缺|缺位|缺额|待补|待配备?|未配备?)$/;
export const isNothing = (text: string): boolean => {
  const plain = squeezed(text);
  return plain === '' || EMPTY.test(plain);
};

const DOTS = /[•·・‧∙.．]/g;
const TITLES_AFTER_NAME = /(?:同志|先生|女士|老师|书记|主任)$/;

/** A number before a name: `1.张三`, `（2）李四`. */
const NUMBER_BEFORE = /^(?:\(\d{1,4}\)|\d{1,4}[.、,．)]?|[①-⑳])(?=\p{Script=Han})/u;

/** `周 涛 冬同志`, `3.周涛冬（女）` → `周涛冬`. Undefined when what is left is no name of a person. */
export function readPersonName(text: string): string | undefined {
  const bare = squeezed(text)
    .replace(/\(.*?\)|【.*?】|\[.*?\]/g, '')
    .replace(NUMBER_BEFORE, '')
    .replace(/[★*※△▲]+$/, '')
    .replace(/(?:同志|先生|女士)$/, '')
    .replace(/(?<=\p{Script=Han})[•·・‧∙.](?=\p{Script=Han})/gu, '·');
  return /^\p{Script=Han}[\p{Script=Han}·]{1,19}$/u.test(bare) ? bare : undefined;
}

/** The end of a post: what stands behind it, after a space, is who holds it. */
const POST_END = /(?:书记|[部局区县市镇乡院校处科所组会行厂]长|秘书长|主任|主席|委员|成员|常委|经理|调研员|巡视员)$/;

/** `市委副书记、政法委书记 周正`, `周正（市委副书记）`, `周 正 市委副书记` → 周正; undefined where no name stands apart from the post. */
export function readTitledName(text: string): string | undefined {
  const whole = readPersonName(text);
  const parts = text
    .normalize('NFKC')
    .replace(/\(.*?\)/g, '')
    .trim()
    .split(/[\s:]+/);
  if (parts.length < 2) return whole;
  const last = parts.findLastIndex((part) => POST_END.test(part) && part.length >= 3);
  if (last < 0) return whole;
  return readPersonName((last < parts.length - 1 ? parts.slice(last + 1) : parts.slice(0, last)).join(''));
}

/** What stands in brackets behind a name: `张三（女，回族，预备）` → 女, 回族, 预备. */
export const nameNotes = (text: string): string[] =>
  [...squeezed(text).matchAll(/[([【](.*?)[)\]】]/g)]
    .flatMap((match) => match[1]!.split(/[、,;/]/))
    .filter((note) => note !== '' && !/^\d+$/.test(note));

/** `14`, `１４人`, `14名` → 14. Undefined for what is no whole number from 0 on. */
export function readCount(text: string): number | undefined {
  const match = /^(\d{1,6})(?:\.0+)?(?:人次|人|名|个|条|次|位)?$/.exec(squeezed(text));
  return match ? Number(match[1]) : undefined;
}

/** The name of an organization without any spaces; brackets half-width as everywhere in comparisons. */
export const readOrgName = (text: string): string => squeezed(text);

/** `机关第一支部、机关第一党支部` → both. */
export const readNameList = (text: string): string[] => [
  ...new Set(
    text
      .normalize('NFKC')
      .split(/[、,;\n]|\s{2,}/)
      .map(squeezed)
      .filter((name) => name !== '' && !isNothing(name)),
  ),
];

const REASONS: readonly [RegExp, string][] = [
  [/病|住院|就医|身体/, '病假'],
  [/出差/, '出差'],
  [/公务|因公|公事|开会|会议|值班|执勤|下乡|驻村/, '公务'],
  [/外出务工|务工|打工/, '外出务工'],
  [/事假|私事|因事|家中/, '事假'],
];

/** The usual word for a reason; other words stay as written. Empty for none. */
export function readReason(text: string): string {
  const plain = squeezed(text);
  const known = plain.length <= 6 ? REASONS.find(([words]) => words.test(plain)) : undefined;
  return known ? known[1] : plain.replace(/^(?:因|请)/, '').slice(0, 60);
}

export interface NamedReason {
  name: string;
  reason: string;
}

const SEPARATORS = /[、,;/|\n\s]+/;
const REASON_WORDS =
  /(?:因?病假?|事假|产假|年休假?|休假|出差|公务|公差|公出|因公|请假|外出务工|外出学习|外出开会|外出|住院|值班|其他)$/;

const isSingle = (token: string | undefined): boolean => token !== undefined && [...bareName(token)].length === 1;

/** How many tokens from `at` on make one name. */
function nameReach(tokens: readonly string[], at: number, isKnown: (name: string) => boolean): number {
  const left = tokens.length - at;
  for (const count of [4, 3, 2]) {
    const some = tokens.slice(at, at + count);
    if (count <= left && some.some(isSingle) && isKnown(bareName(some.join('')))) return count;
  }
  // `周 涛 冬` alone between two commas is one person; `张 三 李 四` are two.
  if (tokens.length === 3 && tokens.every(isSingle)) return 3;
  if (isSingle(tokens[at])) return Math.min(2, left);
  // `欧阳 明`
  const bare = tokens[at] === bareName(tokens[at]!);
  return bare && isSingle(tokens[at + 1]) && !isSingle(tokens[at + 2]) ? 2 : 1;
}

/** Joins parts of names that were written apart (`张  三`). */
function joined(tokens: readonly string[], isKnown: (name: string) => boolean): string[] {
  const names: string[] = [];
  for (let at = 0; at < tokens.length; ) {
    const reach = nameReach(tokens, at, isKnown);
    names.push(tokens.slice(at, at + reach).join(''));
    at += reach;
  }
  return names;
}

const bareName = (token: string): string => token.replace(/\(.*$/, '');

/** One `杨光文(病假)`, `杨光文:病假`, `杨光文病假`, `杨光文`. */
function named(token: string, groupReason: string): NamedReason | undefined {
  const bracket = /^(.*?)\((.*?)\)?$/.exec(token);
  const colon = bracket ? null : /^(.+?)[:\-—–](.+)$/.exec(token);
  let name = bracket?.[1] ?? colon?.[1] ?? token;
  let reason = bracket?.[2] ?? colon?.[2] ?? '';
  if (reason === '') {
    const word = REASON_WORDS.exec(name);
    if (word && name.length - word[0].length >= 2) {
      reason = word[0];
      name = name.slice(0, -word[0].length);
    }
  }
  const person = readPersonName(
    squeezed(name).replace(NUMBER_BEFORE, '').replace(DOTS, '·').replace(TITLES_AFTER_NAME, ''),
  );
  return person ? { name: person, reason: readReason(reason) || groupReason } : undefined;
}

/**
 * `杨光文(病假),褚欣(事假)`, `褚晨凯(公务) 孙明志(公务)`, `病假:杨光文、秦达;事假:褚欣` → names with reasons.
 * `isKnown` settles where a name ends when names and their parts are both divided by spaces.
 * `unread` holds what is no name.
 */
export function readNames(
  text: string,
  isKnown: (name: string) => boolean = () => false,
): { names: NamedReason[]; unread: string[] } {
  const names: NamedReason[] = [];
  const unread: string[] = [];
  if (isNothing(text)) return { names, unread };
  const plain = text
    .normalize('NFKC')
    // Brackets keep their reason whole, and `张三 (病假)` is one token.
    .replace(/\s*\(\s*(.*?)\s*\)/g, (_, reason: string) => `(${reason.replace(SEPARATORS, '和')}) `)
    .replace(/共?\d+人[:,]?/g, ' ');
  for (const group of plain.split(/[;。\n]/)) {
    const head = /^\s*([^:、,\s(]{2,6}):(.*)$/s.exec(group);
    const reasonFirst = head !== null && REASONS.some(([words]) => words.test(head[1]!));
    const groupReason = reasonFirst ? readReason(head[1]!) : '';
    for (const part of (reasonFirst ? head[2]! : group).split(/[、,/|]+/)) {
      for (const token of joined(part.split(/\s+/).filter(Boolean), isKnown)) {
        const one = named(token, groupReason);
        if (one) names.push(one);
        else if (!isNothing(token)) unread.push(token);
      }
    }
  }
  return { names, unread };
}
