/** The month on the phone: what is wanted first, then one row a section that opens to its entries. */
import { useState } from 'react';
import { shortDayName, shortMonthName, weekdayName } from '../../core/time/room.ts';
import { Mark } from '../../ui/mark.tsx';
import { newId } from '../../ui/new-id.ts';
import { useRoute } from '../../ui/query.ts';
import { SideSheet } from '../../ui/side-sheet.tsx';
import { useUrlChange, useUrlState } from '../../ui/url-state.ts';
import { dayAndClock } from '../../ui/words.ts';
import { isBlank, type PageEntry, type PageSection } from './assemble.logic.ts';
import { Comments, type EntryContext, EntryTools, Newer, Source, WhenFields } from './entry-cells.screen.tsx';
import { EntrySignals, Explanation, signalReason } from './entry-signals.screen.tsx';
import { ledgerMonths } from './ledger.contract.ts';
import { blankEntry, isBusiness, plainEntry } from './ledger-edit.logic.ts';
import type { LedgerSignal } from './ledger-signals.logic.ts';
import { MonthSelect } from './ledger-toc.screen.tsx';
import type { LedgerEntry } from './month-ledger.logic.ts';

interface Props {
  sections: readonly PageSection[];
  context: EntryContext;
  overdue: boolean;
  written: number;
}

/** Sections wanted one by one before the rest is offered at once. */
const WANTED_SHOWN = 3;

export function LedgerPhone({ sections, context, overdue, written }: Props) {
  const [open] = useUrlState('item');
  const change = useUrlChange();
  const setOpen = (item: string | undefined): void => change({ item }, item !== undefined);
  const months = useRoute(ledgerMonths, {}).data?.months ?? [];
  const { edit } = context;
  const unwritten = edit ? sections.filter(({ state }) => state === 'unwritten') : [];
  const keys = new Set(sections.flatMap(({ entries }) => entries.map(({ key }) => key)));
  const signals = edit ? context.signals.filter(({ key, explanation }) => keys.has(key) && !explanation) : [];
  const wanted = unwritten.length + signals.length;
  const opened = sections.find(({ id }) => id === open);
  const list = (of: readonly PageSection[]) =>
    of.map((section) => <SectionRow key={section.id} section={section} onOpen={() => setOpen(section.id)} />);
  return (
    <div className="ledger-phone">
      <p className="sum">
        已写好<span className="nb fig">{written}条</span>
        {wanted > 0 && (
          <>
            ，还要您看<span className="nb fig">{wanted}处</span>
          </>
        )}
      </p>
      {unwritten.slice(0, WANTED_SHOWN).map((section) => (
        <div key={section.id} className="need miss">
          <p>
            <Mark kind={overdue ? 'over' : 'miss'} bare />
            <b>{section.name}</b>　还没有写
          </p>
          <p className="note">系统里没有找到{shortMonthName(context.period)}的记录</p>
          <div className="two">
            <button type="button" className="btn" onClick={() => setOpen(section.id)}>
              补写一条
            </button>
            <button type="button" className="btn" onClick={() => edit?.sayNothing([section.id])}>
              本月无此项
            </button>
          </div>
        </div>
      ))}
      {unwritten.length > WANTED_SHOWN && (
        <div className="need miss">
          <p>
            还有<span className="nb">{unwritten.length - WANTED_SHOWN}项</span>没有写：
            {unwritten
              .slice(WANTED_SHOWN)
              .map(({ name }) => name)
              .join('、')}
          </p>
          <button type="button" className="btn one" onClick={() => edit?.sayNothing(unwritten.map(({ id }) => id))}>
            没写的{unwritten.length}项本月都没有
          </button>
        </div>
      )}
      {signals.map((signal) => (
        <NeedSignal
          key={`${signal.key}${signal.kind}`}
          signal={signal}
          name={sections.find(({ id }) => id === signal.section)?.name ?? ''}
          onOpen={() => setOpen(signal.section)}
          explain={(explanation) => {
            const entry = sections.flatMap(({ entries }) => entries).find(({ key }) => key === signal.key);
            if (entry) edit?.write({ ...plainEntry(entry), explanation });
          }}
        />
      ))}
      {sections.some(({ id }) => isBusiness(id)) && <h2 className="grp">业务工作</h2>}
      {list(sections.filter(({ id }) => isBusiness(id)))}
      <h2 className="grp">党建工作</h2>
      {list(sections.filter(({ id }) => !isBusiness(id)))}
      {months.length > 1 && (
        <>
          <h2 className="grp">各月清单</h2>
          <div className="months">
            <MonthSelect months={months} period={context.period} />
          </div>
        </>
      )}
      {opened && <SectionSheet key={opened.id} section={opened} context={context} onClose={() => setOpen(undefined)} />}
    </div>
  );
}

