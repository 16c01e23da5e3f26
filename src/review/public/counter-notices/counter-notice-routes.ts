import { type Static, Type } from 'typebox'
import { COUNTER_NOTICE_STATES } from '../../../enforcement/statements/statement-queries.ts'
import { actorKey, type KeyCaller, parseSubjectKey } from '../../../foundation/domain.ts'
import { DeskError } from '../../../foundation/errors.ts'
import { type Message, message } from '../../../foundation/messages/message.ts'
import { invalidField } from '../../../foundation/schemas/invalid-field.ts'
import {
  CounterNoticeId,
  EnforcementId,
  orNull,
  PlatformId,
  Problem,
  strict,
  Timestamp,
} from '../../../foundation/schemas/schemas.ts'
import { keyOf } from '../../../people/access/caller.ts'
import { isOfKeyPlatform } from '../../../people/access/ids-of-key.ts'
import type { CounterNoticeRules } from '../../../policy/counter-notice.ts'
import type { App, Desk } from '../../../policy/desk.ts'
import { EMAIL_CHARS_MAX, line, NAME_CHARS_MAX } from '../notices/read-notice.ts'
import { REFERENCE_CHARS_MAX } from './counter-notice-parts.ts'
import {
  type Counterable,
  type CounterNotice,
  type CounterNoticeRefusal,
  findCounterable,
  findCounterNotice,
} from './counter-notice-queries.ts'
import { endByAct, type OutsideEnding } from './end-counter-notice.ts'
import {
  type CounterDraft,
  PHONE_CHARS_MAX,
  POSTAL_CHARS_MAX,
  readCounterNotice,
  WORDS_CHARS_MAX,
} from './read-counter-notice.ts'
import { receiveCounterNotice } from './receive-counter-notice.ts'

const text = (maxLength: number, description: string) => Type.String({ pattern: '\\S', maxLength, description })

const CounterNoticeBody = Type.Object(
  {
    id: PlatformId,
    enforcementId: EnforcementId,
    words: text(WORDS_CHARS_MAX, 'The reason for which the content is no infringement, in the words of the sender.'),
    name: text(NAME_CHARS_MAX, 'The full name of the sender.'),
    address: Type.Optional(text(POSTAL_CHARS_MAX, 'The postal address. Required where the policy asks for it.')),
    phone: Type.Optional(text(PHONE_CHARS_MAX, 'The telephone number. Required where the policy asks for it.')),
    email: Type.Optional(text(EMAIL_CHARS_MAX, 'The e-mail address. Required where the policy asks for it.')),
    statement: Type.Literal(true, { description: 'The sender made the statement of the policy.' }),
    consent: Type.Optional(
      Type.Boolean({ description: 'The sender gave the consent of the policy. Required where it has one.' }),
    ),
    signature: text(NAME_CHARS_MAX, 'The signature: the full name, typed by the sender.'),
    language: Type.Optional(Type.Enum(['en', 'de', 'ar'], { description: 'The language of letters to the sender.' })),
  },
  strict,
)

const CounterNoticeReply = Type.Object({
  counterNoticeId: CounterNoticeId,
  enforcementId: EnforcementId,
  law: Type.String({ description: 'The id of the law, as the policies list it.' }),
  state: Type.Enum([...COUNTER_NOTICE_STATES], {
    description:
      'open: its time runs. action_filed: the rights holder went to court. lifted: the restriction is lifted. ended: it ended for another reason. referred: another ground may restrict too, so people decide.',
  }),
  receivedAt: Timestamp,
  liftAt: { ...Timestamp, description: 'The time at which the restriction is lifted, if no action is stated before.' },
  endedAt: orNull(Timestamp, 'The time of that state. Null: open.'),
})

const ActionBody = Type.Object(
  { reference: text(REFERENCE_CHARS_MAX, 'The court and the number of the case.') },
  strict,
)
const BODY_BYTES_MAX = 32_768
const params = Type.Object({ counterNoticeId: CounterNoticeId })

