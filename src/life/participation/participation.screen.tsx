/** Participation of oneself, or of another person within one's reach: every number opens to its rows, each row to its record. */
import { useParams } from '@tanstack/react-router';
import { dayName, shortDayName } from '../../core/time/room.ts';
import { type Answer, call, fileUrl } from '../../ui/api.ts';
import { FigureLink, type FigureRow } from '../../ui/figure-link.tsx';
import { useFrame } from '../../ui/frame.ts';
import { Go } from '../../ui/go.tsx';
import { PhoneBar } from '../../ui/phone-bar.tsx';
import { useRoute } from '../../ui/query.ts';
import { useSize } from '../../ui/screen-size.ts';
import { Empty, Shown } from '../../ui/states.tsx';
import { useTitle } from '../../ui/title.ts';
import { useUrlState } from '../../ui/url-state.ts';
import {
  participationOfPerson,
  participationOwn,
  participationOwnRows,
  participationOwnWorkbook,
  participationRows,
  participationWorkbook,
} from './participation.contract.ts';
import { MEASURES, type Measure, participationFigure } from './participation.logic.ts';
import './participation.css';

type Overview = Answer<typeof participationOwn>;
type Row = Overview['recent'][number];

/** Year in the address, or the year of the city's day. */
function useYear(): { from: string; to: string; year: number; turn: (by: number) => void; latest: number } {
  const { today } = useFrame();
  const [text, set] = useUrlState('year');
  const latest = Number(today.slice(0, 4));
  const year = text !== undefined && /^(19|20)\d{2}$/.test(text) ? Number(text) : latest;
  const turn = (by: number): void => set(year + by === latest ? undefined : String(year + by));
  return { from: `${year}-01-01`, to: `${year}-12-31`, year, turn, latest };
}

export function Screen() {
  const { id } = useParams({ strict: false }) as { id?: string };
  const { who } = useFrame();
  const other = id !== undefined && Number(id) !== who.personId ? Number(id) : undefined;
  return other === undefined ? <Own /> : <OfPerson key={other} id={other} />;
}

function Own() {
  const { year, turn, latest, ...period } = useYear();
  const { who } = useFrame();
  const query = useRoute(
    participationOwn,
    { query: period },
    { hold: true, keep: true, enabled: who.personId !== null },
  );
  useTitle('参加记录');
  return (
    <>
      <PhoneBar title="参加记录" />
      {who.personId === null ? (
        <Empty>这个账号没有对应到一名党员，所以没有参加记录。需要的话请联系安全管理员。</Empty>
      ) : (
        <Shown query={query}>
          {(data) => (
            <Page
              data={data}
              title="我的参加记录"
              {...{ year, turn, latest }}
              open={(measure, kind, page) => call(participationOwnRows, { query: { ...period, measure, kind, page } })}
              workbook={fileUrl(participationOwnWorkbook, { query: period })}
            />
          )}
        </Shown>
      )}
    </>
  );
}

function OfPerson({ id }: { id: number }) {
  const { year, turn, latest, ...period } = useYear();
  const params = { id };
  const query = useRoute(participationOfPerson, { params, query: period }, { hold: true });
  useTitle(`${query.data?.person.name ?? ''}参加记录`);
  return (
    <>
      <PhoneBar title="参加记录" back={`/people/${id}`} />
      <Shown query={query}>
        {(data) => (
          <Page
            data={data}
            title={`${data.person.name}　参加记录`}
            {...{ year, turn, latest }}
            open={(measure, kind, page) =>
              call(participationRows, { params, query: { ...period, measure, kind, page } })
            }
            workbook={fileUrl(participationWorkbook, { params, query: period })}
          />
        )}
      </Shown>
    </>
  );
}

type Open = (measure: Measure, kind: string | undefined, page: number) => Promise<Answer<typeof participationOwnRows>>;

interface PageProps {
  data: Overview;
  title: string;
  year: number;
  latest: number;
  turn: (by: number) => void;
  open: Open;
  workbook: string;
}

