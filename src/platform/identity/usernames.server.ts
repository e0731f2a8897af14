/** A person's name in Latin letters, as usernames are proposed. */
import { pinyin } from 'pinyin-pro';

/** `周涛冬` → `zhoutaodong`; the usual reading of a surname. */
export const spelledName = (name: string): string =>
  pinyin(name, { toneType: 'none', type: 'array', v: true, surname: 'head' }).join('').toLowerCase();
