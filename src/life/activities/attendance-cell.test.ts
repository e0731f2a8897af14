import { expect, it } from 'vitest';
import { readAttendance } from './attendance-cell.logic.ts';

it.each<[string, ReturnType<typeof readAttendance>]>([
  ['应到14人，实到12人，请假2人（张三出差、李四病假）', { due: '14', present: '12', absent: '张三出差、李四病假' }],
  ['应到会党员14名，实到会13名，缺席：王五（公务）', { due: '14', present: '13', absent: '王五(公务)' }],
  ['应到１４人 实到１４人', { due: '14', present: '14' }],
  ['应到14人，请假2人', { due: '14', present: '12' }],
  ['应到7人，全体到会', { due: '7', present: '7' }],
  ['14/12', { due: '14', present: '12' }],
  ['参加人数12人', { present: '12' }],
  ['张三、李四', {}],
])('“%s”', (text, said) => expect(readAttendance(text)).toEqual(said));
