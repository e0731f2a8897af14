/** One person's page, with what later rooms know of him: what he took part in. */

import { addDays, dayName, shortDayName } from '../../core/time/room.ts';
import {
  participationOfPerson,
  participationOwn,
  participationOwnRows,
  participationRows,
} from '../../life/participation/participation.contract.ts';
import { participationFigure } from '../../life/participation/participation.logic.ts';
import type { PersonPage } from '../../registry/people/people.contract.ts';
import { PersonScreen } from '../../registry/people/person.screen.tsx';
import { type Answer, call } from '../../ui/api.ts';
import { FigureLink, type FigureRow } from '../../ui/figure-link.tsx';
import { useFrame } from '../../ui/frame.ts';
import { Go } from '../../ui/go.tsx';
import { useRoute } from '../../ui/query.ts';
import { Shown } from '../../ui/states.tsx';

export function Screen() {
  return <PersonScreen beside={(person, own) => <TookPart person={person} own={own} />} />;
}

type Overview = Answer<typeof participationOwn>;
type Rows = Answer<typeof participationOwnRows>;

const YEAR = 365;

function TookPart({ person: { id }, own }: { person: PersonPage; own: boolean }) {
  const { may, today } = useFrame();
  const query = { from: addDays(today, 1 - YEAR), to: today };
  const readable = own || may('person.read');
  const other = useRoute(participationOfPerson, { params: { id }, query }, { enabled: readable && !own });
  const mine = useRoute(participationOwn, { query }, { enabled: own });
  if (!readable) return null;
  const open = (measure: Measure, page: number): Promise<Rows> =>
    own
      ? call(participationOwnRows, { query: { ...query, measure, page } })
      : call(participationRows, { params: { id }, query: { ...query, measure, page } });
  return (
    <section>
      <h2>参加组织生活</h2>
      <Shown query={own ? mine : other} rows={1}>
        {(overview) => (
          <p className="person-part">
            近一年参加 <Count measure="present" overview={overview} open={open} /> 次，应到{' '}
            <Count measure="due" overview={overview} open={open} /> 次。
            <Go to={`/people/${id}/participation`}>参加记录</Go>
          </p>
        )}
      </Shown>
    </section>
  );
}

type Measure = 'present' | 'due';
type Open = (measure: Measure, page: number) => Promise<Rows>;

/** All rows of a number: it is never shown with fewer than it counts. */
async function allRows(open: Open, measure: Measure): Promise<FigureRow[]> {
  const rows: Rows['rows'] = [];
  for (let page = 1; ; page += 1) {
    const answer = await open(measure, page);
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

function Count({ measure, overview, open }: { measure: Measure; overview: Overview; open: Open }) {
  const value = overview.total[measure];
  if (value === 0) return <span className="ink3">0</span>;
  const { name, unit } = participationFigure.measures[measure];
  return (
    <FigureLink
      name={`took-part.${measure}`}
      value={value}
      title={`组织生活 ${name}${value}${unit}`}
      note={`${overview.person.name}　${dayName(overview.from)}至${dayName(overview.to)}`}
      heads={['活动', '时间']}
      rows={() => allRows(open, measure)}
      total={`${value}${unit}`}
    />
  );
}
