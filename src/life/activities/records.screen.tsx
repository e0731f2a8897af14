/** Records: filtered in the address, counted and listed by one query, taken along as the offices' own workbook. */
import { isDay, shortDayName } from '../../core/time/room.ts';
import type { Answer } from '../../ui/api.ts';
import { fileUrl } from '../../ui/api.ts';
import { DayField } from '../../ui/day-field.tsx';
import { useFrame } from '../../ui/frame.ts';
import { Go } from '../../ui/go.tsx';
import { PhoneBar } from '../../ui/phone-bar.tsx';
import { useRoute } from '../../ui/query.ts';
import { useSize } from '../../ui/screen-size.ts';
import { Empty, Shown } from '../../ui/states.tsx';
import { useTitle } from '../../ui/title.ts';
import { useUrlChange, useUrlState } from '../../ui/url-state.ts';
import { dayAndClock } from '../../ui/words.ts';
import { listRecords, myBranches, recordKinds, recordWorkbook } from './activities.contract.ts';
import { byWords } from './by-words.logic.ts';
import './record.css';

type Listed = Answer<typeof listRecords>;

const numberIn = (text: string | undefined): number | undefined =>
  text !== undefined && /^[1-9]\d{0,8}$/.test(text) ? Number(text) : undefined;
const dayIn = (text: string | undefined) => (text !== undefined && isDay(text) ? text : undefined);

export function Screen() {
  const [orgId] = useUrlState('orgId');
  const [kind] = useUrlState('kind');
  const [from] = useUrlState('from');
  const [to] = useUrlState('to');
  const [person] = useUrlState('person');
  const [page] = useUrlState('page');
  const change = useUrlChange();
  const size = useSize();
  const { may, today } = useFrame();
  useTitle('活动记录');
  const filters = {
    orgId: numberIn(orgId),
    kind,
    from: dayIn(from),
    to: dayIn(to),
    person: numberIn(person),
  };
  const query = useRoute(listRecords, { query: { ...filters, page: numberIn(page) ?? 1 } }, { hold: true, keep: true });
  const kinds = useRoute(recordKinds, {}, { keep: true });
  const branches = useRoute(myBranches, { query: {} }, { enabled: may('record.write'), keep: true });
  // Another filter begins at its first page; turning pages is a step that Back undoes.
  const set = (name: string) => (value: string) => change({ [name]: value || undefined, page: undefined });
  const setPage = (to: string | undefined): void => change({ page: to }, true);
  const filtered = [orgId, kind, from, to, person].some((value) => value !== undefined);
  const clear = (): void => {
    change({ orgId: undefined, kind: undefined, from: undefined, to: undefined, person: undefined, page: undefined });
  };
  return (
    <div className="records-page sheet">
      <PhoneBar title="活动记录" />
      <header>
        <h1>活动记录</h1>
      </header>
      <div className="records-filters screen-only">
        {branches.data && branches.data.total > 1 && (
          <Select
            label="党支部"
            value={orgId}
            onChange={set('orgId')}
            options={branches.data.rows.map((row) => [String(row.orgId), row.name])}
          />
        )}
        <Select
          label="活动"
          value={kind}
          onChange={set('kind')}
          options={(kinds.data ?? []).map((one) => [one.id, one.name])}
        />
        <DayField label="从" value={filters.from ?? ''} onChange={set('from')} near={today} />
        <DayField label="到" value={filters.to ?? ''} onChange={set('to')} near={today} />
        {person !== undefined && (
          <button type="button" className="btn" onClick={() => set('person')('')}>
            只看一人的：去掉
          </button>
        )}
        {filtered && (
          <button type="button" className="btn txt" onClick={clear}>
            全部去掉
          </button>
        )}
        <a className="btn txt" href={fileUrl(recordWorkbook, { query: filters })} download>
          导出台账
        </a>
      </div>
      <Shown query={query}>
        {(data) => (
          <>
            {data.total > 0 && <Sum data={data} kind={kind} onKind={set('kind')} />}
            {data.rows.length === 0 ? (
              <Empty act={filtered ? <ClearButton onClick={clear} /> : <Go to="/branch">记一次活动</Go>}>
                {filtered ? '没有符合筛选的活动记录。' : '还没有活动记录。'}
              </Empty>
            ) : size === 'phone' ? (
              <PhoneRows rows={data.rows} />
            ) : (
              <Rows rows={data.rows} />
            )}
            <Pager data={data} setPage={setPage} />
          </>
        )}
      </Shown>
    </div>
  );
}

