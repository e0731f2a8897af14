/** One row of 组织生活台账, in the columns that offices keep: 序号 支部名称 时间 类型 主题 主持人 应到 实到 缺席人员及原因. */
import { type Day, dayName } from '../../core/time/room.ts';

export interface WorkbookRecord {
  organization: string;
  heldOn: Day;
  kind: string;
  title: string;
  leaders: readonly string[];
  due: number | null;
  present: number | null;
  absent: readonly { name: string; reason: string | null }[];
}

/** Text that a spreadsheet program would take for a formula is kept as text by a leading apostrophe-free space. */
const plain = (text: string): string => (/^[=+\-@\t\r]/.test(text) ? ` ${text}` : text);

export function workbookRow(number: number, record: WorkbookRecord): (string | number)[] {
  return [
    number,
    plain(record.organization),
    dayName(record.heldOn),
    record.kind,
    plain(record.title),
    record.leaders.join('、'),
    record.due ?? '',
    record.present ?? '',
    record.absent.map(({ name, reason }) => (reason ? `${name}(${reason})` : name)).join(','),
  ];
}
