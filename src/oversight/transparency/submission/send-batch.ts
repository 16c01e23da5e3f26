import type { FieldError } from '../statement/check-statement.ts'
import type { DsaStatement } from '../statement/dsa-statement.ts'
import type { DsaClient } from './dsa-client.ts'
import type { Trouble } from './read-answer.ts'

/** The part of the client that sends. */
export type Sender = Pick<DsaClient, 'send' | 'findPuid'>

/** The outcomes of the statements of a batch, by puid. Those in no list are sent again later. */
export interface Sent {
  /** The server has them, under these ids of its own. Null: it had them before. */
  stored: Map<string, string | null>
  refused: Map<string, readonly FieldError[]>
  /** The reason why the rest was not sent. */
  trouble?: Trouble
}

/** The most calls for one batch: more than any honest server needs, so that a lying one ends too. */
const CALLS_MAX = 400

/**
 * Sends a batch, which the server stores as a whole or not at all. A statement that it refuses is set aside and the rest
 * is sent again. A puid that it knows is looked up and counts as sent: an earlier attempt arrived, and its answer didn't.
 */
export async function sendBatch(client: Sender, batch: readonly DsaStatement[]): Promise<Sent> {
  const sent: Sent = { stored: new Map(), refused: new Map() }
  const groups: (readonly DsaStatement[])[] = [batch]
  for (let calls = 0; calls < CALLS_MAX; calls++) {
    const group = groups.pop()
    if (group === undefined) return sent
    if (group.length === 0) continue
    const answer = await client.send(group)
    switch (answer.kind) {
      case 'stored':
        // One that the answer leaves out is looked for at the next attempt, as one that the server knows.
        for (const { puid } of group) if (answer.uuids.has(puid)) sent.stored.set(puid, answer.uuids.get(puid) ?? null)
        break
      case 'invalid':
        groups.push(...(await setAside(client, sent, group, answer.errors)))
        break
      case 'known':
        groups.push(...(await settleKnown(client, sent, group, answer.puids)))
        break
      case 'refused':
        groups.push(...(await narrow(client, sent, group, answer.says)))
        break
      default:
        return { ...sent, trouble: answer }
    }
    if (sent.trouble) return sent
  }
  return { ...sent, trouble: { kind: 'unexpected', says: `one batch took more than ${CALLS_MAX} calls` } }
}

type Groups = (readonly DsaStatement[])[]

/** Sets the named statements aside and returns the rest. An error about a puid alone may be about one that is known. */
async function setAside(
  client: Sender,
  sent: Sent,
  group: readonly DsaStatement[],
  errors: ReadonlyMap<number, readonly FieldError[]>,
): Promise<Groups> {
  const bad = group.flatMap((statement, place) => {
    const of = errors.get(place)
    return of === undefined ? [] : [{ statement, errors: of }]
  })
  if (bad.length === 0) return narrow(client, sent, group, 'it named a statement that the call did not have')
  for (const { statement, errors: of } of bad) {
    const isKnown = of.every(({ field }) => field === 'puid') && (await isStored(client, sent, statement.puid))
    if (sent.trouble) return []
    if (!isKnown) sent.refused.set(statement.puid, of)
  }
  return [group.filter(({ puid }) => !sent.refused.has(puid) && !sent.stored.has(puid))]
}

/** Looks up the puids that the server says it knows. One that it then does not find is left for a later attempt. */
async function settleKnown(
  client: Sender,
  sent: Sent,
  group: readonly DsaStatement[],
  puids: readonly string[],
): Promise<Groups> {
  const named = group.filter(({ puid }) => puids.includes(puid))
  if (named.length === 0) return narrow(client, sent, group, 'it named a puid that the call did not have')
  for (const { puid } of named) {
    await isStored(client, sent, puid)
    if (sent.trouble) return []
  }
  return [group.filter((statement) => !named.includes(statement))]
}

/** Halves a group whose refusal names no statement. One alone is looked up, and else refused. */
async function narrow(client: Sender, sent: Sent, group: readonly DsaStatement[], says: string): Promise<Groups> {
  const [only] = group
  if (group.length > 1 || only === undefined) {
    const half = Math.ceil(group.length / 2)
    return [group.slice(0, half), group.slice(half)]
  }
  if (!(await isStored(client, sent, only.puid)) && !sent.trouble) {
    sent.refused.set(only.puid, [{ field: 'statement', says }])
  }
  return []
}

async function isStored(client: Sender, sent: Sent, puid: string): Promise<boolean> {
  const found = await client.findPuid(puid)
  if (found.kind === 'found') sent.stored.set(puid, null)
  else if (found.kind !== 'absent') sent.trouble = found
  return found.kind === 'found'
}
