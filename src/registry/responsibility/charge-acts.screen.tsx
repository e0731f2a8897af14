/** The last acts on charges, each to be taken back. */
import { dayName, dayOf } from '../../core/time/room.ts';
import { useFrame } from '../../ui/frame.ts';
import { newId } from '../../ui/new-id.ts';
import { notice } from '../../ui/notices.tsx';
import { useAct, useRoute } from '../../ui/query.ts';
import { SideSheet } from '../../ui/side-sheet.tsx';
import { Empty, Refused, Shown } from '../../ui/states.tsx';
import { chargeActs, chargeActTakeBack } from './charge-acts.contract.ts';

export function ChargeActs({ onClose }: { onClose: () => void }) {
  const { may } = useFrame();
  const query = useRoute(chargeActs, {});
  const takeBack = useAct(chargeActTakeBack, () => notice('已收回'));
  return (
    <SideSheet title="最近的分工调整" onClose={onClose}>
      <Shown query={query}>
        {({ acts }) =>
          acts.length === 0 ? (
            <Empty>还没有登记过分工调整。随花名册、分工表导入的，在导入页看。</Empty>
          ) : (
            <ul className="charge-acts">
              {acts.map((act) => (
                <li key={act.id}>
                  <div>
                    <p>{act.summary}</p>
                    <p className="note">
                      {dayName(dayOf(new Date(act.at)))}由{act.author}登记
                      {act.basis !== '' && `，依据：${act.basis}`}
                      {act.documentNumber !== '' && `，${act.documentNumber}`}
                      {act.takenBack && `；已由${act.takenBack.by}收回`}
                    </p>
                  </div>
                  {may('registry.write') && !act.takenBack && (
                    <button
                      type="button"
                      className="btn sm"
                      aria-label={`收回：${act.summary}`}
                      disabled={takeBack.isPending}
                      onClick={() => takeBack.mutate({ params: { id: act.id }, body: { actId: newId(), why: '' } })}
                    >
                      收回
                    </button>
                  )}
                </li>
              ))}
            </ul>
          )
        }
      </Shown>
      <Refused error={takeBack.error} />
    </SideSheet>
  );
}
