import { OWN_LOSSES } from '@countersign/platform-kit'
import type { ApplyAnswer, BatchedInstruction, Capabilities, Instruction } from '@countersign/platform-kit'
import { Type } from 'typebox'
import { type Attempt, ConnectorError } from '../../foundation/connector/connector.ts'
import { signEffect } from '../../foundation/connector/effect-signer.ts'
import type { Stated } from '../../foundation/connector/stated.ts'
import { messageOf } from '../../foundation/errors.ts'
import type { SigningKey } from '../../foundation/outgoing/signing-key.ts'
import { Epoch, Generation, type Sending, sendCall } from './send-call.ts'

/** The means of sending instructions to one platform. */
export interface Applying {
  /** The address of the platform, which each authorisation names. */
  url: string
  now: () => Date
  findKey?: () => Promise<SigningKey>
  sending: Sending
  capabilities(): Promise<Capabilities>
  stated: Stated
}

/** Sends one instruction, signed anew. */
export async function applyInstruction(applying: Applying, attempt: Attempt): Promise<ApplyAnswer> {
  return sendCall(applying.sending, { type: 'subject.apply', ...(await signAttempt(applying, attempt)) }, AppliedAnswer)
}

/** Signs one attempt at an instruction, for a single call or for a batch. */
export async function signAttempt(applying: Applying, attempt: Attempt): Promise<BatchedInstruction> {
  const instruction = await omitUnshown(applying, attempt.instruction)
  const { url: audience, now, findKey } = applying
  if (findKey === undefined) return { instruction }
  try {
    const effect = { audience, at: now(), instruction, grounds: attempt.grounds }
    return { instruction, authorisation: await signEffect(findKey, effect) }
  } catch (error) {
    throw new ConnectorError('unreachable', `the desk can't sign: ${messageOf(error)}`, { cause: error })
  }
}

/** Returns whether the platform shows statements. Undefined: it has not answered. `last`: as it last stated, at once. */
export async function showsStatements(
  applying: Pick<Applying, 'stated' | 'capabilities'>,
  as?: 'last',
): Promise<boolean | undefined> {
  const { stated } = applying
  const said = as === 'last' ? stated.last(applying) : await stated.read(applying)
  return said && said.statements === true
}

/**
 * Leaves a statement out for a platform that says what it can do and does not say that it shows statements. A platform
 * that has stated it before is not waited for.
 */
async function omitUnshown(applying: Applying, instruction: Instruction): Promise<Instruction> {
  if (instruction.statement === undefined) return instruction
  const shows = (await showsStatements(applying, 'last')) ?? (await showsStatements(applying))
  if (shows !== false) return instruction
  const { statement: _, ...rest } = instruction
  return rest
}

export const TimeText = Type.String({ maxLength: 40 })
const OwnActionAnswer = Type.Object({
  action: Type.String({ maxLength: 64 }),
  takes: Type.Array(Type.Enum([...OWN_LOSSES])),
  reversible: Type.Boolean(),
  parameters: Type.Record(
    Type.String(),
    Type.Union([Type.String(), Type.Number(), Type.Boolean(), Type.Array(Type.String())]),
  ),
})
export const StateAnswer = Type.Object({
  visible: Type.Boolean(),
  spread: Type.Union([Type.Literal('full'), Type.Literal('limited')]),
  mayPost: Type.Boolean(),
  labels: Type.Array(Type.String()),
  blockedCountries: Type.Optional(Type.Array(Type.String({ pattern: '^[A-Z]{2}$' }), { maxItems: 250 })),
  actions: Type.Optional(Type.Array(OwnActionAnswer, { maxItems: 64 })),
})
export const AppliedAnswer = Type.Object({
  outcome: Type.Union([Type.Literal('applied'), Type.Literal('known')]),
  generation: Generation,
  epoch: Epoch,
  state: StateAnswer,
  appliedAt: TimeText,
  notBefore: Type.Optional(TimeText),
})
