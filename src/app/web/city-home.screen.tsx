/** The city at a glance: the month's ledgers, what changed, how many there are of what, and units beside one another. */
import {
  addMonths,
  isMonth,
  type Month,
  monthName,
  monthOf,
  shortDayName,
  shortMonthName,
} from '../../core/time/room.ts';
import { type LedgerState, ledgerProcess } from '../../ledgers/ledger/ledger-process.logic.ts';
import { CHANGES, type CityHome, type CityRow, cityOpen, cityRows } from '../../reports/dashboards/room.ts';
import { call, type Input } from '../../ui/api.ts';
import { FigureLink, type FigureRow } from '../../ui/figure-link.tsx';
import { useFrame } from '../../ui/frame.ts';
import { Go } from '../../ui/go.tsx';
import { Mark } from '../../ui/mark.tsx';
import { PhoneBar } from '../../ui/phone-bar.tsx';
import { useRoute } from '../../ui/query.ts';
import { useSize } from '../../ui/screen-size.ts';
import { Empty, Shown } from '../../ui/states.tsx';
import { useTitle } from '../../ui/title.ts';
import { useUrlState } from '../../ui/url-state.ts';
import './city-home.css';

export function Screen() {
  const [asked, setMonth] = useUrlState('month');
  const month = asked !== undefined && isMonth(asked) ? asked : undefined;
  const query = useRoute(cityOpen, { query: { month } }, { hold: true, keep: true });
  useTitle('全市');
  return (
    <>
      <PhoneBar title="全市" />
      <Shown query={query}>{(city) => <Page city={city} setMonth={setMonth} />}</Shown>
    </>
  );
}

const PATHS: Record<NonNullable<CityRow['opens']>['what'], string> = {
  person: '/people',
  organization: '/organizations',
  record: '/records',
  ledger: '/ledger',
};

type RowsQuery = NonNullable<Input<typeof cityRows>['query']>;

async function rowsOf(query: RowsQuery): Promise<FigureRow[]> {
  const { rows } = await call(cityRows, { query });
  return rows.map(({ id, title, note, at, opens }) => ({
    id,
    title,
    ...(note === '' ? {} : { note }),
    at,
    ...(opens === null ? {} : { to: `${PATHS[opens.what]}/${opens.id}` }),
  }));
}

interface FigureProps {
  query: RowsQuery;
  value: number;
  unit: string;
  title: string;
  note: string;
  heads: readonly [string, string];
  over?: boolean;
  /** Without the unit behind the number: the column's head says it. */
  bare?: boolean;
}

/** Zero opens nothing. */
function Figure({ query, value, unit, title, bare = false, ...rest }: FigureProps) {
  if (value === 0) return <span className="ink3">0{bare ? '' : ` ${unit}`}</span>;
  return (
    <FigureLink
      name={[query.figure, query.state, query.kind, query.unit].filter(Boolean).join('.')}
      value={value}
      unit={bare ? undefined : unit}
      title={`${title} ${value}${unit}`}
      rows={() => rowsOf(query)}
      total={`${value}${unit}`}
      {...rest}
    />
  );
}

interface PageProps {
  city: CityHome;
  setMonth: (month: string | undefined) => void;
}

function Page({ city, setMonth }: PageProps) {
  if (city.registry.organizations === 0) {
    return (
      <>
        <h1 className="unseen">全市</h1>
        <Empty act={<Go to="/import">导入办公表格</Go>}>
          还没有组织和人员。先导入党组织名册、党员花名册、干部花名册，这里就有数了。
        </Empty>
      </>
    );
  }
  return (
    <div className="city-home fill">
      <aside className="city-side">
        <Ledgers city={city} />
        <Changes city={city} />
        <Registry city={city} />
      </aside>
      <section className="city-month" aria-labelledby="city-month">
        <MonthHead city={city} setMonth={setMonth} />
        <Kinds city={city} />
        <Units city={city} />
      </section>
    </div>
  );
}

const isOver = ({ deadline }: CityHome): boolean => deadline !== null && deadline.workingDaysLeft < 0;
const missingOf = ({ owed, byState }: CityHome['ledgers']): number => owed - byState.submitted - byState.accepted;

