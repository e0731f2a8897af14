/** The month as a table: business work, then the items in the law book's order. Read by everybody, edited by its cadre. */
import { Fragment, useState } from 'react';
import { shortDayName, shortMonthName } from '../../core/time/room.ts';
import { Mark } from '../../ui/mark.tsx';
import { newId } from '../../ui/new-id.ts';
import { dayAndClock } from '../../ui/words.ts';
import type { PageEntry, PageSection } from './assemble.logic.ts';
import { EntryCells, type EntryContext } from './entry-cells.screen.tsx';
import { blankEntry, isBusiness, plainEntry } from './ledger-edit.logic.ts';
import type { LedgerEntry } from './month-ledger.logic.ts';

interface Props {
  /** 2017年6月履职写实清单, for screen readers. */
  label: string;
  sections: readonly PageSection[];
  context: EntryContext;
  /** The deadline has passed: what is unwritten is overdue. */
  overdue: boolean;
}

/** An entry that is being added: it becomes one of the ledger as soon as something is written in it. */
const asPage = (entry: LedgerEntry): PageEntry => ({ ...entry, origin: 'byHand' });

export function LedgerTable({ label, sections, context, overdue }: Props) {
  const [added, setAdded] = useState<LedgerEntry>();
  const add = (section: string): void => setAdded(blankEntry(newId(), section));
  const { edit } = context;
  const rowsOf = (section: PageSection): PageEntry[] => {
    const adding = added?.section === section.id && !section.entries.some(({ key }) => key === added.key);
    return adding ? [...section.entries, asPage(added)] : section.entries;
  };
  const shared = { context, overdue, ...(edit ? { add } : {}) };
  const business = sections.filter(({ id }) => isBusiness(id));
  const items = sections.filter(({ id }) => !isBusiness(id));
  return (
    <table className="led">
      <caption className="unseen">{label}</caption>
      <colgroup>
        <col className="c-matter" />
        <col className="c-when" />
        <col />
        <col className="c-result" />
        <col className="c-margin" />
      </colgroup>
      <thead>
        <tr>
          <th scope="col">工作事项</th>
          <th scope="col">时间、地点</th>
          <th scope="col">工作内容</th>
          <th scope="col">成效</th>
          <th scope="col" className="c-margin">
            来源、提示
          </th>
        </tr>
      </thead>
      {business.map((section) => (
        <tbody key={section.id} id={`s-${section.id}`}>
          <Heading name="一、业务工作" {...(edit ? { add: () => add(section.id) } : {})} />
          {rowsOf(section).length > 0 ? (
            rowsOf(section).map((entry) => (
              <tr key={entry.key}>
                <EntryCells
                  matter
                  entry={entry}
                  context={context}
                  {...(entry.key === added?.key ? { opening: 'matter' as const } : {})}
                />
              </tr>
            ))
          ) : (
            <EmptySection section={section} {...shared} offers={[]} />
          )}
        </tbody>
      ))}
      {items.length > 0 && (
        <tbody>
          <Heading name={business.length > 0 ? '二、党建工作' : '党建工作'} />
        </tbody>
      )}
      {items.map((section) => (
        <tbody key={section.id} id={`s-${section.id}`}>
          {rowsOf(section).length > 0 ? (
            rowsOf(section).map((entry, at, all) => (
              <tr key={entry.key}>
                {at === 0 && (
                  <th scope="rowgroup" rowSpan={all.length}>
                    <ItemName section={section} {...(edit ? { add: () => add(section.id) } : {})} />
                  </th>
                )}
                <EntryCells
                  entry={entry}
                  context={context}
                  {...(entry.key === added?.key ? { opening: 'content' as const } : {})}
                />
              </tr>
            ))
          ) : (
            <EmptySection section={section} {...shared} offers={business[0]?.entries ?? []} />
          )}
        </tbody>
      ))}
    </table>
  );
}

function Heading({ name, add }: { name: string; add?: () => void }) {
  return (
    <tr className="sec">
      <th scope="rowgroup" colSpan={4}>
        {name}
      </th>
      <td className="mar">
        {add && (
          <button type="button" className="a add" onClick={add}>
            补写一条
          </button>
        )}
      </td>
    </tr>
  );
}

function ItemName({ section, add }: { section: PageSection; add?: () => void }) {
  return (
    <>
      {(section.number || add) && (
        <span className="no">
          {section.number}
          {add && (
            <button type="button" className="a item-add" onClick={add}>
              补写一条
            </button>
          )}
        </span>
      )}
      {section.name}
    </>
  );
}

/** How many entries of business work are offered to be moved here. */
const OFFERED = 2;

function EmptySection({
  section,
  context,
  overdue,
  add,
  offers,
}: {
  section: PageSection;
  context: EntryContext;
  overdue: boolean;
  add?: (section: string) => void;
  offers: readonly PageEntry[];
}) {
  const { edit, period } = context;
  const unwritten = section.state === 'unwritten';
  return (
    <tr className={unwritten && edit ? 'miss' : 'empty'}>
      {!isBusiness(section.id) && (
        <th scope="row">
          <ItemName section={section} />
        </th>
      )}
      <td colSpan={isBusiness(section.id) ? 4 : 3} className={isBusiness(section.id) ? 'first' : undefined}>
        {unwritten && (
          <p>
            <Mark kind={overdue ? 'over' : 'miss'}>
              <b>还没有写</b>
            </Mark>
            {edit && `　系统里没有找到属于这一项的${shortMonthName(period)}记录。`}
          </p>
        )}
        {section.state === 'nothing' && (
          <p className="said-nothing">
            <Mark kind="none" plain />
            {section.nothingSaidAt && <span className="note">{dayAndClock(section.nothingSaidAt)} 本人确认</span>}
            {edit && (
              <button type="button" className="a" onClick={() => edit.unsayNothing(section.id)}>
                改为补写
              </button>
            )}
          </p>
        )}
        {section.state === 'open' && <p className="note">没有记录{edit && '，可以不写'}</p>}
        {edit && add && section.state !== 'nothing' && (
          <p className="choices">
            <button type="button" className="btn" onClick={() => add(section.id)}>
              补写一条
            </button>
            {unwritten && (
              <button type="button" className="btn" onClick={() => edit.sayNothing([section.id])}>
                本月无此项
              </button>
            )}
            {unwritten && offers.length > 0 && (
              <span className="ink2">
                或把已写的列入：
                {offers.slice(0, OFFERED).map((entry, index) => (
                  <Fragment key={entry.key}>
                    {index > 0 && '、'}
                    <button
                      type="button"
                      className="a"
                      onClick={() => edit.write({ ...plainEntry(entry), section: section.id })}
                    >
                      {entry.on ? `${shortDayName(entry.on)} ` : ''}
                      {entry.matter || entry.content.slice(0, 12)}
                    </button>
                  </Fragment>
                ))}
              </span>
            )}
          </p>
        )}
      </td>
      <td className="mar" />
    </tr>
  );
}
