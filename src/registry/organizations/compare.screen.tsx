/** Two days side by side: what became of the organizations between them, aligned in one tree, and how many there were. */
import { type Day, dayName, isDay } from '../../core/time/room.ts';
import { fileUrl } from '../../ui/api.ts';
import { DayField } from '../../ui/day-field.tsx';
import { useFrame } from '../../ui/frame.ts';
import { KnownLine, useLook } from '../../ui/known-line.tsx';
import { PhoneBar } from '../../ui/phone-bar.tsx';
import { useRoute } from '../../ui/query.ts';
import { Segmented } from '../../ui/segmented.tsx';
import { Shown } from '../../ui/states.tsx';
import { useTitle } from '../../ui/title.ts';
import { useUrlChange, useUrlState } from '../../ui/url-state.ts';
import { organizationCompare, organizationCompareNumbers, organizationCompareWorkbook } from './compare.contract.ts';
import { comparableDays, usualFirstDay } from './compare-days.logic.ts';
import { ComparedNumbers, GroupTable } from './compare-numbers.screen.tsx';
import { CompareTree } from './compare-tree.screen.tsx';
import './organizations.css';
import './compare.css';

const VIEWS = [
  { value: 'tree', name: '逐个对照' },
  { value: 'kind', name: '按类别' },
  { value: 'county', name: '按区县' },
] as const;
type View = (typeof VIEWS)[number]['value'];

/** The days that are compared: the second is the one that is looked at everywhere. */
function useDays() {
  const { asOf: to, today, setAsOf } = useFrame();
  const [written, setFrom] = useUrlState('from');
  const from = written !== undefined && isDay(written) && written < to ? written : usualFirstDay(to);
  return { from, to, today, setFrom: (on: Day) => setFrom(on), setTo: setAsOf };
}

export function Screen() {
  const { from, to } = useDays();
  const [belowText] = useUrlState('below');
  const below = belowText !== undefined && /^\d+$/.test(belowText) ? Number(belowText) : undefined;
  const [viewText, setView] = useUrlState('view');
  const view: View = VIEWS.find(({ value }) => value === viewText)?.value ?? 'tree';
  const { knownAt } = useLook().query;
  const days = { from, to, below, knownAt };
  const query = useRoute(organizationCompare, { query: days }, { hold: true });
  const counted = useRoute(organizationCompareNumbers, { query: days }, { hold: true });
  const change = useUrlChange();
  useTitle('两日比较');
  return (
    <div className="compare fill">
      <PhoneBar title="两日比较" back="/organizations" />
      <header>
        <div className="compare-head">
          <h1>组织两日比较</h1>
          {query.data?.below && (
            <p className="ink2">
              只比较{query.data.below.name}和它的下级　
              <button type="button" className="a" onClick={() => change({ below: undefined })}>
                改比较全市
              </button>
            </p>
          )}
          <a className="btn screen-only" href={fileUrl(organizationCompareWorkbook, { query: days })} download>
            下载变动表
          </a>
        </div>
        <Days />
        <KnownLine may={query.data?.asksKnown ?? knownAt !== undefined} />
        {counted.data ? (
          <ComparedNumbers days={days} numbers={counted.data} />
        ) : (
          <p className="compare-all ink3">{counted.isError ? '数目没有读到，请稍后再试' : '正在数…'}</p>
        )}
        <Segmented
          label="怎么看"
          options={VIEWS}
          value={view}
          onChange={(next) => setView(next === 'tree' ? undefined : next)}
        />
      </header>
      {view === 'tree' ? (
        <Shown query={query}>{(comparison) => <CompareTree days={days} comparison={comparison} />}</Shown>
      ) : (
        <Shown query={counted}>
          {({ byKind, byCounty }) => <GroupTable days={days} by={view} groups={view === 'kind' ? byKind : byCounty} />}
        </Shown>
      )}
    </div>
  );
}

function Days() {
  const { from, to, today, setFrom, setTo } = useDays();
  return (
    <div className="compare-days screen-only">
      <DayField
        name="前一个日期"
        value={from}
        near={to}
        max={to}
        required
        onChange={(on) => on !== '' && on < to && setFrom(on)}
      />
      <span aria-hidden="true">与</span>
      <DayField
        name="后一个日期"
        value={to}
        near={today}
        max={today}
        required
        onChange={(on) => on !== '' && setTo(on)}
      />
      <span className="compare-presets">
        {comparableDays(to).map(({ name, day }) => (
          <button
            key={name}
            type="button"
            className="btn"
            aria-pressed={day === from}
            title={dayName(day)}
            onClick={() => setFrom(day)}
          >
            {name}
          </button>
        ))}
      </span>
    </div>
  );
}
