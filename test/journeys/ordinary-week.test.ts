import assert from 'node:assert/strict'
import { test } from 'node:test'
import sql from 'sql-template-tag'
import { actOnOwnWill, tamper, type Tampering } from '../../demo/act-on-own-will.ts'
import { systemClock } from '../../demo/clock.ts'
import type { AlertKind } from '../../src/policy/stage/alert-kinds.ts'
import { ALERT_KINDS } from '../../src/app/alert-kinds.ts'
import type { PlatformState } from '../../src/foundation/domain.ts'
import { fetchFacts } from '../../src/cases/accounts/fetch-facts.ts'
import { Pace } from '../../src/enforcement/drift/pace.ts'
import { alertUnreadAccounts } from '../../src/enforcement/drift/plan-drift-detection.ts'
import { detectDrift } from '../../src/enforcement/drift/detect-drift.ts'
import { MINISTER, minutes, STAR, startGate } from '../support/gate-flow.ts'
import { givenHighReachAccounts } from '../support/high-reach-accounts.ts'
import { givenOnCall } from '../support/people.ts'

const LOOKS_A_DAY = 4
const LOOK_EVERY_MS = minutes(300)
const NIGHT_CALLS_MAX = 2

type Account = { kind: 'account'; id: string }

/** The same numbers each time, from 0 to 1. */
function evenly(seed: number): () => number {
  let state = seed
  return () => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648
    return state / 2_147_483_648
  }
}

/** Starts a desk with protected accounts, checked around the clock, and a person on call. */
async function startWeek(t: Parameters<typeof startGate>[0]) {
  const desk = await startGate(t)
  const stars = await givenHighReachAccounts(desk, 1)
  const accounts = [MINISTER, STAR, ...stars.map(({ subject }) => subject)]
  const { id } = await desk.person({ roles: ['lead'], onShift: false })
  await givenOnCall(desk.desk.db, id)
  for (const account of accounts) await fetchFacts(desk.desk, account)
  const pace = new Pace()
  const look = async ({ id: account }: Account) => {
    const due = {
      kind: 'detect_drift',
      key: `account:${account}`,
      priority: 'background',
      leaseId: 0,
      attempt: 1,
    } as const
    await detectDrift(desk.desk, due, pace)
  }
  const become = (account: Account, state: Partial<PlatformState>) =>
    actOnOwnWill(desk.demo.store, systemClock, account, state)
  const change = (account: Account, done: Tampering) => tamper(desk.demo.store, systemClock, account, done)
  return { ...desk, accounts, look, become, change }
}

/** Lists the alerts for which the person on call was called, each with its night; null: by day. */
async function callsOf({ desk }: Awaited<ReturnType<typeof startWeek>>) {
  const { rows } = await desk.db.query<{ kind: AlertKind; night: string | null }>(sql`
    select kind, case when extract(hour from at at time zone 'UTC') >= 22 or extract(hour from at at time zone 'UTC') < 7
      then to_char(at at time zone 'UTC' - interval '7 hours', 'YYYY-MM-DD') end as night
    from alert where kind = any (${Object.keys(ALERT_KINDS).filter((kind) => ALERT_KINDS[kind as AlertKind].calls)}) order by id`)
  return rows
}

test('an ordinary week sends at most two alerts a night', async (t) => {
  const week = await startWeek(t)
  const chance = evenly(7)
  const hour = async () => {
    const { rows } = await week.desk.db.query<{ hours: number }>(sql`
      select extract(hour from desk_now() at time zone 'UTC')::integer as hours`)
    return rows[0]?.hours ?? 0
  }
  const untilNight = async () => week.advance(minutes(60 * ((25 - (await hour())) % 24)))
  /** One night's trouble, begun at one o'clock. */
  const nights: readonly (() => Promise<unknown>)[] = [
    async () => undefined,
    // An owner who renames themselves and has new keys.
    () => week.change(MINISTER, { handle: 'minister_vale_2', credentials: true }),
    // A platform that takes an account away and gives it back, again and again.
    async () => {
      for (let time = 0; time < 6; time++) {
        for (const visible of [false, true]) {
          await week.become(STAR, { visible })
          // Seen again, it is believed.
          for (let seen = 0; seen < 2; seen++) await week.look(STAR)
          await week.advance(minutes(2))
        }
      }
    },
    // A platform that can't be read.
    async () => {
      week.demo.faults.set({ fault: 'failing' })
      for (let time = 0; time < 4; time++) {
        for (const account of week.accounts) await week.look(account)
        await week.advance(minutes(30))
        await alertUnreadAccounts(week.desk)
      }
      week.demo.faults.clear()
    },
    async () => {
      await week.change(STAR, { credentials: true })
      await week.look(STAR)
      await week.become(MINISTER, { spread: 'limited' })
      for (let seen = 0; seen < 2; seen++) await week.look(MINISTER)
      await week.become(MINISTER, { spread: 'full' })
    },
    async () => undefined,
    () => week.change(STAR, { handle: 'otto_at_sea' }),
  ]
  for (const trouble of nights) {
    await untilNight()
    await trouble()
    for (let time = 0; time < LOOKS_A_DAY; time++) {
      for (const account of week.accounts) {
        // People come and go, and what an account reaches with them.
        const { rows } = await week.desk.db.query<{ reach: number | null }>(
          sql`select reach from account where id = ${account.id}`,
        )
        await week.change(account, { reach: Math.round((rows[0]?.reach ?? 0) * (0.95 + chance() / 8)) })
        await week.look(account)
      }
      await week.advance(LOOK_EVERY_MS)
    }
  }
  const called = await callsOf(week)
  const byNight = Map.groupBy(
    called.filter(({ night }) => night !== null),
    ({ night }) => night,
  )
  for (const [night, calling] of byNight)
    assert.ok(calling.length <= NIGHT_CALLS_MAX, `${night}: ${calling.map(({ kind }) => kind).join(', ')}`)
  assert.deepEqual(
    called.map(({ kind }) => kind),
    ['disagrees', 'offline', 'disagrees', 'disagrees', 'disagrees'],
    'and of what happened each is told',
  )
  const { rows } = await week.desk.db.query(sql`select kind, to_role from alert where kind = 'unread'`)
  assert.deepEqual(rows, [{ kind: 'unread', to_role: 'lead' }], 'what can wait calls nobody')
})