const ClearButton = ({ onClick }: { onClick: () => void }) => (
  <button type="button" className="btn" onClick={onClick}>
    去掉筛选
  </button>
);

interface SelectProps {
  label: string;
  value: string | undefined;
  onChange: (value: string) => void;
  options: readonly (readonly [value: string, name: string])[];
}

function Select({ label, value, onChange, options }: SelectProps) {
  // What the address asks for is shown even while the options are not known yet.
  const known = value === undefined || options.some(([id]) => id === value);
  return (
    <label>
      <span className="k">{label}</span>
      <select className="in" value={value ?? ''} onChange={(event) => onChange(event.target.value)}>
        <option value="">全部</option>
        {!known && <option value={value}>已选的一个</option>}
        {options.map(([id, name]) => (
          <option key={id} value={id}>
            {name}
          </option>
        ))}
      </select>
    </label>
  );
}

/** The numbers are the filter's own: each kind narrows the list to its rows. */
function Sum({ data, kind, onKind }: { data: Listed; kind: string | undefined; onKind: (kind: string) => void }) {
  return (
    <p className="records-sum">
      <span className="nb">
        共<b>{data.total}</b>次，实到<b>{data.present}</b>人次
      </span>
      {kind === undefined &&
        data.byKind.map((one) => (
          <span className="nb" key={one.kind}>
            {one.name}{' '}
            <button type="button" className="a fig" onClick={() => onKind(one.kind)}>
              {one.count}
            </button>{' '}
            次
          </span>
        ))}
    </p>
  );
}

function Rows({ rows }: { rows: Listed['rows'] }) {
  return (
    <table>
      <caption className="unseen">活动记录</caption>
      <thead>
        <tr>
          <th scope="col">时间</th>
          <th scope="col">活动</th>
          <th scope="col">主题</th>
          <th scope="col">党组织</th>
          <th scope="col">地点</th>
          <th scope="col" className="num">
            应到
          </th>
          <th scope="col" className="num">
            实到
          </th>
          <th scope="col">记录</th>
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <tr key={row.recordId}>
            <td className="nb">
              {row.heldOn.slice(0, 4)}年{shortDayName(row.heldOn)} {row.startsAt}
            </td>
            <td className="nb">{row.kindName}</td>
            <td>
              <Go to={`/records/${row.recordId}`}>{row.title || row.kindName}</Go>
            </td>
            <td>{row.organization}</td>
            <td className="ink2">{row.place}</td>
            <td className="num">{row.due}</td>
            <td className="num">{row.present}</td>
            <td className="note">
              {byWords(row)}　<span className="nb">{dayAndClock(row.recordedAt)}</span>
              {row.version > 1 && `　更正过`}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function PhoneRows({ rows }: { rows: Listed['rows'] }) {
  return (
    <ul className="records-phone">
      {rows.map((row) => (
        <li key={row.recordId}>
          <Go to={`/records/${row.recordId}`}>
            <span className="x">
              {row.title || row.kindName}
              <small>
                <span className="nb">{shortDayName(row.heldOn)}</span>　{row.kindName}　{row.organization}
                {row.present !== null && (
                  <>
                    {'　'}
                    <span className="nb">{row.present}人到会</span>
                  </>
                )}
              </small>
            </span>
            <span className="chev" aria-hidden="true" />
          </Go>
        </li>
      ))}
    </ul>
  );
}

function Pager({ data, setPage }: { data: Listed; setPage: (page: string | undefined) => void }) {
  const pages = Math.ceil(data.total / data.pageSize);
  if (pages <= 1) return null;
  const go = (page: number) => (): void => setPage(page === 1 ? undefined : String(page));
  return (
    <p className="pager screen-only">
      <button type="button" className="btn" disabled={data.page <= 1} onClick={go(data.page - 1)}>
        上一页
      </button>
      <span className="nb">
        第{data.page}页，共{pages}页
      </span>
      <button type="button" className="btn" disabled={data.page >= pages} onClick={go(data.page + 1)}>
        下一页
      </button>
    </p>
  );
}
