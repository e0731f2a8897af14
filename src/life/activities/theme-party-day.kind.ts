/** Theme Party Day, one relatively fixed day a month. */
import { recordKind } from '../../core/record/room.ts';

export const themePartyDay = recordKind({
  id: 'themePartyDay',
  name: '主题党日',
  aliases: ['主题党日活动', '党员活动日', '固定党日'],
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
    { key: 'topic', name: '主题', type: 'text', max: 80, required: true, hint: '如迎“七一”，做合格党员' },
    { key: 'resolutions', name: '决议', type: 'lines', max: 20, lineMax: 200, hint: '没有可以不填' },
    { key: 'summary', name: '内容', type: 'paragraph', max: 2000, hint: '可以不填' },
    { key: 'evidence', name: '佐证', type: 'text', max: 200, hint: '可以不填，如会议记录本第几页' },
  ],
  titleField: 'topic',
  heldBy: ['branch', 'jointBranch', 'temporaryBranch'],
  minutes: 1,
});
