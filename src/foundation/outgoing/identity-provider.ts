import { createRemoteJWKSet, customFetch, errors, jwtVerify } from 'jose'
import * as oidc from 'openid-client'
import { CLIENT_AUTHS, type ClientAuth } from '../settings/setting-values.ts'
import { type GuardedFetch, guardedFetch, isLoopback } from './guarded-fetch.ts'

/** A person, as their organisation's identity provider identifies them. */
export interface Identity {
  issuer: string
  /** The value of the claim by which the directory knows people: `sub`, if nothing else is set. */
  subject: string
  /** The identity provider's own id of the person and of its session, by which it announces that they signed out. */
  providerSubject: string
  providerSession: string | null
  /** The provider's names of their roles and groups. */
  roles: readonly string[]
}

/** A sign-out that a provider announces: of a person entirely, or of one session of its own. */
export interface SignedOut {
  issuer: string
  subject: string | null
  session: string | null
}

/** The time to sign in at the identity provider, including its second factor. */
export const SIGN_ON_MINUTES_MAX = 10

/** The values that the desk stores while a person is at the identity provider. */
export interface Errand {
  state: string
  nonce: string
  verifier: string
}

interface IdentityProviderSettings {
  issuer: string
  clientId: string
  clientSecret: string
  /** The authentication of the desk at the token endpoint. Undefined: the first method that the provider offers. */
  clientAuth?: ClientAuth | undefined
  /** The claim by which the directory knows people. */
  linkClaim: string
  redirectUri: string
  /** Private addresses and ranges in which the provider may be. */
  allowPrivate?: readonly string[]
  /** The address to which people are sent after they signed out. */
  signedOutUri: string
}

const TIMEOUT_SECONDS = 5
/**
 * The validity of the provider's metadata. It is read again after a minute, and after every token that fails
 * verification, because addresses, keys or algorithms may have changed.
 */
const METADATA_HOLDS_MS = 60_000
/** The greatest age of a logout token, as the standard recommends: an older one may be a replay. */
const LOGOUT_AGE_SECONDS_MAX = 120
const LOGOUT_EVENT = 'http://schemas.openid.net/event/backchannel-logout'
const ROLES_MAX = 200

/** The provider can't be reached, or its answer can't be read. */
export class ProviderAwayError extends Error {
  override name = 'ProviderAwayError' as const
}

/**
 * The set-ups of the desk and of the identity provider don't match, so a retry doesn't help. The message names the
 * change to make.
 */
export class ProviderSetupError extends Error {
  override name = 'ProviderSetupError' as const
}

/** The answer of the provider or of the browser doesn't match the request. `code` says why, without personal data. */
export class IdentityRefusedError extends Error {
  override name = 'IdentityRefusedError' as const
  readonly code: string

  constructor(code: string, options: ErrorOptions) {
    super(`the identity was refused: ${code}`, options)
    this.code = code
  }
}

/**
 * One OpenID Connect provider: code flow with PKCE, state and nonce. Everything else comes from its discovery document.
 */
export class IdentityProvider {
  readonly #settings: IdentityProviderSettings
  readonly #fetch: GuardedFetch
  #keys: ReturnType<typeof createRemoteJWKSet> | undefined
  #known: { configuration: Promise<oidc.Configuration>; untilMs: number } | undefined

