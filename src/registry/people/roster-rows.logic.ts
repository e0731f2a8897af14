/** Leading cadres as rows of the offices' roster: what leaves in it can be read in again. */
import type { Day, Month } from '../../core/time/room.ts';
import { RANKS, type Rank, sexWord } from '../organizations/room.ts';

export interface ListedCadre {
  name: string;
  sex: 'male' | 'female' | null;
  bornMonth: Month | null;
  unitName: string;
  title: string;
  /** From when he holds the post under this title without a break. */
  heldSince: Day;
  rank: Rank;
  leaders: readonly string[];
  joinedOn: Day | null;
  joinedPrecision: 'day' | 'month' | null;
}

export const ROSTER_COLUMNS = [
  { head: '姓名', width: 12 },
  { head: '性别', width: 6 },
  { head: '出生年月', width: 10 },
  { head: '工作单位', width: 36 },
  { head: '现任职务', width: 28 },
  { head: '任现职时间', width: 12 },
  { head: '职务层次', width: 10 },
  { head: '分管市级领导', width: 14 },
  { head: '入党时间', width: 12 },
  { head: '备注', width: 12 },
] as const;

const dotted = (day: string | null): string => (day ?? '').replaceAll('-', '.');

export const cadreRow = (cadre: ListedCadre): string[] => [
  cadre.name,
  sexWord(cadre.sex),
  dotted(cadre.bornMonth),
  cadre.unitName,
  cadre.title,
  dotted(cadre.heldSince),
  RANKS.find(({ id }) => id === cadre.rank)!.name,
  cadre.leaders.join('、'),
  dotted(cadre.joinedPrecision === 'month' ? (cadre.joinedOn?.slice(0, 7) ?? null) : cadre.joinedOn),
  '',
];
