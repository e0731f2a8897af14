/** Recording one thing: drawn from the kind's declaration, prefilled, kept on this machine at every word, sent once. */
import { useParams } from '@tanstack/react-router';
import { useEffect, useState } from 'react';
import { type RecordInput, recordInputSchema } from '../../core/record/room.ts';
import { type Day, isDay } from '../../core/time/room.ts';
import { Go } from '../../ui/go.tsx';
import { localStore } from '../../ui/local-store.ts';
import { newId } from '../../ui/new-id.ts';
import { PhoneBar } from '../../ui/phone-bar.tsx';
import { useRoute } from '../../ui/query.ts';
import { Empty, Failed, Loading } from '../../ui/states.tsx';
import { useUrlState } from '../../ui/url-state.ts';
import { formContext, myBranches, openRecord } from './activities.contract.ts';
import { blankDraft, draftFrom, type RecordDraft } from './record-draft.logic.ts';
import { type FormContext, RecordForm } from './record-form-page.screen.tsx';
import './record-form.css';

/** `/record/$kind?org=&on=`, with `correct=` a record to correct, with `sent=` a write that came back. */
export function Screen() {
  const { kind = '' } = useParams({ strict: false }) as { kind?: string };
  const [org] = useUrlState('org');
  const [day] = useUrlState('day');
  const [correct] = useUrlState('correct');
  const [sent] = useUrlState('sent');
  const branches = useRoute(myBranches, { query: {} }, { keep: true, enabled: org === undefined });
  // Who records for one branch only need not say which.
  const only = branches.data?.total === 1 ? branches.data.rows[0]?.orgId : undefined;
  const orgId = org === undefined ? only : Number(org);
  if (org === undefined && !branches.data) return <Waiting query={branches} back="/branch" />;
  if (orgId === undefined || !Number.isSafeInteger(orgId) || orgId <= 0) {
    return (
      <>
        <PhoneBar title="记录活动" back="/branch" />
        <Empty act={<Go to="/branch">选党支部</Go>}>还没有选为哪个党支部记录。</Empty>
      </>
    );
  }
  if (correct) return <Correcting key={correct} kind={kind} orgId={orgId} recordId={correct} />;
  if (sent) return <Returned key={sent} kind={kind} orgId={orgId} outboxId={sent} />;
  return (
    <Fresh key={`${kind}/${orgId}`} kind={kind} orgId={orgId} on={day !== undefined && isDay(day) ? day : undefined} />
  );
}

function useContextOf(orgId: number, kind: string, on: Day | undefined, enabled = true) {
  return useRoute(formContext, { params: { id: orgId }, query: { kind, on } }, { keep: true, enabled });
}

function Waiting({ query, back }: { query: { error: unknown; refetch: () => unknown }; back: string }) {
  return (
    <>
      <PhoneBar title="记录活动" back={back} />
      {query.error ? <Failed error={query.error} retry={() => void query.refetch()} /> : <Loading />}
    </>
  );
}

function Fresh({ kind, orgId, on }: { kind: string; orgId: number; on: Day | undefined }) {
  const query = useContextOf(orgId, kind, on);
  const back = `/branch?org=${orgId}`;
  if (!query.data) return <Waiting query={query} back={back} />;
  const context: FormContext = query.data;
  return (
    <RecordForm
      context={context}
      subject={`record/${kind}/${orgId}`}
      blank={() => blankDraft(context, newId())}
      back={back}
    />
  );
}

function Correcting({ kind, orgId, recordId }: { kind: string; orgId: number; recordId: string }) {
  const record = useRoute(openRecord, { params: { id: recordId } });
  const latest = record.data?.versions[0];
  const query = useContextOf(orgId, kind, latest?.heldOn, latest !== undefined);
  const back = `/records/${recordId}`;
  if (record.error) return <Waiting query={record} back={back} />;
  if (!latest || !query.data) return <Waiting query={query} back={back} />;
  if (!record.data?.may.correct) {
    return (
      <>
        <PhoneBar title="更正记录" back={back} />
        <Empty act={<Go to={back}>看这条记录</Go>}>这条记录已收回，或不由您更正。</Empty>
      </>
    );
  }
  const context: FormContext = query.data;
  // What only those in a talk may read comes to the form only for them; others leave it as it is.
  const source = { ...latest, body: { ...latest.body, ...(record.data.confidential ?? {}) } };
  const version = latest.version + 1;
  return (
    <RecordForm
      context={context}
      subject={`record/${recordId}/${version}`}
      blank={() => draftFrom(source, context, recordId, version)}
      back={back}
      hidesConfidential={record.data.confidential === null}
    />
  );
}

/** A write that the server refused while its maker was away: the form as it was sent. */
function Returned({ kind, orgId, outboxId }: { kind: string; orgId: number; outboxId: string }) {
  const [input, setInput] = useState<RecordInput | null>();
  useEffect(() => {
    void localStore.outbox.get(outboxId).then((row) => {
      const parsed = recordInputSchema.safeParse(row?.request.body);
      setInput(parsed.success ? parsed.data : null);
    });
  }, [outboxId]);
  // Today's context has the names, also when it was the day that was wrong; the form itself asks for the day's own.
  const query = useContextOf(orgId, kind, undefined);
  const back = `/branch?org=${orgId}`;
  if (input === null) {
    return (
      <>
        <PhoneBar title="记录活动" back={back} />
        <Empty act={<Go to={back}>回到本月支部</Go>}>这条记录已经送出，或已不再保留。</Empty>
      </>
    );
  }
  if (!input || !query.data) return <Waiting query={query} back={back} />;
  const context: FormContext = query.data;
  const blank = (): RecordDraft => draftFrom(input, context, input.id, input.version);
  return <RecordForm context={context} subject={`record/sent/${outboxId}`} blank={blank} back={back} />;
}