  constructor(settings: IdentityProviderSettings) {
    this.#settings = settings
    const { allowPrivate = [], issuer } = settings
    // The provider's document names its other addresses: they may lead to this machine only if the issuer does.
    this.#fetch = guardedFetch({
      allowPrivate,
      ownMachine: isLoopback(new URL(issuer).hostname.replace(/^\[|\]$/g, '')),
    })
  }

  /** Returns the address at which a person signs in, and the values to keep until they return. None can be guessed. */
  async begin(): Promise<{ url: URL; errand: Errand }> {
    const configuration = await this.#configuration()
    const errand = { state: oidc.randomState(), nonce: oidc.randomNonce(), verifier: oidc.randomPKCECodeVerifier() }
    const url = oidc.buildAuthorizationUrl(configuration, {
      redirect_uri: this.#settings.redirectUri,
      scope: 'openid',
      state: errand.state,
      nonce: errand.nonce,
      code_challenge: await oidc.calculatePKCECodeChallenge(errand.verifier),
      code_challenge_method: 'S256',
    })
    return { url, errand }
  }

  /**
   * Identifies the person who came back: exchanges the code, and accepts the ID token only if its signature, issuer,
   * audience, times, nonce and the state are right. `query`: that of the address they came back to, with its question
   * mark.
   */
  async finish(query: string, { state, nonce, verifier }: Errand): Promise<Identity> {
    const configuration = await this.#configuration()
    // The desk's own address, never the one that the request claims.
    const cameBack = new URL(query, this.#settings.redirectUri)
    const checks = { expectedState: state, expectedNonce: nonce, pkceCodeVerifier: verifier, idTokenExpected: true }
    const tokens = await oidc.authorizationCodeGrant(configuration, cameBack, checks).catch((cause: unknown) => {
      // The provider may sign with another key or algorithm by now. The code is spent; the next sign-in reads its
      // metadata again.
      this.#known = undefined
      return rethrow(cause)
    })
    const claims = tokens.claims()
    const subject = claims?.[this.#settings.linkClaim]
    if (claims === undefined || typeof subject !== 'string' || subject === '') {
      throw new IdentityRefusedError('no_link_claim', {})
    }
    const providerSession = typeof claims.sid === 'string' ? claims.sid : null
    const roles = [...listTexts(claims.roles), ...listTexts(claims.groups)]
    return { issuer: claims.iss, subject, providerSubject: claims.sub, providerSession, roles }
  }

  /** Returns the address at which people sign out at the provider too; undefined: the provider has none. */
  async signOutUrl(): Promise<URL | undefined> {
    const configuration = await this.#configuration()
    if (configuration.serverMetadata().end_session_endpoint === undefined) return undefined
    return oidc.buildEndSessionUrl(configuration, { post_logout_redirect_uri: this.#settings.signedOutUri })
  }

  /**
   * Identifies the person who signed out at the provider, if the token is the provider's (OpenID Connect Back-Channel
   * Logout 1.0).
   */
  async readLogout(token: string): Promise<SignedOut> {
    const { issuer, jwks_uri: keys } = (await this.#configuration()).serverMetadata()
    if (keys === undefined) throw new ProviderAwayError('the identity provider names no keys')
    this.#keys ??= createRemoteJWKSet(new URL(keys), {
      timeoutDuration: TIMEOUT_SECONDS * 1_000,
      [customFetch]: (url, { headers, signal }) => this.#fetch(url, { headers: Object.fromEntries(headers), signal }),
    })
    const { payload } = await jwtVerify(token, this.#keys, {
      issuer,
      audience: this.#settings.clientId,
      maxTokenAge: LOGOUT_AGE_SECONDS_MAX,
      requiredClaims: ['iat', 'jti', 'events'],
    }).catch(rethrowLogout)
    const { sub, sid, events, nonce } = payload
    const isLogout = typeof events === 'object' && events !== null && LOGOUT_EVENT in events && nonce === undefined
    const signedOut = { subject: sub ?? null, session: typeof sid === 'string' ? sid : null }
    if (!isLogout || (signedOut.subject === null && signedOut.session === null))
      throw new IdentityRefusedError('no_logout', {})
    return { issuer, ...signedOut }
  }

  #configuration(): Promise<oidc.Configuration> {
    if (this.#known !== undefined && this.#known.untilMs > performance.now()) return this.#known.configuration
    const configuration = this.#discover()
    this.#keys = undefined
    const known = { configuration, untilMs: performance.now() + METADATA_HOLDS_MS }
    this.#known = known
    // After a failure the next caller reads the metadata again.
    configuration.catch(() => {
      if (this.#known === known) this.#known = undefined
    })
    return configuration
  }

  async #discover(): Promise<oidc.Configuration> {
    const { issuer, clientId, clientSecret } = this.#settings
    const server = new URL(issuer)
    // HTTP without TLS is allowed to this machine only; the check of the settings ensures that.
    const execute = [
      oidc.enableNonRepudiationChecks,
      ...(server.protocol === 'http:' ? [oidc.allowInsecureRequests] : []),
    ]
    const secret = proveBy(clientSecret, this.#settings.clientAuth)
    // The provider's document names these addresses: none may lead into a private network.
    const fetching: oidc.CustomFetch = (url, { body, headers, method, signal }) =>
      this.#fetch(url, { method, headers, ...(body ? { body: String(body) } : {}), ...(signal ? { signal } : {}) })
    const options = { timeout: TIMEOUT_SECONDS, execute, [oidc.customFetch]: fetching }
    const configuration = await oidc.discovery(server, clientId, undefined, secret, options).catch(rethrowDiscovery)
    chooseAuth(configuration.serverMetadata(), this.#settings.clientAuth)
    return configuration
  }
}

/**
 * Returns the configured method of client authentication. Without one: the first that the provider accepts, by default
 * "basic".
 */
function chooseAuth(server: oidc.ServerMetadata, configured: ClientAuth | undefined): ClientAuth {
  const taken = server.token_endpoint_auth_methods_supported ?? ['client_secret_basic']
  const auth = configured ?? CLIENT_AUTHS.find((way) => taken.includes(way))
  if (auth !== undefined) return auth
  throw new ProviderSetupError(
    `the provider takes none of ${CLIENT_AUTHS.join(' and ')}: register the desk as a client with a secret`,
  )
}

const proveBy =
  (secret: string, configured: ClientAuth | undefined): oidc.ClientAuth =>
  (server, client, body, headers) => {
    const auth = chooseAuth(server, configured)
    const prove = auth === 'client_secret_basic' ? oidc.ClientSecretBasic(secret) : oidc.ClientSecretPost(secret)
    prove(server, client, body, headers)
  }

/** The library's error code for a metadata document that names another issuer than the configured one. */
const OTHER_ISSUER = 'OAUTH_JSON_ATTRIBUTE_COMPARISON_FAILED'

function rethrowDiscovery(cause: unknown): never {
  if (codeOf(cause) === OTHER_ISSUER) {
    throw new ProviderSetupError('its document names another issuer: set COUNTERSIGN_OIDC_ISSUER to that one', {
      cause,
    })
  }
  const answer = cause instanceof Error && cause.cause instanceof Response ? cause.cause.status : 0
  if (answer === NOT_FOUND) {
    throw new ProviderSetupError('there is no discovery document at COUNTERSIGN_OIDC_ISSUER: check that address', {
      cause,
    })
  }
  throw new ProviderAwayError('the identity provider could not be asked what it is', { cause })
}

const NOT_FOUND = 404
const REFUSES_CLIENT =
  'the provider refused the client: check COUNTERSIGN_OIDC_CLIENT_ID, its secret, COUNTERSIGN_OIDC_CLIENT_AUTH and the redirect address registered there'
/** The provider's error codes for a wrong client rather than a wrong person (RFC 6749, sections 4.1.2.1 and 5.2). */
const CLIENT_CODES = new Set([
  'invalid_client',
  'unauthorized_client',
  'unsupported_grant_type',
  'unsupported_response_type',
  'invalid_scope',
])

/**
 * Throws a setup error, an unreachable provider, or a refusal with the library's code. An error without a code comes
 * from the network.
 */
function rethrow(cause: unknown): never {
  if (cause instanceof oidc.WWWAuthenticateChallengeError || CLIENT_CODES.has(codeOf(cause) ?? '')) {
    throw new ProviderSetupError(REFUSES_CLIENT, { cause })
  }
  const code = codeOf(cause)
  if (code === undefined || code === 'OAUTH_TIMEOUT') {
    throw new ProviderAwayError('the identity provider could not be asked who it was', { cause })
  }
  throw new IdentityRefusedError(code, { cause })
}

function rethrowLogout(cause: unknown): never {
  if (!(cause instanceof errors.JOSEError) || cause instanceof errors.JWKSTimeout) {
    throw new ProviderAwayError('the identity provider could not be asked for its keys', { cause })
  }
  throw new IdentityRefusedError(cause.code, { cause })
}

function codeOf(error: unknown): string | undefined {
  if (error instanceof oidc.AuthorizationResponseError || error instanceof oidc.ResponseBodyError) return error.error
  if (error instanceof oidc.ClientError) return error.code ?? 'unknown'
  return undefined
}

/** Returns the texts of a claim or an attribute: one or several, up to a number. */
export const listTexts = (value: unknown): string[] =>
  [value ?? []]
    .flat()
    .filter((each) => typeof each === 'string')
    .slice(0, ROLES_MAX)
