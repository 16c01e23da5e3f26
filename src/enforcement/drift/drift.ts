import sql from 'sql-template-tag'
import { IS_TO_ON_CALL, queueAlert } from '../../alerts/alert.ts'
import type { Tx } from '../../foundation/database/db.ts'
import { DESK, type PlatformState } from '../../foundation/domain.ts'
import { type Message, message } from '../../foundation/messages/message.ts'
import { driftHash } from '../../ledger/entries/content-hash.ts'
import { queueEntry } from '../../ledger/queue-entry.ts'
import type { AlertKind } from '../../policy/stage/alert-kinds.ts'

/** The kinds of drift of a protected account. Each has the kind of alert that it raises. */
export const DRIFT_KINDS = {
  offline: { alert: 'offline' },
  gone: { alert: 'offline' },
  unseen: { alert: 'offline' },
  locked: { alert: 'disagrees' },
  limited: { alert: 'disagrees' },
  raised: { alert: 'disagrees' },
  emptied: { alert: 'disagrees' },
  reach: { alert: 'disagrees' },
  handle: { alert: 'disagrees' },
  credentials: { alert: 'disagrees' },
} as const satisfies Record<string, { alert: AlertKind }>
export type DriftKind = keyof typeof DRIFT_KINDS

/** Returns what happened to the account, as the end of a sentence about it. */
export const driftMessage = (kind: DriftKind): Message => message(`drift.says.${kind}`)

export interface Found {
  kind: DriftKind
  was: string | null
  isNow: string | null
}

/**
 * The kinds of drift that the desk corrects by itself. They end when a read-back shows the account restored, and by no
 * person's word.
 */
export const MENDED: readonly DriftKind[] = ['offline', 'locked', 'limited']
/** The kinds of drift that end when a read-back shows the account as before. */
export const ENDS_BY_ITSELF: readonly DriftKind[] = [...MENDED, 'gone', 'unseen']

/**
 * True when the account is offline, or blocked in a country without an enforcement: its audience may be in that
 * country.
 */
const isStricter = (
  { blockedCountries: ordered = [] }: PlatformState,
  { visible, blockedCountries = [] }: PlatformState,
): boolean => !visible || blockedCountries.some((country) => !ordered.includes(country))

/** Lists the restrictions that the platform shows and the desired state does not have. Pure. */
export const takenOf = (shouldBe: PlatformState, seen: PlatformState): Found[] => [
  ...(shouldBe.visible && isStricter(shouldBe, seen) ? [stateOf('offline')] : []),
  ...(shouldBe.mayPost && !seen.mayPost ? [stateOf('locked')] : []),
  ...(shouldBe.spread === 'full' && seen.spread === 'limited' ? [stateOf('limited')] : []),
]

export const stateOf = (kind: DriftKind): Found => ({ kind, was: null, isNow: null })

/** Drift that returns within this time after its end counts as the same drift. */
const SAME_AGAIN_MS = 15 * 60_000
/** The time after an alert about a subject in which no alert of the same kind is raised. */
const CALLED_MS = 30 * 60_000

/**
 * Records the drift of a protected account whose subject is locked, and alerts people, in one transaction. Drift that
 * is still open or ended shortly before is counted and raises no further alert.
 */
export async function recordDrifts(
  tx: Tx,
  about: { subject: string; accountId: string; answer: 'brought_up' | 'told' },
  found: readonly Found[],
): Promise<void> {
  const fresh: { id: string; kind: DriftKind }[] = []
  for (const each of found) {
    const id = await countAgain(tx, about.subject, each.kind)
    if (id !== undefined) queueEntry(tx, { kind: 'drift_found_again', driftId: id, by: DESK, subject: about.subject })
    else fresh.push({ id: await insertDrift(tx, about, each), kind: each.kind })
  }
  for (const kind of ['offline', 'disagrees'] as const) {
    const [first, ...others] = fresh.filter((each) => DRIFT_KINDS[each.kind].alert === kind)
    if (first === undefined || (await wasCalled(tx, about.subject, kind))) continue
    const says = [first, ...others].map((each) => driftMessage(each.kind))
    const alert = { kind, to: 'on_call', subject: about.subject, driftId: first.id } as const
    queueAlert(tx, { ...alert, why: message(`drift.told.${about.answer}`, { says }) })
  }
}

/** Counts the earlier drift that this one repeats, and returns its id. Undefined: the drift is new. */
async function countAgain(tx: Tx, subject: string, kind: DriftKind): Promise<string | undefined> {
  return tx.findValue<string>(sql`
    update drift set times = times + 1, last_at = desk_now(), ended_at = null
    where id = (
      select id from drift where subject = ${subject} and kind = ${kind} and closed_at is null
        and (ended_at is null or ended_at > desk_now() - ${SAME_AGAIN_MS} * interval '1 ms')
      order by found_at desc limit 1)
    returning id`)
}

async function insertDrift(
  tx: Tx,
  { subject, accountId, answer }: { subject: string; accountId: string; answer: string },
  { kind, was, isNow }: Found,
): Promise<string> {
  const { rows } = await tx.query<{ id: string }>(sql`
    insert into drift (subject, account_id, kind, was, is_now, answer)
    values (${subject}, ${accountId}, ${kind}, ${was}, ${isNow}, ${answer}) returning id`)
  const id = rows[0]?.id ?? ''
  const contentHash = driftHash({ accountId, was, isNow })
  queueEntry(tx, { kind: 'drift_found', driftId: id, drift: kind, answer, contentHash, by: DESK, subject })
  return id
}

/** Alerts about enforcements, such as a late end, are of the same kinds: they tell nothing of this drift. */
async function wasCalled(tx: Tx, subject: string, kind: AlertKind): Promise<boolean> {
  const { rowCount } = await tx.query(sql`
    select from alert where subject = ${subject} and kind = ${kind} and drift_id is not null
      and ${IS_TO_ON_CALL} and at > desk_now() - ${CALLED_MS} * interval '1 ms'
    limit 1`)
  return (rowCount ?? 0) > 0
}

/** Ends open drift of these kinds: a read-back shows the account as before. */
export async function endDrifts(tx: Tx, subject: string, kinds: readonly DriftKind[]): Promise<void> {
  const { rows } = await tx.query<{ id: string }>(sql`
    update drift set ended_at = desk_now()
    where subject = ${subject} and kind = any (${kinds}) and ended_at is null and closed_at is null returning id`)
  for (const { id } of rows) queueEntry(tx, { kind: 'drift_ended', driftId: id, by: DESK, subject })
}

/** Returns the account of this subject if it is protected. */
export async function findProtected(tx: Tx, subject: string): Promise<string | undefined> {
  return tx.findValue<string>(sql`
    select account.id from account left join content on 'content:' || content.id = ${subject}
    where account.protected and account.id = coalesce(content.account_id, subject_id(${subject}, 'account')) limit 1`)
}
