import { randomBytes } from 'node:crypto'
import type { Profile, SAML } from '@node-saml/node-saml'
import { messageOf } from '../errors.ts'
import { systemNow } from '../time/clock.ts'
import type { SamlSettings } from '../settings/saml-settings.ts'
import { MINUTE_MS } from '../durations.ts'
import {
  type Errand,
  type Identity,
  IdentityRefusedError,
  listTexts,
  SIGN_ON_MINUTES_MAX,
} from './identity-provider.ts'

/** The paths of the desk's metadata, whose address is its entity ID too, and of the provider's answers. */
export const SAML_METADATA_PATH = '/v1/sign-on/saml/metadata'
export const SAML_ANSWER_PATH = '/v1/sign-on/saml'

const ID_BYTES = 32
/** The longest id of a person or a session that is stored. */
const ID_CHARS_MAX = 256
/** Clocks of two machines may differ by so much. */
const CLOCK_SKEW_MS = 30_000
/** The most tags and the most attributes of an answer: a person with 200 groups has about half of that. */
const SIGNS_MAX = 1_000
/** The attributes by which providers state roles and groups, those of Microsoft Entra among them. */
const ROLE_ATTRIBUTES = [
  'roles',
  'groups',
  'http://schemas.microsoft.com/ws/2008/06/identity/claims/role',
  'http://schemas.microsoft.com/ws/2008/06/identity/claims/groups',
]
/** The library's texts for refused answers, which may name a person, and the codes for the log. */
const REFUSALS: readonly (readonly [RegExp, string])[] = [
  [/signature|No valid.*key/i, 'invalid_signature'],
  [/InResponseTo|subject confirmation/i, 'wrong_request'],
  [/audience/i, 'wrong_audience'],
  [/expired|not yet valid/i, 'wrong_time'],
  [/decryption/i, 'encrypted'],
]

/**
 * One SAML 2.0 identity provider, which people reach by HTTP-Redirect and which answers by HTTP-POST. An answer counts only
 * for the request that the same browser began, once; its assertion must be signed.
 */
export class SamlProvider {
  readonly #settings: SamlSettings
  readonly #entityId: string
  readonly #answerUrl: string

  constructor(settings: SamlSettings, { origin }: { origin: string }) {
    this.#settings = settings
    this.#entityId = `${origin}${SAML_METADATA_PATH}`
    this.#answerUrl = `${origin}${SAML_ANSWER_PATH}`
  }

  /** Returns the address at which a person signs in, and the values to keep until they return. None can be guessed. */
  async begin(): Promise<{ url: URL; errand: Errand }> {
    // An XML ID begins with a letter or an underscore. The verifier belongs to OpenID Connect; SAML has none.
    const errand = { state: randomId(), nonce: `_${randomBytes(ID_BYTES).toString('hex')}`, verifier: randomId() }
    const saml = await this.#open(errand)
    const url = await saml.getAuthorizeUrlAsync(errand.state, undefined, {})
    return { url: new URL(url), errand }
  }

  /**
   * Identifies the person who came back. Accepts the answer only if a known certificate signed the assertion, and if issuer,
   * audience, recipient, times, request and the state are right.
   */
  async finish({ samlResponse, relayState }: SamlAnswer, errand: Errand): Promise<Identity> {
    if (relayState !== errand.state) throw new IdentityRefusedError('wrong_state', {})
    refuseLarge(Buffer.from(samlResponse, 'base64').toString('utf8'))
    const saml = await this.#open(errand)
    const { profile } = await saml.validatePostResponseAsync({ SAMLResponse: samlResponse }).catch((cause: unknown) => {
      throw new IdentityRefusedError(codeOf(cause), { cause })
    })
    if (profile === null) throw new IdentityRefusedError('no_assertion', {})
    return this.#identify(profile, errand)
  }

  /** Returns the XML by which an administrator registers the desk at the provider. */
  async metadata(): Promise<string> {
    const saml = await this.#open({ state: '', nonce: '', verifier: '' })
    return saml.generateServiceProviderMetadata(null, null)
  }

