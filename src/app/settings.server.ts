/**
 * The settings of a deployment: environment variables, each with a default. All that is wrong is told at once, at the
 * start, so that nobody repairs one only to meet the next.
 */
import { isIP } from 'node:net';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { ALGORITHMS, type Algorithm } from '../platform/audit/room.ts';
import { readTimeOfDay } from '../store/backup-plan.logic.ts';

/** What a reader of a setting may return instead of a value: the text was none. */
const wrong = Symbol('wrong');

interface Setting<Value> {
  variable: string;
  /** What it is, in Chinese, as the error and the documentation say it. */
  meaning: string;
  /** What may be written, in Chinese. */
  allowed: string;
  /** The value when the variable is absent or empty. */
  preset: (where: Surroundings) => Value;
  read: (text: string) => Value | typeof wrong;
  /** The value holds a secret, so that no message may repeat it. */
  secret?: boolean;
}

/** What the defaults depend on. */
interface Surroundings {
  root: boolean;
  project: string;
}

const setting = <Value>(declared: Setting<Value>): Setting<Value> => declared;

const logLevels = ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'] as const;

/** Labels joined by dots, with a letter somewhere: digits alone are an address, and a wrong one if we come here. */
const hostName = /^(?=.*[a-z])[a-z0-9-]+(\.[a-z0-9-]+)*$/i;

function wholeNumber(least: number, most: number): (text: string) => number | typeof wrong {
  return (text) => {
    const value = Number(text);
    return /^\d+$/.test(text) && value >= least && value <= most ? value : wrong;
  };
}

/** Several values parted by commas, each as it should be. */
function listOf(good: (text: string) => boolean): (text: string) => readonly string[] | typeof wrong {
  return (text) => {
    const parts = text.split(/[,，]/).map((part) => part.trim());
    return parts.every(good) ? parts : wrong;
  };
}

/** Scheme, host and port of an address that has nothing after them. */
function originOf(text: string): string | undefined {
  const url = URL.parse(text);
  const bare = url && ['http:', 'https:'].includes(url.protocol) && [url.origin, `${url.origin}/`].includes(text);
  return bare ? url.origin : undefined;
}

/** An address, or a network as `10.1.0.0/16`. */
function isNetwork(text: string): boolean {
  const [address = '', bits, ...rest] = text.split('/');
  const version = isIP(address);
  if (version === 0 || rest.length > 0) return false;
  return bits === undefined || (/^\d{1,3}$/.test(bits) && Number(bits) <= (version === 4 ? 32 : 128));
}

