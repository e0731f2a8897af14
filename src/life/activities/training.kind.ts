/** Training course: who held it, from when to when, how many class hours, who took part. */
import { recordKind } from '../../core/record/room.ts';

export const training = recordKind({
  id: 'training',
  name: '培训',
  aliases: ['培训班', '集中培训', '党员教育培训', '教育培训', '干部培训', '集中轮训'],
  mechanism: 'M30',
  group: 'orgLife',
  version: 1,
  confidentiality: 'open',
  // Nobody is due: those who took part are named, with their own hours where they differ from the course's.
  due: 'none',
  parts: [
    { key: 'trainee', name: '学员', offer: 'anyone' },
    { key: 'lecturer', name: '授课人', offer: 'anyone' },
  ],
  fields: [
    { key: 'topic', name: '培训班名称', type: 'text', max: 80, required: true },
    { key: 'until', name: '结束日期', type: 'day', hint: '只有一天可以不填' },
    { key: 'organizer', name: '主办单位', type: 'text', max: 80, hint: '可以不填' },
    { key: 'classHours', name: '学时', type: 'count', max: 2000, unit: '学时' },
    { key: 'summary', name: '内容', type: 'paragraph', max: 2000, hint: '可以不填' },
    { key: 'evidence', name: '佐证', type: 'text', max: 200, hint: '可以不填，如通知文号' },
  ],
  titleField: 'topic',
  heldBy: [
    'branch',
    'jointBranch',
    'temporaryBranch',
    'functionalBranch',
    'generalBranch',
    'primaryCommittee',
    'municipalOrganCommittee',
    'leadingGroup',
    'countyCommittee',
    'municipalCommittee',
  ],
  minutes: 3,
});