/** In the order of their way. */
const STATES: readonly LedgerState[] = ['submitted', 'accepted', 'returned', 'withdrawn', 'draft'];
const stateName = (state: LedgerState): string => (state === 'draft' ? '未提交' : ledgerProcess.states[state].name);

function Ledgers({ city }: { city: CityHome }) {
  const { ledgers, deadline, month } = city;
  const missing = missingOf(ledgers);
  const over = isOver(city);
  // What has not come stands above already, unless some of it came back.
  const shown = (state: LedgerState): boolean =>
    ledgers.byState[state] > 0 && (state !== 'draft' || ledgers.byState.draft < missing);
  const figure = (state: RowsQuery['state'], value: number, title: string, late = false) => (
    <Figure
      query={{ figure: 'ledgers', month, state }}
      value={value}
      unit="份"
      title={`${shortMonthName(month)}写实清单　${title}`}
      note={monthName(month)}
      heads={['领导干部', '状态']}
      over={late}
    />
  );
  return (
    <section>
      <h2>{shortMonthName(month)}写实清单</h2>
      <ul>
        {deadline !== null && (
          <li>
            <span>
              <time>{shortDayName(deadline.day)}</time>
              {over ? '已到期' : '到期'}
            </span>
            <span className="nb">
              {missing === 0 ? (
                <Mark kind="ok">已交齐</Mark>
              ) : (
                <>
                  <Mark kind={over ? 'over' : deadline.workingDaysLeft <= SOON ? 'soon' : 'next'} bare />差{' '}
                  {figure('missing', missing, over ? '逾期未交' : '还没有交', over)}
                </>
              )}
            </span>
          </li>
        )}
        <li>
          <span>应交</span>
          {figure(undefined, ledgers.owed, '应交')}
        </li>
        {STATES.filter((state) => shown(state)).map((state) => (
          <li key={state}>
            <span>{stateName(state)}</span>
            {figure(state, ledgers.byState[state], stateName(state))}
          </li>
        ))}
      </ul>
    </section>
  );
}

/** Working days before the deadline from which it is near. */
const SOON = 5;

function Changes({ city }: { city: CityHome }) {
  const { since, byKind } = city.changes;
  const shown = CHANGES.map((change) => ({
    ...change,
    count: byKind.find(({ kind }) => kind === change.id)?.count ?? 0,
  })).filter(({ count }) => count > 0);
  return (
    <section>
      <h2>上一工作日以来的变化</h2>
      <ul>
        {shown.length === 0 && <li className="ink3">{shortDayName(since)}以来没有变化。</li>}
        {shown.map(({ id, name, unit, count }) => (
          <li key={id}>
            <span>{name}</span>
            <Figure
              query={{ figure: 'changes', kind: id }}
              value={count}
              unit={unit}
              title={name}
              note={`${shortDayName(since)}以来`}
              heads={['变化', '时间']}
            />
          </li>
        ))}
      </ul>
    </section>
  );
}

const REGISTRY = [
  { figure: 'organizations', name: '党组织', unit: '个', heads: ['党组织', '类别'] },
  { figure: 'members', name: '党员', unit: '名', heads: ['所在组织', '党员'] },
  { figure: 'leadingCadres', name: '县处级以上领导干部', unit: '名', heads: ['领导干部', '层次'] },
  { figure: 'partyAffairsWorkers', name: '党务工作者', unit: '名', heads: ['党务工作者', '起始日期'] },
  { figure: 'gaps', name: '没有分管领导', unit: '名', heads: ['领导干部', '层次'] },
] as const;

function Registry({ city }: { city: CityHome }) {
  return (
    <section>
      <h2>组织和人员</h2>
      <ul>
        {REGISTRY.map(({ figure, name, unit, heads }) => (
          <li key={figure}>
            <span>{name}</span>
            <Figure
              query={{ figure }}
              value={city.registry[figure]}
              unit={unit}
              title={name}
              note={`截至${shortDayName(city.today)}`}
              heads={heads}
            />
          </li>
        ))}
      </ul>
      <p className="city-more">
        <Go to="/responsibility">分管关系</Go>
      </p>
    </section>
  );
}

