/** Visit of a leader to his Party-building contact point, with suggestions made and problems solved. */
import { recordKind } from '../../core/record/room.ts';

export const contactPointVisit = recordKind({
  id: 'contactPointVisit',
  name: '党建联系点走访',
  aliases: ['联系点走访', '深入联系点', '联系点调研'],
  mechanism: 'M11',
  group: 'leadership',
  version: 1,
  confidentiality: 'open',
  due: 'none',
  parts: [
    { key: 'visitor', name: '走访人', required: true, offer: 'cadres' },
    { key: 'received', name: '接待人', offer: 'committee' },
  ],
  fields: [
    { key: 'topic', name: '事由', type: 'text', max: 80, required: true },
    { key: 'suggestions', name: '意见建议', type: 'lines', max: 20, lineMax: 200 },
    { key: 'solvedOnSite', name: '现场解决的问题', type: 'lines', max: 20, lineMax: 200 },
    { key: 'assigned', name: '交办的问题', type: 'lines', max: 20, lineMax: 200 },
    { key: 'exemplars', name: '发现的典型', type: 'lines', max: 10, lineMax: 200 },
    { key: 'summary', name: '内容', type: 'paragraph', max: 2000, hint: '可以不填' },
    { key: 'evidence', name: '佐证', type: 'text', max: 200, hint: '可以不填，如会议记录本第几页' },
  ],
  titleField: 'topic',
  heldBy: ['branch', 'jointBranch', 'temporaryBranch', 'generalBranch', 'primaryCommittee'],
  minutes: 2,
});
