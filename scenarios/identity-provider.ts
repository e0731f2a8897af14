/**
 * Identity providers for tests of single sign-on, each on a loopback port: a real one with a sign-in page of its own, and one that
 * answers whatever a test wants, wrong things above all.
 */
import { createSign, generateKeyPairSync } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import Provider from 'oidc-provider';

export const CLIENT = { client: 'xieshi', secret: 'a-secret-of-tests-that-is-long-enough' } as const;

export interface TestProvider {
  issuer: string;
  close(): Promise<void>;
}

type Listener = (request: IncomingMessage, response: ServerResponse) => void;

async function listening(port = 0): Promise<{ server: Server; issuer: string; answer(by: Listener): void }> {
  let listener: Listener | undefined;
  const server = createServer((request, response) => listener?.(request, response));
  await new Promise<void>((done) => server.listen(port, '127.0.0.1', done));
  const issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    server,
    issuer,
    answer: (by) => {
      listener = by;
    },
  };
}

const closed = (server: Server): Promise<void> =>
  new Promise((done) => {
    server.close(() => done());
    server.closeAllConnections();
  });

async function textOf(request: IncomingMessage): Promise<string> {
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(part as Buffer);
  return Buffer.concat(parts).toString('utf8');
}

/** What a person is called there; the subject never changes, the username may. */
export type Staff = Map<string, string>;

const page = (body: string): string =>
  `<!doctype html><html lang="zh-CN"><meta charset="utf-8"><title>统一认证</title><body>${body}</body></html>`;

/** A real provider for one client; `staff` by subject, read anew at each sign-in. */
export async function startProvider(publicUrl: string, staff: Staff, port = 0): Promise<TestProvider> {
  const { server, issuer, answer } = await listening(port);
  const provider = new Provider(issuer, {
    clients: [
      {
        client_id: CLIENT.client,
        client_secret: CLIENT.secret,
        redirect_uris: [`${publicUrl}/sign-in/back`],
        post_logout_redirect_uris: [`${publicUrl}/`],
      },
    ],
    claims: { openid: ['sub'], profile: ['preferred_username'] },
    findAccount: (_, sub) => ({ accountId: sub, claims: () => ({ sub, preferred_username: staff.get(sub) }) }),
    interactions: { url: (_, { uid }) => `/interaction/${uid}` },
    features: { devInteractions: { enabled: false } },
    cookies: { keys: ['a key for the cookies of tests'] },
    ttl: { Interaction: 600, Grant: 600, Session: 600, AccessToken: 600, IdToken: 600 },
    // Our own unit's system: nobody is asked whether he agrees.
    async loadExistingGrant(context) {
      const { client, session } = context.oidc;
      const grant = new provider.Grant({ clientId: client!.clientId, accountId: session!.accountId! });
      grant.addOIDCScope('openid profile');
      await grant.save();
      return grant;
    },
  });
  const oidc = provider.callback();
  answer((request, response) => {
    if (!request.url?.startsWith('/interaction/')) void oidc(request, response);
    else if (request.method === 'GET')
      response
        .setHeader('content-type', 'text/html')
        .end(page('<form method="post"><input name="username" aria-label="工号"><button>登录</button></form>'));
    else
      void textOf(request).then((text) => {
        const username = new URLSearchParams(text).get('username');
        const [subject] = [...staff].find(([, name]) => name === username) ?? [];
        const result = subject ? { login: { accountId: subject } } : { error: 'access_denied' };
        return provider.interactionFinished(request, response, result);
      });
  });
  return { issuer, close: () => closed(server) };
}

/** What the odd provider does instead of what it should. */
export interface Oddity {
  /** Laid over the right claims of the ID token. */
  claims?: Record<string, unknown>;
  /** Answers of the token endpoint. */
  error?: string;
  /** Says nothing at all. */
  silent?: boolean;
  /** Signs with a key that it does not show. */
  foreignKey?: boolean;
}

/** A provider that gives a token for any code; `nonce` must be told, since nobody passes its sign-in page. */
export async function startOddProvider(): Promise<TestProvider & { odd(oddity: Oddity, nonce?: string): void }> {
  const { server, issuer, answer } = await listening();
  const shown = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const hidden = generateKeyPairSync('rsa', { modulusLength: 2048 });
  let oddity: Oddity = {};
  let nonce = '';
  const idToken = (): string => {
    const now = Math.floor(Date.now() / 1000);
    const right = {
      iss: issuer,
      sub: 'odd-1',
      aud: CLIENT.client,
      iat: now,
      exp: now + 300,
      nonce,
      preferred_username: 'odd',
    };
    const text = [
      { alg: 'RS256', kid: 'shown' },
      { ...right, ...oddity.claims },
    ]
      .map((part) => Buffer.from(JSON.stringify(part)).toString('base64url'))
      .join('.');
    const { privateKey } = oddity.foreignKey ? hidden : shown;
    return `${text}.${createSign('RSA-SHA256').update(text).sign(privateKey, 'base64url')}`;
  };
  const answers: Record<string, () => object> = {
    '/.well-known/openid-configuration': () => ({
      issuer,
      authorization_endpoint: `${issuer}/auth`,
      token_endpoint: `${issuer}/token`,
      jwks_uri: `${issuer}/jwks`,
      response_types_supported: ['code'],
      subject_types_supported: ['public'],
      id_token_signing_alg_values_supported: ['RS256'],
    }),
    '/jwks': () => ({
      keys: [{ ...shown.publicKey.export({ format: 'jwk' }), kid: 'shown', alg: 'RS256', use: 'sig' }],
    }),
    '/token': () =>
      oddity.error
        ? { error: oddity.error }
        : { access_token: 'of no use', token_type: 'bearer', expires_in: 60, id_token: idToken() },
  };
  answer((request, response) => {
    if (oddity.silent) return;
    const content = answers[request.url ?? '']?.();
    response.statusCode = content === undefined ? 404 : 'error' in content ? 400 : 200;
    response.setHeader('content-type', 'application/json').end(JSON.stringify(content ?? {}));
  });
  return {
    issuer,
    close: () => closed(server),
    odd(next, told = '') {
      oddity = next;
      nonce = told;
    },
  };
}
