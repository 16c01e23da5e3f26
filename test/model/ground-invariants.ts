import type { Gate, Seen, SeenEnforcement } from './gate.ts'
import { CLAIMS } from './grounds.ts'
import { OWN_CONTENTS } from './model-platform.ts'
import { isContent, ownerOf } from './owners.ts'
import { DAY_MS } from './scene.ts'
import { type Story, Violation } from './story.ts'

const HOUR_MS = 3_600_000
/** The most documents that take effect on one account within a day before a second person is required. */
const DOCUMENTS_MAX = 2
/** The third of at most nine contents counts as the account itself. */
const LARGE_SHARE = 3
const TAKING: readonly SeenEnforcement['state'][] = ['releasing', 'in_effect', 'confirmed']

/** All that must have been so when one person alone took a content of a protected account offline. */
export function checkGroundRelease(story: Story, gate: Gate, enforcement: SeenEnforcement, seen: Seen): void {
  const made = story.claims.get(enforcement.id)
  const by = enforcement.parties.find(({ how }) => how === 'proposed')?.by
  if (made === undefined || by === undefined) throw new Violation('a ground is named by a person', enforcement.id)
  const { isProof, ground } = CLAIMS[made.claim]
  const isRecent = gate.nowMs - gate.platform.publishedAtMs(enforcement.subject) < DAY_MS
  if (!isProof || (ground === 'harm' && !isRecent))
    throw new Violation(
      'one person acts alone on a ground that is proved, and on no other',
      `${enforcement.id}: ${made.claim}`,
    )
  if (!made.isOnDuty || story.cast[by]?.leaving)
    throw new Violation('who is off duty or leaving acts alone on nothing', `${enforcement.id} by ${story.name(by)}`)
  if (ground !== 'document') return
  const since = (enforcement.moves[0]?.atMs ?? 0) - DAY_MS
  const documents = seen.enforcements.filter(
    (other) =>
      other.ground === 'document' &&
      ownerOf(other.subject) === ownerOf(enforcement.subject) &&
      (other.moves[0]?.atMs ?? 0) > since,
  )
  if (documents.length > DOCUMENTS_MAX)
    throw new Violation('the third document on one account in a day waits for a second person', enforcement.id)
  if (enforcement.confirmByMs === null || enforcement.confirmByMs - (enforcement.releasedAtMs ?? 0) > HOUR_MS)
    throw new Violation('what one person did on a document ends within the hour', enforcement.id)
}

/**
 * Checks an enforcement on a ground: another person signed its confirmation, and the desk itself ends none with a
 * proof.
 */
export function checkGround(story: Story, enforcement: SeenEnforcement): void {
  if (enforcement.ground === null) return
  const parties = enforcement.parties.map(({ by }) => by)
  const confirmed = enforcement.answers.some(
    ({ by, answer, signed }) => answer === 'confirm' && signed !== false && !parties.includes(by),
  )
  if (enforcement.confirmedAtMs !== null && !confirmed)
    throw new Violation('another person confirms with a passkey what one did alone', enforcement.id)
  const ended = enforcement.moves.find(({ to }) => to === 'restoring')
  const hasLeft = enforcement.parties.some(({ by }) => story.ended.has(by))
  const wasGivenBack = story.givenBack.has(enforcement.subject)
  if (enforcement.ground !== 'document' && ended?.by === null && !hasLeft && !wasGivenBack)
    throw new Violation('what a proved ground took stays until a person undoes it', enforcement.id)
}

/** A subject that two people restored by their signatures stays visible until another enforcement takes effect. */
export function checkGivenBack(story: Story, gate: Gate, { enforcements }: Seen): void {
  for (const [name, atMs] of story.givenBack) {
    if (gate.platform.state(name).visible) continue
    if (!enforcements.some(({ subject, releasedAtMs }) => subject === name && (releasedAtMs ?? 0) >= atMs))
      throw new Violation('what two people gave back stays up', name)
  }
}

/** True when hiding this makes so much of its account's contents unseen that it counts as the account itself. */
export function takesLargeShare(story: Story, enforcement: SeenEnforcement, { enforcements }: Seen): boolean {
  if (!story.scene.speeches || !isContent(enforcement.subject) || !['hide', 'remove'].includes(enforcement.action))
    return false
  const place = enforcements.findIndex(({ id }) => id === enforcement.id)
  const isBefore = (other: SeenEnforcement, at: number) =>
    (other.releasedAtMs ?? 0) < (enforcement.releasedAtMs ?? 0) ||
    (other.releasedAtMs === enforcement.releasedAtMs && at <= place)
  const hidden = enforcements.filter(
    (other, at) =>
      isBefore(other, at) &&
      isContent(other.subject) &&
      ownerOf(other.subject) === ownerOf(enforcement.subject) &&
      ['hide', 'remove'].includes(other.action) &&
      !other.lifted &&
      !other.failing &&
      TAKING.includes(other.state),
  )
  const subjects = new Set([...hidden.map(({ subject }) => subject), enforcement.subject])
  return OWN_CONTENTS <= 9 && subjects.size >= LARGE_SHARE
}

/** With a living worker, the person on call was alerted within 15 minutes of every unconfirmed enforcement. */
export async function checkAlerts(story: Story, gate: Gate): Promise<void> {
  if (gate.nowMs < story.leasedUntilMs) return
  const account = await gate.desk?.grounds.findUnalerted()
  if (account !== undefined)
    throw new Violation('what one person did alone is alerted every 15 minutes until another looks', account)
}
