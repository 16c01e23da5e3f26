import { Type } from 'typebox'
import { ACTS } from '../../foundation/acts.ts'
import { negotiateLanguage } from '../../foundation/messages/negotiate-language.ts'
import { LesserBody } from '../../foundation/schemas/lesser-body.ts'
import { GivenTime, Problem, strict, Timestamp } from '../../foundation/schemas/schemas.ts'
import { readTime } from '../../foundation/time/read-time.ts'
import type { App, Desk } from '../../policy/desk.ts'
import type { Joined } from '../../policy/stage/stage.ts'
import { staffOf } from '../access/caller.ts'
import { prepareSigning } from './prepare-signing.ts'
import { SigningId } from './signature-body.ts'

const SigningBody = Type.Object(
  {
    act: Type.Enum([...ACTS], {
      description:
        'The act to sign. propose: for an enforcement of yours that exists already; before that, POST /v1/proposal-signings.',
    }),
    about: Type.String({
      pattern:
        '^(((enf|restore|chg|case|bulk|staff)_|keys:)?[0-9]{1,19}|staff_[0-9]{1,19}:(session|shift:rota_[0-9]{1,19}|(role|clearance):[a-z][a-z0-9-]{0,63}))$',
      maxLength: 100,
      description:
        'The id of the enforcement, bulk restore, change, case, bulk action, person or freeze, or keys: with the version of a list. For staff_rights the person and the removed right: staff_12:session, staff_12:role:senior, staff_12:clearance:protected or staff_12:shift:rota_3.',
    }),
    reviewBy: Type.Optional({ ...GivenTime, description: 'For exception_agree: the time of the next review.' }),
    lesser: Type.Optional({
      ...LesserBody,
      description: 'For restore_second, by a judge of an appeal who lessens: the action that takes its place.',
    }),
  },
  strict,
)

export const SigningReply = Type.Object({
  signingId: SigningId,
  until: Timestamp,
  core: Type.String({ description: 'The first part of the signed text, as canonical JSON: the act.' }),
  asShown: Type.String({
    description:
      'The second part of the signed text, as canonical JSON: the shown values, the text, its language and its time zone.',
  }),
  text: Type.String({ description: 'The text to read, in the language that you accept. asShown contains it.' }),
  options: Type.Object(
    {
      challenge: Type.String({
        description: 'The SHA-256 of {"asShown":…,"core":…} with both texts as they are here.',
      }),
      rpId: Type.String(),
      timeout: Type.Integer(),
      userVerification: Type.Literal('required'),
      allowCredentials: Type.Array(
        Type.Object({ type: Type.Literal('public-key'), id: Type.String(), transports: Type.Array(Type.String()) }),
      ),
    },
    { description: 'The options for PublicKeyCredential.parseRequestOptionsFromJSON and navigator.credentials.get.' },
  ),
})

/** The route that prepares an act for signing. The act's own route receives the signature. */
export function signingRoutes(app: App, desk: Desk, { signables }: Joined): void {
  const schema = {
    summary: 'Prepare the signing of an act with your passkey',
    description: 'Valid once, for five minutes, and only for you.',
    body: SigningBody,
    response: { 201: SigningReply, 400: Problem, 403: Problem, 404: Problem, 409: Problem },
  }
  app.post('/v1/signings', { schema }, async (request, reply) => {
    const { act, about, reviewBy, lesser } = request.body
    const by = staffOf(request)
    if (reviewBy !== undefined) readTime(reviewBy, 'reviewBy')
    const signable = await signables[act](desk, { about, by, reviewBy, lesser })
    const language = negotiateLanguage(request.headers['accept-language'])
    return reply.code(201).send(await prepareSigning(desk.restoreDb, desk, { act, by, signable, language }))
  })
}
