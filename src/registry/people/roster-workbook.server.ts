/** The roster of county-level leading cadres in the offices' layout, without telephone numbers: none are held. */
import { sql } from 'kysely';
import type { Day } from '../../core/time/room.ts';
import { type Call, type FileAnswer, type Handler, handleFile } from '../../platform/open/handler.server.ts';
import { listedDay, listWorkbook } from '../../platform/open/list-workbook.server.ts';
import { readFigure } from '../../store/figure.server.ts';
import { holdingOn, leadingCadresFigure, type Rank } from '../organizations/room.ts';
import { rankName, rosterWorkbook } from './people.contract.ts';

interface CadreRow {
  personId: number;
  name: string;
  sex: 'male' | 'female' | null;
  orgFullName: string;
  title: string;
  rank: Rank;
  joinedOn: Day | null;
  joinedPrecision: 'day' | 'month' | null;
}

const MOST_CADRES = 10_000;
const SEX = { male: '男', female: '女' } as const;

async function roster({ tx, city }: Call, on: Day): Promise<FileAnswer> {
  const { rows } = await readFigure<CadreRow, 'personId', 'begun' | 'notEnded', 'cadres'>(tx, leadingCadresFigure, {
    filters: holdingOn(on),
    limit: MOST_CADRES,
  });
  const { rows: charges } = await sql<{ personId: number; leader: string }>`
    select c.person_id as "personId", string_agg(p.name, '、' order by c.valid_from, p.person_id) as leader
    from charge_span c join person_span p on p.person_id = c.leader_id and p.valid_from <= ${on} and p.valid_to > ${on}
    where c.valid_from <= ${on} and c.valid_to > ${on} group by c.person_id`.execute(tx);
  const leaders = new Map(charges.map((charge) => [charge.personId, charge.leader]));
  return listWorkbook({
    file: `${city.name}县处级领导干部花名册`,
    sheet: '花名册',
    title: `${city.name}县处级领导干部花名册`,
    columns: [
      { head: '姓名', width: 12 },
      { head: '性别', width: 6 },
      { head: '工作单位', width: 36 },
      { head: '现任职务', width: 28 },
      { head: '职务层次', width: 10 },
      { head: '分管市级领导', width: 14 },
      { head: '入党时间', width: 12 },
      { head: '备注', width: 14 },
    ],
    rows: rows
      .filter((row) => row.rank !== 'cityLevel')
      .map((row) => [
        row.name,
        row.sex ? SEX[row.sex] : '',
        row.orgFullName,
        row.title,
        rankName(row.rank),
        leaders.get(row.personId) ?? '',
        listedDay(row.joinedOn, row.joinedPrecision),
        '',
      ]),
  });
}

export const rosterWorkbookHandlers: readonly Handler[] = [
  handleFile(rosterWorkbook, (call, { query }) => roster(call, query.asOf ?? call.today)),
];
