/** Meeting of a Party group within a branch (支部条例 art. 13). */
import { recordKind } from '../../core/record/room.ts';

export const cellMeeting = recordKind({
  id: 'cellMeeting',
  name: '党小组会',
  aliases: ['小组会', '党小组会议', '三会一课（党小组会）'],
  mechanism: 'M20',
  group: 'orgLife',
  version: 1,
  confidentiality: 'open',
  due: 'partyCell',
  parts: [
    { key: 'presider', name: '主持人', single: true, required: true, offer: 'members' },
    { key: 'attendee', name: '到会', offer: 'due' },
    { key: 'absent', name: '缺席', offer: 'due' },
    { key: 'guest', name: '列席', offer: 'anyone' },
    { key: 'minuteTaker', name: '记录人', single: true, offer: 'members' },
  ],
  fields: [
    { key: 'cell', name: '党小组', type: 'text', max: 30, required: true, hint: '如第一党小组' },
    { key: 'topic', name: '议题', type: 'text', max: 80, required: true },
    { key: 'resolutions', name: '决议', type: 'lines', max: 20, lineMax: 200, hint: '没有可以不填' },
    { key: 'summary', name: '内容', type: 'paragraph', max: 2000, hint: '可以不填' },
    { key: 'evidence', name: '佐证', type: 'text', max: 200, hint: '可以不填，如会议记录本第几页' },
  ],
  titleField: 'topic',
  heldBy: ['branch', 'jointBranch', 'temporaryBranch'],
  minutes: 2,
});
