/** Key-work plans over the city: who has none, what is overdue, each cadre's. In the registry's order, nobody ranked. */
import { dayName } from '../../core/time/room.ts';
import type { Answer } from '../../ui/api.ts';
import { fileUrl } from '../../ui/api.ts';
import { type Column, DataTable } from '../../ui/data-table.tsx';
import { FigureLink } from '../../ui/figure-link.tsx';
import { useAsOf, useFrame } from '../../ui/frame.ts';
import { Go } from '../../ui/go.tsx';
import { Mark } from '../../ui/mark.tsx';
import { PhoneBar } from '../../ui/phone-bar.tsx';
import { useRoute } from '../../ui/query.ts';
import { Shown } from '../../ui/states.tsx';
import { useTitle } from '../../ui/title.ts';
import { useUrlState } from '../../ui/url-state.ts';
import { keyPlanCity, keyPlanCityWorkbook } from './key-plan.contract.ts';
import { dueWords } from './key-plan-lines.screen.tsx';
import './key-work.css';

type City = Answer<typeof keyPlanCity>;
type Cadre = City['cadres'][number];

export function Screen() {
  const { on, isToday } = useAsOf();
  const [year] = useUrlState('year');
  const asked = { year: year === undefined ? undefined : Number(year), asOf: isToday ? undefined : on };
  const query = useRoute(keyPlanCity, { query: asked }, { hold: true });
  useTitle('全市重点工作计划');
  return (
    <div className="key-work sheet">
      <PhoneBar title="重点工作计划" />
      <Shown query={query}>{(city) => <Page city={city} isToday={isToday} />}</Shown>
    </div>
  );
}

const count = (cadre: Cadre, standing: Cadre['items'][number]['standing']): number =>
  cadre.items.filter((item) => item.standing === standing).length;
const planPath = (personId: number, year: number): string => `/people/${personId}/key-work?year=${year}`;

function Page({ city, isToday }: { city: City; isToday: boolean }) {
  const { today, may } = useFrame();
  const [, setYear] = useUrlState('year');
  const { year, asOf, cadres } = city;
  const thisYear = Number(today.slice(0, 4));
  const none = cadres.filter(({ version }) => version === 0);
  const overdue = cadres.flatMap((cadre) =>
    cadre.items.filter(({ standing }) => standing === 'overdue').map((item) => ({ cadre, item })),
  );
  const columns: Column<Cadre>[] = [
    { key: 'name', title: '姓名', value: (row) => row.name, width: 110 },
    { key: 'unit', title: '单位', value: (row) => row.orgName ?? '', width: 220, filter: true },
    { key: 'title', title: '职务', value: (row) => row.title },
    {
      key: 'plan',
      title: '计划',
      width: 110,
      filter: true,
      value: (row) => (row.version === 0 ? '没有' : '有'),
      render: (row) => (row.version === 0 ? <Mark kind="miss">没有</Mark> : `${row.items.length}项`),
    },
    { key: 'done', title: '完成', width: 80, numeric: true, value: (row) => count(row, 'done') },
    {
      key: 'overdue',
      title: '逾期',
      width: 90,
      numeric: true,
      value: (row) => count(row, 'overdue'),
      render: (row) => (count(row, 'overdue') === 0 ? '0' : <b className="red">{count(row, 'overdue')}</b>),
    },
  ];
  return (
    <>
      <header>
        <div>
          <h1>{year}年重点工作计划</h1>
          <p className="ink2">
            {dayName(asOf)}，县处级领导干部{cadres.length}名
          </p>
          <p>
            {none.length === 0 ? (
              <Mark kind="ok">都有计划</Mark>
            ) : (
              <>
                <FigureLink
                  name="none"
                  value={none.length}
                  title={`${year}年还没有重点工作计划的`}
                  heads={['干部', '']}
                  rows={async () =>
                    none.map((cadre) => ({
                      id: cadre.personId,
                      title: cadre.name,
                      to: `/people/${cadre.personId}`,
                      note: `${cadre.orgName ?? ''}　${cadre.title}`,
                    }))
                  }
                />
                名还没有计划
              </>
            )}
            {overdue.length > 0 && (
              <>
                ，
                <FigureLink
                  name="overdue"
                  value={overdue.length}
                  over
                  title={`${year}年逾期的重点工作`}
                  heads={['重点工作', '时限']}
                  rows={async () =>
                    overdue.map(({ cadre, item }) => ({
                      id: `${cadre.personId}/${item.key}`,
                      title: item.work,
                      to: planPath(cadre.personId, year),
                      note: `${cadre.name}　${cadre.orgName ?? ''}`,
                      at: dueWords(item),
                      atNote: `逾期${item.daysOver}天`,
                      over: true,
                    }))
                  }
                />
                项逾期
              </>
            )}
          </p>
        </div>
        <div className="key-work-tools screen-only">
          <label>
            <span className="unseen">年份</span>
            <select className="in" value={year} onChange={(event) => setYear(event.target.value)}>
              {[...new Set([thisYear + 1, thisYear, thisYear - 1, thisYear - 2, year])]
                .sort((a, b) => b - a)
                .map((one) => (
                  <option key={one} value={one}>
                    {one}年
                  </option>
                ))}
            </select>
          </label>
          <a
            className="btn"
            href={fileUrl(keyPlanCityWorkbook, { query: { year, asOf: isToday ? undefined : asOf } })}
            download
          >
            下载计划表
          </a>
          {may('import.run') && (
            <Go className="btn" to="/import">
              导入计划表
            </Go>
          )}
        </div>
      </header>
      <div className="key-work-table">
        <DataTable
          name="plans"
          label={`${year}年重点工作计划`}
          columns={columns}
          rows={cadres}
          rowKey={(row) => row.personId}
          to={(row) => planPath(row.personId, year)}
          empty="还没有县处级领导干部。请先导入领导干部花名册。"
          phone={(row) => ({
            title: row.name,
            note: `${row.orgName ?? ''}　${row.title}`,
            at:
              row.version === 0 ? (
                <Mark kind="miss">没有</Mark>
              ) : count(row, 'overdue') > 0 ? (
                <Mark kind="over">逾期{count(row, 'overdue')}项</Mark>
              ) : (
                `${row.items.length}项`
              ),
          })}
        />
      </div>
    </>
  );
}
