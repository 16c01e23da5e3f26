import type { Receipt } from './apply.ts'
import type { Grounds } from './authorisation.ts'
import type { PlatformSetup } from './create-platform.ts'
import type { Reading } from './handlers.ts'
import type { AloneNow, AloneSoFar } from './judge-alone.ts'
import type { Takeover } from './judge-hijack.ts'
import { type Believed, judgeTaking, type InterimLimits } from './judge-taking.ts'
import type { Refusal, Revert, Subject, PlatformState } from './protocol.ts'
import { takeableBy, takenUntil } from './taken-until.ts'

/** The platform's own limits on restrictive effects, for every caller. Restores are never counted and never refused. */
export interface Limits {
  /** The most restrictive effects within a minute. */
  perMinute?: number
  /** The most people whom restricted subjects reach within an hour, summed. */
  reachPerHour?: number
  /**
   * The limits of one person on a protected subject: measures short of offline, for a limited time, a limited number of
   * times a week.
   */
  interim?: InterimLimits
}

const MINUTE_MS = 60_000
const HOUR_MS = 3_600_000
const DAY_MS = 24 * HOUR_MS
const INTERIM: InterimLimits = { maxMs: 24 * HOUR_MS, perWeek: 5 }

type Allowed = { believed: Partial<Believed> } | { refusal: Refusal; detail: string }

/** Decides whether the platform's own limits allow an effect, and records it in the transaction of the effect. */
export async function allow<Tx>(
  setup: PlatformSetup<Tx>,
  tx: Tx,
  given: { subject: Subject; before: Reading; asked: PlatformState; reverts: readonly Revert[]; receipt: Receipt },
): Promise<Allowed> {
  const { handlers, limits = {} } = setup
  const { subject, before, asked: desired, reverts, receipt } = given
  const { seen, grounds } = receipt
  const nowMs = receipt.now.getTime()
  let believed: Partial<Believed> = {}
  if (grounds) {
    const protectedBy = grounds.pinned ? ((await handlers.protects?.(tx, subject)) ?? 0) : 0
    const { interim = INTERIM } = limits
    const alone = protectedBy > 0 ? await findAloneSoFar(setup, tx, subject, grounds, nowMs) : undefined
    const rules = setup.actions ?? {}
    const asked = { subject, before: before.state, seen, desired, reverts, grounds, protectedBy, interim, rules, nowMs }
    const takeover = protectedBy > 0 ? await findTakeover(setup, tx, { subject, before, grounds }) : undefined
    const judged = judgeTaking({ ...asked, ...(alone && { alone }), ...(takeover && { takeover }) })
    if ('refused' in judged) return { refusal: 'not_agreed', detail: judged.refused }
    const { alone: acted, ...kept } = judged
    const account = subject.kind === 'account' ? subject.id : alone?.account
    if (account !== undefined) await recordActedAlone(setup, tx, { subject, account, acted, atMs: nowMs })
    believed = kept
  }
  const takes = takeableBy([desired]).some(
    (what) => takenUntil(what, before.state, []) === Number.NEGATIVE_INFINITY && takenUntil(what, desired, []) > 0,
  )
  const overBudget = takes && (await spend(setup, tx, limits, before, nowMs))
  return overBudget ? { refusal: 'over_budget', detail: overBudget } : { believed }
}

/** Finds a content's account and how often one person acted alone on it in a day, where a proposer signed a ground. */
async function findAloneSoFar<Tx>(
  { store, handlers }: PlatformSetup<Tx>,
  tx: Tx,
  subject: Subject,
  { signed }: Grounds,
  nowMs: number,
): Promise<AloneSoFar | undefined> {
  const isNamed = signed.some(({ core }) => core.act === 'propose' && core.ground !== undefined)
  if (subject.kind !== 'content' || !isNamed) return undefined
  const account = (await handlers.facts(tx, subject))?.account.id
  if (account === undefined) return undefined
  await store.forgetActedAlone(tx, nowMs - DAY_MS)
  return { account, used: await store.countActedAlone(tx, account, nowMs - DAY_MS) }
}

/**
 * Reads the platform's own records of an account's credentials, where a proposer signed that it was taken over.
 * Undefined: there was no change, or the platform's own recovery has reset them since.
 */
async function findTakeover<Tx>(
  { handlers }: PlatformSetup<Tx>,
  tx: Tx,
  { subject, before, grounds }: { subject: Subject; before: Reading; grounds: Grounds },
): Promise<Takeover | undefined> {
  const isNamed = grounds.signed.some(({ core }) => core.act === 'propose' && core.ground === 'hijack')
  if (subject.kind !== 'account' || !isNamed) return undefined
  const facts = await handlers.facts(tx, subject)
  const changes = [before.credentialsChangedAt, facts?.account.contents?.sinceChange?.at]
  const [changedAtMs, resetAtMs] = [latestOf(changes), latestOf([before.credentialsResetAt])]
  return changedAtMs > resetAtMs ? { changedAtMs } : undefined
}

const latestOf = (times: readonly (string | undefined)[]): number =>
  Math.max(
    ...times.map((text) => Date.parse(text ?? '')).map((ms) => (Number.isNaN(ms) ? Number.NEGATIVE_INFINITY : ms)),
  )

/**
 * Counts the contents that one person just took offline alone, and alerts the platform's own people about that person's
 * acts.
 */
async function recordActedAlone<Tx>(
  { store, handlers }: PlatformSetup<Tx>,
  tx: Tx,
  { subject, account, acted, atMs }: { subject: Subject; account: string; acted: readonly AloneNow[]; atMs: number },
): Promise<void> {
  for (const { enforcement, ground } of acted) {
    if (subject.kind === 'content') await store.saveActedAlone(tx, { account, enforcement, atMs })
    await handlers.notifyActedAlone?.(tx, { subject, account, enforcement, ground })
  }
}

/** Counts one more restriction, or returns the limit that it would exceed. */
async function spend<Tx>(
  { store }: PlatformSetup<Tx>,
  tx: Tx,
  { perMinute = Number.POSITIVE_INFINITY, reachPerHour = Number.POSITIVE_INFINITY }: Limits,
  before: Reading,
  nowMs: number,
): Promise<string | undefined> {
  if (perMinute === Number.POSITIVE_INFINITY && reachPerHour === Number.POSITIVE_INFINITY) return undefined
  const reach = typeof before.reach === 'number' ? before.reach : 0
  await store.forgetTakings(tx, nowMs - HOUR_MS)
  const minute = await store.sumTakings(tx, nowMs - MINUTE_MS)
  if (minute.count >= perMinute) return `This platform takes from ${perMinute} in a minute, and no more.`
  const hour = await store.sumTakings(tx, nowMs - HOUR_MS)
  if (hour.reach + reach > reachPerHour)
    return `This platform takes from those who reach ${reachPerHour} people in an hour, and no more.`
  await store.saveTaking(tx, { atMs: nowMs, reach })
  return undefined
}
