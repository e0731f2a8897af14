/** The audit log: who did and who read what, the newest first. */
import { useState } from 'react';
import { isDay } from '../../core/time/room.ts';
import { type Answer, call } from '../../ui/api.ts';
import { DayField } from '../../ui/day-field.tsx';
import { useFrame } from '../../ui/frame.ts';
import { PhoneBar } from '../../ui/phone-bar.tsx';
import { useRoute } from '../../ui/query.ts';
import { useSize } from '../../ui/screen-size.ts';
import { Empty, Refused, Shown } from '../../ui/states.tsx';
import { useTitle } from '../../ui/title.ts';
import { useUrlChange, useUrlState } from '../../ui/url-state.ts';
import { dateAndClock } from '../../ui/words.ts';
import { type AuditLineShape, auditLines, COUNTED, SUBJECTS } from './audit.contract.ts';
import { ChainState } from './chain-state.screen.tsx';
import './audit.css';

const OUTCOMES = { done: '做了', read: '看了', refused: '被拒绝' } as const;
type Outcome = keyof typeof OUTCOMES;
const isOutcome = (text: string | undefined): text is Outcome => text !== undefined && text in OUTCOMES;
const dayIn = (text: string | undefined) => (text !== undefined && isDay(text) ? text : undefined);

export function Screen() {
  const [from, setFrom] = useUrlState('from');
  const [to, setTo] = useUrlState('to');
  const [act, setAct] = useUrlState('route');
  const [subject] = useUrlState('subject');
  const [id] = useUrlState('id');
  const change = useUrlChange();
  const [outcome, setOutcome] = useUrlState('outcome');
  const [who, setWho] = useUrlState('who');
  const [whose, setWhose] = useUrlState('whose');
  const { today } = useFrame();
  useTitle('审计日志');
  const filters = {
    from: dayIn(from),
    to: dayIn(to),
    route: act || undefined,
    subject: subject || undefined,
    id: (subject && id) || undefined,
    outcome: isOutcome(outcome) ? outcome : undefined,
    who: who || undefined,
    whose: whose || undefined,
  };
  const query = useRoute(auditLines, { query: filters }, { hold: true });
  return (
    <article className="audit sheet">
      <PhoneBar title="审计日志" />
      <header>
        <h1>审计日志</h1>
        <p className="ink2">
          写入和查阅个人档案都在这里留一行，任何角色都不能改、不能删；一秒内编入审计链，改动查得出来。
        </p>
      </header>
      <div className="audit-filters">
        <DayField label="从" value={filters.from ?? ''} onChange={setFrom} near={today} />
        <DayField label="到" value={filters.to ?? ''} onChange={setTo} near={today} />
        <label className="wide">
          <span className="note">什么事</span>
          <select className="in" value={act ?? ''} onChange={(event) => setAct(event.target.value)}>
            <option value="">全部</option>
            {(query.data?.routes ?? []).map(({ id, title }) => (
              <option key={id} value={id}>
                {title}
              </option>
            ))}
          </select>
        </label>
        <label>
          <span className="note">对象</span>
          <select
            className="in"
            value={subject ?? ''}
            onChange={(event) => change({ subject: event.target.value, id: undefined })}
          >
            <option value="">全部</option>
            {Object.entries(SUBJECTS).map(([id, name]) => (
              <option key={id} value={id}>
                {name}
              </option>
            ))}
          </select>
        </label>
        <label>
          <span className="note">结果</span>
          <select className="in" value={outcome ?? ''} onChange={(event) => setOutcome(event.target.value)}>
            <option value="">全部</option>
            {Object.entries(OUTCOMES).map(([id, name]) => (
              <option key={id} value={id}>
                {name}
              </option>
            ))}
          </select>
        </label>
        <NameField label="谁做的" value={who} onChange={setWho} />
        <NameField label="谁的档案" value={whose} onChange={setWhose} />
        <a className="btn" href={exportAddress(filters)} download>
          导出
        </a>
      </div>
      <ChainState />
      {filters.id && (
        <p className="audit-one">
          只看一件事的行。
          <button type="button" className="btn" onClick={() => change({ subject: undefined, id: undefined })}>
            看全部
          </button>
        </p>
      )}
      <Shown query={query} rows={16}>
        {(page) => <Lines key={JSON.stringify(filters)} first={page} filters={filters} />}
      </Shown>
    </article>
  );
}

