/** Members' general meeting of a branch (支部条例 art. 11). */
import { recordKind } from '../../core/record/room.ts';

export const generalMeeting = recordKind({
  id: 'generalMeeting',
  name: '支部党员大会',
  aliases: ['党员大会', '支部大会', '三会一课（支部党员大会）'],
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
    { key: 'resolutions', name: '决议', type: 'lines', max: 20, lineMax: 200, hint: '没有可以不填' },
    { key: 'summary', name: '内容', type: 'paragraph', max: 2000, hint: '可以不填' },
    { key: 'evidence', name: '佐证', type: 'text', max: 200, hint: '可以不填，如会议记录本第几页' },
  ],
  titleField: 'topic',
  heldBy: ['branch', 'jointBranch', 'temporaryBranch'],
  minutes: 2,
});
