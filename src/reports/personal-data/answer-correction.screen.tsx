/** One request beside the list: what was asked, the thread, and the answer. */
import { type FormEvent, useState } from 'react';
import type { Answer, Input } from '../../ui/api.ts';
import { Go } from '../../ui/go.tsx';
import { newId } from '../../ui/new-id.ts';
import { notice } from '../../ui/notices.tsx';
import { useAct, useRoute } from '../../ui/query.ts';
import { SideSheet } from '../../ui/side-sheet.tsx';
import { Refused, Shown } from '../../ui/states.tsx';
import { dateAndClock } from '../../ui/words.ts';
import { correctionProcess } from './correction-process.logic.ts';
import { CorrectionState, CorrectionThread } from './correction-thread.screen.tsx';
import { answerCorrection, openCorrection } from './corrections.contract.ts';
import './answer-correction.css';

type Opened = Answer<typeof openCorrection>;
type Given = Input<typeof answerCorrection>['body'];

export function AnswerSheet({ id, onClose }: { id: string; onClose: () => void }) {
  const query = useRoute(openCorrection, { params: { id } });
  const title = query.data ? `${query.data.person}　${query.data.about.what}` : '更正申请';
  return (
    <SideSheet title={title} note={query.data && `送${query.data.goesTo}`} onClose={onClose}>
      <Shown query={query}>
        {(opened) => (
          <div className="correction answering">
            <p>
              <CorrectionState {...opened} />
            </p>
            <p className="ink2">
              现在写的是：
              {opened.about.recordId === null ? (
                opened.about.says
              ) : (
                <Go to={`/records/${opened.about.recordId}`}>{opened.about.says}</Go>
              )}
            </p>
            <CorrectionThread correction={opened} />
            {opened.may.length > 0 && <AnswerForm opened={opened} />}
          </div>
        )}
      </Shown>
    </SideSheet>
  );
}

function AnswerForm({ opened }: { opened: Opened }) {
  const [which, choose] = useState(opened.may[0]!);
  const answer = useAct(answerCorrection, () => notice(`${opened.person}能看到这个答复`));
  const submit = (event: FormEvent<HTMLFormElement>): void => {
    event.preventDefault();
    const fields = new FormData(event.currentTarget);
    const reason = String(fields.get('reason') ?? '').trim();
    const link = fields.has('link') ? opened.links[Number(fields.get('link'))]?.link : undefined;
    const body: Given = { actId: newId(), do: which, ...(reason ? { reason } : {}), ...(link ? { link } : {}) };
    answer.mutate({ params: { id: opened.id }, body });
  };
  return (
    <form onSubmit={submit}>
      <fieldset className="correction-choices">
        <legend>答复</legend>
        {opened.may.map((act) => (
          <label key={act}>
            <input type="radio" name="do" checked={which === act} onChange={() => choose(act)} />
            <span>
              {correctionProcess.acts[act].name}
              <small>{correctionProcess.acts[act].says}</small>
            </span>
          </label>
        ))}
      </fieldset>
      {which === 'finish' && <Links opened={opened} />}
      <label className="field">
        <span className="k">{which === 'decline' ? '理由' : '说明（可以不写）'}</span>
        <textarea className="in" name="reason" rows={3} maxLength={300} required={which === 'decline'} />
      </label>
      <Refused error={answer.error} />
      <p className="do">
        <button
          type="submit"
          className="btn pri"
          disabled={answer.isPending || (which === 'finish' && opened.links.length === 0)}
        >
          {correctionProcess.acts[which].name}
        </button>
      </p>
    </form>
  );
}

function Links({ opened: { links, about } }: { opened: Opened }) {
  if (links.length === 0) {
    return (
      <p className="note">
        {about.recordId === null
          ? '答复本身不改登记。请先导入更正后的名册，这里就能选到那一次；在此之前可以先答复“同意更正”。'
          : '答复本身不改记录。请打开那条记录更正，这里就能选到更正的那一版；在此之前可以先答复“同意更正”。'}
      </p>
    );
  }
  return (
    <fieldset className="correction-choices">
      <legend>在哪一次更正的</legend>
      {links.map(({ what, at }, index) => (
        <label key={`${what}${at}`}>
          <input type="radio" name="link" value={index} defaultChecked={index === 0} />
          <span>
            {what}
            <small>{dateAndClock(at)}</small>
          </span>
        </label>
      ))}
    </fieldset>
  );
}
