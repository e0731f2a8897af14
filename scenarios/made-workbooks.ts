/** Workbooks made in tests as offices would hand them in, written to bytes and read again. */
import { createHash } from 'node:crypto';
import * as XLSX from '@e965/xlsx';
import { type PlannedWorkbook, planWorkbook } from '../src/app/import-plan.logic.ts';
import { KINDS } from '../src/app/kinds.logic.ts';
import { day } from '../src/core/time/room.ts';
import { itemsFor } from '../src/duties/rules/room.ts';
import { readLedgerRules } from '../src/duties/rules/rules.server.ts';
import type { Choices, Workbook } from '../src/platform/open/room.ts';
import { cellsOf } from '../src/platform/open/workbook-cells.server.ts';
import {
  EMPTY_WORLD,
  type Plan,
  type PlanContext,
  type RegistryFact,
  type World,
  type WorldOrg,
} from '../src/registry/organizations/room.ts';

const rules = readLedgerRules();

export const CONTEXT: Omit<PlanContext, 'file'> = {
  today: day('2018-03-05'),
  now: '2018-03-05T01:00:00.000Z',
  since: day('2000-01-01'),
  // Short enough for the key of an item, whatever it is made of.
  newId: (key) => `id of ${key.length > 50 ? createHash('sha1').update(key).digest('hex') : key}`,
  ledgerId: (personId, period) => `ledger ${personId} ${period}`,
  keyPlanId: (orgId, year) => `plan ${orgId} ${year}`,
  kinds: KINDS,
  itemsFor: (period) => itemsFor(rules, period),
};

export type Value = string | number | null;
export interface MadeSheet {
  name: string;
  rows: Value[][];
  /** `A1:C1` */
  merges?: string[];
  hiddenRows?: number[];
  hiddenColumns?: number[];
}

const hiding = (places: readonly number[]): { hidden?: boolean }[] =>
  Array.from({ length: Math.max(0, ...places) }, (_, at) => (places.includes(at + 1) ? { hidden: true } : {}));

/** Rows and columns of what is hidden count from 1. */
export function made(file: string, ...sheets: MadeSheet[]): Workbook {
  const book = XLSX.utils.book_new();
  for (const { name, rows, merges = [], hiddenRows = [], hiddenColumns = [] } of sheets) {
    const sheet = XLSX.utils.aoa_to_sheet(rows);
    sheet['!merges'] = merges.map((range) => XLSX.utils.decode_range(range));
    if (hiddenRows.length > 0) sheet['!rows'] = hiding(hiddenRows);
    if (hiddenColumns.length > 0) sheet['!cols'] = hiding(hiddenColumns);
    XLSX.utils.book_append_sheet(book, sheet, name);
  }
  const bookType = file.endsWith('.xlsx') ? 'xlsx' : 'biff8';
  return cellsOf(file, new Uint8Array(XLSX.write(book, { type: 'array', bookType }) as ArrayBuffer), true);
}

/** GB18030 by the characters that its decoder knows. */
export function inGb18030(text: string): Uint8Array {
  const decoder = new TextDecoder('gb18030');
  const bytes = new Map<string, readonly number[]>();
  for (let first = 0x81; first <= 0xfe; first += 1)
    for (let second = 0x40; second <= 0xfe; second += 1)
      if (second !== 0x7f) bytes.set(decoder.decode(Uint8Array.of(first, second)), [first, second]);
  return Uint8Array.from(
    [...text].flatMap((letter) => (letter < '\x80' ? [letter.charCodeAt(0)] : bytes.get(letter)!)),
  );
}

export const madeCsv = (name: string, lines: readonly string[], encode: (text: string) => Uint8Array): Workbook =>
  cellsOf(name, encode(lines.join('\r\n')), true);

export function bring(workbook: Workbook, world: World = EMPTY_WORLD, choices: Choices = {}): PlannedWorkbook {
  const result = planWorkbook(workbook, choices, world, CONTEXT);
  if (!result) throw new Error(`${workbook.name} is of no known layout`);
  return result;
}

