/** This month in one's branch: the few regular things, each one tap from being recorded. */
import { useEffect, useState } from 'react';
import {
  addMonths,
  dayName,
  firstDay,
  isMonth,
  lastDay,
  type Month as MonthOf,
  monthName,
  monthOf,
  shortMonthName,
  weekdayName,
} from '../../core/time/room.ts';
import { ActionBar } from '../../ui/action-bar.tsx';
import type { Answer } from '../../ui/api.ts';
import { hasDraft } from '../../ui/drafts.ts';
import { useFrame } from '../../ui/frame.ts';
import { Go } from '../../ui/go.tsx';
import { cachedRoute } from '../../ui/kept.ts';
import { Mark } from '../../ui/mark.tsx';
import { useOutbox } from '../../ui/outbox.ts';
import { PhoneBar } from '../../ui/phone-bar.tsx';
import { useRoute } from '../../ui/query.ts';
import { useSize } from '../../ui/screen-size.ts';
import { Empty, Shown } from '../../ui/states.tsx';
import { useTitle } from '../../ui/title.ts';
import { useUrlState } from '../../ui/url-state.ts';
import { branchMonth, formContext, myBranches } from './activities.contract.ts';
import { monthSummary, thingState } from './month-words.logic.ts';
import './branch-month.css';

export function Screen() {
  const [org] = useUrlState('org');
  const branches = useRoute(myBranches, { query: {} }, { keep: true });
  const several = (branches.data?.total ?? 0) > 1;
  if (org !== undefined) return <Branch orgId={Number(org)} choose={several} />;
  return (
    <Shown query={branches}>
      {({ rows, total }) => {
        const [only] = rows;
        if (only && total === 1) return <Branch orgId={only.orgId} choose={false} />;
        return <Branches />;
      }}
    </Shown>
  );
}

/** For whoever keeps the books of several: which one. */
function Branches() {
  const [words, setWords] = useUrlState('find');
  const query = useRoute(myBranches, { query: { q: words } }, { keep: true, hold: true });
  const desk = useSize() === 'desk';
  useTitle('选党支部');
  return (
    <div className={desk ? 'month-desk sheet' : undefined}>
      <PhoneBar title="选党支部" />
      {desk && (
        <header>
          <h1>选党支部</h1>
        </header>
      )}
      <p className="grp">您能为下面的党支部记录活动</p>
      <div className="branch-find">
        <input
          className="in"
          type="search"
          aria-label="按名称找党支部"
          placeholder="按名称找"
          defaultValue={words}
          onChange={(event) => setWords(event.target.value.trim())}
        />
      </div>
      <Shown query={query}>
        {({ rows, total }) => (
          <>
            {rows.length === 0 && (
              <Empty>
                {words ? `没有名称里有“${words}”的党支部。` : '还没有由您记录的党支部；请组织部先录入组织和您的职务。'}
              </Empty>
            )}
            <ul className="thing-list">
              {rows.map((row) => (
                <li key={row.orgId}>
                  <Go className="x" to={`/branch?org=${row.orgId}`}>
                    {row.name}
                  </Go>
                  <span className="note nb">本月已记{row.recordsThisMonth}条</span>
                </li>
              ))}
            </ul>
            {total > rows.length && (
              <p className="grp">
                共{total}个，只列出前{rows.length}个；请按名称找。
              </p>
            )}
          </>
        )}
      </Shown>
    </div>
  );
}

function Branch({ orgId, choose }: { orgId: number; choose: boolean }) {
  const { today } = useFrame();
  const [chosen, setMonth] = useUrlState('month');
  const of = chosen !== undefined && isMonth(chosen) ? chosen : monthOf(today);
  const query = useRoute(branchMonth, { params: { id: orgId, month: of } }, { keep: true, hold: true });
  return <Shown query={query}>{(data) => <Month data={data} of={of} setMonth={setMonth} choose={choose} />}</Shown>;
}

type MonthData = Answer<typeof branchMonth>;
type ThingData = MonthData['things'][number];

/** Kinds of which an unsent draft lies on this machine. */
function useDrafts(orgId: number, kinds: readonly string[]): ReadonlySet<string> {
  const [found, setFound] = useState<ReadonlySet<string>>(new Set());
  const key = kinds.join(' ');
  useEffect(() => {
    let live = true;
    const names = key.split(' ').filter((name) => name !== '');
    void Promise.all(names.map((kind) => hasDraft(`record/${kind}/${orgId}`))).then((there) => {
      if (live) setFound(new Set(names.filter((_, at) => there[at])));
    });
    return () => {
      live = false;
    };
  }, [orgId, key]);
  return found;
}

/** Forms open in a meeting room without network: what they need is fetched while there is one. */
function useFormsAhead({ organization, things, mayRecord }: MonthData): void {
  const { orgId } = organization;
  const key = mayRecord ? things.map((thing) => thing.kind).join(' ') : '';
  useEffect(() => {
    for (const kind of key.split(' ').filter((name) => name !== '')) {
      void cachedRoute(formContext, { params: { id: orgId }, query: { kind, on: undefined } }).catch(() => undefined);
    }
  }, [orgId, key]);
}

interface MonthProps {
  data: MonthData;
  of: MonthOf;
  setMonth: (month: string | undefined) => void;
  /** Others can be chosen too. */
  choose: boolean;
}

