import { type Static, type TSchema, Type } from 'typebox'
import { Value } from 'typebox/value'
import { ConnectorError, type ConnectorFailure } from '../../../foundation/connector/connector.ts'
import { message } from '../../../foundation/messages/message.ts'
import { renderMessage } from '../../../foundation/messages/render-message.ts'
import { toStorable } from '../../../foundation/messages/stored-text.ts'
import type { GuardedFetch } from '../../../foundation/outgoing/guarded-fetch.ts'
import { readText } from '../../../foundation/outgoing/read-text.ts'
import { parseAnswer } from '../../parse-answer.ts'
import { nextPage } from './next-page.ts'
import type { Importance, RateWindow } from './rate-window.ts'

const ANSWER_BYTES_MAX = 4 * 1_048_576
const DETAIL_CHARS_MAX = 300
/** The most pages of one list: a server that always states a next page must not keep the desk reading. */
const PAGES_MAX = 10

/** The server and the limits of all requests to it. */
export interface Server {
  /** The address of the server without a path. */
  origin: string
  token: string
  fetch: GuardedFetch
  rate: RateWindow
}

/** The requests of one call of the desk, which share one time limit. */
export interface Exchange {
  server: Server
  importance: Importance
  signal: AbortSignal
}

/** Reads an entity. Throws a `ConnectorError`. */
export async function read<Schema extends TSchema>(
  exchange: Exchange,
  path: string,
  schema: Schema,
): Promise<Static<Schema>> {
  return (await send(exchange, { method: 'GET', path }, schema)).answer
}

/** Sends a form. Throws a `ConnectorError`; after `timeout` and `unreachable` the server may have acted. */
export async function post<Schema extends TSchema>(
  exchange: Exchange,
  path: string,
  form: Readonly<Record<string, string>>,
  schema: Schema,
): Promise<Static<Schema>> {
  return sendForm(exchange, 'POST', path, form, schema)
}

/** Sends a form by any method that changes something, as `post` does. */
export async function sendForm<Schema extends TSchema>(
  exchange: Exchange,
  method: 'POST' | 'PUT' | 'DELETE',
  path: string,
  form: Readonly<Record<string, string>>,
  schema: Schema,
): Promise<Static<Schema>> {
  return (await send(exchange, { method, path, body: new URLSearchParams(form).toString() }, schema)).answer
}

/** Reads the pages of a list by their Link headers. */
export async function readPages<Item extends TSchema>(
  exchange: Exchange,
  path: string,
  item: Item,
): Promise<Static<Item>[]> {
  const items: Static<Item>[] = []
  let at: string | undefined = path
  for (let page = 0; at !== undefined && page < PAGES_MAX; page++) {
    const sent: { answer: unknown; next: string | undefined } = await send(
      exchange,
      { method: 'GET', path: at },
      Type.Array(item),
    )
    items.push(...(sent.answer as Static<Item>[]))
    at = sent.next
  }
  return items
}

interface Sent {
  method: 'GET' | 'POST' | 'PUT' | 'DELETE'
  /** A path, or the whole address of a next page. */
  path: string
  body?: string
}

async function send<Schema extends TSchema>(
  { server, importance, signal }: Exchange,
  { method, path, body }: Sent,
  schema: Schema,
): Promise<{ answer: Static<Schema>; next: string | undefined }> {
  const { origin, token, rate } = server
  rate.check(importance)
  const form = body === undefined ? {} : { body, type: { 'content-type': 'application/x-www-form-urlencoded' } }
  const headers = { authorization: `Bearer ${token}`, accept: 'application/json', ...form.type }
  try {
    const url = new URL(path, origin).href
    const response = await server.fetch(url, { method, headers, signal, ...(body !== undefined && { body }) })
    const failure = rate.record(response.status, response.headers)
    const text = await readText(response, ANSWER_BYTES_MAX)
    if (failure !== undefined) throw failure
    if (text === undefined) throw unreadable(renderMessage(message('attention.platform.tooMuch')))
    const answer = parseAnswer(text)
    if (response.status < 200 || response.status > 299) throw failureOf(response.status, answer)
    if (!Value.Check(schema, answer)) {
      const [problem] = Value.Errors(schema, answer)
      throw unreadable(`the answer to ${method} ${path} ${problem?.instancePath ?? ''} ${problem?.message ?? ''}`)
    }
    return { answer, next: nextPage(response.headers.get('link'), origin) }
  } catch (error) {
    if (error instanceof ConnectorError) throw error
    if (signal.aborted)
      throw new ConnectorError('timeout', renderMessage(message('attention.platform.late')), { cause: error })
    throw new ConnectorError('unreachable', renderMessage(message('attention.platform.away')), { cause: error })
  }
}

const unreadable = (why: string): ConnectorError => new ConnectorError('unreadable', why)

const Problem = Type.Object({ error: Type.String() })

/** The failure of each status. A token is replaced by people, so its failure is not final: the desk tries again. */
const FAILURES: Readonly<Record<number, ConnectorFailure>> = {
  400: 'malformed',
  401: 'not_authorised',
  403: 'refused',
  404: 'no_such_subject',
  410: 'no_such_subject',
  422: 'refused',
}
/** Mastodon's answer to a token without the scope of a method, in distinction from one without the permission. */
const IS_SCOPE = /outside the authorized scopes/i

function failureOf(status: number, answer: unknown): ConnectorError {
  const detail = Value.Check(Problem, answer) ? toStorable(answer.error, DETAIL_CHARS_MAX) : undefined
  const failure = status === 403 && IS_SCOPE.test(detail ?? '') ? 'not_authorised' : (FAILURES[status] ?? 'unavailable')
  if (failure === 'not_authorised')
    return new ConnectorError(failure, renderMessage(message('attention.mastodon.token', { detail: detail ?? '' })))
  return new ConnectorError(
    failure,
    renderMessage(
      detail === undefined
        ? message('attention.platform.status', { status })
        : message('attention.platform.says', { detail }),
    ),
  )
}
