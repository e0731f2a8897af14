/** The way of a month's ledger: written, submitted, checked, accepted or returned (M14, M15). */
import { process } from '../../core/process/room.ts';

export const ledgerProcess = process({
  id: 'monthLedger',
  name: '写实清单',
  initial: 'draft',
  states: {
    draft: { name: '填写中' },
    submitted: { name: '待检查' },
    withdrawn: { name: '已撤回' },
    returned: { name: '已退回' },
    accepted: { name: '已通过', final: true },
  },
  acts: {
    submit: {
      name: '提交',
      from: ['draft', 'withdrawn', 'returned'],
      to: 'submitted',
      by: 'owner',
      needs: ['content'],
      says: '提交后送分管领导检查；检查前可以撤回',
    },
    withdraw: {
      name: '撤回',
      from: ['submitted'],
      to: 'withdrawn',
      by: 'owner',
      says: '撤回后可以再改，改好后重新提交',
    },
    accept: { name: '通过', from: ['submitted'], to: 'accepted', by: 'checker', says: '通过后本月清单不再改动' },
    return: {
      name: '退回',
      from: ['submitted'],
      to: 'returned',
      by: 'checker',
      needs: ['reason'],
      says: '退回后本人能看到原因，改好后作为新的一稿送来',
    },
  },
});
export type LedgerState = keyof typeof ledgerProcess.states;
export type LedgerAct = keyof typeof ledgerProcess.acts;
