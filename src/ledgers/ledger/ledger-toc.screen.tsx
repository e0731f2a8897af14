/** Contents of the page and the months: what is written where, and which month stands how. */

import { useRouter } from '@tanstack/react-router';
import { monthName, shortMonthName } from '../../core/time/room.ts';
import type { Answer } from '../../ui/api.ts';
import { Go } from '../../ui/go.tsx';
import { Mark, type MarkKind } from '../../ui/mark.tsx';
import { useRoute } from '../../ui/query.ts';
import { useRoomForSide } from '../../ui/screen-size.ts';
import type { PageSection } from './assemble.logic.ts';
import { ledgerMonths } from './ledger.contract.ts';
import { pathOf } from './ledger-draft.screen.tsx';
import { isBusiness } from './ledger-edit.logic.ts';
import { ledgerProcess } from './ledger-process.logic.ts';

type MonthRow = Answer<typeof ledgerMonths>['months'][number];

const sectionMark = (section: PageSection): MarkKind =>
  section.state === 'written'
    ? 'ok'
    : section.state === 'nothing'
      ? 'none'
      : section.state === 'open'
        ? 'next'
        : 'miss';

const sectionWord = (section: PageSection): string =>
  section.state === 'written'
    ? String(section.entries.length)
    : section.state === 'nothing'
      ? '无'
      : section.state === 'open'
        ? '—'
        : '未写';

/** 已通过 · 待检查 · 已退回; a month that was not handed in says so. */
export function monthWord(row: Pick<MonthRow, 'state' | 'workingDaysLeft'>): string {
  if (row.state !== 'draft') return ledgerProcess.states[row.state].name;
  return row.workingDaysLeft !== null && row.workingDaysLeft < 0 ? '没有提交' : '填写中';
}

const monthMark = (row: MonthRow): MarkKind =>
  row.state === 'accepted'
    ? 'ok'
    : row.state === 'submitted'
      ? 'next'
      : row.workingDaysLeft !== null && row.workingDaysLeft < 0
        ? 'over'
        : 'soon';

/** Leads to a section of the page, which scrolls in the frame. */
export function toSection(id: string): void {
  const part = document.getElementById(`s-${id}`);
  part?.scrollIntoView({ block: 'center' });
  part?.querySelector<HTMLElement>('.choices .btn, .led-cell')?.focus({ preventScroll: true });
}

export function LedgerToc({ sections, period }: { sections: readonly PageSection[]; period: string }) {
  const wide = useRoomForSide();
  const months = useRoute(ledgerMonths, {}).data?.months ?? [];
  const business = sections.filter(({ id }) => isBusiness(id));
  const items = sections.filter(({ id }) => !isBusiness(id));
  if (!wide) return <NarrowToc sections={sections} months={months} period={period} />;
  const list = (of: readonly PageSection[], whole = false) => (
    <ul>
      {of.map((section) => (
        <li key={section.id}>
          <a
            href={`#s-${section.id}`}
            className={section.state === 'unwritten' ? 'miss' : undefined}
            onClick={(event) => {
              event.preventDefault();
              toSection(section.id);
            }}
          >
            <Mark kind={sectionMark(section)} bare />
            <span>{whole ? '全部' : section.name}</span>
            <span>{sectionWord(section)}</span>
          </a>
        </li>
      ))}
    </ul>
  );
  return (
    <nav className="ledger-toc" aria-label="本页目录">
      {business.length > 0 && (
        <>
          <h2>业务工作</h2>
          {list(business, true)}
        </>
      )}
      <h2>党建工作</h2>
      {list(items)}
      {months.length > 1 && (
        <>
          <h2>各月清单</h2>
          <ul>
            {months.slice(0, MONTHS_SHOWN).map((row) => (
              <li key={row.period}>
                <Go
                  to={pathOf(row.period)}
                  className={row.period === period ? 'on' : undefined}
                  aria-current={row.period === period ? 'page' : undefined}
                >
                  <Mark kind={monthMark(row)} bare />
                  <span>{monthName(row.period)}</span>
                  <span>{monthWord(row)}</span>
                </Go>
              </li>
            ))}
          </ul>
        </>
      )}
    </nav>
  );
}

const MONTHS_SHOWN = 6;

function NarrowToc({
  sections,
  months,
  period,
}: {
  sections: readonly PageSection[];
  months: readonly MonthRow[];
  period: string;
}) {
  return (
    <nav className="ledger-toc" aria-label="本页目录">
      <label>
        <span className="unseen">转到</span>
        <select className="in" value="" onChange={(event) => toSection(event.target.value)}>
          <option value="" disabled>
            转到……
          </option>
          {sections.map((section) => (
            <option key={section.id} value={section.id}>
              {`${section.name}　${sectionWord(section)}`}
            </option>
          ))}
        </select>
      </label>
      <MonthSelect months={months} period={period} />
    </nav>
  );
}

/** The months as one control, for narrow windows and the phone. */
export function MonthSelect({ months, period }: { months: readonly MonthRow[]; period: string }) {
  const router = useRouter();
  if (months.length < 2) return null;
  return (
    <label>
      <span className="unseen">月份</span>
      <select
        className="in"
        value={period}
        onChange={(event) => void router.navigate({ href: pathOf(event.target.value as MonthRow['period']) })}
      >
        {months.map((row) => (
          <option key={row.period} value={row.period}>
            {`${shortMonthName(row.period)}　${monthWord(row)}`}
          </option>
        ))}
      </select>
    </label>
  );
}
