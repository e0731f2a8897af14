/** What is wrong with something that was sent, in the words of those who sent it: no name of a type, no value that only programs know. */
import type { z } from 'zod';

type Issue = Parameters<z.core.$ZodErrorMap>[0];

const TYPES: Readonly<Record<string, string>> = {
  string: '这里应是文字',
  number: '这里应是数字',
  int: '这里应是整数',
  boolean: '这里应是“是”或“否”',
  array: '这里应是若干项',
};

/** How many of what there may be, for each thing that has a size. */
const sizeWords = (origin: string, size: number | bigint): string =>
  origin === 'string' ? `${size}个字` : origin === 'array' || origin === 'set' ? `${size}项` : String(size);

function tooSmall(origin: string, least: number | bigint, inclusive: boolean): string {
  if (origin === 'string' && least === 1) return '这里不能空着';
  return inclusive ? `这里最少是${sizeWords(origin, least)}` : `这里应大于${least}`;
}

const FORMATS: Readonly<Record<string, string>> = {
  datetime: '时间应写成2017-06-05T14:00:00+08:00的样子',
  uuid: '这里的编号不对',
};

/** The message for whatever has none of its own in its declaration. */
export function inputWords(issue: Issue): string {
  switch (issue.code) {
    case 'invalid_type':
      if (issue.input === undefined || issue.input === null) return '这里还没有填';
      return TYPES[issue.expected] ?? '内容没有填完整';
    case 'too_small':
      return tooSmall(issue.origin, issue.minimum, issue.inclusive !== false);
    case 'too_big':
      // No hand writes such a number.
      if (issue.maximum >= Number.MAX_SAFE_INTEGER) return '这个数大得不可能有';
      return issue.inclusive === false
        ? `这里应小于${issue.maximum}`
        : `这里最多是${sizeWords(issue.origin, issue.maximum)}`;
    case 'invalid_format':
      return FORMATS[issue.format] ?? '写法不对';
    case 'invalid_value':
    case 'invalid_union':
      return '这里选的不在可选的之内';
    case 'unrecognized_keys':
      return '有本系统没有的项目';
    default:
      return '内容不合要求';
  }
}

const HALF_A_CHARACTER = /\p{Cs}/u;

/** A text with characters that cannot be stored, as files that are copied from sometimes hold; found at any depth. */
export function unstorable(value: unknown, path = ''): string | undefined {
  if (typeof value === 'string') return value.includes('\u0000') || HALF_A_CHARACTER.test(value) ? path : undefined;
  if (typeof value !== 'object' || value === null) return undefined;
  for (const [key, part] of Object.entries(value)) {
    const found = unstorable(key, path) ?? unstorable(part, path === '' ? key : `${path}.${key}`);
    if (found !== undefined) return found;
  }
  return undefined;
}
