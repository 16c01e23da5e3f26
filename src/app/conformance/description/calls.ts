import { BATCH_INSTRUCTIONS_MAX, OWN_LOSSES } from '@countersign/platform-kit'
import { type TSchema, Type } from 'typebox'
import { MESSAGES_MAX, PLACES_MAX } from '../../../connectors/webhook/read-thread.ts'

const ID_CHARS_MAX = 512
const TEXT_CHARS_MAX = 20_000
const REFERENCE_CHARS_MAX = 1_024
const PART_CHARS_MAX = 200_000
const AUTHORISATION_CHARS_MAX = 1_000_000
const LABELS_MAX = 64
const COUNTRIES_MAX = 250
const ACTIONS_MAX = 64
const PARAMETERS_MAX = 20
const PARAMETER_ENTRIES_MAX = 50
const PARAMETER_CHARS_MAX = 10_000
const REVERTS_MAX = 16
const EVENTS_MAX = 256
const SIGNATURES_MAX = 200
const ENFORCEMENTS_MAX = 1_000
const ADDRESS_CHARS_MAX = 2_048
const LANGUAGE_CHARS_MAX = 64
const STATEMENT_CHARS_MAX = 5_000
const TEXTS_MAX = 16
const REDRESS_MAX = 8
const TIME = '^\\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\\d|3[01])T([01]\\d|2[0-3]):[0-5]\\d(:[0-5]\\d(\\.\\d{1,9})?)?Z$'

const text = (maxLength: number, description?: string) =>
  Type.String({ minLength: 1, maxLength, ...(description !== undefined && { description }) })
/** One of these words. */
export const oneOf = <const Words extends readonly string[]>(words: Words, description?: string) =>
  Type.Enum([...words], description === undefined ? {} : { description })
const Id = text(ID_CHARS_MAX)
export const Time = Type.String({ pattern: TIME, description: 'ISO 8601 in UTC.' })
const Integer = (minimum: number, description: string) =>
  Type.Integer({ minimum, maximum: Number.MAX_SAFE_INTEGER, description })

const subjectOf = <Kind extends TSchema>(kind: Kind) =>
  Type.Object({ kind, id: Id }, { description: 'An account or a content, by the platform’s own id.' })
export const Subject = subjectOf(oneOf(['account', 'content']))
const Account = subjectOf(Type.Literal('account'))
const Content = subjectOf(Type.Literal('content'))

const Parameter = Type.Union([
  Type.String({ maxLength: PARAMETER_CHARS_MAX }),
  Type.Number(),
  Type.Boolean(),
  Type.Array(Type.String({ maxLength: PARAMETER_CHARS_MAX }), { maxItems: PARAMETER_ENTRIES_MAX }),
])
const OWN_TERMS = {
  takes: Type.Array(oneOf(OWN_LOSSES), {
    minItems: 1,
    uniqueItems: true,
    description: 'Its losses. Sent in the order of this list, which this schema can’t state.',
  }),
  reversible: Type.Boolean({ description: 'False: what it takes can’t be given back.' }),
  parameters: Type.Record(Type.String({ pattern: '^[a-z][A-Za-z0-9_]{0,63}$' }), Parameter, {
    maxProperties: PARAMETERS_MAX,
    additionalProperties: false,
  }),
}
const OwnActionTerms = Type.Object(
  { action: Type.String({ pattern: '^[a-z][a-z0-9-]{0,63}$', description: 'The id of the action.' }), ...OWN_TERMS },
  { description: 'An action that the platform declares itself. It refuses one that takes something else there.' },
)

const stateOf = <MayPost extends TSchema>(mayPost: MayPost) =>
  Type.Object({
    visible: Type.Boolean({ description: 'False: offline for everyone but the platform’s own staff.' }),
    spread: oneOf(['full', 'limited'], 'Limited: shown to those who look for it, and not recommended.'),
    mayPost,
    labels: Type.Array(Id, { maxItems: LABELS_MAX, description: 'Sorted, without duplicates.' }),
    blockedCountries: Type.Optional(
      Type.Array(Type.String({ pattern: '^[A-Z]{2}$' }), {
        maxItems: COUNTRIES_MAX,
        description: 'ISO 3166-1 alpha-2, sorted. Sent only to platforms whose capabilities have `countries`.',
      }),
    ),
    actions: Type.Optional(
      Type.Array(OwnActionTerms, {
        maxItems: ACTIONS_MAX,
        description: 'The actions of the platform’s own that stand, sorted by their canonical JSON. Left out: none.',
      }),
    ),
  })
