/** What recording settled, in words, and what may be a second record of the same thing. */
import type { RecordKind } from '../../core/record/room.ts';
import { type Day, dayName, shortDayName } from '../../core/time/room.ts';

/** A current record, as far as these words need it. */
export interface SettledRecord {
  version: number;
  heldOn: Day;
  /** How many people stand in it other than as absent. */
  took: number;
  /** How many stand in it as absent. */
  absent: number;
}

/** `市教育局机关第一党支部6月主题党日已记好；26人的参加记录同时记好` */
export function settledWords(kind: Pick<RecordKind, 'name'>, organization: string, record: SettledRecord): string {
  const month = `${Number(record.heldOn.slice(5, 7))}月`;
  const done = record.version > 1 ? '已更正' : '已记好';
  const again = record.version > 1 ? '重新记好' : '记好';
  const people = record.took > 0 ? `；${record.took}人的参加记录同时${again}` : '';
  const absent = record.absent > 0 ? `，${record.absent}人缺席的原因已记下` : '';
  return `${organization}${month}${kind.name}${done}${people}${absent}`;
}

/** Another record of the same kind, organization and day: said, never refused, since a branch may well meet twice a day. */
export function duplicateWords(
  kind: Pick<RecordKind, 'name'>,
  other: { heldOn: Day; author: string; title: string },
): string {
  const title = other.title ? `“${other.title.replaceAll('“', '‘').replaceAll('”', '’')}”` : '';
  return `${shortDayName(other.heldOn)}已有一条${kind.name}${title}，由${other.author}记录；如是同一次，请收回其中一条`;
}

/** `2017年6月23日主题党日` */
export const recordLabel = (kind: Pick<RecordKind, 'name'>, heldOn: Day): string => `${dayName(heldOn)}${kind.name}`;