/** Routes by which a platform sends counter-notices of its users, and answers of the rights holders who notify it. */
export function counterNoticeRoutes(app: App, desk: Desk): void {
  const receiving = {
    summary: 'Receive a counter-notice',
    description:
      'Against the restriction of a content that followed a rights holder’s notice, where the policy provides for it: one for each enforcement. The same id with the same body returns 200 and the first answer. Tell the sender before that the rights holder gets the text, and name and contact where the policy discloses them.',
    body: CounterNoticeBody,
    response: { 200: CounterNoticeReply, 201: CounterNoticeReply, 404: Problem, 409: Problem, 413: Problem },
  }
  app.post('/v1/counter-notices', { schema: receiving, bodyLimit: BODY_BYTES_MAX }, async (request, reply) => {
    const key = keyOf(request)
    const { body } = request
    const { counterable, rules } = await requireCounterable(desk, key, body.enforcementId)
    const draft = readBody(body, rules)
    const isWritten = draft.email !== null && desk.outbox.sendsMail
    const given = { counterable, rules, draft, clientId: body.id, language: body.language ?? 'en', isWritten }
    const receipt = await receiveCounterNotice(desk, key, given)
    if ('refusal' in receipt) throw refused(receipt.refusal)
    return reply.code(receipt.isNew ? 201 : 200).send(toReply(receipt.counterNotice))
  })
  const reading = {
    summary: 'Read the state of a counter-notice',
    params,
    response: { 200: CounterNoticeReply, 404: Problem },
  }
  app.get('/v1/counter-notices/:counterNoticeId', { schema: reading }, async (request) =>
    toReply(await requireOwn(desk, keyOf(request), request.params.counterNoticeId)),
  )
  const withdrawing = {
    summary: 'Withdraw a counter-notice for its sender',
    description: 'The restriction stays, and no other counter-notice is received about it.',
    params,
    response: { 200: CounterNoticeReply, 404: Problem, 409: Problem },
  }
  app.post('/v1/counter-notices/:counterNoticeId/withdrawal', { schema: withdrawing }, async (request) =>
    end(desk, keyOf(request), request.params.counterNoticeId, { state: 'withdrawn' }),
  )
  const answering = {
    summary: 'State that the rights holder went to court',
    description: 'For a rights holder who sent their notice by this platform. The restriction then stays.',
    params,
    body: ActionBody,
    response: { 200: CounterNoticeReply, 404: Problem, 409: Problem },
  }
  app.post('/v1/counter-notices/:counterNoticeId/action', { schema: answering }, async (request) => {
    const key = keyOf(request)
    const filedReference = line(request.body.reference)
    if (filedReference === '') throw invalidField('reference', message('field.missing'))
    const ending = { state: 'action_filed', filedBy: actorKey({ kind: 'key', id: key.id }), filedReference } as const
    return end(desk, key, request.params.counterNoticeId, ending)
  })
}

async function requireCounterable(
  { db, policies }: Desk,
  key: KeyCaller,
  enforcementId: string,
): Promise<{ counterable: Counterable; rules: CounterNoticeRules }> {
  const counterable = await findCounterable(db, { enforcementId })
  if (counterable === undefined || !isOfKeyPlatform(key, parseSubjectKey(counterable.subject)))
    throw new DeskError('not_found', message('enforcement.unknown', { enforcementId }))
  const rules = policies.policies.get(counterable.policyId)?.counterNotice
  if (!rules)
    throw new DeskError('conflict', message('counterNotice.notStored', { why: message('counterNotice.noPolicy') }))
  return { counterable, rules }
}

function readBody(
  { address = '', phone = '', email = '', consent, words, name, signature }: Static<typeof CounterNoticeBody>,
  rules: CounterNoticeRules,
): CounterDraft {
  const given = { address, phone, email, words, name, signature, statement: 'yes', consent: consent ? 'yes' : '' }
  const read = readCounterNotice(given, rules)
  if ('draft' in read) return read.draft
  throw invalidField(read.faults[0] ?? 'words', message('counterNotice.field'))
}

/** The refusals of SQL as sentences. */
export const COUNTER_NOTICE_REFUSALS: Readonly<Record<CounterNoticeRefusal, Message>> = {
  not_in_effect: message('counterNotice.refusal.not_in_effect'),
  received: message('counterNotice.refusal.received'),
  no_case: message('counterNotice.refusal.no_case'),
  no_notice: message('counterNotice.refusal.no_notice'),
}

function refused(refusal: CounterNoticeRefusal | 'other'): DeskError {
  const why = refusal === 'other' ? message('counterNotice.refusal.other') : COUNTER_NOTICE_REFUSALS[refusal]
  return new DeskError('conflict', message('counterNotice.notStored', { why }))
}

/** Reads one about a subject of the key's platform. A key of another platform learns nothing of it. */
async function requireOwn({ db }: Desk, key: KeyCaller, counterNoticeId: string): Promise<CounterNotice> {
  const found = await findCounterNotice(db, counterNoticeId)
  if (found === undefined || !isOfKeyPlatform(key, parseSubjectKey(found.subject)))
    throw new DeskError('not_found', message('counterNotice.unknown', { counterNoticeId }))
  return found
}

async function end(desk: Desk, key: KeyCaller, counterNoticeId: string, ending: OutsideEnding) {
  const own = await requireOwn(desk, key, counterNoticeId)
  const ended = await endByAct(desk, own, ending, { kind: 'key', id: key.id })
  if (ended?.state === ending.state) return toReply(ended)
  const state = ended === undefined || ended.state === 'open' ? 'ended' : ended.state
  throw new DeskError('conflict', message('counterNotice.ended', { state }))
}

const toReply = ({
  id,
  enforcementId,
  law,
  state,
  receivedAt,
  liftAt,
  movedAt,
}: CounterNotice): Static<typeof CounterNoticeReply> => ({
  ...{ counterNoticeId: id, enforcementId, law, state, receivedAt, liftAt, endedAt: movedAt },
})
