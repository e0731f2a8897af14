/** The versions of one's own month, the one being written among them. */
import type { ReactNode } from 'react';
import type { Month } from '../../core/time/room.ts';
import { useRoute } from '../../ui/query.ts';
import { Shown } from '../../ui/states.tsx';
import { dayAndClock } from '../../ui/words.ts';
import { freeze, type LedgerPage } from './assemble.logic.ts';
import { ledgerVersion } from './ledger.contract.ts';
import type { Opened } from './ledger-draft.screen.tsx';
import type { MonthLedgerBody } from './month-ledger.logic.ts';
import { type VersionShown, Versions } from './versions.screen.tsx';

export function OwnVersions({
  opened,
  page,
  active,
  onClose,
}: {
  opened: Opened;
  page: LedgerPage;
  active: boolean;
  onClose: () => void;
}) {
  const submitted = opened.history
    .filter(({ what }) => what === 'submit')
    .map(({ version, at }): VersionShown => ({ name: `第${version}稿`, note: dayAndClock(at), version }));
  const now: VersionShown[] = active
    ? [
        {
          name: '现在的',
          note: '没有提交',
          version: 0,
          body: freeze(page, {
            period: opened.period,
            forms: opened.forms,
            person: opened.person.name,
            unit: opened.person.unit,
            title: opened.person.title,
          }),
        },
      ]
    : [];
  return (
    <Versions
      versions={[...submitted, ...now]}
      history={opened.history}
      items={opened.items}
      fetched={(version, draw) => (
        <FetchedVersion key={version} period={opened.period} version={version}>
          {draw}
        </FetchedVersion>
      )}
      onClose={onClose}
    />
  );
}

function FetchedVersion({
  period,
  version,
  children,
}: {
  period: Month;
  version: number;
  children: (body: MonthLedgerBody) => ReactNode;
}) {
  return <Shown query={useRoute(ledgerVersion, { params: { period, version } })}>{children}</Shown>;
}
