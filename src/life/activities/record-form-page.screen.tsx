/** The form itself, over a context and a draft. */
import { useQueryClient } from '@tanstack/react-query';
import { useRouter } from '@tanstack/react-router';
import { useMemo, useRef, useState } from 'react';
import { ABSENCE_REASONS, type RefusalDetail } from '../../core/record/room.ts';
import { day, shortDayName } from '../../core/time/room.ts';
import { ActionBar } from '../../ui/action-bar.tsx';
import { type Answer, ApiError } from '../../ui/api.ts';
import { useDraft } from '../../ui/drafts.ts';
import { useFrame } from '../../ui/frame.ts';
import { Go } from '../../ui/go.tsx';
import { Mark } from '../../ui/mark.tsx';
import { notice } from '../../ui/notices.tsx';
import { useOnline } from '../../ui/online.ts';
import { sendOrKeep } from '../../ui/outbox.ts';
import { PersonChips } from '../../ui/person-chips.tsx';
import { PhoneBar } from '../../ui/phone-bar.tsx';
import { useRoute } from '../../ui/query.ts';
import { RecordRow } from '../../ui/record-row.tsx';
import { SaveState } from '../../ui/save-state.tsx';
import { useSize } from '../../ui/screen-size.ts';
import { Loading, Refused } from '../../ui/states.tsx';
import { useTitle } from '../../ui/title.ts';
import { appendRecord, formContext } from './activities.contract.ts';
import { checkRecord } from './check-record.logic.ts';
import { type FormItem, formOrder, itemOfFault } from './form-items.logic.ts';
import { Both, isConflict } from './record-both.screen.tsx';
import { hasRoll, inputOf, type RecordDraft, rollOf } from './record-draft.logic.ts';
import { Item } from './record-item.screen.tsx';
import { type Offered, RollSheet } from './record-people.screen.tsx';

export type FormContext = Answer<typeof formContext>;
type Settled = Answer<typeof appendRecord>;

interface Props {
  context: FormContext;
  /** Where the draft is kept on this machine. */
  subject: string;
  blank: () => RecordDraft;
  /** Where leaving leads. */
  back: string;
  /** A correction by somebody who may not read what was said: those fields are not offered. */
  hidesConfidential?: boolean;
}

/** The client's own check: the server's, with what the form knows. Offline it is all there is; online the server has the last word. */
function faultsOf(draft: RecordDraft, context: FormContext, today: string): RefusalDetail[] {
  const names = new Map<number, string>();
  for (const person of context.people) names.set(person.personId, person.name);
  for (const person of [...Object.values(draft.parts).flat(), ...(draft.roll ?? [])]) names.set(person.id, person.name);
  const { kind, organization } = context;
  return checkRecord(inputOf(draft, context, organization.orgId), {
    kind,
    organization: {
      name: organization.name,
      kind: kind.heldBy[0] ?? '',
      kindName: '',
      from: day('1921-07-01'),
      exists: true,
    },
    today: day(today),
    names,
  });
}

export function RecordForm({ context: given, subject, blank, back, hidesConfidential = false }: Props) {
  const { today } = useFrame();
  const draft = useDraft(subject, blank);
  const size = useSize();
  const { kind, organization } = given;
  const on = draft.value?.heldOn ?? given.on;
  // Another day has other members; until they are known the former ones stand.
  const other = useRoute(
    formContext,
    { params: { id: organization.orgId }, query: { kind: kind.id, on } },
    { keep: true, enabled: on !== given.on },
  );
  const context = on === given.on ? given : (other.data ?? given);
  const correcting = (draft.value?.version ?? 1) > 1;
  const title = `${correcting ? '更正' : '记录'}${kind.name}`;
  useTitle(title);
  const [done, setDone] = useState<Settled>();
  if (done) return <Done settled={done} title={title} back={back} />;
  if (!draft.value) return <Loading />;
  const save = <SaveState at={draft.savedAt} saving={false} />;
  return (
    <>
      <PhoneBar title={title} note={save} back={back} />
      <FormBody
        {...{ context, subject, back, hidesConfidential, correcting, title, today, setDone }}
        draft={draft.value}
        set={draft.set}
        discard={draft.discard}
        found={draft.found}
        save={size === 'desk' ? save : null}
      />
    </>
  );
}

interface BodyProps extends Pick<Props, 'subject' | 'back'> {
  context: FormContext;
  draft: RecordDraft;
  set: (next: (now: RecordDraft) => RecordDraft) => void;
  discard: () => Promise<void>;
  found: boolean;
  correcting: boolean;
  hidesConfidential: boolean;
  title: string;
  today: ReturnType<typeof day>;
  save: React.ReactNode;
  setDone: (settled: Settled) => void;
}