/** Every setting there is. */
export const settings = {
  dataFolder: setting<string>({
    variable: 'XIESHI_DATA',
    meaning: '数据文件夹',
    allowed: '一个文件夹的路径，不存在时会建立',
    preset: ({ root, project }) => (root ? '/var/lib/xieshi' : path.join(project, 'data')),
    read: (text) => (text.includes('\0') ? wrong : path.resolve(text)),
  }),
  port: setting<number>({
    variable: 'PORT',
    meaning: '网页服务的端口',
    allowed: '0 到 65535 的整数（0 表示任选一个空闲端口）',
    preset: () => 8760,
    read: wholeNumber(0, 65535),
  }),
  host: setting<string>({
    variable: 'HOST',
    meaning: '网页服务监听的地址',
    allowed: 'IP 地址或主机名，例如 127.0.0.1（仅本机）或 0.0.0.0（整个网络）',
    preset: () => '127.0.0.1',
    read: (text) => (isIP(text) !== 0 || hostName.test(text) ? text : wrong),
  }),
  databaseUrl: setting<string | undefined>({
    variable: 'DATABASE_URL',
    meaning: '另外一台 PostgreSQL（15 版或更新）的地址；不写则用内置的',
    allowed: 'postgres://用户:口令@主机:端口/库名',
    preset: () => undefined,
    read: databaseUrl,
    secret: true,
  }),
  logLevel: setting<(typeof logLevels)[number]>({
    variable: 'XIESHI_LOG',
    meaning: '运行日志的详细程度',
    allowed: logLevels.join('、'),
    preset: () => 'info',
    read: (text) => logLevels.find((level) => level === text) ?? wrong,
  }),
  sessionHours: setting<number>({
    variable: 'XIESHI_SESSION_HOURS',
    meaning: '登录后多少小时须重新登录',
    allowed: '1 到 720 的整数',
    preset: () => 12,
    read: wholeNumber(1, 720),
  }),
  auditHash: setting<Algorithm>({
    variable: 'XIESHI_AUDIT_HASH',
    meaning: '审计链新的一环用哪种摘要算法',
    allowed: ALGORITHMS.join('、'),
    preset: () => 'sha256',
    read: (text) => ALGORITHMS.find((algorithm) => algorithm === text) ?? wrong,
  }),
  clock: setting<'check' | 'trust'>({
    variable: 'XIESHI_CLOCK',
    meaning: '启动时要不要拿最后一条记录核对服务器的时钟',
    allowed: 'check（核对，时钟倒退时暂停写入）、trust（确认现在的时钟是对的）',
    preset: () => 'check',
    read: (text) => (text === 'check' || text === 'trust' ? text : wrong),
  }),
  uploadMegabytes: setting<number>({
    variable: 'XIESHI_UPLOAD_MB',
    meaning: '一次导入的单个文件最大多少 MB',
    allowed: '1 到 200 的整数',
    preset: () => 20,
    read: wholeNumber(1, 200),
  }),
  backupFolder: setting<string | undefined>({
    variable: 'XIESHI_BACKUP',
    meaning: '备份文件夹；不写则在数据文件夹的 backups 里',
    allowed: '一个文件夹的路径，最好在另一块磁盘上，不存在时会建立',
    preset: () => undefined,
    read: (text) => (text.includes('\0') ? wrong : path.resolve(text)),
  }),
  backupAt: setting<number | 'off'>({
    variable: 'XIESHI_BACKUP_AT',
    meaning: '每天几点自动备份（北京时间）',
    allowed: '时刻，例如 02:30；off 表示不自动备份',
    preset: () => 150,
    read: (text) => (text === 'off' ? text : (readTimeOfDay(text) ?? wrong)),
  }),
  backupKeep: setting<number>({
    variable: 'XIESHI_BACKUP_KEEP',
    meaning: '保留最近几份备份',
    allowed: '1 到 365 的整数',
    preset: () => 7,
    read: wholeNumber(1, 365),
  }),
  publicUrl: setting<string | undefined>({
    variable: 'XIESHI_URL',
    meaning: '大家打开本系统用的网址',
    allowed: 'https://主机 或 http://主机:端口，后面不带路径',
    preset: () => undefined,
    read: (text) => originOf(text) ?? wrong,
  }),
  proxies: setting<readonly string[]>({
    variable: 'XIESHI_PROXIES',
    meaning: '可信的反向代理：只信它们报来的客户端地址和 https',
    allowed: 'IP 地址或网段，用逗号分开，例如 127.0.0.1,10.1.0.0/16',
    preset: () => [],
    read: listOf((text) => isNetwork(text)),
  }),
  framedBy: setting<readonly string[]>({
    variable: 'XIESHI_FRAMED_BY',
    meaning: '可以把本系统嵌进自己网页的办公平台',
    allowed: '网址，用逗号分开，例如 https://oa.example.gov.cn',
    preset: () => [],
    read: listOf((text) => originOf(text) !== undefined),
  }),
  metricsToken: setting<string | undefined>({
    variable: 'XIESHI_METRICS_TOKEN',
    meaning: '别的机器来取运行指标时要带的令牌；不写则只有本机能取',
    allowed: '至少 24 个字母、数字或 - _',
    preset: () => undefined,
    read: (text) => (/^[\w-]{24,200}$/.test(text) ? text : wrong),
    secret: true,
  }),
  requestsPerMinute: setting<number>({
    variable: 'XIESHI_REQUESTS',
    meaning: '一个登录每分钟最多发来的请求',
    allowed: '60 到 1000000 的整数',
    preset: () => 3000,
    read: wholeNumber(60, 1_000_000),
  }),
  oidcIssuer: setting<string | undefined>({
    variable: 'XIESHI_OIDC_ISSUER',
    meaning: '统一认证（OpenID Connect）的签发方网址；不写则只用密码登录',
    allowed: 'https://… 或内网的 http://…，和它公布的 issuer 一字不差',
    preset: () => undefined,
    read: (text) => (['http:', 'https:'].includes(URL.parse(text)?.protocol ?? '') ? text : wrong),
  }),
  oidcClient: setting<string | undefined>({
    variable: 'XIESHI_OIDC_CLIENT',
    meaning: '本系统在统一认证登记的客户端代号',
    allowed: '登记时定下的代号',
    preset: () => undefined,
    read: (text) => text,
  }),
  oidcSecret: setting<string | undefined>({
    variable: 'XIESHI_OIDC_SECRET',
    meaning: '本系统在统一认证登记的客户端密钥',
    allowed: '登记时得到的密钥',
    preset: () => undefined,
    read: (text) => text,
    secret: true,
  }),
  oidcName: setting<string>({
    variable: 'XIESHI_OIDC_NAME',
    meaning: '登录页按钮上统一认证的名称',
    allowed: '2 至 12 个字',
    preset: () => '统一认证',
    read: (text) => (text.length >= 2 && text.length <= 12 ? text : wrong),
  }),
  oidcClaim: setting<string>({
    variable: 'XIESHI_OIDC_CLAIM',
    meaning: '统一认证的哪一项是本系统的用户名；要选本人改不了的',
    allowed: '一个声明的名称，例如 preferred_username、employee_number',
    preset: () => 'preferred_username',
    read: (text) => (/^[\w.:/-]{1,100}$/.test(text) ? text : wrong),
  }),
};

/** Variables with our prefix that others read: the tests. */
const readElsewhere = ['XIESHI_CHROMIUM', 'XIESHI_E2E_DATA', 'XIESHI_KILL_ROUNDS', 'XIESHI_TEST_DATABASE_URL'];

