import { describe, expect, it } from 'vitest';
import { month } from '../../core/time/room.ts';
import { readEntryDay, saysNothing, splitEntries } from './ledger-text.logic.ts';

describe('a cell is split into entries', () => {
  it.each<[string, string, string[]]>([
    [
      'numbered lines',
      '1.6月23日参加支部党员大会,参加57人;\n2.6月20日上午走访困难党员;',
      ['6月23日参加支部党员大会,参加57人', '6月20日上午走访困难党员'],
    ],
    [
      'numbers in one line',
      '1.6月23日开会；2.6月20日走访；3、6月1日谈话',
      ['6月23日开会', '6月20日走访', '6月1日谈话'],
    ],
    ['numbers in brackets', '（1）6月23日开会；（2）6月20日走访', ['6月23日开会', '6月20日走访']],
    ['numbers in circles', '①6月23日开会②6月20日走访', ['6月23日开会', '6月20日走访']],
    ['one thing', '6月12日,在南泉县听取汇报,研究解决具体问题3个。', ['6月12日,在南泉县听取汇报,研究解决具体问题3个。']],
    ['lines with a date each', '6月23日开会\n研究人才工作\n6月20日走访', ['6月23日开会研究人才工作', '6月20日走访']],
    ['a date that looks like a number', '1.12日召开推进会', ['1.12日召开推进会']],
    ['Chinese numerals', '（一）6月23日开会。\n（二）6月20日走访', ['6月23日开会', '6月20日走访']],
    [
      'a sentence a line',
      '召开支委会研究发展党员。\n走访困难党员3户。',
      ['召开支委会研究发展党员。', '走访困难党员3户。'],
    ],
    ['a line broken by hand', '召开支委会研究\n发展党员', ['召开支委会研究发展党员']],
    ['a sum within', '6月5日拨付1.5万元;解决2.3公里道路', ['6月5日拨付1.5万元;解决2.3公里道路']],
  ])('%s', (_, cell, entries) => expect(splitEntries(cell)).toEqual(entries));
});

describe('an entry tells its day', () => {
  const june = month('2017-06');
  it.each<[string, string | null, string]>([
    ['6月12日,在南泉县听取汇报', '2017-06-12', '在南泉县听取汇报'],
    ['6月20日上午走访困难党员', '2017-06-20', '上午走访困难党员'],
    ['６月２０日　上午走访', '2017-06-20', '上午走访'],
    ['2017年6月5日,开会', '2017-06-05', '开会'],
    ['6.12 开会', '2017-06-12', '开会'],
    ['12日上午开会', '2017-06-12', '上午开会'],
    ['6月5日至7日,赴县调研', '2017-06-05', '赴县调研（至7日）'],
    ['本月多次走访', null, '本月多次走访'],
    ['在南泉县召开推进会（6月12日下午）', '2017-06-12', '在南泉县召开推进会（6月12日下午）'],
    ['传达6月1日、6月8日会议精神', null, '传达6月1日、6月8日会议精神'],
    ['传达5月12日会议精神', null, '传达5月12日会议精神'],
  ])('%s', (entry, on, content) => expect(readEntryDay(entry, june)).toEqual({ ok: true, on, content }));

  it('or that there is no such day', () => {
    expect(readEntryDay('6月31日,开会', june)).toEqual({ ok: false, written: '6月31日' });
  });
});

it.each(['无', '本月无', '本月无此项工作。', ' ', '暂无相关工作'])('“%s” says that there was nothing', (text) => {
  expect(saysNothing(text)).toBe(true);
});
it('an entry says something', () => expect(saysNothing('6月2日无偿献血')).toBe(false));
