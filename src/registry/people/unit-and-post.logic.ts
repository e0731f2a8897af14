/** 单位及职务 in one cell, divided against the organizations that are known: `市教育局党委书记、局长，东岭区委常委`. */
import { squeezed } from '../../platform/open/room.ts';
import type { OrgFinder, WorldOrg } from '../organizations/room.ts';

export interface UnitAndPost {
  org: WorldOrg;
  /** As written. */
  unit: string;
  title: string;
  loosely: boolean;
}

export interface DividedPosts {
  posts: readonly UnitAndPost[];
  /** What begins with no unit that is known: the unit as far as it can be told, and the whole. */
  unread: readonly { unit: string; whole: string }[];
}

/** The Party body at the end of a unit's name that belongs to the title as well: 党委 + 书记. */
const BODY = /(?:党委|党组|党工委|党总支|[市县区]委|工委)$/;
const GOVERNMENT = /^(?:人民)?政府(?!办)/;
const POST =
  /(?:党委|党组|党工委|党总支|[市县区]委)?(?:[、,]?(?:第一|常务)?副?(?:书记|局长|主任|部长|区长|县长|市长|院长|校长|所长|处长|台长|总编辑|总经理|董事长|秘书长|主席|会长|检察长|调研员|巡视员|委员|成员|组长|经理|园长|馆长|镇长|乡长|司令员|政委|常委|干部|职工|教授|教师|医师|工程师)).*$/;
/** Between two posts: the next begins with a unit. */
const BETWEEN = /^[、,;。/兼和及]+/;

/** What of a text is its unit, by where its first post begins: for naming a unit that is not known. */
export const unitPart = (text: string): string => text.replace(POST, '') || text;

/** The title with the Party body that the unit's name ends in, where the title goes on from it. */
function titleOf(unit: string, rest: string): string {
  const body = BODY.exec(unit)?.[0];
  return body && /^(?:副?书记|常委|委员|成员|第一书记|专职副书记)/.test(rest) ? body + rest : rest;
}

/** What stands before the first post of a title and is a unit of its own: 党校 in 市委 + 党校校长. */
function otherUnit(org: WorldOrg, title: string): string {
  const first = title.split(/[、,;]/)[0]!;
  const before = first.replace(POST, '');
  if (before === '' || before === first) return '';
  // The leading bodies of a city or a county stand beside its committee and are seldom listed.
  if (org.kind === 'municipalCommittee' || org.kind === 'countyCommittee')
    return /^(?:[市县区]?(?:人民)?(?:政府|人大(?:常委会)?|政协|纪委(?:监委)?|监委)|挂职|原|专职|兼职)/.test(before)
      ? ''
      : before;
  return /(?:学校|中学|小学|幼儿园|医院|公司|集团|中心|研究院|研究所|派出所|分局|支队|大队|街道|镇|乡|村|社区|学院|大学|党校)$/.test(
    before,
  )
    ? before
    : '';
}

/** Offices that every unit has: after a post they are the same unit's, unless they stand below it. */
const OWN_OFFICE = /^(?:办公室|机关|政治部|组织部|宣传部|统战部|人事[处科]?|监察[室处]|机关党委)$/;

/** Where the next unit begins in a title; its end where there is none. `before`: the unit that the title so far is of. */
function nextUnit(text: string, finder: OrgFinder, within: WorldOrg | undefined, before?: WorldOrg): number {
  for (let at = 1; at < text.length; at += 1) {
    if (!/[、,;。/兼和及]/.test(text[at - 1]!)) continue;
    const found = finder.atStart(text.slice(at), within);
    // `办公室主任` after a comma is a post and no other unit; a unit has a name of its own.
    if (!found || found.length < 3 || text.length - at <= found.length) continue;
    const isOwn = OWN_OFFICE.test(text.slice(at, at + found.length));
    if (!(isOwn && before && !finder.isWithin(found.org, before))) return at;
  }
  return text.length;
}

/** Divides a cell. `within`: the unit that the sheet or the group is about. */
export function dividePosts(written: string, finder: OrgFinder, within?: WorldOrg): DividedPosts {
  const posts: UnitAndPost[] = [];
  const unread: { unit: string; whole: string }[] = [];
  for (const line of written.normalize('NFKC').split(/\n|;|。/)) {
    let text = squeezed(line)
      .replace(/^(?:现任|任)/, '')
      .replace(/^\d{1,2}[.、]/, '');
    while (text !== '') {
      const found = finder.atStart(text, within);
      if (!found) {
        const end = nextUnit(text, finder, within);
        const part = text.slice(0, end).replace(/[、,;兼和及]+$/, '');
        const last = posts.at(-1);
        // More titles in the unit named before.
        if (last && unitPart(part) === part.replace(POST, '') && part.replace(POST, '') === '')
          posts[posts.length - 1] = { ...last, title: `${last.title}、${part}` };
        else unread.push({ unit: unitPart(part), whole: part });
        text = text.slice(end).replace(BETWEEN, '');
        continue;
      }
      const unit = text.slice(0, found.length);
      const rest = text.slice(found.length);
      const end = nextUnit(rest, finder, within, found.org);
      const title = rest
        .slice(0, end)
        .replace(/[、,;/兼和及]+$/, '')
        .replace(GOVERNMENT, '');
      const other = otherUnit(found.org, title);
      if (other !== '') unread.push({ unit: unit + other, whole: unit + title });
      else posts.push({ org: found.org, unit, title: titleOf(unit, title), loosely: found.loosely });
      text = rest.slice(end).replace(BETWEEN, '');
    }
  }
  return { posts, unread };
}
