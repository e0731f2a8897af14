/** Heart-to-heart talk: that it took place is counted; what was said is read by those in it. */
import { recordKind } from '../../core/record/room.ts';

export const heartToHeartTalk = recordKind({
  id: 'heartToHeartTalk',
  name: '谈心谈话',
  aliases: ['谈心', '谈话', '谈心谈话活动'],
  mechanism: 'M20',
  group: 'orgLife',
  version: 1,
  confidentiality: 'content',
  due: 'none',
  parts: [
    { key: 'talker', name: '谈话人', required: true, offer: 'committee' },
    { key: 'talkedTo', name: '谈话对象', required: true, offer: 'members' },
    { key: 'absent', name: '缺席', offer: 'members' },
  ],
  fields: [
    { key: 'topic', name: '事由', type: 'text', max: 80, required: true, hint: '如转正前谈话；谈了什么写在下面' },
    { key: 'content', name: '谈话内容', type: 'paragraph', max: 2000, confidential: true, hint: '只有谈话双方能看' },
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
  minutes: 2,
});
