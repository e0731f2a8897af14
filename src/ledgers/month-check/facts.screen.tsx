/** Facts beside the text: signals with both places, the month's organizational life, the year's months. For checking, never a score. */
import { useState } from 'react';
import { shortDayName, shortMonthName } from '../../core/time/room.ts';
import { Go } from '../../ui/go.tsx';
import { Mark } from '../../ui/mark.tsx';
import { Pair, signalReason, signalTitle, WhySignal } from '../ledger/entry-signals.screen.tsx';
import { BUSINESS, type LedgerSignal, ledgerProcess, pageOfBody } from '../ledger/room.ts';
import type { Checked } from './checked-ledger.screen.tsx';

interface Props {
  checked: Checked;
  /** Takes the entry of a signal in hand. */
  onEntry: (key: string) => void;
  onMonth: (ledgerId: string, period: string) => void;
}

export function Facts({ checked, onEntry, onMonth }: Props) {
  const rows = checked.participation;
  const due = rows.filter(({ presence }) => presence !== 'otherwise');
  const present = due.filter(({ presence }) => presence === 'present');
  const month = shortMonthName(checked.period);
  return (
    <>
      <h2>
        <span>
          提示<span className="nb">{checked.signals.length}处</span>
        </span>
        <span className="note">供核对，不扣分</span>
      </h2>
      {checked.signals.length === 0 && <p className="none">没有提示</p>}
      {checked.signals.map((signal) => (
        <SignalFact key={`${signal.key}${signal.kind}`} checked={checked} signal={signal} onEntry={onEntry} />
      ))}
      <h2>
        <span>{month}参加组织生活</span>
        <span className="note">
          应到<span className="nb">{due.length}次</span>，实到<span className="nb">{present.length}次</span>
        </span>
      </h2>
      {rows.length === 0 && <p className="none">系统里没有本月的记录</p>}
      <ul>
        {rows.map((row) => (
          <li key={row.recordId}>
            <span className={row.presence === 'absent' ? 'ink2' : undefined}>
              {row.presence === 'absent' ? (
                <Mark kind="none" plain>
                  {row.kindName}　缺席{row.reason && `（${row.reason}）`}
                </Mark>
              ) : (
                <Mark kind="ok" plain>
                  {row.kindName}
                  {row.presence === 'otherwise' && <span className="note">　{row.parts.join('、')}</span>}
                </Mark>
              )}
              {!row.inLedger && row.presence !== 'absent' && <span className="note">　没有写到</span>}
            </span>
            <Go to={`/records/${row.recordId}`} className="nb">
              {shortDayName(row.on)}
            </Go>
          </li>
        ))}
      </ul>
      <h2>今年各月检查</h2>
      <div className="check-months">
        {checked.months.map((row) => (
          <span key={row.period}>
            {row.period === checked.period ? <b>{shortMonthName(row.period)}</b> : shortMonthName(row.period)}
            <br />
            {row.ledgerId && row.period !== checked.period ? (
              <button type="button" className="a" onClick={() => onMonth(row.ledgerId!, row.period)}>
                <MonthState row={row} />
              </button>
            ) : (
              <MonthState row={row} />
            )}
          </span>
        ))}
      </div>
    </>
  );
}

function MonthState({ row }: { row: Checked['months'][number] }) {
  if (row.ledgerId === null) return '没有交';
  if (row.returns > 0 && row.state === 'accepted') return `退回${row.returns}次`;
  return ledgerProcess.states[row.state].name.replace(/^已/, '');
}

function SignalFact({
  checked,
  signal,
  onEntry,
}: {
  checked: Checked;
  signal: LedgerSignal;
  onEntry: (key: string) => void;
}) {
  const [why, setWhy] = useState(false);
  const section = pageOfBody(checked.body, checked.items).sections.find(({ id }) => id === signal.section);
  const entry = section?.entries.find(({ key }) => key === signal.key);
  const place = signal.section === BUSINESS ? (entry?.matter ?? '') : (section?.number ?? '');
  return (
    <div className="check-signal">
      <p>
        <b>
          {place}
          {signal.section === BUSINESS && '　'}
          {signalTitle(signal)}
        </b>
        <button type="button" className="a" onClick={() => onEntry(signal.key)}>
          看这一条
        </button>
        <button type="button" className="a" aria-expanded={why} onClick={() => setWhy(!why)}>
          为什么提示
        </button>
      </p>
      {why && <WhySignal signal={signal} lateAfterDays={checked.lateAfterDays} nearCopy={checked.nearCopy} />}
      {signal.kind === 'nearCopy' ? <Pair signal={signal} /> : <p>{signalReason(signal)}</p>}
      <p>{signal.explanation ? `本人说明：${signal.explanation}` : '本人没有说明'}</p>
    </div>
  );
}
