/** One cadre's ledgers, the latest first; each opens as it was handed in. */
import { useParams } from '@tanstack/react-router';
import { monthName } from '../../core/time/room.ts';
import { ledgerProcess } from '../../ledgers/ledger/room.ts';
import { Go } from '../../ui/go.tsx';
import { PhoneBar } from '../../ui/phone-bar.tsx';
import { useRoute } from '../../ui/query.ts';
import { Empty, Shown } from '../../ui/states.tsx';
import { useTitle } from '../../ui/title.ts';
import { dateAndClock } from '../../ui/words.ts';
import { personLedgers } from './person-ledgers.contract.ts';
import './person-ledgers.css';

export function Screen() {
  const { id } = useParams({ strict: false }) as { id?: string };
  const query = useRoute(personLedgers, { params: { id: Number(id) } });
  useTitle(`${query.data?.name ?? ''}写实清单`);
  return (
    <article className="person-ledgers sheet">
      <PhoneBar title="写实清单" back={`/people/${id}`} />
      <Shown query={query}>
        {({ name, ledgers }) => (
          <>
            <header>
              <h1>
                <Go to={`/people/${id}`}>{name}</Go>　写实清单
              </h1>
            </header>
            {ledgers.length === 0 ? (
              <Empty>{name}还没有提交过写实清单。</Empty>
            ) : (
              <table>
                <thead>
                  <tr>
                    <th scope="col">月份</th>
                    <th scope="col">状态</th>
                    <th scope="col" className="num">
                      条数
                    </th>
                    <th scope="col">提交时间</th>
                  </tr>
                </thead>
                <tbody>
                  {ledgers.map((ledger) => (
                    <tr key={ledger.ledgerId}>
                      <td className="nb">
                        <Go to={`/ledger/${ledger.ledgerId}`}>{monthName(ledger.period)}</Go>
                      </td>
                      <td>
                        {ledgerProcess.states[ledger.state].name}
                        {ledger.returns > 0 && <small className="nb">　退回过{ledger.returns}次</small>}
                      </td>
                      <td className="num">{ledger.entries}</td>
                      <td>{dateAndClock(ledger.submittedAt)}</td>
                    </tr>
                  ))}
                </tbody>
              </table>
            )}
          </>
        )}
      </Shown>
    </article>
  );
}
