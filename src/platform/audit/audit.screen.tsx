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
import { useUrlState } from '../../ui/url-state.ts';
import { dateAndClock } from '../../ui/words.ts';
import { ABILITIES, type Ability } from '../access/room.ts';
import { type AuditLineShape, auditLines } from './audit.contract.ts';
import './audit.css';

const OUTCOMES = { done: '做了', read: '看了', refused: '被拒绝' } as const;
type Outcome = keyof typeof OUTCOMES;
const isAbility = (text: string | undefined): text is Ability => text !== undefined && text in ABILITIES;
const isOutcome = (text: string | undefined): text is Outcome => text !== undefined && text in OUTCOMES;
const dayIn = (text: string | undefined) => (text !== undefined && isDay(text) ? text : undefined);

export function Screen() {
  const [from, setFrom] = useUrlState('from');
  const [to, setTo] = useUrlState('to');
  const [ability, setAbility] = useUrlState('ability');
  const [outcome, setOutcome] = useUrlState('outcome');
  const [text, setText] = useUrlState('text');
  const { today } = useFrame();
  useTitle('审计日志');
  const filters = {
    from: dayIn(from),
    to: dayIn(to),
    ability: isAbility(ability) ? ability : undefined,
    outcome: isOutcome(outcome) ? outcome : undefined,
    text,
  };
  const query = useRoute(auditLines, { query: filters }, { hold: true });
  return (
    <article className="audit sheet">
      <PhoneBar title="审计日志" />
      <header>
        <h1>审计日志</h1>
        <p className="ink2">写入和查阅个人档案都在这里留一行，任何角色都不能改、不能删。</p>
      </header>
      <div className="audit-filters">
        <DayField label="从" value={filters.from ?? ''} onChange={setFrom} near={today} />
        <DayField label="到" value={filters.to ?? ''} onChange={setTo} near={today} />
        <label>
          <span className="note">事项</span>
          <select className="in" value={ability ?? ''} onChange={(event) => setAbility(event.target.value)}>
            <option value="">全部</option>
            {Object.entries(ABILITIES).map(([id, name]) => (
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
        <label className="wide">
          <span className="note">姓名（谁做的，或看了谁的）</span>
          <input
            className="in"
            type="search"
            defaultValue={text ?? ''}
            onBlur={(event) => setText(event.target.value.trim())}
            onKeyDown={(event) => event.key === 'Enter' && setText(event.currentTarget.value.trim())}
          />
        </label>
      </div>
      <Shown query={query} rows={16}>
        {(page) => <Lines key={JSON.stringify(filters)} first={page} filters={filters} />}
      </Shown>
    </article>
  );
}

type Filters = Parameters<typeof call<typeof auditLines>>[1]['query'];

function Lines({ first, filters }: { first: Answer<typeof auditLines>; filters: Filters }) {
  const size = useSize();
  const [more, setMore] = useState<{ lines: AuditLineShape[]; next: number | null }>();
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
        共{first.total}行，已显示{lines.length}行
      </p>
      {size === 'phone' ? (
        <ul className="audit-lines">
          {lines.map((line) => (
            <li key={line.seq}>
              <p>
                <b>{line.actor}</b>　{OUTCOMES[line.outcome]}　{line.what}
              </p>
              {line.subject !== '' && <p className="ink2">{line.subject}</p>}
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
                <td>{line.subject}</td>
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