export type Settings = {
  [Name in keyof typeof settings]: Exclude<ReturnType<(typeof settings)[Name]['read']>, typeof wrong>;
};

/** One line for each thing that is wrong, in Chinese. */
export class SettingsError extends Error {
  readonly problems: string[];
  constructor(problems: string[]) {
    super(`环境变量有 ${problems.length} 处需要改正：\n${problems.map((problem) => `· ${problem}`).join('\n')}`);
    this.name = 'SettingsError';
    this.problems = problems;
  }
}

/**
 * Reads the settings of an environment.
 * @param env as process.env; an empty variable counts as absent
 * @throws SettingsError naming all that is wrong, unknown variables with our prefix included
 */
export function readSettings(env: NodeJS.ProcessEnv, where: Surroundings = here()): Settings {
  const problems: string[] = [];
  const value = <Value>(declared: Setting<Value>): Value => {
    const text = env[declared.variable]?.trim() ?? '';
    const result = text === '' ? wrong : declared.read(text);
    if (result !== wrong) return result as Value;
    if (text !== '') problems.push(complaint(declared, text));
    return declared.preset(where);
  };
  const read: Settings = {
    dataFolder: value(settings.dataFolder),
    port: value(settings.port),
    host: value(settings.host),
    databaseUrl: value(settings.databaseUrl),
    logLevel: value(settings.logLevel),
    sessionHours: value(settings.sessionHours),
    auditHash: value(settings.auditHash),
    clock: value(settings.clock),
    uploadMegabytes: value(settings.uploadMegabytes),
    backupFolder: value(settings.backupFolder),
    backupAt: value(settings.backupAt),
    backupKeep: value(settings.backupKeep),
    publicUrl: value(settings.publicUrl),
    proxies: value(settings.proxies),
    framedBy: value(settings.framedBy),
    metricsToken: value(settings.metricsToken),
    requestsPerMinute: value(settings.requestsPerMinute),
    oidcIssuer: value(settings.oidcIssuer),
    oidcClient: value(settings.oidcClient),
    oidcSecret: value(settings.oidcSecret),
    oidcName: value(settings.oidcName),
    oidcClaim: value(settings.oidcClaim),
  };
  problems.push(...unknown(env), ...halfSignOn(read, env));
  if (problems.length > 0) throw new SettingsError(problems);
  return read;
}

/** What single sign-on still lacks once a part of it was written. */
function halfSignOn(read: Settings, env: NodeJS.ProcessEnv): string[] {
  const needed = ['oidcIssuer', 'oidcClient', 'oidcSecret', 'publicUrl'] as const;
  const written = ['oidcIssuer', 'oidcClient', 'oidcSecret'].some((name) => read[name as keyof Settings] !== undefined);
  const missing = needed.map((name) => settings[name]).filter(({ variable }) => !env[variable]?.trim());
  if (!written || missing.length === 0) return [];
  return [`统一认证还缺 ${missing.map(({ variable, meaning }) => `${variable}（${meaning}）`).join('、')}`];
}

function here(): Surroundings {
  return { root: process.getuid?.() === 0, project: fileURLToPath(new URL('../..', import.meta.url)) };
}

function complaint(declared: Pick<Setting<unknown>, 'variable' | 'meaning' | 'allowed' | 'secret'>, text: string) {
  const shown = declared.secret ? '（含口令，此处不显示）' : `“${text}”`;
  return `${declared.variable}（${declared.meaning}）的值${shown}不能用；可以写：${declared.allowed}`;
}

/** Variables that were meant for us, by their prefix, but that nothing reads. */
function unknown(env: NodeJS.ProcessEnv): string[] {
  const known = [...Object.values(settings).map(({ variable }) => variable), ...readElsewhere];
  return Object.keys(env)
    .filter((name) => name.startsWith('XIESHI_') && !known.includes(name))
    .sort()
    .map((name) => `没有 ${name} 这个变量；最接近的是 ${nearest(name, known)}`);
}

function nearest(name: string, known: string[]): string {
  return known.reduce((best, candidate) => (distance(name, candidate) < distance(name, best) ? candidate : best));
}

/** Edits (insert, remove, replace a character) that turn one word into another. */
function distance(from: string, to: string): number {
  let row = Array.from({ length: to.length + 1 }, (_, column) => column);
  for (const [index, letter] of [...from].entries()) {
    const next = [index + 1];
    for (let column = 1; column <= to.length; column += 1) {
      const replaced = row[column - 1]! + (letter === to[column - 1] ? 0 : 1);
      next.push(Math.min(replaced, row[column]! + 1, next[column - 1]! + 1));
    }
    row = next;
  }
  return row[to.length]!;
}

function databaseUrl(text: string): string | typeof wrong {
  const url = URL.parse(text);
  const usable = url !== null && ['postgres:', 'postgresql:'].includes(url.protocol) && url.pathname.length > 1;
  return usable ? text : wrong;
}