export const said = (list: readonly { cell: string; reason: string }[]): string[] =>
  list.map(({ cell, reason }) => `${cell} ${reason}`);

/** Every row is taken over or named. */
export const nothingLost = ({ rows, accepted, rejected }: Plan): boolean => rows === accepted + rejected.length;

/** Names by id, as the city stands after a workbook. */
export const nameOf = ({ world }: PlannedWorkbook, id: number): string => world.people.get(id)!.name;
export const orgOf = ({ world }: PlannedWorkbook, id: number): string => world.orgs.get(id)!.name;

/** What a workbook asserts of one kind. */
export const factsOf = <F extends RegistryFact['fact']>(
  { plan }: PlannedWorkbook,
  fact: F,
): Extract<RegistryFact, { fact: F }>[] =>
  plan.facts.filter((one): one is Extract<RegistryFact, { fact: F }> => one.fact === fact);

/** `name < superior, kind, founded – term` of each organization that it brings. */
export const orgsOf = (planned: PlannedWorkbook): string[] =>
  factsOf(planned, 'organization').map(
    ({ name, parentId, kind, validFrom, termExpiresOn }) =>
      `${name} < ${orgOf(planned, parentId!)}, ${kind}, ${validFrom} – ${termExpiresOn ?? ''}`,
  );

/** Section, day, content and result of what stands in each ledger that it brings. */
export const ledgersOf = ({ plan }: PlannedWorkbook) =>
  plan.records.map(({ body, heldOn }) => ({
    of: `${body.person} ${heldOn.slice(0, 7)}`,
    says: (body.entries as { section: string; on: string | null; content: string; result: string }[]).map(
      ({ section, on, content, result }) => [section, on, content, result],
    ),
  }));

export const orgNamed = (world: World, name: string): WorldOrg =>
  [...world.orgs.values()].find((org) => org.name === name) ??
  (() => {
    throw new Error(`no organization ${name}`);
  })();

export const parentName = (world: World, name: string): string | undefined => {
  const { parentId } = orgNamed(world, name);
  return parentId === null ? undefined : world.orgs.get(parentId)?.name;
};

/** Names of the members of a branch. */
export const membersOf = (world: World, branch: string): string[] => {
  const { id } = orgNamed(world, branch);
  return [...world.people.values()]
    .filter((person) => person.memberships.some((held) => held.orgId === id && held.to === null))
    .map((person) => person.name);
};

/** `unit title` of each post of a person. */
export const postsOf = (world: World, name: string): string[] =>
  [...world.people.values()]
    .filter((person) => person.name === name)
    .flatMap((person) => person.posts.map((held) => `${world.orgs.get(held.orgId)!.name} ${held.title}`));

/** A small city to stand on. */
export const CITY: World = bring(
  made('示例市党组织名册.xlsx', {
    name: '名册',
    rows: [
      ['示例市党组织名册'],
      ['党组织全称', '简称', '上级党组织', '类别', '领域'],
      ['中共示例市委员会', '市委', null, '市委', '机关'],
      ['中共示例市委办公室', '市委办', '市委', '市直党委', '机关'],
      ['示例市教育局党委', '市教育局', '市委', '市直党委', '机关'],
      ['示例市卫生健康委员会党委', '市卫健委', '市委', '市直党委', '机关'],
      ['示例市财政局党组', null, '市委', '党组', '机关'],
      ['示例市国有资产监督管理委员会党委', '市国资委', '市委', '市直党委', '机关'],
      ['中共示例市东岭区委员会', '东岭区委', '市委', '区县委', '机关'],
      ['中共示例市西河区委员会', null, '市委', '区县委', '机关'],
      ['中共示例市南泉县委员会', null, '市委', '区县委', '机关'],
      ['青石镇党委', null, '中共示例市南泉县委员会', '基层党委', '机关'],
    ],
  }),
).world;
