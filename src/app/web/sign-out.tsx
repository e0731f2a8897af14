/** 退出. With something not yet sent it says so before it goes. */
import { useState } from 'react';
import { signOut } from '../../platform/identity/identity.contract.ts';
import { call } from '../../ui/api.ts';
import { useOutbox } from '../../ui/outbox.ts';
import { SideSheet } from '../../ui/side-sheet.tsx';
import { Refused } from '../../ui/states.tsx';
import { useVisit } from './visit.ts';

export function SignOut({ className }: { className?: string }) {
  const { leave } = useVisit();
  const { waiting } = useOutbox();
  const [asking, setAsking] = useState(false);
  const [error, setError] = useState<unknown>();
  const go = (): void => {
    setError(undefined);
    call(signOut, {}).then(
      ({ leaveAt }) => leave(leaveAt),
      (reason: unknown) => {
        setAsking(true);
        setError(reason);
      },
    );
  };
  return (
    <>
      <button
        type="button"
        className={className}
        onClick={() => {
          if (waiting.length > 0) setAsking(true);
          else go();
        }}
      >
        退出
      </button>
      {asking && (
        <SideSheet
          title="退出"
          onClose={() => setAsking(false)}
          acts={
            <>
              <button type="button" className="btn" onClick={() => setAsking(false)}>
                先不退出
              </button>
              <button type="button" className="btn" onClick={go}>
                退出
              </button>
            </>
          }
        >
          <div className="state">
            {waiting.length > 0 && (
              <p>
                还有{waiting.length}条没有送出：{waiting.map((row) => row.label).join('、')}
                。它们留在这台机器上，等您下次登录后再送出；别人看不到。
              </p>
            )}
            <Refused error={error} />
          </div>
        </SideSheet>
      )}
    </>
  );
}
