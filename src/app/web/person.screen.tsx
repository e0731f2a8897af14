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

const MEASURE = 'present';
const YEAR = 365;

function TookPart({ person: { id }, own }: { person: PersonPage; own: boolean }) {
  const { may, today } = useFrame();
  const query = { from: addDays(today, 1 - YEAR), to: today };
  const readable = own || may('person.read');
  const other = useRoute(participationOfPerson, { params: { id }, query }, { enabled: readable && !own });
  const mine = useRoute(participationOwn, { query }, { enabled: own });
  if (!readable) return null;
  const open = (page: number): Promise<Rows> =>
    own
      ? call(participationOwnRows, { query: { ...query, measure: MEASURE, page } })
      : call(participationRows, { params: { id }, query: { ...query, measure: MEASURE, page } });
  return (
    <section>
      <h2>参加组织生活</h2>
      <Shown query={own ? mine : other} rows={1}>
        {(overview) => (
          <p className="person-part">
            近一年参加 <Present overview={overview} open={open} />
            次，应到{overview.total.due}次。
            <Go to={`/people/${id}/participation`}>参加记录</Go>
          </p>
        )}
      </Shown>
    </section>
  );
}

/** All rows of the number: it is never shown with fewer than it counts. */
async function allRows(open: (page: number) => Promise<Rows>): Promise<FigureRow[]> {
  const rows: Rows['rows'] = [];
  for (let page = 1; ; page += 1) {
    const answer = await open(page);
    rows.push(...answer.rows);
    if (answer.rows.length === 0 || rows.length >= answer.total) break;
  }
  return rows.map((row) => ({
    id: row.recordId,
    title: row.title || row.kindName,
    to: `/records/${row.recordId}`,
    note: `${row.organization}　${row.kindName}`,
    at: shortDayName(row.heldOn),
    atNote: row.parts.join('、'),
  }));
}

function Present({ overview, open }: { overview: Overview; open: (page: number) => Promise<Rows> }) {
  const value = overview.total[MEASURE];
  if (value === 0) return <span className="ink3">0</span>;
  const { name, unit } = participationFigure.measures[MEASURE];
  return (
    <FigureLink
      name="took-part"
      value={value}
      title={`组织生活 ${name}${value}${unit}`}
      note={`${overview.person.name}　${dayName(overview.from)}至${dayName(overview.to)}`}
      heads={['活动', '时间']}
      rows={() => allRows(open)}
      total={`${value}${unit}`}
    />
  );
}