export const State = stateOf(
  Type.Boolean({ description: 'False: no person can post or sign in with it. Always true for a content.' }),
)
const ContentState = stateOf(Type.Literal(true))

const Event = Type.Object({
  id: text(ID_CHARS_MAX, 'The enforcement’s id. The platform delivers an id once.'),
  kind: Type.Literal('warn'),
  policyId: Id,
  text: text(TEXT_CHARS_MAX),
})

/** The https address of a link without a name or password in it, or one of a desk on the same machine. */
const LinkAddress = Type.String({
  pattern: '^(https://[A-Za-z0-9.:-]+|http://localhost(:[0-9]{1,5})?)([/?#][!#-;=?-\\[\\]-~]*)?$',
  maxLength: ADDRESS_CHARS_MAX,
  description:
    'An https address in ASCII without a name or password in it. A desk on the same machine, such as a demo, has http://localhost.',
})
const Language = Type.String({
  pattern: '^[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*$',
  maxLength: LANGUAGE_CHARS_MAX,
  description: 'BCP 47, such as en.',
})
/** The statement of reasons that an instruction may carry for a platform whose capabilities say `statements`. */
const Statement = Type.Object(
  {
    id: text(ID_CHARS_MAX, 'The statement’s id. The platform shows an id once.'),
    texts: Type.Array(Type.Object({ language: Language, text: text(STATEMENT_CHARS_MAX) }), {
      minItems: 1,
      maxItems: TEXTS_MAX,
      description: 'The same in each language. The first is for readers of no other.',
    }),
    redress: Type.Array(
      Type.Object({
        kind: oneOf(['appeal', 'settlement', 'court']),
        address: LinkAddress,
        until: Type.Optional(Time),
      }),
      { maxItems: REDRESS_MAX, description: 'The ways to contest the decision.' },
    ),
  },
  { description: 'The reasons, for the person concerned alone. It names no person of the desk.' },
)

const instructionOf = <Of extends TSchema, Desired extends TSchema>(subject: Of, desired: Desired) =>
  Type.Object({
    subject,
    generation: Integer(1, '(subject, epoch, generation) is the idempotency key.'),
    epoch: Type.Optional(Integer(0, 'The subject’s epoch. Left out: 0.')),
    desired,
    baseline: desired,
    reverts: Type.Array(Type.Object({ at: Time, desired }), {
      maxItems: REVERTS_MAX,
      description: 'In time order, which this schema can’t state.',
    }),
    events: Type.Array(Event, { maxItems: EVENTS_MAX }),
    statement: Type.Optional(Statement),
  })
export const Instruction = Type.Union([instructionOf(Account, State), instructionOf(Content, ContentState)])

const part = () => text(PART_CHARS_MAX)
const assertionParts = {
  core: text(PART_CHARS_MAX, 'The signed act as canonical JSON.'),
  asShown: text(PART_CHARS_MAX, 'The screen that the person saw, as canonical JSON.'),
  keyRef: part(),
  clientDataJSON: part(),
  authenticatorData: part(),
  signature: part(),
}
export const Assertion = Type.Object(assertionParts, { description: 'A WebAuthn assertion by one person’s key.' })
const Approval = Type.Object({ enforcement: part(), ...assertionParts })

const authorisation = Type.Optional(
  text(AUTHORISATION_CHARS_MAX, 'A compact JWS (EdDSA) of AuthorisationClaims, new for each attempt.'),
)
const aboutSubject = <Name extends string>(name: Name) => Type.Object({ type: Type.Literal(name), subject: Subject })
const aboutSubjects = <Name extends string>(name: Name) =>
  Type.Object({
    type: Type.Literal(name),
    subjects: Type.Array(Subject, {
      minItems: 1,
      maxItems: BATCH_INSTRUCTIONS_MAX,
      description: 'A malformed subject is refused alone: its outcome says so, and the others are read.',
    }),
  })
