/** One adjustment: what it rests on, what it changed, and taking it back or correcting it. */
import { useParams } from '@tanstack/react-router';
import { useRef, useState } from 'react';
import { dayName } from '../../core/time/room.ts';
import type { Answer } from '../../ui/api.ts';
import { Go } from '../../ui/go.tsx';
import { Mark } from '../../ui/mark.tsx';
import { newId } from '../../ui/new-id.ts';
import { notice } from '../../ui/notices.tsx';
import { PhoneBar } from '../../ui/phone-bar.tsx';
import { type ApiError, type NetworkLost, useAct, useRoute } from '../../ui/query.ts';
import { SideSheet } from '../../ui/side-sheet.tsx';
import { Refused, Shown } from '../../ui/states.tsx';
import { useTitle } from '../../ui/title.ts';
import { dateAndClock } from '../../ui/words.ts';
import { actName } from './acts.logic.ts';
import { adjustmentOpen, adjustmentTakeBack } from './adjustments.contract.ts';
import { ChangesView } from './changes.screen.tsx';
import { TextField } from './text-field.screen.tsx';
import './adjustments.css';

type Opened = Answer<typeof adjustmentOpen>;

export function Screen() {
  const { id = '' } = useParams({ strict: false }) as { id?: string };
  const query = useRoute(adjustmentOpen, { params: { id } });
  useTitle('设置调整');
  return (
    <>
      <PhoneBar title="设置调整" back="/adjustments" />
      <Shown query={query}>{(act) => <Page act={act} />}</Shown>
    </>
  );
}

function Page({ act }: { act: Opened }) {
  const [asking, setAsking] = useState(false);
  return (
    <article className="adjustment sheet">
      <header>
        <p className="note">
          <Go to="/adjustments">设置调整</Go>
          <i aria-hidden="true">　›　</i>
          {actName(act.act)}
        </p>
        <h1>{act.summary}</h1>
      </header>
      {act.takenBack && <TakenBack back={act.takenBack} />}
      {act.corrects !== null && (
        <p className="adjustment-back">
          更正了<Go to={`/adjustments/${act.corrects}`}>先前的一次办理</Go>。
        </p>
      )}
      <dl className="adjustment-facts">
        <dt>生效日期</dt>
        <dd>{dayName(act.effectiveOn)}</dd>
        <dt>依据</dt>
        <dd>{act.basis}</dd>
        {act.documentNumber !== '' && (
          <>
            <dt>文号</dt>
            <dd>{act.documentNumber}</dd>
          </>
        )}
        {act.note !== '' && (
          <>
            <dt>备注</dt>
            <dd>{act.note}</dd>
          </>
        )}
        <dt>经办</dt>
        <dd>
          {act.author}　<time>{dateAndClock(act.recordedAt)}</time>
        </dd>
      </dl>
      <section>
        <h2>改变的内容</h2>
        <p className="adjust-sentence">{act.changes.sentence}</p>
        <ChangesView changes={act.changes} from={act.effectiveOn} />
      </section>
      {act.mayChange && act.takenBack === null && (
        <footer>
          <Go className="btn" to={`/organizations/adjust?correct=${act.id}`}>
            更正
          </Go>
          <button type="button" className="btn" aria-haspopup="dialog" onClick={() => setAsking(true)}>
            收回
          </button>
          <p className="note">日期、去向写错了用“更正”；这件事根本没有发生用“收回”。</p>
        </footer>
      )}
      {asking && <TakeBack act={act} onClose={() => setAsking(false)} />}
    </article>
  );
}

function TakenBack({ back }: { back: NonNullable<Opened['takenBack']> }) {
  return (
    <p className="adjustment-back">
      <Mark kind="none">{back.insteadId === null ? '已收回' : '已更正'}</Mark>　{back.by}　
      <time>{dateAndClock(back.at)}</time>
      {back.why !== '' && `　${back.why}`}
      {back.insteadId !== null && (
        <span>
          　<Go to={`/adjustments/${back.insteadId}`}>看更正后的办理</Go>
        </span>
      )}
    </p>
  );
}

interface Resting {
  summary: string;
  author: string;
  on: string;
}

/** The later acts that a refusal names. */
function restingIn(error: ApiError | NetworkLost | null): readonly Resting[] {
  const data = error && 'detail' in error ? (error.detail as { data?: unknown } | undefined)?.data : undefined;
  return (data as { resting?: readonly Resting[] } | undefined)?.resting ?? [];
}

function TakeBack({ act, onClose }: { act: Opened; onClose: () => void }) {
  const [why, setWhy] = useState('');
  const actId = useRef(newId());
  const takeBack = useAct(adjustmentTakeBack, () => {
    notice('已收回，登记恢复到办理以前');
    onClose();
  });
  const resting = restingIn(takeBack.error);
  return (
    <SideSheet
      title="收回这次设置调整"
      note={act.summary}
      onClose={onClose}
      acts={
        <button
          type="button"
          className="btn pri"
          disabled={takeBack.isPending}
          onClick={() => takeBack.mutate({ params: { id: act.id }, body: { actId: actId.current, why } })}
        >
          收回
        </button>
      }
    >
      <div className="adjust-take-back">
        <p>收回后，登记恢复到没有这次调整的样子；这次办理和收回都留在记录里。</p>
        <TextField label="为什么收回（没有可不填）" value={why} max={200} onChange={setWhy} />
        {resting.length > 0 ? (
          <div role="alert">
            <p className="err">后来的登记以这次调整为准，请先收回或更正：</p>
            <ul>
              {resting.map((one) => (
                <li key={`${one.on}/${one.summary}`}>
                  {one.on} {one.author}：{one.summary}
                </li>
              ))}
            </ul>
          </div>
        ) : (
          takeBack.error && <Refused error={takeBack.error} />
        )}
      </div>
    </SideSheet>
  );
}
