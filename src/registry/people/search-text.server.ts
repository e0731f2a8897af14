/** What a name can be found by: itself, its full pinyin and its initials. */
import { pinyin } from 'pinyin-pro';

/** Marks a token as initials, so that a match on them can rank before one on full pinyin. */
const INITIALS = '~';

/** Letters and figures of a name in one width and case, without the spaces that lists put into it. */
export function plainText(text: string): string {
  return text
    .normalize('NFKC')
    .toLowerCase()
    .replace(/ü/g, 'v')
    .replace(/[^\p{L}\p{N}]/gu, '');
}

/** `zh` of `zhou`; also what people type who think of one letter: `z`. A character without a known sound stands for itself, whole. */
const initialOf = (syllable: string, long: boolean): string =>
  (long ? /^([zcs]h|.)/u : /^./u).exec(syllable)?.[0] ?? '';

/** Tokens of one name. `surname`: the first character reads as a surname (单 is Shan). */
function tokens(name: string, surname: boolean): string[] {
  const plain = plainText(name);
  const syllables = pinyin(plain, {
    toneType: 'none',
    type: 'array',
    v: true,
    surname: surname ? 'head' : 'off',
    nonZh: 'consecutive',
  });
  const long = syllables.map((syllable) => initialOf(syllable, true)).join('');
  const short = syllables.map((syllable) => initialOf(syllable, false)).join('');
  return [plain, syllables.join(''), INITIALS + short, INITIALS + long];
}

/** The haystack of a search entry: every token once, a space on each side. Order of names does not matter. */
export function haystackOf(names: readonly string[], of: 'person' | 'organization'): string {
  const all = new Set(names.flatMap((name) => tokens(name, of === 'person')));
  return ` ${[...all].sort().join(' ')} `;
}
