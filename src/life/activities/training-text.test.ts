import { expect, it } from 'vitest';
import { courseName, daySpan, hoursOf } from './training-text.logic.ts';

it.each<[string, number | undefined, string, string | undefined]>([
  ['2017年5月8日—12日', undefined, '2017-05-08', '2017-05-12'],
  ['5月29日至6月2日', 2017, '2017-05-29', '2017-06-02'],
  ['2017.5.8-5.12', undefined, '2017-05-08', '2017-05-12'],
  ['2017年5月8日', undefined, '2017-05-08', undefined],
])('“%s” is from and until', (text, year, from, until) =>
  expect(daySpan({ value: text, text }, null, year)).toEqual({ ok: true, span: { from, until } }),
);

it.each<[string, number | undefined]>([
  ['24学时', 24],
  ['２４', 24],
  ['4.5', 4.5],
  ['3天', undefined],
])('“%s” is class hours', (text, hours) => expect(hoursOf(text)).toBe(hours));

it.each<[string, string | undefined]>([
  ['2017年第一期党支部书记培训班学员名册', '2017年第一期党支部书记培训班'],
  ['入党积极分子培训班（2017年5月8日—12日）签到表', '入党积极分子培训班'],
  ['2017年度党员教育培训台账', undefined],
  ['单位：市教育局', undefined],
])('“%s” names a course', (title, name) => expect(courseName(title)).toBe(name));
