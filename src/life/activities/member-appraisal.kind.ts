/** Democratic appraisal of members: the result by counts; the ballot itself is never joined to the roll. */
import { recordKind } from '../../core/record/room.ts';

export const memberAppraisal = recordKind({
  id: 'memberAppraisal',
  name: '民主评议党员',
  aliases: ['民主评议', '党员民主评议'],
  mechanism: 'M20',
  group: 'orgLife',
  version: 1,
  confidentiality: 'open',
  due: 'members',
  parts: [
    { key: 'presider', name: '主持人', single: true, required: true, offer: 'committee' },
    { key: 'attendee', name: '到会', offer: 'due' },
    { key: 'absent', name: '缺席', offer: 'due' },
    { key: 'guest', name: '列席', offer: 'anyone' },
    { key: 'minuteTaker', name: '记录人', single: true, offer: 'members' },
  ],
  fields: [
    { key: 'topic', name: '议题', type: 'text', max: 80, required: true },
    { key: 'excellent', name: '优秀', type: 'count', max: 5000, unit: '人' },
    { key: 'qualified', name: '合格', type: 'count', max: 5000, unit: '人' },
    { key: 'basicallyQualified', name: '基本合格', type: 'count', max: 5000, unit: '人' },
    { key: 'unqualified', name: '不合格', type: 'count', max: 5000, unit: '人' },
    { key: 'summary', name: '内容', type: 'paragraph', max: 2000, hint: '可以不填' },
    { key: 'evidence', name: '佐证', type: 'text', max: 200, hint: '可以不填，如会议记录本第几页' },
  ],
  titleField: 'topic',
  heldBy: ['branch', 'jointBranch', 'temporaryBranch'],
  minutes: 3,
});