function NeedSignal({
  signal,
  name,
  onOpen,
  explain,
}: {
  signal: LedgerSignal;
  name: string;
  onOpen: () => void;
  explain: (text: string) => void;
}) {
  const [explaining, setExplaining] = useState(false);
  return (
    <div className="need">
      <p>
        <Mark kind="sig" bare />
        <b>{name}</b>
      </p>
      <p className="note">{signalReason(signal)}只给您和检查人看，不扣分</p>
      {explaining ? (
        <Explanation
          text={signal.explanation ?? ''}
          done={(text) => {
            if (text) explain(text);
            setExplaining(false);
          }}
        />
      ) : (
        <div className="two">
          <button type="button" className="btn" onClick={onOpen}>
            {signal.kind === 'nearCopy' ? '对照着看' : '看这一条'}
          </button>
          <button type="button" className="btn" onClick={() => setExplaining(true)}>
            写明情况
          </button>
        </div>
      )}
    </div>
  );
}

function SectionRow({ section, onOpen }: { section: PageSection; onOpen: () => void }) {
  const count = section.entries.length;
  const first = section.entries[0];
  const name =
    isBusiness(section.id) && first
      ? `${first.matter || first.content.slice(0, 8)}${count > 1 ? `等${count}条` : ''}`
      : section.name;
  return (
    <button type="button" className="row" onClick={onOpen}>
      {section.state === 'written' ? (
        <Mark kind="ok" bare />
      ) : section.state === 'nothing' ? (
        <Mark kind="none" bare />
      ) : section.state === 'unwritten' ? (
        <Mark kind="miss" bare />
      ) : (
        <Mark kind="next" bare />
      )}
      <span className="v">{name}</span>
      <span className="note nb">
        {section.state === 'written' && !isBusiness(section.id) && `${count}条`}
        {section.state === 'nothing' && '无'}
        {section.state === 'unwritten' && <span className="amber">未写</span>}
      </span>
      <span className="chev" />
    </button>
  );
}

