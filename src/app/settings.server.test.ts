import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { readSettings, type Settings, SettingsError, settings } from './settings.server.ts';

const where = { root: false, project: '/srv/xieshi' };

function problemsOf(env: NodeJS.ProcessEnv): string[] {
  try {
    readSettings(env, where);
  } catch (error) {
    if (error instanceof SettingsError) return error.problems;
    throw error;
  }
  return [];
}

test('with nothing set every setting has its default', () => {
  expect(readSettings({}, where)).toEqual({
    dataFolder: '/srv/xieshi/data',
    port: 8760,
    host: '127.0.0.1',
    databaseUrl: undefined,
    logLevel: 'info',
    sessionHours: 12,
    auditHash: 'sha256',
    clock: 'check',
    uploadMegabytes: 20,
    publicUrl: undefined,
    proxies: [],
    framedBy: [],
    metricsToken: undefined,
    requestsPerMinute: 3000,
    backupAt: 150,
    backupKeep: 7,
    oidcIssuer: undefined,
    oidcClient: undefined,
    oidcSecret: undefined,
    oidcName: '统一认证',
    oidcClaim: 'preferred_username',
  });
});

test('every setting stands on the page for those who run the service', () => {
  const page = readFileSync(new URL('../../docs/operate.md', import.meta.url), 'utf8');
  const missing = Object.values(settings).filter(({ variable }) => !page.includes(`| \`${variable}\` `));
  expect(missing.map(({ variable }) => variable)).toEqual([]);
});

test('root keeps its data outside the project', () => {
  expect(readSettings({}, { ...where, root: true }).dataFolder).toBe('/var/lib/xieshi');
});

const accepted: [variable: string, text: string, setting: keyof Settings, value: unknown][] = [
  ['XIESHI_DATA', '/data/xieshi', 'dataFolder', '/data/xieshi'],
  ['XIESHI_DATA', '/data/../var', 'dataFolder', '/var'],
  ['PORT', '80', 'port', 80],
  ['PORT', '0', 'port', 0],
  ['PORT', ' 8080 ', 'port', 8080],
  ['PORT', '', 'port', 8760],
  ['HOST', '0.0.0.0', 'host', '0.0.0.0'],
  ['HOST', '::1', 'host', '::1'],
  ['HOST', 'oa-server.local', 'host', 'oa-server.local'],
  ['DATABASE_URL', 'postgres://xieshi:secret@db:5432/xieshi', 'databaseUrl', 'postgres://xieshi:secret@db:5432/xieshi'],
  ['DATABASE_URL', 'postgresql:///xieshi?host=/run/pg', 'databaseUrl', 'postgresql:///xieshi?host=/run/pg'],
  ['XIESHI_LOG', 'debug', 'logLevel', 'debug'],
  ['XIESHI_SESSION_HOURS', '720', 'sessionHours', 720],
  ['XIESHI_AUDIT_HASH', 'sm3', 'auditHash', 'sm3'],
  ['XIESHI_UPLOAD_MB', '1', 'uploadMegabytes', 1],
  ['XIESHI_URL', 'https://xieshi.example.gov.cn', 'publicUrl', 'https://xieshi.example.gov.cn'],
  ['XIESHI_URL', 'http://10.1.2.3:8760/', 'publicUrl', 'http://10.1.2.3:8760'],
  ['XIESHI_REQUESTS', '60', 'requestsPerMinute', 60],
  ['XIESHI_METRICS_TOKEN', 'a'.repeat(24), 'metricsToken', 'a'.repeat(24)],
  ['XIESHI_OIDC_NAME', '市统一认证', 'oidcName', '市统一认证'],
  ['XIESHI_OIDC_CLAIM', 'employee_number', 'oidcClaim', 'employee_number'],
];

test.each(accepted)('%s=%s is taken', (variable, text, setting, value) => {
  expect(readSettings({ [variable]: text }, where)[setting]).toBe(value);
});

test('a token that is too short is refused without repeating it', () => {
  const [problem] = problemsOf({ XIESHI_METRICS_TOKEN: 'short' });
  expect(problem).toContain('XIESHI_METRICS_TOKEN');
  expect(problem).not.toContain('short');
});

test.each([
  ['XIESHI_PROXIES', '127.0.0.1, 10.1.0.0/16，::1', 'proxies', ['127.0.0.1', '10.1.0.0/16', '::1']],
  ['XIESHI_FRAMED_BY', 'https://oa.example.gov.cn', 'framedBy', ['https://oa.example.gov.cn']],
] as const)('%s=%s is a list', (variable, text, setting, value) => {
  expect(readSettings({ [variable]: text }, where)[setting]).toEqual(value);
});

