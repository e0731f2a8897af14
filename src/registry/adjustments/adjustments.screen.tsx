/** Setting up and adjusting organizations: how often, by kind and period, and the list of acts. */
import { dayName, month, monthName, shortMonthName } from '../../core/time/room.ts';
import { type Answer, call } from '../../ui/api.ts';
import { type Column, DataTable } from '../../ui/data-table.tsx';
import { FigureLink, type FigureRow } from '../../ui/figure-link.tsx';
import { useFrame } from '../../ui/frame.ts';
import { Go } from '../../ui/go.tsx';
import { PhoneBar } from '../../ui/phone-bar.tsx';
import { useRoute } from '../../ui/query.ts';
import { useSize } from '../../ui/screen-size.ts';
import { Shown } from '../../ui/states.tsx';
import { useTitle } from '../../ui/title.ts';
import { useUrlChange, useUrlState } from '../../ui/url-state.ts';
import { organizationTree } from '../organizations/room.ts';
import { ACTS, type ActId, actName } from './acts.logic.ts';
import { type AdjustmentLine, adjustmentList } from './adjustments.contract.ts';
import './adjustments.css';

type List = Answer<typeof adjustmentList>;
type Ask = { year?: string | undefined; below?: number | undefined };

export function Screen() {
  const [year] = useUrlState('year');
  const [under] = useUrlState('below');
  const { may } = useFrame();
  useTitle('设置调整');
  const ask: Ask = { year, below: under === undefined ? undefined : Number(under) };
  const query = useRoute(adjustmentList, { query: { ...ask, limit: 1_000 } }, { hold: true });
  return (
    <div className="adjustments sheet">
      <PhoneBar title="设置调整" />
      <header>
        <div>
          <h1>设置调整</h1>
          <p className="ink2">党组织的设立、合并、拆分、更名、改隶、改设、撤销，按生效日期计；已收回的不计。</p>
        </div>
        {may('registry.write') && (
          <Go className="btn pri" to="/organizations/adjust?act=setUp">
            办理设置调整
          </Go>
        )}
      </header>
      <Scope />
      <Shown query={query}>
        {(list) => (
          <>
            <Counts list={list} ask={ask} />
            <Acts list={list} />
          </>
        )}
      </Shown>
    </div>
  );
}

/** Whose adjustments: the whole city's, or those at and below one organization right below its committee. */
function Scope() {
  const [year] = useUrlState('year');
  const [under] = useUrlState('below');
  const change = useUrlChange();
  const tree = useRoute(organizationTree, { query: {} }, { hold: true });
  const all = tree.data?.organizations ?? [];
  const tops = new Set(all.filter((org) => org.parentId === null).map(({ id }) => id));
  const offered = all.filter((org) => org.parentId !== null && tops.has(org.parentId));
  return (
    <div className="adjustments-scope screen-only">
      <label>
        <span className="k">范围</span>
        <select className="in" value={under ?? ''} onChange={(event) => change({ below: event.target.value })}>
          <option value="">全市</option>
          {offered.map((org) => (
            <option key={org.id} value={org.id}>
              {org.shortName}
            </option>
          ))}
        </select>
      </label>
      {year !== undefined && (
        <button type="button" className="btn txt" onClick={() => change({ year: undefined })}>
          看各年
        </button>
      )}
    </div>
  );
}

async function rowsOf(ask: Ask, period: string | undefined, act: ActId | undefined): Promise<FigureRow[]> {
  const { rows } = await call(adjustmentList, { query: { ...ask, period, act, limit: 1_000 } });
  return rows.map((row) => ({
    id: row.id,
    title: row.summary,
    to: `/adjustments/${row.id}`,
    note: [row.basis, row.documentNumber].filter((part) => part !== '').join('　'),
    at: dayName(row.effectiveOn),
    atNote: actName(row.act),
  }));
}

const periodName = (period: string): string => (period.length === 4 ? `${period}年` : monthName(month(period)));
const shortPeriod = (period: string): string => (period.length === 4 ? `${period}年` : shortMonthName(month(period)));

interface CountProps {
  ask: Ask;
  period: string | undefined;
  act: ActId | undefined;
  count: number;
}

