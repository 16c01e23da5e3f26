import { type Static, type TSchema, Type } from 'typebox'
import { Value } from 'typebox/value'
import { ConnectorError } from '../../../foundation/connector/connector.ts'
import { message } from '../../../foundation/messages/message.ts'
import { renderMessage } from '../../../foundation/messages/render-message.ts'
import { toStorable } from '../../../foundation/messages/stored-text.ts'
import type { GuardedFetch } from '../../../foundation/outgoing/guarded-fetch.ts'
import { readText } from '../../../foundation/outgoing/read-text.ts'

const ANSWER_BYTES_MAX = 512 * 1024
const TIMEOUT_MS = 5_000
const DETAIL_CHARS_MAX = 300

/** A service of the network, such as a PDS or an AppView. */
export interface XrpcService {
  /** The origin of the service, without a path. */
  url: string
  fetch: GuardedFetch
  /** The value of the Authorization header. Undefined: the service is asked as any visitor. */
  authorization?: string | undefined
  timeoutMs?: number
}

interface XrpcCall {
  /** The method, such as com.atproto.admin.getSubjectStatus. */
  method: string
  /** A list is sent as the same name several times. */
  params?: Readonly<Record<string, string | readonly string[]>>
  /** The input of a procedure. Undefined: the call is a query. */
  input?: unknown
  /** The most bytes of the answer, where it may be a long one. */
  bytesMax?: number
}

/** The answer of a service that says no, with the name of the error as its lexicon states it. */
interface XrpcRefusal {
  status: number
  error: string
  detail: string
}

export const isRefusal = (answer: object): answer is XrpcRefusal => 'status' in answer && 'error' in answer

/** Calls a method and returns the response of any status. Throws a `ConnectorError` when there is none. */
export async function sendXrpc(service: XrpcService, { method, params = {}, input }: XrpcCall): Promise<Response> {
  const query = new URLSearchParams(
    Object.entries(params).flatMap(([name, value]) => [value].flat().map((each): [string, string] => [name, each])),
  )
  const url = `${service.url}/xrpc/${method}${query.size > 0 ? `?${query}` : ''}`
  const signal = AbortSignal.timeout(service.timeoutMs ?? TIMEOUT_MS)
  const headers = {
    ...(service.authorization !== undefined && { authorization: service.authorization }),
    ...(input !== undefined && { 'content-type': 'application/json' }),
  }
  const sent = input === undefined ? { headers } : { headers, method: 'POST', body: JSON.stringify(input) }
  try {
    return await service.fetch(url, { ...sent, signal })
  } catch (error) {
    throw failureOf(error, signal)
  }
}

/**
 * Calls a method and returns its answer, checked against the schema, or the service's refusal. Throws a
 * `ConnectorError` when there is no answer, or one that proves nothing.
 */
export async function callXrpc<Schema extends TSchema>(
  service: XrpcService,
  call: XrpcCall,
  schema: Schema,
): Promise<Static<Schema> | XrpcRefusal> {
  const response = await sendXrpc(service, call)
  const answer = parse(await readWhole(response, call.bytesMax ?? ANSWER_BYTES_MAX))
  if (!response.ok) return refusalOf(response.status, answer)
  if (Value.Check(schema, answer)) return answer
  const [problem] = Value.Errors(schema, answer)
  throw new ConnectorError(
    'unreadable',
    `the answer to ${call.method} ${problem?.instancePath ?? ''} ${problem?.message ?? 'is not as agreed'}`,
  )
}

/** Turns a refusal that the caller did not expect into the failure of the call. */
export function failRefused(method: string, { status, error, detail }: XrpcRefusal): never {
  const text = renderMessage(message('attention.platform.says', { detail: `${method}: ${error || status} ${detail}` }))
  if (status === 401 || status === 403) throw new ConnectorError('bad_signature', text)
  if (status === 429 || status >= 500) throw new ConnectorError('unavailable', text)
  throw new ConnectorError('malformed', text)
}

function failureOf(error: unknown, signal: AbortSignal): ConnectorError {
  const late = signal.aborted
  return new ConnectorError(
    late ? 'timeout' : 'unreachable',
    renderMessage(message(late ? 'attention.platform.late' : 'attention.platform.away')),
    { cause: error },
  )
}

async function readWhole(response: Response, bytesMax: number): Promise<string> {
  try {
    const text = await readText(response, bytesMax)
    if (text !== undefined) return text
  } catch (error) {
    throw new ConnectorError('unreachable', renderMessage(message('attention.platform.away')), { cause: error })
  }
  throw new ConnectorError('unreadable', renderMessage(message('attention.platform.tooMuch')))
}

/**
 * Parses an answer. Undefined: it is no JSON. A record is written by its author: text that PostgreSQL can't store is
 * replaced, not refused, so that no author makes their own records unreadable for the desk.
 */
function parse(text: string): unknown {
  try {
    return JSON.parse(text, (_name, value) => (typeof value === 'string' ? toStorable(value, value.length) : value))
  } catch {
    return undefined
  }
}

function refusalOf(status: number, answer: unknown): XrpcRefusal {
  if (!Value.Check(RefusalBody, answer)) return { status, error: '', detail: '' }
  return { status, error: answer.error, detail: toStorable(answer.message ?? '', DETAIL_CHARS_MAX) }
}

const RefusalBody = Type.Object({ error: Type.String({ maxLength: 200 }), message: Type.Optional(Type.String()) })
