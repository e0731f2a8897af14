/** Returning a ledger: the reason, and to whom it goes. */
import { useEffect, useRef, useState } from 'react';
import { newId } from '../../ui/new-id.ts';
import { useAct } from '../../ui/query.ts';
import { Refused } from '../../ui/states.tsx';
import { checkReturn } from './check.contract.ts';
import type { Checked } from './checked-ledger.screen.tsx';

export function ReturnDialog({ checked, done, close }: { checked: Checked; done: () => void; close: () => void }) {
  const dialog = useRef<HTMLDialogElement>(null);
  const [reason, setReason] = useState('');
  const [actId] = useState(newId);
  const act = useAct(checkReturn, done);
  useEffect(() => dialog.current?.showModal(), []);
  return (
    <dialog
      ref={dialog}
      className="check-dialog"
      aria-labelledby="return-head"
      onClose={close}
      onKeyDown={(event) => event.stopPropagation()}
    >
      <form
        onSubmit={(event) => {
          event.preventDefault();
          if (reason.trim() === '') return;
          act.mutate({
            params: { ledgerId: checked.ledgerId },
            body: { actId, version: checked.version, reason: reason.trim() },
          });
        }}
      >
        <h2 id="return-head">退回{checked.person.name}的清单</h2>
        <textarea
          className="in"
          aria-label="退回原因"
          placeholder="请写明哪里要改、怎么改"
          rows={4}
          maxLength={500}
          required
          value={reason}
          onChange={(event) => setReason(event.target.value)}
        />
        <p className="note">
          退回后{checked.person.name}能看到原因，改好后作为新的一稿送来；这一稿仍可查看。退回不能撤销。
        </p>
        <Refused error={act.error} />
        <p className="acts">
          <button type="button" className="btn" onClick={() => dialog.current?.close()}>
            不退回了
          </button>
          <button type="submit" className="btn pri" disabled={act.isPending || reason.trim() === ''}>
            退回给{checked.person.name}
          </button>
        </p>
      </form>
    </dialog>
  );
}