function Month({ data, of, setMonth, choose }: MonthProps) {
  const { organization, things, others, today, soonDays, mayRecord } = data;
  const size = useSize();
  const { waiting } = useOutbox();
  useTitle(`${organization.name}${monthName(of)}`);
  useFormsAhead(data);
  const now = of === monthOf(today);
  // What is regular and done may well be done once more: another group's meeting, a second committee meeting.
  const again = things.filter((thing) => thing.records.length > 0);
  const drafts = useDrafts(
    organization.orgId,
    [...things, ...others].map((thing) => thing.kind),
  );
  const form = (kind: string): string =>
    `/record/${kind}?org=${organization.orgId}${now ? '' : `&day=${firstDay(of)}`}`;
  // What is on its way counts as recorded for the eye: nobody should record it a second time.
  const sending = waiting.filter((row) => row.routeId === 'record.append');
  const next = things.find(
    (thing) => thing.records.length === 0 && !sending.some((row) => row.back.includes(`/${thing.kind}?`)),
  );
  const heading = now ? '本月支部' : monthName(of);
  const turn = (
    <p className="month-turn screen-only">
      <button type="button" className="a" onClick={() => setMonth(addMonths(of, -1))}>
        上月
      </button>
      {!now && (
        <button type="button" className="a" onClick={() => setMonth(undefined)}>
          本月
        </button>
      )}
      {of < monthOf(today) && (
        <button type="button" className="a" onClick={() => setMonth(addMonths(of, 1))}>
          下月
        </button>
      )}
      {choose && <Go to="/branch">换支部</Go>}
    </p>
  );
  const summary = (
    <p className="note">
      {now ? (
        <>
          <span className="nb">{dayName(today)}</span> {weekdayName(today)}
          {'　'}
        </>
      ) : null}
      {monthSummary(things)}
      {data.standsFor !== null && `　您代${data.standsFor}记录`}
    </p>
  );
  return (
    <div className={size === 'desk' ? 'month-desk sheet' : undefined}>
      <PhoneBar title={organization.name} />
      {size === 'desk' ? (
        <header>
          <div>
            <h1>
              {organization.name}　{heading}
            </h1>
            {summary}
          </div>
          {turn}
        </header>
      ) : (
        <div className="month-head">
          <div>
            <h2>{heading}</h2>
            {turn}
          </div>
          {summary}
        </div>
      )}
      <ul className="things">
        {things.map((thing) => (
          <Thing
            key={thing.kind}
            {...{ thing, today, soonDays, mayRecord }}
            form={form(thing.kind)}
            list={`/records?orgId=${organization.orgId}&kind=${thing.kind}&from=${thing.from}&to=${thing.to}`}
            draft={drafts.has(thing.kind)}
            sending={sending.some((row) => row.back.includes(`/${thing.kind}?`))}
          />
        ))}
      </ul>
      {things.length === 0 && <Empty>这个组织没有按月的支部活动；下面的可以随时记录。</Empty>}
      {others.length > 0 && <p className="grp">{mayRecord ? '也可以记' : '其他活动'}</p>}
      <ul className="thing-list">
        {others.map((other) => (
          <li key={other.kind}>
            <span className="x">
              {other.name}
              {other.records.length > 0 && (
                <small>
                  {shortMonthName(of)}已记{other.records.length}条
                </small>
              )}
              {drafts.has(other.kind) && <small>有没交的草稿</small>}
            </span>
            {other.records.length > 0 && (
              <Go
                className="btn txt"
                to={`/records?orgId=${organization.orgId}&kind=${other.kind}&from=${firstDay(of)}&to=${lastDay(of)}`}
              >
                查看
              </Go>
            )}
            {mayRecord && (
              <Go className="btn" to={form(other.kind)}>
                {drafts.has(other.kind) ? '接着写' : '记录'}
              </Go>
            )}
          </li>
        ))}
        {mayRecord &&
          again.map((thing) => (
            <li key={thing.kind}>
              <span className="x">再记一次{thing.name}</span>
              <Go className="btn" to={form(thing.kind)}>
                记录
              </Go>
            </li>
          ))}
      </ul>
      {data.mayDelegate && (
        <p className="grp screen-only">
          <Go className="btn txt" to="/delegation">
            请人代录
          </Go>
        </p>
      )}
      {mayRecord && next && now && (
        <ActionBar>
          <Go className="btn pri big" to={form(next.kind)}>
            记录{next.name}
          </Go>
        </ActionBar>
      )}
    </div>
  );
}

interface ThingProps {
  thing: ThingData;
  today: MonthData['today'];
  soonDays: number;
  mayRecord: boolean;
  form: string;
  list: string;
  draft: boolean;
  sending: boolean;
}

function Thing({ thing, today, soonDays, mayRecord, form, list, draft, sending }: ThingProps) {
  const state = thingState(thing, today, soonDays);
  // On the phone the month's own heading stands between the bar's and these.
  const Heading = useSize() === 'desk' ? 'h2' : 'h3';
  const [first] = thing.records;
  const view = thing.records.length === 1 && first ? `/records/${first.recordId}` : list;
  return (
    <li>
      <Heading>{thing.name}</Heading>
      <p>
        {sending && first === undefined ? (
          <Mark kind="next">已存在本机，联网后自动送出</Mark>
        ) : (
          <>
            <span className="nb">
              <Mark kind={state.mark}>{state.word}</Mark>
            </span>
            {state.more !== '' && `　${state.more}`}
          </>
        )}
        {draft && <span className="note nb">　有没交的草稿</span>}
      </p>
      {first && !draft ? (
        <Go className="btn txt go" to={view}>
          查看
        </Go>
      ) : (
        mayRecord &&
        !sending && (
          <Go className="btn go" to={form}>
            {draft ? '接着写' : '记录'}
          </Go>
        )
      )}
    </li>
  );
}
