/** What two entries have in common and in what they differ, in words: no score, since each point weighs by itself. */
import { type Day, dayName, monthName, monthOf } from '../../core/time/room.ts';
import type { DuplicateEntry } from './duplicates.contract.ts';

/** What was found in common besides the name. */
export interface Common {
  sameUnit: boolean;
  relatedUnit: boolean;
  sameJoined: boolean;
  sameJoinedMonth: boolean;
  sameBorn: boolean;
}

export function commonWords(pair: Common): string[] {
  return [
    '同名',
    ...(pair.sameUnit ? ['同单位'] : pair.relatedUnit ? ['单位是上下级'] : []),
    ...(pair.sameJoined ? ['入党时间相同'] : pair.sameJoinedMonth ? ['入党年月相同'] : []),
    ...(pair.sameBorn ? ['出生年月相同'] : []),
  ];
}

export function differingWords(pair: Common, one: DuplicateEntry, other: DuplicateEntry): string[] {
  const both = <T>(a: T | null, b: T | null): boolean => a !== null && b !== null;
  const apart = one.units.length > 0 && other.units.length > 0 && !pair.sameUnit;
  return [
    ...(both(one.sex, other.sex) && one.sex !== other.sex ? ['性别不同'] : []),
    ...(both(one.joinedOn, other.joinedOn) && !pair.sameJoined && !pair.sameJoinedMonth ? ['入党时间不同'] : []),
    ...(both(one.bornMonth, other.bornMonth) && !pair.sameBorn ? ['出生年月不同'] : []),
    ...(apart ? ['单位不同'] : []),
  ];
}

export const sexName = (sex: 'male' | 'female' | null): string =>
  sex === null ? '没有登记' : sex === 'male' ? '男' : '女';

/** 2001年11月, or with the day where it is known. */
export const joinedName = (joinedOn: Day | null, precision: 'day' | 'month' | null): string =>
  joinedOn === null ? '没有登记' : precision === 'month' ? monthName(monthOf(joinedOn)) : dayName(joinedOn);
