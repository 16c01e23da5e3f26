import type { Gate, Seen, SeenOrder } from './gate.ts'
import { CLAIMS } from './grounds.ts'
import { OWN_CONTENTS } from './model-platform.ts'
import { isContent, ownerOf } from './owners.ts'
import { DAY_MS } from './scene.ts'
import { type Story, Violation } from './story.ts'

const HOUR_MS = 3_600_000
/** As many documents act on one account within a day before a second person is asked. */
const DOCUMENTS_MAX = 2
/** The third of at most nine contents counts as the account itself. */
const LARGE_SHARE = 3
const TAKING: readonly SeenOrder['state'][] = ['releasing', 'in_effect', 'confirmed']

/** All that must have been so when one person alone took a content of a protected account offline. */
export function checkGroundRelease(story: Story, gate: Gate, order: SeenOrder, seen: Seen): void {
  const made = story.claims.get(order.id)
  const by = order.parties.find(({ how }) => how === 'proposed')?.by
  if (made === undefined || by === undefined) throw new Violation('a ground is named by a person', order.id)
  const { isProof, ground } = CLAIMS[made.claim]
  const isRecent = gate.nowMs - gate.platform.publishedAtMs(order.subject) < DAY_MS
  if (!isProof || (ground === 'harm' && !isRecent))
    throw new Violation(
      'one person acts alone on a ground that is proved, and on no other',
      `${order.id}: ${made.claim}`,
    )
  if (!made.isOnDuty || story.cast[by]?.leaving)
    throw new Violation('who is off duty or leaving acts alone on nothing', `${order.id} by ${story.name(by)}`)
  if (ground !== 'document') return
  const since = (order.moves[0]?.atMs ?? 0) - DAY_MS
  const documents = seen.orders.filter(
    (other) =>
      other.ground === 'document' &&
      ownerOf(other.subject) === ownerOf(order.subject) &&
      (other.moves[0]?.atMs ?? 0) > since,
  )
  if (documents.length > DOCUMENTS_MAX)
    throw new Violation('the third document on one account in a day waits for a second person', order.id)
  if (order.confirmByMs === null || order.confirmByMs - (order.releasedAtMs ?? 0) > HOUR_MS)
    throw new Violation('what one person did on a document ends within the hour', order.id)
}

/** Of what stands on a ground: another person signed its confirmation, and the desk ends nothing that is proved. */
export function checkGround(story: Story, order: SeenOrder): void {
  if (order.ground === null) return
  const parties = order.parties.map(({ by }) => by)
  const confirmed = order.answers.some(
    ({ by, answer, signed }) => answer === 'confirm' && signed !== false && !parties.includes(by),
  )
  if (order.confirmedAtMs !== null && !confirmed)
    throw new Violation('another person confirms with a passkey what one did alone', order.id)
  const ended = order.moves.find(({ to }) => to === 'restoring')
  const hasLeft = order.parties.some(({ by }) => story.ended.has(by))
  const wasGivenBack = story.givenBack.has(order.subject)
  if (order.ground !== 'document' && ended?.by === null && !hasLeft && !wasGivenBack)
    throw new Violation('what a proved ground took stays until a person undoes it', order.id)
}

/** What two people gave back by their signatures stays up, until something else takes effect. */
export function checkGivenBack(story: Story, gate: Gate, { orders }: Seen): void {
  for (const [name, atMs] of story.givenBack) {
    if (gate.platform.state(name).visible) continue
    if (!orders.some(({ subject, releasedAtMs }) => subject === name && (releasedAtMs ?? 0) >= atMs))
      throw new Violation('what two people gave back stays up', name)
  }
}

/** True when hiding this makes so much of its account's contents unseen that it counts as the account itself. */
export function takesLargeShare(story: Story, order: SeenOrder, { orders }: Seen): boolean {
  if (!story.scene.speeches || !isContent(order.subject) || !['hide', 'remove'].includes(order.action)) return false
  const place = orders.findIndex(({ id }) => id === order.id)
  const isBefore = (other: SeenOrder, at: number) =>
    (other.releasedAtMs ?? 0) < (order.releasedAtMs ?? 0) || (other.releasedAtMs === order.releasedAtMs && at <= place)
  const hidden = orders.filter(
    (other, at) =>
      isBefore(other, at) &&
      isContent(other.subject) &&
      ownerOf(other.subject) === ownerOf(order.subject) &&
      ['hide', 'remove'].includes(other.action) &&
      !other.lifted &&
      !other.failing &&
      TAKING.includes(other.state),
  )
  const subjects = new Set([...hidden.map(({ subject }) => subject), order.subject])
  return OWN_CONTENTS <= 9 && subjects.size >= LARGE_SHARE
}

/** With a worker that lives, on-call was alerted within 15 minutes of what stands unconfirmed. */
export async function checkAlerts(story: Story, gate: Gate): Promise<void> {
  if (gate.nowMs < story.leasedUntilMs) return
  const account = await gate.desk?.grounds.findUnalerted()
  if (account !== undefined)
    throw new Violation('what one person did alone is alerted every 15 minutes until another looks', account)
}