function FormBody(props: BodyProps) {
  const { context, draft, set, discard, correcting, back, title, today } = props;
  const { kind, organization } = context;
  const size = useSize();
  const [faults, setFaults] = useState<readonly RefusalDetail[]>([]);
  const [error, setError] = useState<unknown>();
  const [busy, setBusy] = useState(false);
  const form = useRef<HTMLDivElement>(null);
  const client = useQueryClient();
  const router = useRouter();
  const online = useOnline();
  const tried = faults.length > 0;

  const change = (part: Partial<RecordDraft>): void => {
    const next = { ...draft, ...part };
    set((now) => ({ ...now, ...part }));
    setError(undefined);
    // After the first attempt faults go away as they are mended; none is shown before.
    if (tried) setFaults(faultsOf(next, context, today));
  };
  const show = (found: readonly RefusalDetail[]): void => {
    setFaults(found);
    const key = itemOfFault(kind, found[0]?.where);
    form.current?.querySelector(`[data-item="${key}"]`)?.scrollIntoView({ block: 'center' });
  };

  const submit = async (): Promise<void> => {
    // The draft still holds the former day while what stands in the field cannot be read.
    const unread = form.current?.querySelector<HTMLElement>('.in:invalid');
    if (unread) return unread.focus();
    const wrong = faultsOf(draft, context, today);
    if (wrong.length > 0) return show(wrong);
    const input = inputOf(draft, context, organization.orgId);
    const outboxId = correcting ? `${input.id}.${input.version}` : input.id;
    setBusy(true);
    setError(undefined);
    try {
      const sent = await sendOrKeep(
        appendRecord,
        { body: input },
        {
          id: outboxId,
          label: `${shortDayName(draft.heldOn)}${kind.name}${correcting ? '的更正' : ''}`,
          subject: input.id,
          back: `/record/${kind.id}?org=${organization.orgId}&sent=${outboxId}`,
        },
      );
      await discard();
      await client.invalidateQueries();
      if (sent.sent && sent.answer.warnings.length > 0) return props.setDone(sent.answer);
      notice(sent.sent ? sent.answer.settled : '暂时送不出去，已存在本机；恢复后自动送出，不会重复');
      await router.navigate({ href: back, replace: true });
    } catch (reason) {
      const told =
        reason instanceof ApiError ? (reason.detail.data as { faults?: RefusalDetail[] } | undefined) : undefined;
      if (told?.faults) show(told.faults);
      else setError(reason);
    } finally {
      setBusy(false);
    }
  };

  const order = useMemo(() => formOrder(kind, correcting), [kind, correcting]);
  const errorAt = (key: string): string | undefined => {
    const there = faults.filter((fault) => itemOfFault(kind, fault.where) === key);
    return there.length === 0 ? undefined : there.map((fault) => fault.what).join('；');
  };
  const elsewhere = faults.filter((fault) => itemOfFault(kind, fault.where) === undefined);
  const offered: Offered[] = context.people.map(({ personId, name, post, committee }) => ({
    id: personId,
    name,
    committee,
    ...(post ? { detail: post } : {}),
  }));
  const item = (one: FormItem) =>
    one.type === 'field' && one.field.confidential && (props.hidesConfidential || context.standsFor !== null) ? null : (
      <Item
        key={one.key}
        item={one}
        titleField={kind.titleField}
        topics={context.usual.topics}
        people={offered}
        error={errorAt(one.key)}
        {...{ draft, change, today }}
      />
    );
  const more = <More items={order.more} draft={draft} render={item} />;
  const roll = <Roll {...{ context, draft, change, offered }} error={errorAt('roll')} />;
  const there = rollOf(draft, context).length - (hasRoll(kind) ? draft.absent.length : 0);
  const people = there > 0 ? `${there}人的参加记录同时${correcting ? '重新' : ''}记好` : '记好后可以更正，旧的也留着';
  const top = (
    <>
      <ForWhom context={context} />
      {props.found && (
        <p className="form-found" role="status">
          接着上次没交的写。
          <button type="button" className="a" onClick={() => void discard()}>
            重新开始
          </button>
        </p>
      )}
      {isConflict(error) ? <Both error={error} kind={kind} /> : <Refused error={error} />}
      {elsewhere.map((fault) => (
        <p className="err" role="alert" key={fault.code}>
          {fault.what}。{fault.now}
        </p>
      ))}
    </>
  );
  const bar = (
    <ActionBar
      missing={tried ? <Mark kind="miss">还有{faults.length}处要改</Mark> : undefined}
      says={online ? people : `联网后自动送出；${people}`}
    >
      <button type="button" className="btn pri big" disabled={busy} onClick={() => void submit()}>
        {busy ? '正在送出' : correcting ? '提交更正' : '提交记录'}
      </button>
    </ActionBar>
  );
  if (size === 'phone') {
    return (
      <div className="record-form" ref={form}>
        {top}
        {order.first.map(item)}
        {roll}
        {order.next.map(item)}
        {more}
        {bar}
      </div>
    );
  }
  const counted = hasRoll(kind);
  const extra = [...order.next.map(item), more];
  return (
    <div className="form-desk sheet record-form" ref={form}>
      <header>
        <div>
          <h1>{title}</h1>
          <p className="note">{organization.name}</p>
        </div>
        <span className="note">{props.save}</span>
      </header>
      {top}
      <div className={`columns${counted ? '' : ' one'}`}>
        <div className="col">
          {order.first.map(item)}
          {!counted && extra}
        </div>
        {counted && (
          <div className="col">
            {roll}
            {extra}
          </div>
        )}
      </div>
      {bar}
    </div>
  );
}

