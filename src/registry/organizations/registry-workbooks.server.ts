/** Organizations and members in the layout of the offices' own lists, so that what is taken out can be read in again. */
import { sql } from 'kysely';
import type { Day, Month } from '../../core/time/room.ts';
import { type Call, type FileAnswer, type Handler, handleFile } from '../../platform/open/handler.server.ts';
import { listsWorkbook, listWorkbook } from '../../platform/open/list-workbook.server.ts';
import type { Tx } from '../../store/database.server.ts';
import { isBranch, type Situation } from './facts.logic.ts';
import { MEMBER_COLUMNS, memberRow, ORGANIZATION_COLUMNS, organizationRow } from './list-rows.logic.ts';
import { type MemberLine, membersWorkbook, organizationsWorkbook } from './organizations.contract.ts';
import { keepsRegister, listMembers, organizationsOn, spanOn } from './organizations.server.ts';

/** The first day that the registry knows of each organization. */
async function foundings(tx: Tx): Promise<Map<number, Day>> {
  const { rows } = await sql<{ id: number; on: Day }>`
    select org_id as id, min(valid_from) as on from org_span group by org_id`.execute(tx);
  return new Map(rows.map(({ id, on }) => [id, on]));
}

async function organizationList({ tx, city }: Call, on: Day): Promise<FileAnswer> {
  const organizations = await organizationsOn(tx, on);
  const names = new Map(organizations.map((org) => [org.id, org.name]));
  const founded = await foundings(tx);
  const nameOf = (id: number | null): string => (id === null ? '' : (names.get(id) ?? ''));
  return listWorkbook({
    file: `${city.name}党组织名册`,
    sheet: '党组织名册',
    title: `${city.name}党组织名册`,
    columns: ORGANIZATION_COLUMNS,
    rows: organizations.map((org) =>
      organizationRow({
        ...org,
        parentName: nameOf(org.parentId),
        secondParentName: nameOf(org.secondParentId),
        foundedOn: founded.get(org.id) ?? on,
      }),
    ),
  });
}

interface MoreOfMember {
  personId: number;
  orgId: number;
  bornMonth: Month | null;
  situation: Situation | null;
  fullOn: Day | null;
}

/** What a list has of its members besides their lines. */
async function moreOf(tx: Tx, members: readonly MemberLine[], on: Day): Promise<Map<string, MoreOfMember>> {
  const { rows } = await sql<MoreOfMember>`
    select m.person_id as "personId", m.org_id as "orgId", to_char(p.born_month, 'YYYY-MM') as "bornMonth", m.situation,
      (select min(f.valid_from) from membership_span f where f.person_id = m.person_id and f.category = 'full'
        and f.valid_from <= ${on} and exists (select from membership_span b where b.person_id = f.person_id
          and b.category = 'probationary' and b.valid_to = f.valid_from)) as "fullOn"
    from membership_span m
    join person_span p on p.person_id = m.person_id and p.valid_from <= ${on} and p.valid_to > ${on}
    where m.person_id = any(${members.map(({ personId }) => personId)}::int[])
      and m.valid_from <= ${on} and m.valid_to > ${on}`.execute(tx);
  return new Map(rows.map((row) => [`${row.personId}/${row.orgId}`, row]));
}

/** Taking a roll along leaves one line on its organization rather than one on each member. Of a committee: a sheet a branch. */
async function memberList(call: Call, id: number, on: Day): Promise<FileAnswer> {
  call.audit({ subjectKind: 'organization', subjectId: String(id) });
  const { name, kind } = (await spanOn(call.tx, id, on)).now;
  const { members } = await listMembers(call, id, on, !isBranch(kind));
  const more = await moreOf(call.tx, members, on);
  const row = (member: MemberLine): string[] => {
    // Who may not keep the register sees no more here than on the page.
    const own = keepsRegister(call.actor, member) ? more.get(`${member.personId}/${member.orgId}`) : undefined;
    const { bornMonth = null, fullOn = null, situation = null } = own ?? {};
    return memberRow({ ...member, bornMonth, fullOn, situation });
  };
  const sheet = (branch: string, of: readonly MemberLine[], called: string) => ({
    sheet: called,
    title: `${branch}党员花名册`,
    columns: MEMBER_COLUMNS,
    rows: of.map(row),
  });
  if (isBranch(kind)) return listsWorkbook(`${name}党员花名册`, [sheet(name, members, '党员花名册')]);
  const names = new Map((await organizationsOn(call.tx, on)).map((org) => [org.id, org]));
  const branches = [...Map.groupBy(members, (member) => member.orgId)];
  const sheets = branches.map(([orgId, of]) =>
    sheet(names.get(orgId)?.name ?? '', of, names.get(orgId)?.shortName ?? ''),
  );
  return listsWorkbook(`${name}党员花名册`, sheets.length > 0 ? sheets : [sheet(name, [], '党员花名册')]);
}

export const registryWorkbookHandlers: readonly Handler[] = [
  handleFile(organizationsWorkbook, (call, { query }) => organizationList(call, query.asOf ?? call.today)),
  handleFile(membersWorkbook, (call, { params, query }) => memberList(call, params.id, query.asOf ?? call.today)),
];