/** One number, open to its rows. */
function Count({ ask, period, act, count }: CountProps) {
  if (count === 0) return <span className="ink3">0</span>;
  const when = period ? periodName(period) : ask.year ? `${ask.year}年` : '各年';
  return (
    <FigureLink
      name={`${period ?? 'all'}-${act ?? 'all'}`}
      value={count}
      title={`${when}　${act ? actName(act) : '设置调整'}${count}次`}
      note="按生效日期，不含已收回的"
      heads={['事项', '生效日期']}
      rows={() => rowsOf(ask, period, act)}
      total={`${count}次`}
    />
  );
}

function Counts({ list, ask }: { list: List; ask: Ask }) {
  const size = useSize();
  const change = useUrlChange();
  if (list.numbers.all === 0) return null;
  const head = (period: string) =>
    period.length === 4 ? (
      <button type="button" className="a" onClick={() => change({ year: period }, true)}>
        {shortPeriod(period)}
      </button>
    ) : (
      shortPeriod(period)
    );
  const lines = [
    ...list.periods.map(({ period, numbers }) => ({ period: period as string | undefined, numbers })),
    { period: undefined, numbers: list.numbers },
  ];
  if (size === 'phone')
    return (
      <dl className="adjustments-counts">
        {lines.map(({ period, numbers }) => (
          <div key={period ?? 'all'}>
            <dt>{period ? head(period) : '合计'}</dt>
            <dd>
              {ACTS.filter(({ id }) => numbers[id] > 0).map(({ id, name }) => (
                <span key={id} className="nb">
                  {name} <Count ask={ask} period={period} act={id} count={numbers[id]} />
                </span>
              ))}
            </dd>
          </div>
        ))}
      </dl>
    );
  return (
    <table className="adjustments-table">
      <caption className="unseen">设置调整次数，按生效时间和事项</caption>
      <thead>
        <tr>
          <th scope="col">{ask.year ? `${ask.year}年` : '年份'}</th>
          {ACTS.map(({ id, name }) => (
            <th key={id} scope="col" className="num">
              {name}
            </th>
          ))}
          <th scope="col" className="num">
            合计
          </th>
        </tr>
      </thead>
      <tbody>
        {lines.map(({ period, numbers }) => (
          <tr key={period ?? 'all'} className={period ? undefined : 'total'}>
            <th scope="row">{period ? head(period) : '合计'}</th>
            {ACTS.map(({ id }) => (
              <td key={id} className="num">
                <Count ask={ask} period={period} act={id} count={numbers[id]} />
              </td>
            ))}
            <td className="num">
              <Count ask={ask} period={period} act={undefined} count={numbers.all} />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

const COLUMNS: readonly Column<AdjustmentLine>[] = [
  { key: 'summary', title: '内容', value: (row) => row.summary },
  { key: 'act', title: '事项', value: (row) => actName(row.act), width: 110, filter: true },
  {
    key: 'on',
    title: '生效日期',
    value: (row) => row.effectiveOn,
    render: (row) => dayName(row.effectiveOn),
    width: 140,
  },
  { key: 'basis', title: '依据', value: (row) => row.basis, width: 240 },
  { key: 'number', title: '文号', value: (row) => row.documentNumber, width: 160 },
  { key: 'author', title: '经办', value: (row) => row.author, width: 110, hidden: true },
];

function Acts({ list }: { list: List }) {
  return (
    <section>
      <h2>办理清单</h2>
      {list.total > list.rows.length && (
        <p className="note">
          共{list.total}次，这里是最近的{list.rows.length}次；更早的请点上面的数字看。
        </p>
      )}
      <DataTable
        name="adjustments"
        label="设置调整"
        columns={COLUMNS}
        rows={list.rows}
        rowKey={(row) => row.id}
        to={(row) => `/adjustments/${row.id}`}
        empty="还没有设置调整。从一个组织的页面点“调整”，或在这里办理。"
        phone={(row) => ({
          title: row.summary,
          note: [row.basis, row.documentNumber].filter((part) => part !== '').join('　'),
          at: <small>{actName(row.act)}</small>,
        })}
      />
    </section>
  );
}
