/** The way of a request for correction: asked, accepted or declined, done; or withdrawn by who asked. */
import { process } from '../../core/process/room.ts';

export const correctionProcess = process({
  id: 'correction',
  name: '更正申请',
  initial: 'asked',
  states: {
    asked: { name: '待答复' },
    accepted: { name: '同意，待更正' },
    declined: { name: '不予更正', final: true },
    done: { name: '已更正', final: true },
    withdrawn: { name: '已撤回', final: true },
  },
  acts: {
    accept: {
      name: '同意更正',
      from: ['asked'],
      to: 'accepted',
      by: 'answerer',
      says: '本人会看到；更正做好后还要写明在哪里更正',
    },
    finish: {
      name: '已更正',
      from: ['asked', 'accepted'],
      to: 'done',
      by: 'answerer',
      needs: ['content'],
      says: '附上做了更正的那一次，本人能看到',
    },
    decline: {
      name: '不予更正',
      from: ['asked', 'accepted'],
      to: 'declined',
      by: 'answerer',
      needs: ['reason'],
      says: '本人会看到理由',
    },
    withdraw: { name: '撤回申请', from: ['asked', 'accepted'], to: 'withdrawn', by: 'owner', says: '不再办理' },
  },
});
export type CorrectionState = keyof typeof correctionProcess.states;
export type CorrectionAct = keyof typeof correctionProcess.acts;
