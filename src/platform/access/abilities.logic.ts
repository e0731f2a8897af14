/**
 * The one table of who may do what and how far it reaches. The service asks `reachOf`, the database gets the same reach as
 * row-security settings, and the page for the security administrator prints this table.
 */
import type { Actor, HeldRole, LapsedRole, Reach, Role } from '../../core/scope/room.ts';
import { dayName } from '../../core/time/room.ts';

export const ABILITIES = {
  'account.own': '登录、退出、改自己的密码、看自己的登录',
  'registry.read': '查组织和人员',
  'registry.write': '导入和调整组织、人员',
  'person.read': '看一个人的全部记录',
  'record.read': '看活动记录',
  'record.write': '记录、更正、收回活动',
  'participation.own': '看自己的参加记录',
  'person.own': '看系统里关于自己的内容和谁看过，申请更正，导出',
  'correction.answer': '答复更正申请',
  'delegation.own': '请人代录、收回代录',
  'ledger.own': '填写、提交、撤回自己的写实清单',
  'ledger.read': '看写实清单',
  'ledger.check': '检查写实清单',
  'keyPlan.own': '填写自己的年度重点工作计划，报进展',
  'import.run': '导入办公表格',
  'city.overview': '看全市情况',
  'operation.read': '看系统运行情况',
  'operation.run': '备份',
  'account.manage': '建账号、发放角色',
  'security.settings': '定口令和登录的规则',
  'token.manage': '给别的系统发放、收回令牌',
  'factor.reset': '两人办理：重设丢失手机的动态口令，确认管理员账号',
  'audit.read': '看审计日志',
} as const satisfies Record<string, string>;
export type Ability = keyof typeof ABILITIES;

/** The abilities by field of work, in the order of the page. */
export const FIELDS_OF_WORK: readonly { name: string; abilities: readonly Ability[] }[] = [
  { name: '自己的', abilities: ['account.own', 'participation.own', 'person.own'] },
  { name: '组织和人员', abilities: ['registry.read', 'registry.write', 'person.read', 'import.run'] },
  { name: '组织生活', abilities: ['record.read', 'record.write', 'delegation.own', 'correction.answer'] },
  { name: '写实清单', abilities: ['ledger.own', 'ledger.read', 'ledger.check', 'keyPlan.own'] },
  { name: '全市', abilities: ['city.overview'] },
  { name: '系统运行', abilities: ['operation.read', 'operation.run'] },
  { name: '账号和安全', abilities: ['account.manage', 'security.settings', 'token.manage', 'factor.reset'] },
  { name: '审计', abilities: ['audit.read'] },
];

type Grants = Partial<Record<Ability, Reach>>;

/** Role × ability → reach. What is not here is not allowed. */
export const GRANTS: Readonly<Record<Role, Grants>> = {
  member: {
    'account.own': 'self',
    'participation.own': 'self',
    'person.own': 'self',
    'record.read': 'self',
    'registry.read': 'unit',
  },
  leadingCadre: {
    'account.own': 'self',
    'participation.own': 'self',
    'person.own': 'self',
    'record.read': 'self',
    'registry.read': 'unit',
    'ledger.own': 'self',
    'ledger.read': 'self',
    'keyPlan.own': 'self',
  },
  leaderInCharge: {
    'account.own': 'self',
    'participation.own': 'self',
    'person.own': 'self',
    'record.read': 'charge',
    'registry.read': 'city',
    'person.read': 'charge',
    'ledger.read': 'charge',
    'ledger.check': 'charge',
  },
  mainLeader: {
    'account.own': 'self',
    'participation.own': 'self',
    'person.own': 'self',
    'record.read': 'city',
    'registry.read': 'city',
    'person.read': 'city',
    'ledger.read': 'city',
    'city.overview': 'city',
  },
  organizationDept: {
    'account.own': 'self',
    'participation.own': 'self',
    'person.own': 'self',
    'record.read': 'city',
    'record.write': 'city',
    'registry.read': 'city',
    'registry.write': 'city',
    'person.read': 'city',
    'ledger.read': 'city',
    'import.run': 'city',
    'city.overview': 'city',
    'correction.answer': 'city',
  },
  branchSecretary: {
    'account.own': 'self',
    'participation.own': 'self',
    'person.own': 'self',
    'record.read': 'unit',
    'record.write': 'unit',
    'registry.read': 'unit',
    'person.read': 'unit',
    'delegation.own': 'unit',
    'correction.answer': 'unit',
  },
  partyAffairsWorker: {
    'account.own': 'self',
    'participation.own': 'self',
    'person.own': 'self',
    'record.read': 'unit',
    'record.write': 'unit',
    'registry.read': 'unit',
    'correction.answer': 'unit',
  },
  inspector: { 'account.own': 'self' },
  scorer: { 'account.own': 'self' },
  systemAdmin: { 'account.own': 'self', 'operation.read': 'city', 'operation.run': 'city', 'factor.reset': 'city' },
  securityAdmin: {
    'account.own': 'self',
    'account.manage': 'city',
    'security.settings': 'city',
    'token.manage': 'city',
    'factor.reset': 'city',
  },
  auditAdmin: { 'account.own': 'self', 'audit.read': 'city', 'factor.reset': 'city' },
  // Types for another who stands for it, and only where that one may: nobody's file, nothing said in confidence.
  delegate: { 'account.own': 'self', 'record.read': 'unit', 'record.write': 'unit', 'registry.read': 'unit' },
};

