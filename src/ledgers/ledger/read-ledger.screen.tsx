/** Somebody's submitted month, read by the organization department and main leaders. */
import { monthName } from '../../core/time/room.ts';
import type { Answer } from '../../ui/api.ts';
import { PhoneBar } from '../../ui/phone-bar.tsx';
import { useRoute } from '../../ui/query.ts';
import { useSize } from '../../ui/screen-size.ts';
import { Shown } from '../../ui/states.tsx';
import { useTitle } from '../../ui/title.ts';
import { allEntries, entriesFromRecords, pageOfBody } from './assemble.logic.ts';
import { ledgerRead } from './ledger.contract.ts';
import { LedgerPhone } from './ledger-phone.screen.tsx';
import { ledgerProcess } from './ledger-process.logic.ts';
import { LedgerTable } from './ledger-table.screen.tsx';
import { History } from './versions.screen.tsx';

export function ReadLedger({ ledgerId }: { ledgerId: string }) {
  const query = useRoute(ledgerRead, { params: { ledgerId } });
  return (
    <Shown query={query} rows={14}>
      {(reading) => <Reading reading={reading} />}
    </Shown>
  );
}

function Reading({ reading }: { reading: Answer<typeof ledgerRead> }) {
  const size = useSize();
  const title = `${monthName(reading.period)}履职写实清单`;
  useTitle(`${reading.person.name} ${title}`);
  const page = pageOfBody(reading.body, reading.items);
  const written = allEntries(page);
  const context = {
    period: reading.period,
    sections: [],
    signals: reading.signals,
    limits: { lateAfterDays: reading.lateAfterDays, nearCopy: reading.nearCopy },
    comments: reading.history.filter(({ what }) => what === 'comment'),
  };
  if (size === 'phone') {
    return (
      <>
        <PhoneBar title={reading.person.name} note={ledgerProcess.states[reading.state].name} back="/" />
        <LedgerPhone sections={page.sections} context={context} overdue={false} written={written.length} />
      </>
    );
  }
  return (
    <div className="ledger one">
      <article className="sheet">
        <div className="ledger-head">
          <div className="t">
            <h1>{title}</h1>
            <p className="tools">
              <span>{ledgerProcess.states[reading.state].name}</span>
              <button type="button" className="a" onClick={() => window.print()}>
                打印
              </button>
            </p>
          </div>
          <p className="who">
            <span>
              {reading.person.name}　{reading.person.unit}
              {reading.person.title}
            </span>
            <span>
              <span className="nb">{written.length}条</span>，其中
              <span className="nb">{entriesFromRecords(page).length}条</span>来自记录
            </span>
          </p>
        </div>
        <div className="ledger-word">
          <History history={reading.history} />
        </div>
        <LedgerTable label={title} sections={page.sections} context={context} overdue={false} />
      </article>
    </div>
  );
}
