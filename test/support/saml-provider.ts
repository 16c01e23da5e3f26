import { createRequire } from 'node:module'
import { SamlProvider } from '../../src/foundation/outgoing/saml-provider.ts'
import { SAML_KEYS } from './saml-keys.ts'
import { TEST_PARTY } from './server.ts'

/** The part of samlify that the tests use. Its own types bring those of browsers into every file. */
interface Samlify {
  setSchemaValidator(validator: { validate: (xml: string) => Promise<string> }): void
  ServiceProvider(settings: { metadata: string }): object
  IdentityProvider(settings: object): {
    parseLoginRequest(
      desk: object,
      binding: 'redirect',
      request: object,
    ): Promise<{ extract: { request: { id: string } } }>
    createLoginResponse(
      ...args: [desk: object, request: object, binding: 'post', person: object, fill: (template: string) => object]
    ): Promise<{ context: string }>
  }
  SamlLib: { replaceTagsByValue(template: string, tags: Readonly<Record<string, string>>): string }
}

const samlify: Samlify = createRequire(import.meta.url)('samlify')
const { IdentityProvider, SamlLib, ServiceProvider, setSchemaValidator } = samlify

const ENTITY_ID = 'https://id.example/metadata'
const ADDRESS = 'https://id.example/saml'
const NAME_ID = 'urn:oasis:names:tc:SAML:2.0:nameid-format:persistent'
const MINUTE_MS = 60_000
const STATEMENTS = '{AuthnStatement}{AttributeStatement}'
const REDIRECT = 'urn:oasis:names:tc:SAML:2.0:bindings:HTTP-Redirect'

// The schema of messages belongs to no part of the test: both sides are libraries.
setSchemaValidator({ validate: async () => 'not checked' })

/** The provider's statement about a person, and its differences from that of a correct provider. */
export interface Said {
  nameId?: string
  attributes?: Readonly<Record<string, readonly string[]>>
  /** Tags of the answer with another value, such as `Audience`. */
  tags?: Readonly<Record<string, string>>
  /** The answer's XML before it is signed. */
  edit?: (xml: string) => string
  keys?: { certificate: string; privateKey: string }
}

/** The settings by which the desk knows the provider. */
export const samlSettings = (linkAttribute?: string) => ({
  ...{ url: ADDRESS, entityId: ENTITY_ID, certificates: [SAML_KEYS.known.certificate], linkAttribute },
})

export const openSaml = (linkAttribute?: string): SamlProvider =>
  new SamlProvider(samlSettings(linkAttribute), TEST_PARTY)

/** Answers the address at which a person would sign in, as a SAML provider does that knows the desk by its metadata. */
export async function answerSaml(metadata: string, address: string, said: Said = {}): Promise<Record<string, string>> {
  const { certificate, privateKey } = said.keys ?? SAML_KEYS.known
  const provider = IdentityProvider({
    ...{ entityID: ENTITY_ID, signingCert: certificate, privateKey, nameIDFormat: [NAME_ID] },
    singleSignOnService: [{ Binding: REDIRECT, Location: ADDRESS }],
    singleLogoutService: [{ Binding: REDIRECT, Location: ADDRESS }],
  })
  const desk = ServiceProvider({ metadata })
  const query = Object.fromEntries(new URL(address).searchParams)
  const { extract } = await provider.parseLoginRequest(desk, 'redirect', { query })
  const fill = (template: string) => {
    const whole = template.replace(STATEMENTS, () => writeStatements(said))
    const context = SamlLib.replaceTagsByValue(whole, tagsOf(said, extract.request.id))
    return { id: '_answer', context: (said.edit ?? ((xml) => xml))(context) }
  }
  const { context } = await provider.createLoginResponse(desk, { extract }, 'post', {}, fill)
  return { SAMLResponse: context, RelayState: query.RelayState ?? '' }
}

function tagsOf({ nameId = 'x-1', tags }: Said, requestId: string): Record<string, string> {
  const [now, until] = [0, 5 * MINUTE_MS].map((after) => new Date(Date.now() + after).toISOString())
  const answerUrl = `${TEST_PARTY.origin}/v1/sign-on/saml`
  return {
    ...{
      ID: '_answer',
      AssertionID: '_assertion',
      Issuer: ENTITY_ID,
      IssueInstant: now ?? '',
      InResponseTo: requestId,
    },
    ...{ Destination: answerUrl, SubjectRecipient: answerUrl, Audience: `${answerUrl}/metadata` },
    ...{ ConditionsNotBefore: now ?? '', ConditionsNotOnOrAfter: until ?? '' },
    ...{ SubjectConfirmationDataNotOnOrAfter: until ?? '', NameIDFormat: NAME_ID, NameID: nameId },
    StatusCode: 'urn:oasis:names:tc:SAML:2.0:status:Success',
    ...tags,
  }
}

/** Writes the statements as XML; the library would escape it in its tags. */
function writeStatements({ attributes = {} }: Said): string {
  const signedIn = `<saml:AuthnStatement AuthnInstant="${new Date().toISOString()}" SessionIndex="session-1"/>`
  const written = Object.entries(attributes).map(
    ([name, values]) =>
      `<saml:Attribute Name="${name}">${values.map((value) => `<saml:AttributeValue>${value}</saml:AttributeValue>`).join('')}</saml:Attribute>`,
  )
  if (written.length === 0) return signedIn
  return `${signedIn}<saml:AttributeStatement>${written.join('')}</saml:AttributeStatement>`
}
