/**
 * The identity provider of a unit, by OpenID Connect: authorization code with PKCE, state and nonce. It is looked up when it is
 * first needed, kept, and looked up again after a failure. Nothing is asked of any host while none is configured.
 */
import * as oidc from 'openid-client';
import { Refusal } from '../../core/record/room.ts';
import { BACK_PATH } from './single-sign-on.contract.ts';

export interface ProviderSettings {
  issuer: string;
  client: string;
  secret: string;
  /** How people call it, on the button: 统一认证. */
  name: string;
  /** The claim that says the username. */
  claim: string;
  /** Our own address, as people open it. */
  publicUrl: string;
}

/** Who the provider says is there. */
export interface Vouched {
  /** What it calls the account for ever. */
  subject: string;
  username: string;
}

export interface Begun {
  address: string;
  state: string;
  nonce: string;
  verifier: string;
}

export interface Provider {
  name: string;
  /** Where to send the browser, and what must be known when it comes back. */
  begin(): Promise<Begun>;
  /** Who came back. `answer`: the query that the browser came back with. */
  finish(answer: string, begun: Pick<Begun, 'state' | 'nonce' | 'verifier'>): Promise<Vouched>;
  /** Where to go to sign out there too; undefined when it offers none or was not needed since the start. */
  leaveAddress(): string | undefined;
}

const WAIT_SECONDS = 3;
/** Clocks of two servers in one network. */
const TOLERATED_SECONDS = 30;
const BY_PASSWORD = '请用用户名和密码登录';
const ASK_SYSTEM = '请告诉系统管理员';

/** The words for whatever went wrong between the provider and us. */
function refusalOf(name: string, error: unknown): Refusal {
  const refused = (code: string, status: number, what: string, now: string): Refusal =>
    new Refusal({ code, status, what, now });
  if (error instanceof Refusal) return error;
  if (error instanceof oidc.AuthorizationResponseError)
    return refused('sign-in-declined', 401, `${name}没有同意这次登录`, `请再试一次，或${BY_PASSWORD.slice(1)}`);
  if (error instanceof oidc.ResponseBodyError) {
    if (error.error === 'invalid_grant') return stateLost();
    const what = `${name}不接受本系统的请求（${error.error}）`;
    return refused('provider-refuses-us', 502, what, `${BY_PASSWORD}；${ASK_SYSTEM}核对统一认证的设置`);
  }
  const code = error instanceof oidc.ClientError ? error.code : undefined;
  switch (code) {
    case 'OAUTH_JWT_TIMESTAMP_CHECK_FAILED': {
      const now = `${BY_PASSWORD}；${ASK_SYSTEM}核对两台服务器的时间`;
      return refused('provider-clock', 401, `${name}的时钟和本系统的相差太多，这次登录不能算数`, now);
    }
    case 'OAUTH_JWT_CLAIM_COMPARISON_FAILED':
    case 'OAUTH_JSON_ATTRIBUTE_COMPARISON_FAILED':
    case 'OAUTH_INVALID_RESPONSE':
    case 'OAUTH_KEY_SELECTION_FAILED': {
      const what = `${name}的回答核对不上：签发方、对象、签名或这次登录的随机数不符`;
      return refused('provider-answer-unfit', 401, what, `请再试一次；还是这样${ASK_SYSTEM}`);
    }
    default:
      return refused(
        'provider-unreachable',
        503,
        `${name}连不上，或没有像样的回答`,
        `${BY_PASSWORD}，或稍后再试；一直这样${ASK_SYSTEM}`,
      );
  }
}

/** The browser came back without what it was sent away with. */
export const stateLost = (): Refusal =>
  new Refusal({
    code: 'sign-in-state-lost',
    status: 401,
    what: '这次登录的中途信息已经没有了：超过十分钟、换了浏览器，或这一步已经走过',
    now: '请从登录页重新开始',
  });

/** A provider by its settings; nothing is contacted until somebody wants to sign in. */
export function openIdProvider(settings: ProviderSettings): Provider {
  const { name, claim, publicUrl } = settings;
  let known: oidc.Configuration | undefined;
  let asking: Promise<oidc.Configuration> | undefined;

  async function lookUp(): Promise<oidc.Configuration> {
    const issuer = new URL(settings.issuer);
    // Inside a closed network a provider may speak plain HTTP; its answers are verified by signature all the same.
    const insecure = issuer.protocol === 'http:' ? [oidc.allowInsecureRequests] : [];
    return oidc.discovery(
      issuer,
      settings.client,
      { client_secret: settings.secret, [oidc.clockTolerance]: TOLERATED_SECONDS },
      undefined,
      { timeout: WAIT_SECONDS, execute: [oidc.enableNonRepudiationChecks, ...insecure] },
    );
  }

  /** As it was looked up once; those who come together wait for one answer, and a failure is not kept. */
  async function configuration(): Promise<oidc.Configuration> {
    if (known) return known;
    asking ??= lookUp().finally(() => {
      asking = undefined;
    });
    known = await asking;
    return known;
  }

  async function usernameOf(config: oidc.Configuration, tokens: oidc.TokenEndpointResponse, claims: oidc.IDToken) {
    const told = claims[claim];
    if (told !== undefined || config.serverMetadata().userinfo_endpoint === undefined) return told;
    return (await oidc.fetchUserInfo(config, tokens.access_token, claims.sub))[claim];
  }

  return {
    name,
    async begin() {
      try {
        const config = await configuration();
        const verifier = oidc.randomPKCECodeVerifier();
        const state = oidc.randomState();
        const nonce = oidc.randomNonce();
        const address = oidc.buildAuthorizationUrl(config, {
          redirect_uri: `${publicUrl}${BACK_PATH}`,
          scope: 'openid profile',
          code_challenge: await oidc.calculatePKCECodeChallenge(verifier),
          code_challenge_method: 'S256',
          state,
          nonce,
        });
        return { address: address.href, state, nonce, verifier };
      } catch (error) {
        throw refusalOf(name, error);
      }
    },
    async finish(answer, { state, nonce, verifier }) {
      const back = new URL(`${publicUrl}${BACK_PATH}`);
      back.search = answer;
      if (back.searchParams.get('state') !== state) throw stateLost();
      try {
        const config = await configuration();
        const tokens = await oidc.authorizationCodeGrant(config, back, {
          pkceCodeVerifier: verifier,
          expectedState: state,
          expectedNonce: nonce,
          idTokenExpected: true,
        });
        const claims = tokens.claims()!;
        const username = await usernameOf(config, tokens, claims);
        if (typeof username === 'string' && username !== '') return { subject: claims.sub, username };
        throw new Refusal({
          code: 'provider-claim-missing',
          status: 502,
          what: `${name}没有给出用户名（${claim}）`,
          now: `${BY_PASSWORD}；${ASK_SYSTEM}核对 XIESHI_OIDC_CLAIM`,
        });
      } catch (error) {
        throw refusalOf(name, error);
      }
    },
    leaveAddress() {
      if (known?.serverMetadata().end_session_endpoint === undefined) return undefined;
      return oidc.buildEndSessionUrl(known, { post_logout_redirect_uri: `${publicUrl}/` }).href;
    },
  };
}