/** All rows of a number: it is never shown with fewer than it counts. */
async function allRows(open: Open, measure: Measure, kind: string | undefined): Promise<FigureRow[]> {
  const rows: Row[] = [];
  for (let page = 1; ; page += 1) {
    const answer = await open(measure, kind, page);
    rows.push(...answer.rows);
    if (answer.rows.length === 0 || rows.length >= answer.total) break;
  }
  return rows.map((row) => ({
    id: row.recordId,
    title: row.title || row.kindName,
    to: `/records/${row.recordId}`,
    note: `${row.organization}　${row.kindName}`,
    at: shortDayName(row.heldOn),
    atNote: row.absent ? `缺席${row.reason ? `：${row.reason}` : ''}` : row.parts.join('、'),
  }));
}

interface FigureProps extends Pick<PageProps, 'data' | 'open' | 'workbook'> {
  measure: Measure;
  /** All kinds together when left out. */
  kind?: Overview['byKind'][number];
}

function Figure({ data, open, workbook, measure, kind }: FigureProps) {
  const { name, unit } = participationFigure.measures[measure];
  const value = (kind ?? data.total)[measure];
  if (value === 0) return <span className="ink3">0</span>;
  return (
    <FigureLink
      name={`${kind?.kind ?? 'all'}.${measure}`}
      value={value}
      title={`${kind?.name ?? '组织生活'} ${name}${value}${unit}`}
      note={`${data.person.name}　${dayName(data.from)}至${dayName(data.to)}`}
      heads={['活动', '时间']}
      rows={() => allRows(open, measure, kind?.kind)}
      total={`${value}${unit}`}
      exportUrl={workbook}
    />
  );
}

function Page({ data, title, year, latest, turn, open, workbook }: PageProps) {
  const size = useSize();
  return (
    <div className="taking sheet">
      <header>
        <div>
          {size === 'desk' && <h1>{title}</h1>}
          <p className="note">由各次活动的记录自动形成，不用填写；有误请找记录的支部更正。</p>
        </div>
        <p className="year screen-only">
          <button type="button" className="a" onClick={() => turn(-1)}>
            上一年
          </button>
          <b className="nb">{year}年</b>
          {year < latest && (
            <button type="button" className="a" onClick={() => turn(1)}>
              下一年
            </button>
          )}
          <a href={workbook} download>
            导出
          </a>
        </p>
      </header>
      {data.byKind.length === 0 ? (
        <Empty>{year}年还没有参加组织生活的记录。支部记录后会自动出现在这里。</Empty>
      ) : (
        <>
          <table>
            <caption className="unseen">
              {title}，{year}年
            </caption>
            <thead>
              <tr>
                <th scope="col">活动</th>
                {MEASURES.map((measure) => (
                  <th scope="col" className="num" key={measure}>
                    {participationFigure.measures[measure].name}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {data.byKind.map((kind) => (
                <tr key={kind.kind}>
                  <th scope="row">{kind.name}</th>
                  {MEASURES.map((measure) => (
                    <td className="num" key={measure}>
                      <Figure {...{ data, open, workbook, measure, kind }} />
                    </td>
                  ))}
                </tr>
              ))}
            </tbody>
            <tfoot>
              <tr>
                <th scope="row">
                  <b>合计（次）</b>
                </th>
                {MEASURES.map((measure) => (
                  <td className="num" key={measure}>
                    <Figure {...{ data, open, workbook, measure }} />
                  </td>
                ))}
              </tr>
            </tfoot>
          </table>
          <section>
            <h2>最近参加的</h2>
            <ul className="taking-rows">
              {data.recent.map((row) => (
                <li key={row.recordId}>
                  <span className="x">
                    <Go to={`/records/${row.recordId}`}>{row.title || row.kindName}</Go>
                    <small>
                      {row.organization}　{row.kindName}
                    </small>
                  </span>
                  <span className="r">
                    <span className="nb">{shortDayName(row.heldOn)}</span>
                    <small className="nb">
                      {' '}
                      {row.absent ? `缺席${row.reason ? `：${row.reason}` : ''}` : row.parts.join('、')}
                    </small>
                  </span>
                </li>
              ))}
            </ul>
          </section>
        </>
      )}
    </div>
  );
}
