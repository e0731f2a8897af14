import { describe, expect, it } from 'vitest';
import { day } from '../core/time/room.ts';
import { clock, dayAndClock, dayAndWeekday, spreadName } from './words.ts';

describe('words on screens', () => {
  it('tell the time of Shanghai wherever the browser stands', () => {
    expect(clock('2017-06-28T06:02:00Z')).toBe('14:02');
    expect(dayAndClock(Date.UTC(2017, 5, 28, 17, 30))).toBe('6月29日 01:30');
  });

  it('name a day with its weekday', () => {
    expect(dayAndWeekday(day('2017-06-23'))).toBe('6月23日 周五');
  });

  it('spread a name of two characters to the width of three, also rare characters beyond the basic plane', () => {
    expect(spreadName('秦达')).toBe('秦　达');
    expect(spreadName('王𬤇')).toBe('王　𬤇');
    expect(spreadName('周涛冬')).toBe('周涛冬');
    expect(spreadName('欧阳文博')).toBe('欧阳文博');
  });
});