/** A delegate is told for whom he types, before the first tap. */
function ForWhom({ context: { standsFor, kind } }: { context: FormContext }) {
  if (standsFor === null) return null;
  const secret = kind.fields.filter((field) => field.confidential).map((field) => field.name);
  return (
    <p className="form-found" role="status">
      您代{standsFor}记录，由{standsFor}负责。
      {secret.length > 0 && `${secret.join('、')}由参加的人自己写，这里不填。`}
    </p>
  );
}

interface RollProps {
  context: FormContext;
  draft: RecordDraft;
  change: (part: Partial<RecordDraft>) => void;
  offered: readonly Offered[];
  error: string | undefined;
}

function Roll({ context, draft, change, offered, error }: RollProps) {
  const [choosing, setChoosing] = useState(false);
  const size = useSize();
  const { kind } = context;
  if (!hasRoll(kind)) return null;
  const roll = rollOf(draft, context);
  const ids = new Set(roll.map((person) => person.id));
  const choose = (next: RecordDraft['roll'] & object): void => {
    const kept = new Set(next.map((person) => person.id));
    change({ roll: next, absent: draft.absent.filter(([id]) => kept.has(id)) });
  };
  return (
    <div data-item="roll">
      {draft.roll !== null &&
        (size === 'phone' ? (
          <RecordRow k="名单" value={`${roll.length}人`} onOpen={() => setChoosing(true)} />
        ) : (
          <p>
            <button type="button" className="a" onClick={() => setChoosing(true)}>
              改名单
            </button>
          </p>
        ))}
      {roll.length > 0 ? (
        <PersonChips
          people={roll}
          absent={new Map(draft.absent.filter(([id]) => ids.has(id)))}
          onChange={(absent) => change({ absent: [...absent] })}
          reasons={ABSENCE_REASONS}
        />
      ) : (
        <p className="form-found">名册里还没有这一天应到的人；请组织部先录入，或改日期。</p>
      )}
      {error !== undefined && <p className="err">{error}</p>}
      {choosing && (
        <RollSheet
          people={draft.roll && offered.length === 0 ? draft.roll : offered}
          roll={roll}
          onChange={choose}
          onClose={() => setChoosing(false)}
        />
      )}
    </div>
  );
}

/** What may be added, folded away until asked for or written in. */
function More({
  items,
  draft,
  render,
}: {
  items: FormItem[];
  draft: RecordDraft;
  render: (item: FormItem) => React.ReactNode;
}) {
  const written = items.some((item) => draft.body[item.key] !== undefined || (draft.parts[item.key]?.length ?? 0) > 0);
  const [open, setOpen] = useState(written);
  if (items.length === 0) return null;
  if (open) return items.map(render);
  return (
    <button type="button" className="more-row" onClick={() => setOpen(true)}>
      <span className="a">还可以写</span>　{items.map((item) => item.name).join('、')}
    </button>
  );
}

/** What was settled, when something about it should be looked at. */
function Done({ settled, title, back }: { settled: Settled; title: string; back: string }) {
  return (
    <>
      <PhoneBar title={title} back={back} />
      <div className="form-done" role="status">
        <p>
          <Mark kind="ok">已记好</Mark>
        </p>
        <p>{settled.settled}。</p>
        {settled.warnings.map((warning) => (
          <p className="side" key={warning.recordId ?? warning.code}>
            <b>请看一下</b>　{warning.what}。
            {warning.recordId !== undefined && <Go to={`/records/${warning.recordId}`}>看那一条</Go>}
          </p>
        ))}
        <p className="do">
          <Go className="btn" to={`/records/${settled.recordId}`}>
            看这条记录
          </Go>
          <Go className="btn" to={back}>
            返回
          </Go>
        </p>
      </div>
    </>
  );
}
