import { expect, test } from 'vitest';
import { checkAnswer } from './answers-fit.ts';

const JSON_TYPE = 'application/json; charset=utf-8';

test('an answer as the document says passes', () => {
  checkAnswer('POST', '/sign-out', 200, JSON_TYPE, {});
  checkAnswer('GET', '/search?q=a', 200, JSON_TYPE, { hits: [] });
  checkAnswer('GET', '/search?q=a', 403, JSON_TYPE, { error: { code: 'forbidden', what: '不能' } });
});

test('one with another shape, another type or a status that is nowhere described does not', () => {
  expect(() => checkAnswer('GET', '/search', 200, JSON_TYPE, { hits: [{ id: 'x' }] })).toThrow(/hits\/0/);
  expect(() => checkAnswer('GET', '/search', 200, JSON_TYPE, { found: [] })).toThrow(/hits/);
  expect(() => checkAnswer('GET', '/search', 403, JSON_TYPE, { message: 'no' })).toThrow(/error/);
  expect(() => checkAnswer('GET', '/search', 200, 'text/html', '')).toThrow(/text\/html/);
});
