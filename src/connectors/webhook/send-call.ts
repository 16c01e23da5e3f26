import { findSpan } from '../../foundation/telemetry/tracing.ts'
import { randomUUID } from 'node:crypto'
import { type Call, REFUSALS, type Refusal } from '@countersign/platform-kit'
import { type Static, type TSchema, Type } from 'typebox'
import { Value } from 'typebox/value'
import { ConnectorError } from '../../foundation/connector/connector.ts'
import type { GuardedFetch } from '../../foundation/outgoing/guarded-fetch.ts'
import { readText } from '../../foundation/outgoing/read-text.ts'
import { type Secrets, signedHeaders } from '../../foundation/outgoing/signed-headers.ts'
import { message } from '../../foundation/messages/message.ts'
import { renderMessage } from '../../foundation/messages/render-message.ts'
import { toStorable } from '../../foundation/messages/stored-text.ts'
import { parseAnswer } from '../parse-answer.ts'

/**
 * The timeout of a call to the platform: well within the lease of a job, so that two attempts never overlap for long.
 */
const CALL_TIMEOUT_MS = 5_000
const DETAIL_CHARS_MAX = 500
/**
 * The highest generation that the desk accepts from a platform: more than any number of calls reaches, and far below
 * the limit of safe integers.
 */
const GENERATION_MAX = 2 ** 52
const EPOCH_MAX = 2 ** 31

/** The settings of one call to the platform. `bytesMax`: the most bytes of an answer. */
export interface Sending extends Secrets {
  url: string
  now: () => Date
  timeoutMs?: number
  fetch: GuardedFetch
  bytesMax: number
}

/**
 * Sends a signed call to the platform and returns its answer, checked against the schema. Throws a `ConnectorError`.
 */
export async function sendCall<Schema extends TSchema>(
  options: Sending,
  call: Call,
  schema: Schema,
): Promise<Static<Schema>> {
  const text = await postCall(options, call, (response) => readWhole(response, options.bytesMax))
  const answer = parseAnswer(text)
  if (!Value.Check(schema, answer)) {
    const [problem] = Value.Errors(schema, answer)
    throw new ConnectorError(
      'unreadable',
      `the platform's answer to ${call.type} ${problem?.instancePath ?? ''} ${problem?.message ?? 'is not as agreed'}`,
    )
  }
  return answer
}

/**
 * Sends a signed call to the platform and passes the answer to the reader. Throws a `ConnectorError` when the answer
 * says that the call failed.
 */
export async function postCall<T>(options: Sending, call: Call, read: (response: Response) => Promise<T>): Promise<T> {
  const body = JSON.stringify(call)
  const traceparent = findSpan()?.traceparent
  const headers = {
    ...signedHeaders(options, `msg_${randomUUID()}`, options.now(), body),
    // The platform's own steps become part of the trace, if it traces. Nothing decides by it, so it isn't signed.
    ...(traceparent !== undefined && { traceparent }),
  }
  const signal = AbortSignal.timeout(options.timeoutMs ?? CALL_TIMEOUT_MS)
  try {
    const response = await options.fetch(options.url, { method: 'POST', body, headers, signal })
    if (response.status === 200) return await read(response)
    throw refusalOf(response.status, parseAnswer(await readWhole(response, options.bytesMax)))
  } catch (error) {
    if (error instanceof ConnectorError) throw error
    if (signal.aborted)
      throw new ConnectorError('timeout', renderMessage(message('attention.platform.late')), { cause: error })
    throw new ConnectorError('unreachable', renderMessage(message('attention.platform.away')), { cause: error })
  }
}

async function readWhole(response: Response, bytesMax: number): Promise<string> {
  const text = await readText(response, bytesMax)
  if (text === undefined) throw new ConnectorError('unreadable', renderMessage(message('attention.platform.tooMuch')))
  return text
}

/** Returns the refusal that the platform stated. Without one: `unavailable`, with the HTTP status. */
export function refusalOf(status: number, answer: unknown): ConnectorError {
  if (Value.Check(RefusalBody, answer)) {
    const { generation, epoch } = answer
    const options = { ...(generation !== undefined && { generation }), ...(epoch !== undefined && { epoch }) }
    return new ConnectorError(
      answer.refusal,
      renderMessage(message('attention.platform.says', { detail: toStorable(answer.detail, DETAIL_CHARS_MAX) })),
      options,
    )
  }
  return new ConnectorError('unavailable', renderMessage(message('attention.platform.status', { status })))
}

export const Generation = Type.Integer({ minimum: 0, maximum: GENERATION_MAX })
export const Epoch = Type.Optional(Type.Integer({ minimum: 0, maximum: EPOCH_MAX }))
const RefusalBody = Type.Object({
  refusal: Type.Union((Object.keys(REFUSALS) as Refusal[]).map((refusal) => Type.Literal(refusal))),
  detail: Type.String(),
  generation: Type.Optional(Generation),
  epoch: Epoch,
})