function MonthHead({ city, setMonth }: PageProps) {
  const { today } = useFrame();
  const { month } = city;
  const turn = (to: Month) => () => setMonth(to);
  const next = addMonths(month, 1);
  return (
    <header>
      <h1 id="city-month">{monthName(month)}</h1>
      <span className="screen-only city-turn">
        <button type="button" className="btn sm" onClick={turn(addMonths(month, -1))}>
          {shortMonthName(addMonths(month, -1))}
        </button>
        <button type="button" className="btn sm" disabled={next > monthOf(today)} onClick={turn(next)}>
          {shortMonthName(next)}
        </button>
      </span>
    </header>
  );
}

function Kinds({ city }: { city: CityHome }) {
  const { records, month } = city;
  const figure = (kind: string | undefined, name: string, value: number) => (
    <Figure
      query={{ figure: 'records', month, kind }}
      value={value}
      unit="次"
      title={`${shortMonthName(month)}${name}`}
      note={monthName(month)}
      heads={['活动', '时间']}
    />
  );
  return (
    <p className="city-kinds">
      <span className="nb">活动记录 {figure(undefined, '活动记录', records.total)}</span>
      {records.byKind.map(({ kind, name, count }) => (
        <span key={kind} className="nb">
          {name} {figure(kind, name, count)}
        </span>
      ))}
    </p>
  );
}

type Unit = CityHome['units'][number];

function Units({ city }: { city: CityHome }) {
  const size = useSize();
  const { month, units, ledgers, records } = city;
  const over = isOver(city);
  const ledger = (unit: Unit | undefined, state: 'come' | 'missing' | undefined, value: number) => (
    <Figure
      query={{ figure: 'ledgers', month, state, unit: unit?.orgId }}
      value={value}
      unit="份"
      title={`${unit?.name ?? '全市'}　${state === 'come' ? '已提交' : state === 'missing' ? '还差' : '应交'}`}
      note={`${monthName(month)}，含下级组织`}
      heads={['领导干部', '状态']}
      over={over && state === 'missing'}
      bare
    />
  );
  const activity = (unit: Unit | undefined, value: number) => (
    <Figure
      query={{ figure: 'records', month, unit: unit?.orgId }}
      value={value}
      unit="次"
      title={`${unit?.name ?? '全市'}　活动记录`}
      note={`${monthName(month)}，含下级组织`}
      heads={['活动', '时间']}
      bare
    />
  );
  if (size === 'phone') {
    return (
      <ul className="city-units">
        {units.map((unit) => (
          <li key={unit.orgId}>
            <Go to={`/organizations/${unit.orgId}`}>{unit.name}</Go>
            <span>
              清单应交{ledger(unit, undefined, unit.owed)}，差{ledger(unit, 'missing', unit.owed - unit.submitted)}
              ；活动
              {activity(unit, unit.records)}
            </span>
          </li>
        ))}
      </ul>
    );
  }
  const cells = (unit: Unit | undefined, row: Pick<Unit, 'owed' | 'submitted' | 'records'>) => (
    <>
      <td className="num">{ledger(unit, undefined, row.owed)}</td>
      <td className="num">{ledger(unit, 'come', row.submitted)}</td>
      <td className="num">{ledger(unit, 'missing', row.owed - row.submitted)}</td>
      <td className="num">{activity(unit, row.records)}</td>
    </>
  );
  return (
    <table className="city-units">
      <thead>
        <tr>
          <th scope="col">单位（含下级组织）</th>
          <th scope="col" className="num">
            应交清单
          </th>
          <th scope="col" className="num">
            已提交
          </th>
          <th scope="col" className="num">
            {over ? '逾期未交' : '还差'}
          </th>
          <th scope="col" className="num">
            活动记录
          </th>
        </tr>
      </thead>
      <tbody>
        {units.map((unit) => (
          <tr key={unit.orgId}>
            <th scope="row">
              <Go to={`/organizations/${unit.orgId}`}>{unit.name}</Go>
            </th>
            {cells(unit, unit)}
          </tr>
        ))}
      </tbody>
      <tfoot>
        <tr>
          <th scope="row">合计</th>
          {cells(undefined, {
            owed: ledgers.owed,
            submitted: ledgers.owed - missingOf(ledgers),
            records: records.total,
          })}
        </tr>
      </tfoot>
    </table>
  );
}