const ORDER: readonly Reach[] = ['self', 'charge', 'unit', 'city'];

/** The reaches that an actor's roles give for an ability, widest last; empty when none of his roles has it. His own account is everybody's. */
export function reachesOf(actor: Actor, ability: Ability): Reach[] {
  // Who is left without a role still has his account: he is told what became of it, and signs out.
  const reaches = new Set<Reach>(ability === 'account.own' ? ['self'] : []);
  for (const { role } of actor.roles) {
    const reach = GRANTS[role][ability];
    if (reach) reaches.add(reach);
  }
  return ORDER.filter((reach) => reaches.has(reach));
}

/**
 * Organizations in which roles of an actor give an ability. A role brings its own organizations and no other's: who is secretary
 * of a branch and cadre of a county reads the records of the branch.
 */
export function organizationsOf(actor: Actor, ability: Ability): number[] {
  const orgs = new Set<number>();
  for (const { role, orgIds } of actor.roles)
    if (GRANTS[role][ability] === 'unit') for (const org of orgIds) orgs.add(org);
  return [...orgs];
}

/** Whether an ability that works for organizations reaches this one. */
export const reachesOrganization = (actor: Actor, ability: Ability, orgId: number): boolean =>
  reachesOf(actor, ability).includes('city') || organizationsOf(actor, ability).includes(orgId);

/** Who stands for what an actor records for an organization; undefined when he does so in his own right, or not at all. */
export function standsFor(actor: Actor, orgId: number): HeldRole['standsFor'] {
  if (reachesOf(actor, 'record.write').includes('city')) return undefined;
  const writing = actor.roles.filter(
    ({ role, orgIds }) => GRANTS[role]['record.write'] === 'unit' && orgIds.includes(orgId),
  );
  return writing.some(({ role }) => role !== 'delegate') ? undefined : writing[0]?.standsFor;
}

export const may = (actor: Actor, ability: Ability): boolean => reachesOf(actor, ability).length > 0;

/** What a machine with a token may do: what is a person's own is his, and a correction is answered by somebody. */
export const openToMachines = (ability: Ability): boolean =>
  !ability.endsWith('.own') && ability !== 'correction.answer';

/** All abilities of an actor, for the screen: it never decides by role. */
export const abilitiesOf = (actor: Actor): Ability[] =>
  (Object.keys(ABILITIES) as Ability[]).filter((ability) => may(actor, ability));

/** Roles whose holders see no business data. */
export const isAdministrator = (role: Role): boolean =>
  role === 'systemAdmin' || role === 'securityAdmin' || role === 'auditAdmin';

/** 中文 names of roles. */
export const ROLE_NAMES: Readonly<Record<Role, string>> = {
  leadingCadre: '领导干部',
  leaderInCharge: '分管领导',
  mainLeader: '主要领导',
  organizationDept: '组织部',
  branchSecretary: '支部书记',
  partyAffairsWorker: '党务工作者',
  member: '党员',
  inspector: '督导检查人员',
  scorer: '评分人',
  systemAdmin: '系统管理员',
  securityAdmin: '安全管理员',
  auditAdmin: '审计管理员',
  delegate: '代录人',
};

/** What became of a role that no longer counts, in plain words. */
export function lapsedWords({ role, restsOn, orgName, since }: LapsedRole): string {
  const right = `“${ROLE_NAMES[role]}”的权限`;
  if (restsOn === 'membership') {
    return since === null
      ? `您不是${orgName}的党员，${right}现在不能用`
      : `您的组织关系自${dayName(since)}起已不在${orgName}，${right}当天收回`;
  }
  return since === null
    ? `您现在没有担任${orgName}的职务，${right}现在不能用`
    : `您自${dayName(since)}起不再担任${orgName}的职务，${right}当天收回`;
}

/** What each reach means, for who reads the table. */
export const REACH_WORDS: Readonly<Record<Reach, string>> = {
  self: '只有自己的：自己的账号、参加记录、清单，自己参加过的活动',
  charge: '分管的人，按当天的分管关系；分管关系变了，当天跟着变',
  unit: '发放角色的那个组织和它当天的下级组织；一个角色只管它自己的组织',
  city: '全市所有的组织、人员和记录',
};

/** 中文 words for how far an ability reaches. */
export const REACH_NAMES: Readonly<Record<Reach, string>> = {
  self: '本人',
  charge: '分管的人',
  unit: '本组织及下级',
  city: '全市',
};
