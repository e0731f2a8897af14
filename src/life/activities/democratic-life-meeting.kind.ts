/** Meeting of a leadership team for criticism and self-criticism. */
import { recordKind } from '../../core/record/room.ts';

export const democraticLifeMeeting = recordKind({
  id: 'democraticLifeMeeting',
  name: '民主生活会',
  aliases: ['领导班子民主生活会', '班子民主生活会'],
  mechanism: 'M20',
  group: 'orgLife',
  version: 1,
  confidentiality: 'open',
  due: 'leadershipTeam',
  parts: [
    { key: 'presider', name: '主持人', single: true, required: true, offer: 'cadres' },
    { key: 'attendee', name: '到会', offer: 'due' },
    { key: 'absent', name: '缺席', offer: 'due' },
    { key: 'guest', name: '列席', offer: 'anyone' },
    { key: 'minuteTaker', name: '记录人', single: true, offer: 'cadres' },
  ],
  fields: [
    { key: 'topic', name: '主题', type: 'text', max: 80, required: true },
    { key: 'criticisms', name: '相互批评意见', type: 'count', max: 5000, unit: '条' },
    { key: 'rectifications', name: '整改措施', type: 'lines', max: 50, lineMax: 200 },
    { key: 'summary', name: '内容', type: 'paragraph', max: 2000, hint: '可以不填' },
    { key: 'evidence', name: '佐证', type: 'text', max: 200, hint: '可以不填，如会议记录本第几页' },
  ],
  titleField: 'topic',
  heldBy: ['municipalCommittee', 'countyCommittee', 'municipalOrganCommittee', 'leadingGroup'],
  minutes: 3,
});