/** What a line is about; pressed, all lines about that one thing. */
function SubjectOf({ line: { subject, of }, only }: { line: AuditLineShape; only: boolean }) {
  const change = useUrlChange();
  if (!of || !only) return <span className="ink2">{subject}</span>;
  return (
    <button
      type="button"
      className="audit-subject"
      title="只看这件事"
      aria-label={`${subject}，只看这件事`}
      onClick={() => change({ subject: of.kind, id: of.id }, true)}
    >
      {subject}
    </button>
  );
}

/** Takes effect when it is left or entered, not with every letter. */
function NameField(props: { label: string; value: string | undefined; onChange(value: string): void }) {
  const { label, value, onChange } = props;
  return (
    <label>
      <span className="note">{label}（姓名）</span>
      <input
        className="in"
        type="search"
        defaultValue={value ?? ''}
        onBlur={(event) => onChange(event.target.value.trim())}
        onKeyDown={(event) => event.key === 'Enter' && onChange(event.currentTarget.value.trim())}
      />
    </label>
  );
}

/** The same choice as a workbook. */
function exportAddress(filters: Readonly<Record<string, string | undefined>>): string {
  const chosen = Object.entries(filters).flatMap(([name, value]) => (value ? [[name, value]] : []));
  return `/api/audit/export?${new URLSearchParams(chosen)}`;
}

type Filters = Parameters<typeof call<typeof auditLines>>[1]['query'];

function Lines({ first, filters }: { first: Answer<typeof auditLines>; filters: Filters }) {
  const size = useSize();
  const [more, setMore] = useState<{ lines: AuditLineShape[]; next: string | null }>();
  const [error, setError] = useState<unknown>();
  const [busy, setBusy] = useState(false);
  const lines = [...first.lines, ...(more?.lines ?? [])];
  const next = more ? more.next : first.next;
  if (first.total === 0) return <Empty>没有符合的行。放宽日期或去掉一些条件试试。</Empty>;
  const goOn = async (): Promise<void> => {
    setBusy(true);
    setError(undefined);
    try {
      const page = await call(auditLines, { query: { ...filters, before: next ?? undefined } });
      setMore({ lines: [...(more?.lines ?? []), ...page.lines], next: page.next });
    } catch (reason) {
      setError(reason);
    } finally {
      setBusy(false);
    }
  };
  return (
    <>
      <p className="note audit-total" role="status">
        {first.total > COUNTED ? `超过${COUNTED.toLocaleString('zh-CN')}行` : `共${first.total}行`}，已显示
        {lines.length}行
      </p>
      {size === 'phone' ? (
        <ul className="audit-lines">
          {lines.map((line) => (
            <li key={line.seq}>
              <p>
                <b>{line.actor}</b>　{OUTCOMES[line.outcome]}　{line.what}
              </p>
              {line.subject !== '' && <SubjectOf line={line} only={filters?.id === undefined} />}
              <small>{dateAndClock(line.at)}</small>
            </li>
          ))}
        </ul>
      ) : (
        <table>
          <thead>
            <tr>
              <th scope="col">时间</th>
              <th scope="col">谁</th>
              <th scope="col">结果</th>
              <th scope="col">什么事</th>
              <th scope="col">对象</th>
            </tr>
          </thead>
          <tbody>
            {lines.map((line) => (
              <tr key={line.seq}>
                <td className="nb">{dateAndClock(line.at)}</td>
                <td className="nb">{line.actor}</td>
                <td className="nb">{OUTCOMES[line.outcome]}</td>
                <td>{line.what}</td>
                <td>
                  <SubjectOf line={line} only={filters?.id === undefined} />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      {error !== undefined && <Refused error={error} />}
      {next !== null && (
        <p className="audit-more">
          <button type="button" className="btn" disabled={busy} onClick={() => void goOn()}>
            再看更早的
          </button>
        </p>
      )}
    </>
  );
}