const refused: [variable: string, text: string][] = [
  ['XIESHI_URL', 'xieshi.example.gov.cn'],
  ['XIESHI_URL', 'https://xieshi.example.gov.cn/path'],
  ['XIESHI_URL', 'ftp://xieshi.example.gov.cn'],
  ['XIESHI_PROXIES', 'nginx'],
  ['XIESHI_PROXIES', '10.1.0.0/33'],
  ['XIESHI_PROXIES', '10.1.0.0/8/8'],
  ['XIESHI_PROXIES', '10.1.0.1,'],
  ['XIESHI_FRAMED_BY', '*'],
  ['PORT', '65536'],
  ['PORT', '-1'],
  ['PORT', '80.5'],
  ['PORT', '1e3'],
  ['PORT', '八千'],
  ['HOST', 'http://localhost'],
  ['HOST', '127.0.0.1:80'],
  ['HOST', '127.0.0.256'],
  ['XIESHI_LOG', 'verbose'],
  ['XIESHI_SESSION_HOURS', '0'],
  ['XIESHI_SESSION_HOURS', '721'],
  ['XIESHI_UPLOAD_MB', '20MB'],
];

test.each(refused)('%s=%s is refused with the variable, the value and what is allowed', (variable, text) => {
  const declared = Object.values(settings).find((setting) => setting.variable === variable);
  const [problem, ...others] = problemsOf({ [variable]: text });
  expect(others).toEqual([]);
  expect(problem).toContain(variable);
  expect(problem).toContain(`“${text}”`);
  expect(problem).toContain(declared?.allowed);
});

test.each(['mysql://a:geheim@b/c', 'postgres://a:geheim@b', 'geheim'])(
  'a wrong DATABASE_URL (%s) is refused without repeating its password',
  (text) => {
    const [problem] = problemsOf({ DATABASE_URL: text });
    expect(problem).toContain('DATABASE_URL');
    expect(problem).not.toContain('geheim');
  },
);

const unknown: [variable: string, nearest: string][] = [
  ['XIESHI_DATE', 'XIESHI_DATA'],
  ['XIESHI_LOGS', 'XIESHI_LOG'],
  ['XIESHI_SESSION_HOUR', 'XIESHI_SESSION_HOURS'],
  ['XIESHI_UPLOAD', 'XIESHI_UPLOAD_MB'],
];

test.each(unknown)('the unknown variable %s is refused and %s suggested', (variable, nearest) => {
  expect(problemsOf({ [variable]: '1' })).toEqual([`没有 ${variable} 这个变量；最接近的是 ${nearest}`]);
});

test('all that is wrong is told at once', () => {
  const env = { PORT: 'x', XIESHI_LOG: 'loud', XIESHI_PORT: '80', PATH: '/bin', XIESHI_CHROMIUM: '/usr/bin/chromium' };
  expect(problemsOf(env).map((problem) => problem.match(/[A-Z_]+/)?.[0])).toEqual([
    'PORT',
    'XIESHI_LOG',
    'XIESHI_PORT',
  ]);
  expect(() => readSettings(env, where)).toThrow('环境变量有 3 处需要改正');
});

test('every setting says what it means and what may be written', () => {
  for (const { variable, meaning, allowed } of Object.values(settings)) {
    expect(variable).toMatch(/^[A-Z_]+$/);
    expect(meaning).toMatch(/\p{Script=Han}/u);
    expect(allowed).not.toBe('');
  }
});

test('single sign-on that was written in part says what is missing, and never the secret', () => {
  expect(problemsOf({ XIESHI_OIDC_ISSUER: 'http://sso.example', XIESHI_OIDC_SECRET: 'not-to-be-shown' })).toEqual([
    '统一认证还缺 XIESHI_OIDC_CLIENT（本系统在统一认证登记的客户端代号）、XIESHI_URL（大家打开本系统用的网址）',
  ]);
});

test('single sign-on that is whole is taken', () => {
  const env = {
    XIESHI_OIDC_ISSUER: 'https://sso.example/realms/city',
    XIESHI_OIDC_CLIENT: 'xieshi',
    XIESHI_OIDC_SECRET: 'secret',
    XIESHI_URL: 'https://xieshi.example',
  };
  expect(readSettings(env, where)).toMatchObject({ oidcIssuer: env.XIESHI_OIDC_ISSUER, oidcClient: 'xieshi' });
});
