import { type Static, Type } from 'typebox'
import { message } from '../../../foundation/messages/message.ts'
import { invalidField } from '../../../foundation/schemas/invalid-field.ts'
import { GivenTime, strict } from '../../../foundation/schemas/schemas.ts'
import { VERIFIED_BY } from './order-terms.ts'

const NOTE_MAX = 4_000

export const ORDER_ACTS = [
  'verified',
  'answered',
  'contested',
  'resumed',
  'silence_extended',
  'silence_confirmed',
  'preserved',
] as const
export type OrderActKind = (typeof ORDER_ACTS)[number]
/** The grounds on which a desk contests an order (Regulation (EU) 2021/784, article 3 (7) and (8)). */
const CONTEST_GROUNDS = ['force_majeure', 'manifest_errors', 'insufficient_information'] as const
/** The grounds of an act: how a person verified an order, or why the desk contests it. */
export const ACT_GROUNDS = [...VERIFIED_BY, ...CONTEST_GROUNDS] as const
export const ORDER_OUTCOMES = ['given', 'partly', 'not_given'] as const

/** The body of an act on an order. */
export const ActBody = Type.Object(
  {
    kind: Type.Enum([...ORDER_ACTS], {
      description:
        'verified: you made sure that the authority sent it. answered: you told the authority of the effect. contested: you told it why the desk can’t comply, which ends the clocks. resumed: the obstacle is gone, and the clocks start again. silence_extended: the authority extended its silence, once. silence_confirmed: you made sure that the authority asks for a silence that another person stated. preserved: it asked to preserve the contents longer.',
    }),
    outcome: Type.Optional(
      Type.Enum([...ORDER_OUTCOMES], {
        description:
          'Of an answer. given: each item is out of sight, or the information was provided. A removal order is never answered with not_given, but contested.',
      }),
    ),
    ground: Type.Optional(
      Type.Enum([...ACT_GROUNDS], {
        description:
          'Of a verification, called_back or signature: how you made sure. Of a contest, one of the others: why the desk can’t comply.',
      }),
    ),
    until: Type.Optional(
      Type.String({
        ...GivenTime,
        description: 'Of resumed, silence_extended and preserved: the time until which it counts.',
      }),
    ),
    note: Type.Optional(
      Type.String({
        pattern: '\\S',
        maxLength: NOTE_MAX,
        description: 'The words to the authority. A contest has some.',
      }),
    ),
  },
  strict,
)
export type ActBody = Static<typeof ActBody>

type Field = 'outcome' | 'ground' | 'until'
const NEEDS: Readonly<Record<OrderActKind, Field | null>> = {
  ...{ verified: 'ground', answered: 'outcome', contested: 'ground' },
  ...{ resumed: 'until', silence_extended: 'until', silence_confirmed: null, preserved: 'until' },
}
const VERIFYING: readonly string[] = VERIFIED_BY

/** Refuses an act without the field that its kind needs, or with one that it does not have. */
export function checkAct({ kind, note, ...body }: ActBody): void {
  const needed = NEEDS[kind]
  for (const field of ['outcome', 'ground', 'until'] as const) {
    if (field === needed && body[field] === undefined) throw invalidField(field, message('order.act.needed', { kind }))
    if (field !== needed && body[field] !== undefined) throw invalidField(field, message('order.act.absent', { kind }))
  }
  if (body.ground !== undefined && VERIFYING.includes(body.ground) !== (kind === 'verified'))
    throw invalidField('ground', message('order.act.ground', { kind }))
  if (kind === 'contested' && note === undefined) throw invalidField('note', message('order.act.needed', { kind }))
}
