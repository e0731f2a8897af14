/** Setting up or adjusting an organization: the act, its fields, and beside them what it would change. Also a correction. */
import { useRouter } from '@tanstack/react-router';
import { useEffect, useMemo, useRef, useState } from 'react';
import { addDays, type Day } from '../../core/time/room.ts';
import { ActionBar } from '../../ui/action-bar.tsx';
import { DayField } from '../../ui/day-field.tsx';
import { useFrame } from '../../ui/frame.ts';
import { useIdFor } from '../../ui/new-id.ts';
import { notice } from '../../ui/notices.tsx';
import { PhoneBar } from '../../ui/phone-bar.tsx';
import { useAct, useRoute } from '../../ui/query.ts';
import { Failed, Loading, Refused, Shown } from '../../ui/states.tsx';
import { useTitle } from '../../ui/title.ts';
import { useUrlState } from '../../ui/url-state.ts';
import { organizationTree } from '../organizations/room.ts';
import { ActFields } from './act-fields.screen.tsx';
import { ACTS, type ActId, actIds } from './acts.logic.ts';
import {
  type AdjustmentPreview,
  adjustmentCorrect,
  adjustmentDo,
  adjustmentOpen,
  adjustmentPreview,
} from './adjustments.contract.ts';
import { ChangesView } from './changes.screen.tsx';
import { aboutOrganization, emptyForm, type Form, formOf, inputOf, missingIn } from './form.logic.ts';
import { type OrgChoices, OrgField } from './org-field.screen.tsx';
import { TextField } from './text-field.screen.tsx';
import './adjustments.css';

/** Typing is let settle before it is asked what the act would change. */
const SETTLES_MS = 300;

export function Screen() {
  const { today } = useFrame();
  const [correcting] = useUrlState('correct');
  const [org] = useUrlState('org');
  const [act] = useUrlState('act');
  const title = correcting ? '更正设置调整' : '调整组织设置';
  useTitle(title);
  const former = useRoute(adjustmentOpen, { params: { id: correcting ?? '' } }, { enabled: correcting !== undefined });
  const begun = actIds.find((id) => id === act) ?? (org === undefined ? 'setUp' : 'merge');
  const back = correcting ? `/adjustments/${correcting}` : org ? `/organizations/${org}` : '/adjustments';
  return (
    <>
      <PhoneBar title={title} back={back} />
      {correcting === undefined ? (
        <Adjusting title={title} first={emptyForm(begun, today, org === undefined ? null : Number(org))} fresh />
      ) : (
        <Shown query={former}>
          {({ input }) => <Adjusting title={title} first={formOf(input)} correcting={correcting} />}
        </Shown>
      )}
    </>
  );
}

interface AdjustingProps {
  title: string;
  first: Form;
  correcting?: string;
  /** Begins with the organization as it is. */
  fresh?: boolean;
}

function Adjusting({ title, first, correcting, fresh = false }: AdjustingProps) {
  const [form, setForm] = useState(first);
  const asOf = form.effectiveOn === '' ? undefined : form.effectiveOn;
  const tree = useRoute(organizationTree, { query: { asOf } }, { hold: true });
  // What the act that is corrected has ended can still be chosen: without it, it is there.
  const earlier = correcting === undefined ? undefined : addDays(first.effectiveOn as Day, -1);
  const before = useRoute(organizationTree, { query: { asOf: earlier } }, { enabled: earlier !== undefined });
  const choices = useMemo((): OrgChoices => {
    const now = tree.data?.organizations ?? [];
    const here = new Set(now.map(({ id }) => id));
    const all = [...now, ...(before.data?.organizations ?? []).filter(({ id }) => !here.has(id))];
    return { all, byId: new Map(all.map((org) => [org.id, org])) };
  }, [tree.data, before.data]);
  const filled = useRef(!fresh);
  useEffect(() => {
    const org = form.orgId === null ? undefined : choices.byId.get(form.orgId);
    if (filled.current || !org) return;
    filled.current = true;
    setForm((now) => aboutOrganization(now, org));
  }, [choices, form.orgId]);
  const set = (part: Partial<Form>): void => setForm((now) => ({ ...now, ...part }));
  const about = (orgId: number | null): void => {
    const org = orgId === null ? undefined : choices.byId.get(orgId);
    setForm((now) => (org ? aboutOrganization(now, org) : { ...now, orgId }));
  };
  const chooseAct = (act: ActId): void => {
    const org = form.orgId === null ? undefined : choices.byId.get(form.orgId);
    setForm((now) => (org ? aboutOrganization({ ...now, act }, org) : { ...now, act }));
  };
  const written = useMemo(() => inputOf(form), [form]);
  const input = useSettled(written);
  const preview = useRoute(
    adjustmentPreview,
    { query: { input: JSON.stringify(input), correcting } },
    { enabled: input !== undefined, hold: true },
  );
  const seen = input === undefined ? undefined : preview.data;
  const missing = [...missingIn(form), ...(form.basis.trim() === '' ? ['写明依据'] : [])];
  const problemAt = (field: string): string | undefined => {
    const found = seen?.problems.find((problem) => problem.field === field && problem.code !== 'basis-missing');
    return found && `${found.what}。${found.now}`;
  };
  if (tree.error && !tree.data) return <Failed error={tree.error} retry={() => void tree.refetch()} />;
  if (!tree.data) return <Loading />;
  return (
    <div className="adjust">
      <form className="adjust-form sheet" onSubmit={(event) => event.preventDefault()}>
        <h1>{title}</h1>
        <fieldset className="adjust-acts">
          <legend>办理什么</legend>
          {ACTS.map(({ id, name }) => (
            <label key={id} className={id === form.act ? 'on' : correcting === undefined ? undefined : 'off'}>
              <input
                type="radio"
                name="act"
                checked={id === form.act}
                disabled={correcting !== undefined && id !== form.act}
                onChange={() => chooseAct(id)}
              />
              {name}
            </label>
          ))}
        </fieldset>
        <div className="field">
          <DayField
            label="生效日期，可以是过去的日期"
            value={form.effectiveOn}
            near={form.effectiveOn === '' ? first.effectiveOn || asOf! : form.effectiveOn}
            required
            invalid={problemAt('effectiveOn') !== undefined}
            onChange={(effectiveOn) => set({ effectiveOn })}
          />
          {problemAt('effectiveOn') !== undefined && <p className="err">{problemAt('effectiveOn')}</p>}
        </div>
        {form.act !== 'setUp' && (
          <OrgField
            label="哪个组织"
            choices={choices}
            value={form.orgId}
            problem={problemAt('orgId')}
            onChange={about}
          />
        )}
        <ActFields {...{ form, set, choices, problemAt, correcting }} />
        <TextField
          label="依据"
          placeholder="批复、会议决定"
          value={form.basis}
          max={200}
          onChange={(basis) => set({ basis })}
        />
        <TextField
          label="文号（没有可不填）"
          value={form.documentNumber}
          max={60}
          onChange={(documentNumber) => set({ documentNumber })}
        />
        <TextField label="备注（没有可不填）" value={form.note} max={500} onChange={(note) => set({ note })} />
      </form>
      <section className="adjust-preview" aria-label="会有什么变动" aria-live="polite">
        <h2>会有什么变动</h2>
        {input === undefined && <p className="note">还要{missingIn(form).join('、')}，写好后这里显示变动。</p>}
        {preview.error && <Refused error={preview.error} />}
        {seen && asOf && <Seen seen={seen} from={asOf} />}
      </section>
      <Confirm
        form={form}
        missing={missing}
        seen={written !== input || preview.isPlaceholderData ? undefined : seen}
        correcting={correcting}
      />
    </div>
  );
}

