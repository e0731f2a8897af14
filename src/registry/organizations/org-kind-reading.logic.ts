/** Kind and sector of an organization, as written or as its name tells. */
import { isNothing, squeezed } from '../../platform/open/room.ts';
import { ORG_KINDS, type OrgKind, SECTORS, type Sector } from './facts.logic.ts';
import type { WorldOrg } from './world.logic.ts';

const named = <I extends string>(
  list: readonly { id: I; name: string; aliases: readonly string[] }[],
  text: string,
): I | undefined => {
  const plain = squeezed(text);
  return list.find((one) => one.name === plain || one.id === plain || one.aliases.includes(plain))?.id;
};

/** The kind that a name tells by its ending; a committee's needs its superior. */
export function kindByName(name: string, parent: WorldOrg | null): OrgKind | undefined {
  const plain = squeezed(name).replace(/\(.*?\)/g, '');
  if (/党小组$/.test(plain)) return 'partyCell';
  if (/联合(?:党)?支部(?:委员会)?$/.test(plain)) return 'jointBranch';
  if (/临时(?:党)?支部(?:委员会)?$/.test(plain)) return 'temporaryBranch';
  if (/功能(?:型|性)?(?:党)?支部(?:委员会)?$/.test(plain)) return 'functionalBranch';
  if (/(?:党)?总支部?(?:委员会)?$/.test(plain)) return 'generalBranch';
  if (/(?:党)?支部(?:委员会)?$/.test(plain)) return 'branch';
  if (/党组$/.test(plain)) return 'leadingGroup';
  if (/[县区]委(?:员会)?$/.test(plain) && parent?.kind === 'municipalCommittee') return 'countyCommittee';
  if (/市委(?:员会)?$/.test(plain) && parent === null) return 'municipalCommittee';
  if (/(?:党委|党工委|工作委员会|委员会)$/.test(plain))
    return parent?.kind === 'municipalCommittee' ? 'municipalOrganCommittee' : 'primaryCommittee';
  return undefined;
}

/** What is written in the column of kinds; `unknown` for what is none. */
export function writtenKind(text: string, parent: WorldOrg | null): OrgKind | 'unknown' | undefined {
  if (isNothing(text)) return undefined;
  // How it was set up says which kind only of joint ones.
  if (/^(?:单独|独立|单位|行业|区域|行业统建|区域统建)(?:组建|建立|设立|设置)?$|^单建$/.test(squeezed(text)))
    return undefined;
  if (/^(?:联合|共同)(?:组建|建立|设立|设置)?$|^联建$/.test(squeezed(text))) return 'jointBranch';
  // 二级党委, 直属党支部, 离退休党支部 tell by their endings.
  return named(ORG_KINDS, text) ?? kindByName(text, parent) ?? 'unknown';
}

const SECTOR_WORDS: readonly [RegExp, Sector][] = [
  [/国有|国企|央企|市属企业/, 'soe'],
  [/非公|民营|私营|个体|外资|社会组织|两新|律师|协会|商会|互联网/, 'twoNew'],
  [/社区|居委/, 'community'],
  [/村|农业农村/, 'village'],
  [/学校|高校|教育|中学|小学|学院|大学/, 'school'],
  [/医院|卫生|医疗|科研|文化|事业/, 'institution'],
  [/机关|党政|街道|乡镇|离退休/, 'organ'],
  [/企业|公司/, 'soe'],
];

/** `unknown` for what is written and is no sector. */
export function writtenSector(text: string): Sector | 'unknown' | undefined {
  if (isNothing(text)) return undefined;
  const plain = squeezed(text);
  return named(SECTORS, plain) ?? SECTOR_WORDS.find(([words]) => words.test(plain))?.[1] ?? 'unknown';
}

/** What a title says of the sector of all branches below it: “两新”组织党组织台账. */
export function sectorOfTitle(lines: readonly string[]): Sector | undefined {
  const said = new Set(
    lines.flatMap((line): Sector[] =>
      /两新|非公|社会组织/.test(line) ? ['twoNew'] : /国有企业|国企/.test(line) ? ['soe'] : [],
    ),
  );
  return said.size === 1 ? [...said][0] : undefined;
}

export function sectorByName(name: string, parent: WorldOrg | null): Sector {
  if (/村(?:党|支|总|联合|$)/.test(name)) return 'village';
  if (/社区/.test(name)) return 'community';
  if (/(?:小学|中学|学校|幼儿园|学院|大学)/.test(name)) return 'school';
  if (/(?:医院|卫生院)/.test(name)) return 'institution';
  return parent?.sector ?? 'organ';
}