function SectionSheet({
  section,
  context,
  onClose,
}: {
  section: PageSection;
  context: EntryContext;
  onClose: () => void;
}) {
  const { edit } = context;
  const [writing, setWriting] = useState<LedgerEntry | undefined>(() =>
    edit && section.entries.length === 0 && section.state !== 'nothing' ? blankEntry(newId(), section.id) : undefined,
  );
  const isNew = writing && !section.entries.some(({ key }) => key === writing.key);
  const form = (entry: LedgerEntry) => (
    <EntryForm
      entry={entry}
      context={context}
      done={(written) => {
        if (written && !isBlank(written)) edit?.write(written);
        setWriting(undefined);
      }}
    />
  );
  return (
    <SideSheet
      title={section.name}
      note={section.number ? `第${section.number.slice(1, -1)}项` : undefined}
      onClose={onClose}
      {...(edit && writing === undefined
        ? {
            acts: (
              <>
                {section.state === 'unwritten' && (
                  <button
                    type="button"
                    className="btn"
                    onClick={() => {
                      edit.sayNothing([section.id]);
                      onClose();
                    }}
                  >
                    本月无此项
                  </button>
                )}
                <button type="button" className="btn" onClick={() => setWriting(blankEntry(newId(), section.id))}>
                  补写一条
                </button>
              </>
            ),
          }
        : {})}
    >
      {section.state === 'nothing' && (
        <p className="entry-card said-nothing">
          <Mark kind="none" plain />
          {section.nothingSaidAt && <span className="note">{dayAndClock(section.nothingSaidAt)} 本人确认</span>}
          {edit && (
            <button type="button" className="a" onClick={() => edit.unsayNothing(section.id)}>
              改为补写
            </button>
          )}
        </p>
      )}
      {section.entries.map((entry) => (
        <div key={entry.key} className="entry-card">
          {writing?.key === entry.key ? (
            form(plainEntry(entry))
          ) : (
            <EntryCard entry={entry} context={context} onEdit={() => setWriting(plainEntry(entry))} />
          )}
        </div>
      ))}
      {isNew && <div className="entry-card">{form(writing)}</div>}
    </SideSheet>
  );
}

function EntryCard({ entry, context, onEdit }: { entry: PageEntry; context: EntryContext; onEdit: () => void }) {
  const { edit } = context;
  return (
    <>
      {entry.matter && <h3>{entry.matter}</h3>}
      <p className="note">
        {entry.on && `${shortDayName(entry.on)} ${weekdayName(entry.on)}`}
        {entry.place && `　${entry.place}`}
      </p>
      <p className="said">{entry.content}</p>
      {entry.result && <p className="said ink2">成效：{entry.result}</p>}
      <Source entry={entry} {...(edit ? { edit } : {})} />
      <Newer entry={entry} {...(edit ? { edit } : {})} />
      <EntrySignals
        signals={context.signals.filter((signal) => signal.key === entry.key)}
        limits={context.limits}
        {...(edit ? { explain: (explanation: string) => edit.write({ ...plainEntry(entry), explanation }) } : {})}
      />
      <Comments comments={context.comments.filter((comment) => comment.entryKey === entry.key)} />
      {edit && (
        <p className="acts">
          <button type="button" className="btn" onClick={onEdit}>
            修改
          </button>
          <EntryTools entry={entry} sections={context.sections} edit={edit} className="btn txt" />
        </p>
      )}
    </>
  );
}

/** The fields of one entry, one under the other; nothing is written before 写好了. */
function EntryForm({
  entry,
  context,
  done,
}: {
  entry: LedgerEntry;
  context: EntryContext;
  done: (written: LedgerEntry | undefined) => void;
}) {
  const [value, setValue] = useState(entry);
  const write = (part: Partial<LedgerEntry>): void => setValue((now) => ({ ...now, ...part }));
  return (
    <form
      className="entry-form"
      onSubmit={(event) => {
        event.preventDefault();
        done(value);
      }}
    >
      {isBusiness(value.section) && (
        <input
          className="in"
          aria-label="工作事项"
          placeholder="工作事项"
          maxLength={60}
          value={value.matter}
          onChange={(event) => write({ matter: event.target.value })}
        />
      )}
      <WhenFields entry={value} period={context.period} write={write} />
      <textarea
        className="in"
        aria-label="工作内容"
        placeholder="工作内容"
        rows={4}
        maxLength={1000}
        value={value.content}
        onChange={(event) => write({ content: event.target.value })}
      />
      <textarea
        className="in"
        aria-label="成效"
        placeholder="成效，可以不填"
        rows={2}
        maxLength={500}
        value={value.result}
        onChange={(event) => write({ result: event.target.value })}
      />
      <div className="two-acts">
        <button type="submit" className="btn">
          写好了
        </button>
        <button type="button" className="btn txt" onClick={() => done(undefined)}>
          不改了
        </button>
      </div>
    </form>
  );
}
