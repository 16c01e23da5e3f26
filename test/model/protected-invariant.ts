import type { Gate, Seen, SeenEnforcement } from './gate.ts'
import { type Story, Violation } from './story.ts'

/** The longest time for which one person's act, or an unconfirmed one, lasts. */
const ALONE_MS = 60 * 60_000

/**
 * The whole promise: a protected account stays online, unless enough people stand behind the enforcement, each approval
 * signed with the passkey of an enrolled person; or it returns within the time to confirm; or it is a content on a
 * proved ground. Shadow mode promises nothing, nor does an organisation without guards.
 */
export function checkProtected(story: Story, gate: Gate, seen: Seen): void {
  if (story.isShadow || story.scene.shadow || story.scene.bare || story.rules.ownYesAfterMs !== null) return
  for (const name of gate.platform.names) {
    if (gate.platform.state(name).visible) continue
    const acting = seen.enforcements.filter((enforcement) => enforcement.subject === name && isActing(enforcement))
    const guarded = acting.filter(({ id }) => (story.releasedAs.get(id) ?? 'ordinary') !== 'ordinary')
    if (acting.length === 0 || guarded.length < acting.length) continue
    if (
      !guarded.some((enforcement) => isProvedStay(enforcement) || isBacked(enforcement) || comesBackSoon(enforcement))
    )
      throw new Violation(
        'a protected account stays up unless enrolled people signed',
        `${name}, by ${guarded.map(({ id }) => id).join(', ')}`,
      )
  }
}

const isActing = ({ action, state }: SeenEnforcement): boolean =>
  ['suspend', 'deactivate', 'hide', 'remove'].includes(action) &&
  ['releasing', 'in_effect', 'confirmed', 'restoring'].includes(state)

/** A content on a proved ground stays offline under repeated alerts, which `WaitForAlerts` checks. */
const isProvedStay = ({ ground }: SeenEnforcement): boolean => ground !== null && ground !== 'document'

/**
 * True when at least one person other than its proposer signed that it is right: before the effect, or afterwards on a
 * ground.
 */
function isBacked({ ground, parties, answers }: SeenEnforcement): boolean {
  const proposers = parties.filter(({ how }) => how === 'proposed').map(({ by }) => by)
  const stands = ground === null ? 'agree' : 'confirm'
  return answers.some(({ by, answer, signed }) => answer === stands && signed !== false && !proposers.includes(by))
}

const comesBackSoon = ({ releasedAtMs, endsAtMs, confirmByMs, confirmedAtMs }: SeenEnforcement): boolean => {
  const over = Math.min(
    endsAtMs ?? Number.POSITIVE_INFINITY,
    confirmedAtMs === null ? (confirmByMs ?? Number.POSITIVE_INFINITY) : Number.POSITIVE_INFINITY,
  )
  return releasedAtMs !== null && over - releasedAtMs <= ALONE_MS
}
