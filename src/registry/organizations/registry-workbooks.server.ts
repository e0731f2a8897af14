/** Organizations and members in the layout of the offices' own lists, so that what is taken out can be read in again. */
import type { Day } from '../../core/time/room.ts';
import { type Call, type FileAnswer, type Handler, handleFile } from '../../platform/open/handler.server.ts';
import { listedDay, listWorkbook } from '../../platform/open/list-workbook.server.ts';
import {
  categoryName,
  kindName,
  membersWorkbook,
  organizationsWorkbook,
  sectorName,
} from './organizations.contract.ts';
import { listMembers, organizationsOn, shortNamesOn, spanOn } from './organizations.server.ts';

async function organizationList({ tx, city }: Call, on: Day): Promise<FileAnswer> {
  const organizations = await organizationsOn(tx, on);
  const shortNames = await shortNamesOn(tx, on);
  const names = new Map(organizations.map((org) => [org.id, org.name]));
  return listWorkbook({
    file: `${city.name}党组织名册`,
    sheet: '党组织名册',
    title: `${city.name}党组织名册`,
    columns: [
      { head: '党组织全称', width: 38 },
      { head: '简称（可多个）', width: 30 },
      { head: '上级党组织', width: 34 },
      { head: '类别', width: 12 },
      { head: '领域', width: 12 },
      { head: '本届任期届满时间', width: 18 },
      { head: '备注', width: 16 },
    ],
    rows: organizations.map((org) => [
      org.name,
      (shortNames.get(org.id) ?? []).join('、'),
      org.parentId === null ? '' : (names.get(org.parentId) ?? ''),
      kindName(org.kind),
      sectorName(org.sector),
      org.termExpiresOn ?? '',
      '',
    ]),
  });
}

/** Taking a roll along leaves one line on its organization rather than one on each member. */
async function memberList(call: Call, id: number, on: Day): Promise<FileAnswer> {
  call.audit({ subjectKind: 'organization', subjectId: String(id) });
  const { name } = (await spanOn(call.tx, id, on)).now;
  const { members } = await listMembers(call, id, on, false);
  return listWorkbook({
    file: `${name}党员花名册`,
    sheet: '党员花名册',
    title: `${name}党员花名册`,
    columns: [
      { head: '姓名', width: 12 },
      { head: '党员类别', width: 12 },
      { head: '入党时间', width: 12 },
      { head: '党内职务', width: 20 },
      { head: '备注', width: 16 },
    ],
    rows: members.map((member) => [
      member.name,
      categoryName(member.category),
      listedDay(member.joinedOn, member.joinedPrecision),
      member.posts.join('、'),
      '',
    ]),
  });
}

export const registryWorkbookHandlers: readonly Handler[] = [
  handleFile(organizationsWorkbook, (call, { query }) => organizationList(call, query.asOf ?? call.today)),
  handleFile(membersWorkbook, (call, { params, query }) => memberList(call, params.id, query.asOf ?? call.today)),
];
