/** One's own month, or somebody's submitted month for those who may read it. */
import { useParams } from '@tanstack/react-router';
import { isMonth, type Month, monthOf } from '../../core/time/room.ts';
import { useFrame } from '../../ui/frame.ts';
import { useRoute } from '../../ui/query.ts';
import { Empty, Shown } from '../../ui/states.tsx';
import { ledgerOpen } from './ledger.contract.ts';
import { OwnLedger } from './own-ledger.screen.tsx';
import { ReadLedger } from './read-ledger.screen.tsx';
import './ledger.css';
import './ledger-table.css';
import './ledger-phone.css';
import './ledger-print.css';

export function Screen() {
  const { period } = useParams({ strict: false }) as { period?: string };
  const { today } = useFrame();
  if (period !== undefined && !isMonth(period)) {
    return UUID.test(period) ? <ReadLedger ledgerId={period} /> : <Empty>地址里的月份不对，应像 2017-06。</Empty>;
  }
  return <OwnMonth key={period ?? ''} period={(period as Month | undefined) ?? monthOf(today)} />;
}

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

function OwnMonth({ period }: { period: Month }) {
  const query = useRoute(ledgerOpen, { params: { period } }, { keep: true });
  return (
    <Shown query={query} rows={14}>
      {(opened) => <OwnLedger opened={opened} />}
    </Shown>
  );
}
