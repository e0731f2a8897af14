/** Organizational life meeting with criticism and self-criticism (支部条例 art. 17). */
import { recordKind } from '../../core/record/room.ts';

export const orgLifeMeeting = recordKind({
  id: 'orgLifeMeeting',
  name: '组织生活会',
  aliases: ['专题组织生活会'],
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
    { key: 'topic', name: '主题', type: 'text', max: 80, required: true },
    { key: 'criticisms', name: '相互批评意见', type: 'count', max: 5000, unit: '条' },
    { key: 'rectifications', name: '整改措施', type: 'lines', max: 50, lineMax: 200 },
    { key: 'summary', name: '内容', type: 'paragraph', max: 2000, hint: '可以不填' },
    { key: 'evidence', name: '佐证', type: 'text', max: 200, hint: '可以不填，如会议记录本第几页' },
  ],
  titleField: 'topic',
  heldBy: ['branch', 'jointBranch', 'temporaryBranch'],
  minutes: 3,
});
