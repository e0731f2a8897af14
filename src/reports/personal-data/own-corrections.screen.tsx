/** One's own requests for correction with what was answered. Looking at them settles the news. */
import { useEffect } from 'react';
import { newId } from '../../ui/new-id.ts';
import { notice } from '../../ui/notices.tsx';
import { useAct, useRoute } from '../../ui/query.ts';
import { Empty, Refused, Shown } from '../../ui/states.tsx';
import { newsSeen } from './correction-news.screen.tsx';
import { CorrectionState, CorrectionThread } from './correction-thread.screen.tsx';
import { ownCorrections, withdrawCorrection } from './corrections.contract.ts';

export function OwnCorrections() {
  const query = useRoute(ownCorrections, {});
  const withdraw = useAct(withdrawCorrection, () => notice('申请已撤回'));
  const latest = query.data?.corrections
    .flatMap(({ steps }) => steps.map(({ at }) => at))
    .sort()
    .at(-1);
  useEffect(() => {
    if (latest !== undefined) newsSeen(latest);
  }, [latest]);
  return (
    <Shown query={query}>
      {({ corrections, answerWorkingDays }) =>
        corrections.length === 0 ? (
          <Empty>还没有申请过更正。打开“登记的情况”或“有我的记录”，在有误的一项旁边申请。</Empty>
        ) : (
          <>
            <p className="note">申请后{answerWorkingDays}个工作日内答复（本市可以另定）。</p>
            <Refused error={withdraw.error} />
            {corrections.map((one) => (
              <section key={one.id} className="correction">
                <header>
                  <h3>{one.about.what}</h3>
                  <CorrectionState {...one} />
                </header>
                <p className="ink2">{one.about.says}</p>
                <p className="note">送{one.goesTo}</p>
                <CorrectionThread correction={one} />
                {one.mayWithdraw && (
                  <button
                    type="button"
                    className="btn"
                    disabled={withdraw.isPending}
                    onClick={() => withdraw.mutate({ params: { id: one.id }, body: { actId: newId() } })}
                  >
                    撤回申请
                  </button>
                )}
              </section>
            ))}
          </>
        )
      }
    </Shown>
  );
}