  #identify(profile: Profile, errand: Errand): Identity {
    if (profile.issuer !== this.#settings.entityId) throw new IdentityRefusedError('wrong_issuer', {})
    const { InResponseTo, Recipient, NotOnOrAfter } = readConfirmation(profile)
    if (InResponseTo !== errand.nonce) throw new IdentityRefusedError('wrong_request', {})
    if (Recipient !== this.#answerUrl) throw new IdentityRefusedError('wrong_recipient', {})
    if (NotOnOrAfter === undefined) throw new IdentityRefusedError('wrong_time', {})
    const attributes = isRecord(profile.attributes) ? profile.attributes : {}
    const { linkAttribute } = this.#settings
    const subject = linkAttribute === undefined ? profile.nameID : attributes[linkAttribute]
    // A provider that links people by an attribute may leave the NameID out.
    const { nameID: providerSubject = subject, sessionIndex = null } = profile
    if (!isId(subject) || !isId(providerSubject)) throw new IdentityRefusedError('no_link_claim', {})
    return {
      ...{ issuer: profile.issuer, subject, providerSubject },
      providerSession: isId(sessionIndex) ? sessionIndex : null,
      roles: ROLE_ATTRIBUTES.flatMap((name) => listTexts(attributes[name])),
    }
  }

  /** Opens the library for one errand: it takes an answer to this request and to no other. */
  async #open({ nonce }: Errand): Promise<SAML> {
    // Most desks and commands never use SAML, so its library is loaded with the first sign-on.
    const { SAML, ValidateInResponseTo } = await import('@node-saml/node-saml')
    const { url, entityId, certificates } = this.#settings
    const value = systemNow().toISOString()
    return new SAML({
      ...{ entryPoint: url, issuer: this.#entityId, audience: this.#entityId, callbackUrl: this.#answerUrl },
      ...{
        idpIssuer: entityId,
        idpCert: [...certificates],
        identifierFormat: null,
        disableRequestedAuthnContext: true,
      },
      ...{ wantAssertionsSigned: true, wantAuthnResponseSigned: false, acceptedClockSkewMs: CLOCK_SKEW_MS },
      validateInResponseTo: ValidateInResponseTo.always,
      requestIdExpirationPeriodMs: SIGN_ON_MINUTES_MAX * MINUTE_MS,
      maxAssertionAgeMs: SIGN_ON_MINUTES_MAX * MINUTE_MS,
      generateUniqueId: () => nonce,
      cacheProvider: {
        saveAsync: async () => null,
        getAsync: async (id) => (id === nonce ? value : null),
        removeAsync: async () => null,
      },
    })
  }
}

/** The form that a browser brings back from the provider. */
interface SamlAnswer {
  /** The answer in base64. */
  samlResponse: string
  relayState: string
}

/**
 * Refuses XML that would block the process, before it is parsed: the time for parsing and checking grows with the square of
 * nested elements and of attributes. An answer has no use for a document type or a comment.
 */
function refuseLarge(xml: string): void {
  const count = (sign: string) => xml.split(sign, SIGNS_MAX + 2).length - 1
  if (xml.includes('<!') || count('<') > SIGNS_MAX || count('=') > SIGNS_MAX)
    throw new IdentityRefusedError('too_large', {})
}

const randomId = (): string => randomBytes(ID_BYTES).toString('base64url')

const isId = (value: unknown): value is string =>
  typeof value === 'string' && value !== '' && value.length <= ID_CHARS_MAX

const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null

/** Reads the bearer confirmation of the signed assertion. More than one is refused: which of them counts would be a choice. */
function readConfirmation(profile: Profile): Record<string, unknown> {
  const assertion = profile.getAssertion?.().Assertion
  const [subject] = list(isRecord(assertion) ? assertion.Subject : undefined)
  const confirmations = list(isRecord(subject) ? subject.SubjectConfirmation : undefined)
  const [data] = list(isRecord(confirmations[0]) ? confirmations[0].SubjectConfirmationData : undefined)
  if (confirmations.length !== 1 || !isRecord(data) || !isRecord(data.$)) {
    throw new IdentityRefusedError('wrong_request', {})
  }
  return data.$
}

const list = (value: unknown): unknown[] => (Array.isArray(value) ? value : [])

function codeOf(cause: unknown): string {
  if (cause instanceof Error && 'xmlStatus' in cause) return 'refused_there'
  return REFUSALS.find(([text]) => text.test(messageOf(cause)))?.[1] ?? 'unreadable'
}
