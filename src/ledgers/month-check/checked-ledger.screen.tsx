/** The ledger that is being checked: its text in the middle of the desk, comments at its entries. */
import { useEffect, useRef, useState } from 'react';
import { shortDayName, weekdayName } from '../../core/time/room.ts';
import type { Answer } from '../../ui/api.ts';
import { Go } from '../../ui/go.tsx';
import { Mark } from '../../ui/mark.tsx';
import { newId } from '../../ui/new-id.ts';
import { useAct } from '../../ui/query.ts';
import { useSize } from '../../ui/screen-size.ts';
import { Refused } from '../../ui/states.tsx';
import { dayAndClock } from '../../ui/words.ts';
import { Runs } from '../ledger/entry-signals.screen.tsx';
import { GrowingText } from '../ledger/growing-text.screen.tsx';
import {
  allEntries,
  BUSINESS,
  entriesFromRecords,
  type PageEntry,
  type PageSection,
  pageOfBody,
} from '../ledger/room.ts';
import { checkComment, type checkOpen } from './check.contract.ts';

export type Checked = Answer<typeof checkOpen>;

interface Props {
  checked: Checked;
  /** Key of the entry in hand. */
  entryKey: string | undefined;
  setEntryKey: (key: string | undefined) => void;
  /** The comment field of the entry in hand is open. */
  commenting: boolean;
  setCommenting: (on: boolean) => void;
  onVersions: () => void;
}

export function CheckedHead({ checked, onVersions }: Pick<Props, 'checked' | 'onVersions'>) {
  const size = useSize();
  const page = pageOfBody(checked.body, checked.items);
  const entries = allEntries(page);
  const submitted = checked.history.findLast(({ what }) => what === 'submit');
  const decided = checked.history.findLast(({ what }) => what !== 'comment' && what !== 'submit');
  return (
    <div className="hd">
      <h1>{checked.person.name}</h1>
      <p>
        <span>
          {checked.person.unit}
          {checked.person.title}
        </span>
        {submitted && <span className="nb">{dayAndClock(submitted.at)}提交</span>}
        <span>
          <span className="nb">{entries.length}条</span>，其中
          <span className="nb">{entriesFromRecords(page).length}条</span>来自记录
        </span>
        {checked.version > 1 && (
          <button type="button" className="a" onClick={onVersions}>
            第{checked.version}稿，和上一稿对照
          </button>
        )}
        {size === 'desk' && (
          <button type="button" className="a screen-only" onClick={() => window.print()}>
            打印
          </button>
        )}
      </p>
      {checked.state !== 'submitted' && decided && (
        <p>
          <span>
            <b>{STATES[checked.state]}</b>　{dayAndClock(decided.at)}　{decided.by}
            {decided.reason && `：${decided.reason}`}
          </span>
        </p>
      )}
    </div>
  );
}

const STATES: Readonly<Record<Checked['state'], string>> = {
  draft: '没有提交',
  submitted: '待检查',
  withdrawn: '本人已撤回',
  returned: '已退回',
  accepted: '已通过',
};

/** A column that scrolls must be reached by the keyboard. */
export const SCROLLS_BY_KEYS = { tabIndex: 0 };

export function CheckedText(props: Props) {
  const { checked } = props;
  const page = pageOfBody(checked.body, checked.items);
  const business = page.sections.filter(({ id }) => id === BUSINESS);
  const items = page.sections.filter(({ id }) => id !== BUSINESS);
  const nothing = items.filter(({ state }) => state === 'nothing');
  const unwritten = page.sections.filter(({ state }) => state === 'unwritten');
  const count = (of: readonly PageSection[]): number => of.reduce((sum, { entries }) => sum + entries.length, 0);
  const entries = (of: readonly PageSection[]) =>
    of.flatMap((section) =>
      section.entries.map((entry) => <Entry key={entry.key} {...props} section={section} entry={entry} />),
    );
  return (
    <section className="check-text" aria-label="清单内容" {...SCROLLS_BY_KEYS}>
      {unwritten.length > 0 && (
        <p className="check-nothing">
          <Mark kind="miss">
            缺{unwritten.length}项：{unwritten.map(({ name }) => name).join('、')}
          </Mark>
        </p>
      )}
      {count(business) > 0 || business.some(({ state }) => state === 'nothing') ? (
        <>
          <h2>
            一、业务工作<span className="note">　{count(business)}条</span>
          </h2>
          {entries(business)}
          {count(business) === 0 && <p className="check-nothing">本月无此项</p>}
        </>
      ) : null}
      {(count(items) > 0 || nothing.length > 0) && (
        <>
          <h2>
            二、党建工作
            <span className="note">
              {`　${count(items)}条${nothing.length > 0 ? `，${nothing.length}项本月无` : ''}`}
            </span>
          </h2>
          {entries(items)}
          {nothing.length > 0 && (
            <p className="check-nothing">
              <Mark kind="none" plain />：{nothing.map(({ name }) => name).join('、')}
            </p>
          )}
        </>
      )}
    </section>
  );
}

