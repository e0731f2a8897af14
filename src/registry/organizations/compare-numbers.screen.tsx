/** How many organizations and members there were on both days; every number opens to its rows. */
import { type Day, dayName } from '../../core/time/room.ts';
import { type Answer, call } from '../../ui/api.ts';
import { FigureLink, type FigureRow } from '../../ui/figure-link.tsx';
import { useSize } from '../../ui/screen-size.ts';
import {
  COMPARE_ROWS,
  type ComparedGroup,
  type organizationCompareNumbers,
  organizationCompareRows,
} from './compare.contract.ts';
import type { OrgKind } from './facts.logic.ts';
import { kindName } from './organizations.contract.ts';

export interface Days {
  from: Day;
  to: Day;
  below: number | undefined;
  /** The instant up to which things were known; everything known now when left out. */
  knownAt: string | undefined;
}
type Of = 'organizations' | 'members';
type Part = { kind: OrgKind } | { county: number } | object;

const NAMES = { organizations: { name: '党组织', unit: '个' }, members: { name: '党员', unit: '名' } } as const;

/** The address of what is opened on one of the days, as it was known then where that is asked. */
export const onDay = (path: string, on: Day, { knownAt }: Days): string =>
  `${path}?on=${on}${knownAt === undefined ? '' : '&known=then'}`;

async function rowsOf(on: Day, of: Of, days: Days, part: Part): Promise<FigureRow[]> {
  const { below, knownAt } = days;
  const { rows } = await call(organizationCompareRows, { query: { on, of, below, knownAt, ...part } });
  return rows.map(({ orgId, orgName, kind, person }) =>
    person
      ? {
          id: `${person.id}/${orgId}`,
          title: person.name,
          ...(person.opens ? { to: onDay(`/people/${person.id}`, on, days) } : {}),
          note: orgName,
          at: kindName(kind),
        }
      : { id: orgId, title: orgName, to: onDay(`/organizations/${orgId}`, on, days), at: kindName(kind) },
  );
}

interface NumberProps {
  days: Days;
  side: 'from' | 'to';
  of: Of;
  value: number | null;
  /** 党支部 */
  name?: string;
  part?: Part;
}

function Opens({ days, side, of, value, name = '', part = {} }: NumberProps) {
  const { name: what, unit } = NAMES[of];
  if (value === null) return <span className="ink3">看不到</span>;
  if (value === 0) return <span className="nb">0{unit}</span>;
  const on = days[side];
  return (
    <FigureLink
      name={`${side}-${of}-${Object.values(part)[0] ?? 'all'}`}
      value={value}
      unit={unit}
      title={`${name}${what}${value}${unit}`}
      note={`截至${dayName(on)}${days.knownAt === undefined ? '' : '　按当时所知'}`}
      heads={[what, '类别']}
      rows={() => rowsOf(on, of, days, part)}
      total={value > COMPARE_ROWS ? `共${value}${unit}，列出前${COMPARE_ROWS}${unit}` : `${value}${unit}`}
    />
  );
}

/** 增3 / 减2 / 不变. */
const difference = (from: number | null, to: number | null): string =>
  from === null || to === null || from === to ? '' : to > from ? `增${to - from}` : `减${from - to}`;

/** The line of the whole. */
export function ComparedNumbers({ days, numbers }: { days: Days; numbers: Answer<typeof organizationCompareNumbers> }) {
  const { from, to } = numbers.all;
  const kinds: readonly Of[] = from.members === null ? ['organizations'] : ['organizations', 'members'];
  return (
    <p className="compare-all">
      {kinds.map((of) => (
        <span key={of}>
          {NAMES[of].name} <Opens days={days} side="from" of={of} value={from[of]} />
          <span aria-hidden="true"> → </span>
          <span className="unseen">变为</span>
          <Opens days={days} side="to" of={of} value={to[of]} />
          <small className="nb">　{difference(from[of], to[of]) || '不变'}</small>
        </span>
      ))}
    </p>
  );
}

interface GroupProps {
  days: Days;
  by: 'kind' | 'county';
  groups: readonly ComparedGroup[];
}

export function GroupTable({ days, by, groups }: GroupProps) {
  const phone = useSize() === 'phone';
  const members = groups.some(({ from }) => from.members !== null);
  const shown: readonly Of[] = members ? ['organizations', 'members'] : ['organizations'];
  // Beside each other at the desk, one below the other on the phone.
  const tables = phone ? shown.map((of) => [of]) : [shown];
  return (
    <div className="compare-groups">
      {tables.map((ofs) => (
        <Groups key={ofs.join()} {...{ days, by, groups, ofs }} />
      ))}
      {members && <p className="note">同时编入两个组织的党员，在两处各计一次。</p>}
    </div>
  );
}

function Groups({ days, by, groups, ofs }: GroupProps & { ofs: readonly Of[] }) {
  const partOf = (key: string): Part => (by === 'kind' ? { kind: key as OrgKind } : { county: Number(key) });
  return (
    <table>
      <thead>
        <tr>
          <th scope="col" rowSpan={2}>
            {by === 'kind' ? '类别' : '区县'}
          </th>
          {ofs.map((of) => (
            <th key={of} scope="colgroup" colSpan={3}>
              {NAMES[of].name}
            </th>
          ))}
        </tr>
        <tr>
          {ofs.flatMap((of) => [
            <th key={`${of}-from`} scope="col" className="num">
              {dayName(days.from)}
            </th>,
            <th key={`${of}-to`} scope="col" className="num">
              {dayName(days.to)}
            </th>,
            <th key={`${of}-more`} scope="col" className="num">
              增减
            </th>,
          ])}
        </tr>
      </thead>
      <tbody>
        {groups.map(({ key, name, from, to }) => (
          <tr key={key}>
            <th scope="row">{name}</th>
            {ofs.flatMap((of) => [
              <td key={`${of}-from`} className="num">
                <Opens days={days} side="from" of={of} value={from[of]} name={name} part={partOf(key)} />
              </td>,
              <td key={`${of}-to`} className="num">
                <Opens days={days} side="to" of={of} value={to[of]} name={name} part={partOf(key)} />
              </td>,
              <td key={`${of}-more`} className="num nb">
                {difference(from[of], to[of])}
              </td>,
            ])}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
