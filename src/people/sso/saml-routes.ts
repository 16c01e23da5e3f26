import { Type } from 'typebox'
import { message } from '../../foundation/messages/message.ts'
import { DeskError } from '../../foundation/errors.ts'
import { SAML_ANSWER_PATH, SAML_METADATA_PATH, type SamlProvider } from '../../foundation/outgoing/saml-provider.ts'
import { Problem } from '../../foundation/schemas/schemas.ts'
import type { App, Desk } from '../../policy/desk.ts'
import { readDevice } from '../sessions/session-device.ts'
import { FORM, readSignOnCookie, sendSignedIn } from './sign-on-page.ts'
import { finishSignOn } from './sign-on.ts'

/** A provider that states 200 groups needs less than this, as base64. */
const ANSWER_CHARS_MAX = 174_764
const STATE_CHARS_MAX = 128

const Answer = Type.Object(
  {
    SAMLResponse: Type.String({
      minLength: 1,
      maxLength: ANSWER_CHARS_MAX,
      pattern: '^[A-Za-z0-9+/=\\s]+$',
      description: 'The answer of the provider, in base64.',
    }),
    RelayState: Type.String({ minLength: 1, maxLength: STATE_CHARS_MAX, description: 'The state that the desk sent.' }),
  },
  { additionalProperties: true },
)

/** Routes of single sign-on by SAML 2.0. */
export function samlRoutes(app: App, desk: Desk): void {
  app.addContentTypeParser(FORM, { parseAs: 'string' }, async (_request: unknown, body: string) =>
    Object.fromEntries(new URLSearchParams(body)),
  )
  const metadata = {
    summary: 'Read the metadata by which a SAML provider knows the desk',
    produces: ['application/samlmetadata+xml'],
    response: { 200: Type.String(), 404: Problem },
  }
  app.get(SAML_METADATA_PATH, { schema: metadata }, async (_request, reply) =>
    reply.type('application/samlmetadata+xml').send(await samlOf(desk).metadata()),
  )
  const answer = {
    summary: 'Finish single sign-on by SAML; the session is a cookie',
    description:
      'A browser brings the answer of the provider here. It works once, and only in the browser that began. A browser that accepts text/html gets a refusal as a page.',
    consumes: [FORM],
    produces: ['text/html'],
    body: Answer,
    response: { 200: Type.String(), 400: Problem, 401: Problem, 404: Problem },
  }
  app.post(SAML_ANSWER_PATH, { schema: answer }, async (request, reply) => {
    const provider = samlOf(desk)
    const browser = readSignOnCookie(desk.relyingParty, request.headers.cookie)
    const { SAMLResponse: samlResponse, RelayState: relayState } = request.body
    const identify = (errand: Parameters<SamlProvider['finish']>[1]) =>
      provider.finish({ samlResponse, relayState }, errand)
    return sendSignedIn(
      reply,
      desk,
      await finishSignOn(desk, { browser, state: relayState, identify, from: readDevice(request) }),
    )
  })
}

/** Returns the configured provider. Throws not_found without one. */
function samlOf({ saml }: Desk): SamlProvider {
  if (saml !== undefined) return saml
  throw new DeskError('not_found', message('sso.none'))
}