function Entry({
  checked,
  entry,
  section,
  entryKey,
  setEntryKey,
  commenting,
  setCommenting,
}: Props & { entry: PageEntry; section: PageSection }) {
  const on = entry.key === entryKey;
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (on && commenting) box.current?.scrollIntoView({ block: 'nearest' });
  }, [on, commenting]);
  const signals = checked.signals.filter(({ key }) => key === entry.key);
  const near = signals.find((signal) => signal.kind === 'nearCopy');
  const comments = checked.history.filter(({ what, entryKey: at }) => what === 'comment' && at === entry.key);
  const name = section.id === BUSINESS ? entry.matter || '业务工作' : `${section.number}${section.name}`;
  const may = checked.may.includes('comment');
  return (
    <div ref={box} className={`check-entry${on ? ' on' : ''}`}>
      <div className="k">
        {may ? (
          <button type="button" aria-pressed={on} onClick={() => setEntryKey(on ? undefined : entry.key)}>
            {name}
          </button>
        ) : (
          name
        )}
        {entry.on && (
          <span className="note">
            <time dateTime={entry.on}>{shortDayName(entry.on)}</time> {weekdayName(entry.on)}
          </span>
        )}
      </div>
      <p className="said">
        {near?.kind === 'nearCopy' && on ? <Runs runs={near.here.runs} /> : entry.content}
        {entry.result && (
          <span className="ink2">
            <small className="nb">成效：</small>
            {entry.result}
          </span>
        )}
      </p>
      <div className="note src">
        {entry.place && (
          <>
            {entry.place}
            <br />
          </>
        )}
        {entry.source ? (
          <>
            来自：<Go to={`/records/${entry.source.recordId}`}>{entry.source.label}</Go>
            {entry.edited && '　本人有改动'}
          </>
        ) : (
          '本人补写'
        )}
        {signals.length > 0 && (
          <>
            <br />
            <Mark kind="sig">提示{signals.length}处</Mark>
          </>
        )}
      </div>
      {(comments.length > 0 || (on && may)) && (
        <div className="cmt">
          {comments.map((comment) => (
            <p key={comment.at}>
              <b>{comment.by}</b>　<span className="note">{dayAndClock(comment.at)}</span>　{comment.text}
            </p>
          ))}
          {on &&
            may &&
            (commenting ? (
              <CommentForm checked={checked} entryKey={entry.key} done={() => setCommenting(false)} />
            ) : (
              <p>
                <button type="button" className="btn sm" onClick={() => setCommenting(true)}>
                  批注
                </button>
              </p>
            ))}
        </div>
      )}
    </div>
  );
}

function CommentForm({ checked, entryKey, done }: { checked: Checked; entryKey: string; done: () => void }) {
  const size = useSize();
  const [text, setText] = useState('');
  const [actId] = useState(newId);
  const comment = useAct(checkComment, done);
  const save = (): void => {
    if (text.trim() === '') return;
    comment.mutate({
      params: { ledgerId: checked.ledgerId },
      body: { actId, version: checked.version, entryKey, text: text.trim() },
    });
  };
  return (
    <form
      className="writing"
      onSubmit={(event) => {
        event.preventDefault();
        save();
      }}
    >
      <GrowingText
        label="批注"
        placeholder="写给本人的话"
        className="in"
        max={300}
        value={text}
        onChange={setText}
        onDone={done}
        {...(size === 'desk' ? { onEnter: save } : {})}
      />
      <p className="note">
        <button type="submit" className="btn sm" disabled={comment.isPending}>
          保存批注
        </button>
        保存后{checked.person.name}能看到，不影响通过
      </p>
      <Refused error={comment.error} />
    </form>
  );
}
