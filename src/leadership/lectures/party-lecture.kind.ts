/** Party lecture: by whom, to whom, how many heard it. */
import { recordKind } from '../../core/record/room.ts';

export const partyLecture = recordKind({
  id: 'partyLecture',
  name: '党课',
  aliases: ['讲党课', '上党课', '三会一课（党课）', '专题党课'],
  mechanism: 'M10',
  group: 'orgLife',
  version: 1,
  confidentiality: 'open',
  due: 'members',
  parts: [
    { key: 'lecturer', name: '主讲人', required: true, offer: 'anyone' },
    { key: 'presider', name: '主持人', single: true, offer: 'committee' },
    { key: 'attendee', name: '到会', offer: 'due' },
    { key: 'absent', name: '缺席', offer: 'due' },
    { key: 'guest', name: '列席', offer: 'anyone' },
  ],
  fields: [
    { key: 'topic', name: '题目', type: 'text', max: 80, required: true },
    { key: 'listeners', name: '听课人数', type: 'count', max: 5000, unit: '人', hint: '本支部以外的也算' },
    { key: 'summary', name: '内容', type: 'paragraph', max: 2000, hint: '可以不填' },
    { key: 'evidence', name: '佐证', type: 'text', max: 200, hint: '可以不填，如会议记录本第几页' },
  ],
  titleField: 'topic',
  heldBy: [
    'branch',
    'jointBranch',
    'temporaryBranch',
    'generalBranch',
    'primaryCommittee',
    'municipalOrganCommittee',
    'leadingGroup',
    'countyCommittee',
    'municipalCommittee',
  ],
  minutes: 1,
});
