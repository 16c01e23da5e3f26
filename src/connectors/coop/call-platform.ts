import { type KeyObject, sign } from 'node:crypto'
import { Type } from 'typebox'
import { Value } from 'typebox/value'
import { ConnectorError, type ConnectorFailure } from '../../foundation/connector/connector.ts'
import type { CoopItem, CoopItemId } from '../../foundation/coop/coop-item.ts'
import { message } from '../../foundation/messages/message.ts'
import { renderMessage } from '../../foundation/messages/render-message.ts'
import type { GuardedFetch } from '../../foundation/outgoing/guarded-fetch.ts'
import { readText } from '../../foundation/outgoing/read-text.ts'
import { parseAnswer } from '../parse-answer.ts'

const ANSWER_BYTES_MAX = 1_048_576

/** The means of calling one platform in the form of Coop. */
export interface Calling {
  fetch: GuardedFetch
  /** The RSA key whose signature proves the sender. */
  key: KeyObject
  /** The value of the Authorization header that the platform wants. */
  authorization: string | undefined
  /** Ends all requests of one call of the desk. */
  signal: AbortSignal
}

/** Sends one signed POST and returns the answer's text. Any status but 2xx is a failure, and 404 the one given. */
export async function post(
  calling: Calling,
  url: string,
  content: object,
  notFound: ConnectorFailure,
): Promise<string> {
  const body = JSON.stringify(content)
  const { key, authorization, signal } = calling
  const headers = {
    'content-type': 'application/json',
    'coop-signature': sign('sha256', Buffer.from(body), key).toString('base64'),
    ...(authorization !== undefined && { authorization }),
  }
  try {
    const response = await calling.fetch(url, { method: 'POST', body, headers, signal })
    const text = await readText(response, ANSWER_BYTES_MAX)
    if (response.ok && text !== undefined) return text
    if (response.ok) throw new ConnectorError('unreadable', renderMessage(message('attention.platform.tooMuch')))
    const detail = renderMessage(message('attention.platform.status', { status: response.status }))
    throw new ConnectorError(failureOf(response.status, notFound), detail)
  } catch (error) {
    if (error instanceof ConnectorError) throw error
    const failure = signal.aborted ? 'timeout' : 'unreachable'
    const detail = message(signal.aborted ? 'attention.platform.late' : 'attention.platform.away')
    throw new ConnectorError(failure, renderMessage(detail), { cause: error })
  }
}

/** The failures that need another step than the status's class says. */
const FAILURES: Readonly<Record<number, ConnectorFailure>> = {
  ...{ 401: 'not_authorised', 403: 'not_authorised', 408: 'unavailable', 429: 'over_budget' },
}
const failureOf = (status: number, notFound: ConnectorFailure): ConnectorFailure =>
  status === 404 ? notFound : (FAILURES[status] ?? (status >= 400 && status < 500 ? 'refused' : 'unavailable'))

/** Reads an item by the platform's Partial Items API. Throws `no_such_subject` for one that the platform leaves out. */
export async function readItem(calling: Calling, url: string, { id, typeId }: CoopItemId): Promise<CoopItem> {
  const answer = parseAnswer(await post(calling, url, { items: [{ id, typeId }] }, 'no_such_subject'))
  if (!Value.Check(PartialItems, answer))
    throw new ConnectorError('unreadable', renderMessage(message('attention.coop.items')))
  const found = answer.items.find((item) => item.id === id && (item.typeId ?? item.type?.id) === typeId)
  if (found === undefined)
    throw new ConnectorError('no_such_subject', renderMessage(message('attention.platform.gone')))
  return { id, typeId, data: found.data }
}

const PartialItems = Type.Object({
  items: Type.Array(
    Type.Object({
      id: Type.String(),
      typeId: Type.Optional(Type.String()),
      type: Type.Optional(Type.Object({ id: Type.String() })),
      data: Type.Record(Type.String(), Type.Unknown()),
    }),
    { maxItems: 100 },
  ),
})