const aboutAccount = <Name extends string>(name: Name) => Type.Object({ type: Type.Literal(name), subject: Account })
const withReference = <Name extends string>(name: Name) =>
  Type.Object({ type: Type.Literal(name), subject: Subject, reference: text(REFERENCE_CHARS_MAX) })

/** Every call by its type. */
export const CALLS = {
  'platform.capabilities': Type.Object({ type: Type.Literal('platform.capabilities') }),
  'platform.actors': Type.Object({ type: Type.Literal('platform.actors') }),
  'subject.apply': Type.Object({ type: Type.Literal('subject.apply'), instruction: Instruction, authorisation }),
  'subject.apply_batch': Type.Object({
    type: Type.Literal('subject.apply_batch'),
    instructions: Type.Array(Type.Object({ instruction: Instruction, authorisation }), {
      minItems: 1,
      maxItems: BATCH_INSTRUCTIONS_MAX,
      description: 'A malformed instruction is refused alone: its outcome says so, and the others are carried out.',
    }),
  }),
  'subject.restore': Type.Object({
    type: Type.Literal('subject.restore'),
    subject: Subject,
    epoch: Integer(1, 'The epoch that begins: the subject’s epoch plus one.'),
    signatures: Type.Array(Assertion, { maxItems: SIGNATURES_MAX }),
  }),
  'subject.read_back': aboutSubject('subject.read_back'),
  'subject.read_back_batch': aboutSubjects('subject.read_back_batch'),
  'subject.facts': aboutSubject('subject.facts'),
  'subject.facts_batch': aboutSubjects('subject.facts_batch'),
  'subject.profile': aboutAccount('subject.profile'),
  'subject.recent_posts': aboutAccount('subject.recent_posts'),
  'subject.related_accounts': aboutAccount('subject.related_accounts'),
  'subject.contact': aboutAccount('subject.contact'),
  'subject.thread': Type.Object({
    type: Type.Literal('subject.thread'),
    subject: Content,
    from: Type.Integer({
      ...{ minimum: -PLACES_MAX, maximum: PLACES_MAX },
      description: 'The place of the first message. 0 is the content itself, -1 the message before it.',
    }),
    count: Type.Integer({ minimum: 1, maximum: MESSAGES_MAX }),
  }),
  'subject.media': withReference('subject.media'),
  'subject.media_link': withReference('subject.media_link'),
  'subject.restricted_link': withReference('subject.restricted_link'),
  'subject.restricted_bytes': withReference('subject.restricted_bytes'),
} as const

/** A body that a platform must accept as a call. Twin of parseCall in platform-kit. */
export const CallSchema = Type.Union(Object.values(CALLS))

const AuthorisedEnforcement = Type.Object({
  enforcement: part(),
  action: part(),
  ...{
    takes: Type.Optional(OWN_TERMS.takes),
    reversible: Type.Optional(OWN_TERMS.reversible),
    parameters: Type.Optional(OWN_TERMS.parameters),
  },
  legalDuty: Type.Boolean(),
  until: Type.Union([Time, Type.Null()]),
  countries: Type.Optional(Type.Array(Type.String({ pattern: '^[A-Z]{2}$' }))),
})

/** The claims that the desk's key signs. */
export const AuthorisationClaims = Type.Object({
  iss: Type.Literal('countersign'),
  aud: Type.String({ description: 'The address that the desk calls.' }),
  iat: Type.Integer({ description: 'Seconds.' }),
  exp: Type.Integer({ description: 'Seconds, at most 600 after `iat`.' }),
  jti: text(ID_CHARS_MAX, 'New for each attempt.'),
  enforcements: Type.Array(AuthorisedEnforcement, { maxItems: ENFORCEMENTS_MAX }),
  subject: Subject,
  generation: Integer(1, 'As in the instruction.'),
  epoch: Type.Optional(Integer(0, 'As in the instruction.')),
  desired: State,
  baseline: State,
  reverts: Type.Array(Type.Object({ at: Time, desired: State })),
  statement: Type.Optional(
    Type.String({
      pattern: '^[0-9a-f]{64}$',
      description: 'The SHA-256 of the statement’s canonical JSON. Left out: the instruction carries none.',
    }),
  ),
  notBefore: Time,
  approvals: Type.Array(Approval, { maxItems: SIGNATURES_MAX }),
})