/** A value after it has not changed for a while. */
function useSettled<T>(value: T): T {
  const [settled, setSettled] = useState(value);
  useEffect(() => {
    const timer = window.setTimeout(() => setSettled(value), SETTLES_MS);
    return () => window.clearTimeout(timer);
  }, [value]);
  return settled;
}

function Seen({ seen, from }: { seen: AdjustmentPreview; from: Day }) {
  const problems = seen.problems.filter(({ code }) => code !== 'basis-missing');
  return (
    <>
      {problems.length > 0 ? (
        <ul className="adjust-problems">
          {problems.map((problem) => (
            <li key={`${problem.field}/${problem.code}/${problem.what}`} className="err">
              {problem.what}。{problem.now}
            </li>
          ))}
        </ul>
      ) : (
        <p className="adjust-sentence">{seen.changes.sentence}</p>
      )}
      {seen.roles.staying > 0 && (
        <p className="note">还有{seen.roles.staying}个账号角色挂在要撤销的组织上，不会自己终止，请安全管理员收回。</p>
      )}
      {problems.length === 0 && <ChangesView changes={seen.changes} from={from} />}
    </>
  );
}

interface ConfirmProps {
  form: Form;
  missing: readonly string[];
  /** The preview of exactly what stands in the form. */
  seen: AdjustmentPreview | undefined;
  correcting: string | undefined;
}

function Confirm({ form, missing, seen, correcting }: ConfirmProps) {
  const router = useRouter();
  const idFor = useIdFor();
  const backIdFor = useIdFor();
  const done = ({ actId, summary }: { actId: string; summary: string }): void => {
    notice(`${summary}，已办理`);
    void router.navigate({ to: `/adjustments/${actId}` });
  };
  const make = useAct(adjustmentDo, done);
  const correct = useAct(adjustmentCorrect, done);
  const working = make.isPending || correct.isPending;
  const error = make.error ?? correct.error;
  const input = inputOf(form);
  const ready = missing.length === 0 && seen?.seal != null && input !== undefined;
  const confirm = (): void => {
    if (!ready) return;
    const seal = seen.seal!;
    const sent = { input, seal };
    const actId = idFor(sent);
    if (correcting === undefined) make.mutate({ body: { actId, ...sent } });
    else correct.mutate({ params: { id: correcting }, body: { actId, backId: backIdFor(sent), ...sent } });
  };
  return (
    <ActionBar
      says={
        error ? (
          <Refused error={error} />
        ) : missing.length > 0 ? (
          `还要${missing.join('、')}`
        ) : (
          seen?.seal && `${seen.summary}。${seen.changes.sentence}`
        )
      }
    >
      <button type="button" className="btn pri big" disabled={!ready || working} onClick={confirm}>
        {correcting === undefined ? '确认办理' : '确认更正'}
      </button>
    </ActionBar>
  );
}
