import { branchCommitteeMeeting } from './branch-committee-meeting.kind.ts';
import { cellMeeting } from './cell-meeting.kind.ts';
import { democraticLifeMeeting } from './democratic-life-meeting.kind.ts';
import { generalMeeting } from './general-meeting.kind.ts';
import { heartToHeartTalk } from './heart-to-heart-talk.kind.ts';
import { memberAppraisal } from './member-appraisal.kind.ts';
import { orgLifeMeeting } from './org-life-meeting.kind.ts';
import { themePartyDay } from './theme-party-day.kind.ts';
import { training } from './training.kind.ts';

export const activityKinds = [
  themePartyDay,
  generalMeeting,
  branchCommitteeMeeting,
  cellMeeting,
  heartToHeartTalk,
  orgLifeMeeting,
  memberAppraisal,
  democraticLifeMeeting,
  training,
];
export * from './activities.contract.ts';
export * from './delegation.contract.ts';
export {
  branchCommitteeMeeting,
  cellMeeting,
  democraticLifeMeeting,
  generalMeeting,
  heartToHeartTalk,
  memberAppraisal,
  orgLifeMeeting,
  themePartyDay,
  training,
};
