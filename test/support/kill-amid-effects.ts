import assert from 'node:assert/strict'
import type { TestContext } from 'node:test'
import sql from 'sql-template-tag'
import { type Ground, prepareGrounds, readOutcome, reportOn, untilAnswered } from './kill-case.ts'
import { listEffects } from './kill-enforcement.ts'
import type { Stand } from './kill-hold.ts'
import { type Act, type Here, STEPS, type Step } from './kill-steps.ts'
import { type GivenPerson, givenKey, givenStaff } from './people.ts'
import { type Answer, checkLedgerOf, PARTS, type PartName, type ProcessDesk, startProcessDesk } from './process-desk.ts'
import { waitFor } from './wait-for.ts'

/** Each holds two cases at most. */
const REVIEWERS = 9
const REPORTS_AT_ONCE = 8
/** A killed worker's leases run for fifteen seconds. */
const ENDS_WITHIN_MS = 120_000

const VICTIMS: readonly { who: string; parts: readonly PartName[] }[] = [
  { who: 'the worker', parts: ['worker'] },
  { who: 'the API', parts: ['api'] },
  { who: 'the platform', parts: ['platform'] },
  { who: 'PostgreSQL', parts: ['database'] },
  { who: 'everything at once', parts: PARTS },
]

type Chosen = { step: Step; act: Act }

/** Every step of an effect and of a restore at which a process is killed: each on an account of its own. */
const PLACES: readonly Chosen[] = STEPS.flatMap((step) => step.acts.map((act) => ({ step, act })))

/**
 * Kills one part of the desk after the other amid effects and restores, and checks that nothing is lost or doubled. `choose` says
 * at which places, by the number of the part and of the place.
 */
export async function killAmidEffects(
  t: TestContext,
  choose: (victim: number, place: number) => boolean,
): Promise<void> {
  // Each act stands at a step of its own, so none may go in one batch with others.
  const desk = await startProcessDesk(t, ['--single-calls'])
  const reviewers = await givenReviewers(desk)
  const { token: key } = await givenKey(desk.db, ['report'])
  for (const [round, { who, parts }] of VICTIMS.entries()) {
    await t.test(`a killed process doubles and loses nothing: ${who}`, async (inner) => {
      const chosen = PLACES.filter((_, place) => choose(round, place))
      const accountIds = chosen.map((_, place) => `r${round}_${place}`)
      const grounds = await prepareGrounds(desk, { accountIds, reviewers, key })
      const reports = new Reports(desk, key, `talk_${round}`)
      await killAmid(inner, desk, { chosen, grounds, reports, parts })
    })
  }
}

async function givenReviewers({ db }: ProcessDesk): Promise<GivenPerson[]> {
  const given = { onShift: true, languages: [], clearances: ['protected', 'safety'] }
  return Promise.all(Array.from({ length: REVIEWERS }, () => givenStaff(db, given)))
}

interface Amid {
  chosen: readonly Chosen[]
  grounds: readonly Ground[]
  reports: Reports
  parts: readonly PartName[]
}

async function killAmid(t: TestContext, desk: ProcessDesk, { chosen, grounds, reports, parts }: Amid): Promise<void> {
  const places = chosen.map((place, index) => standingAt(desk, place, grounds[index]))
  await Promise.all(places.map(({ prepare }) => prepare()))
  await Promise.all(places.filter(({ step }) => !step.frozen).map(({ reach }) => reach()))
  desk.freeze('worker')
  await Promise.all(places.filter(({ step }) => step.frozen).map(({ reach }) => reach()))
  await reports.send()
  await Promise.all(places.map(({ stillStands }) => stillStands()))

  const more = reports.send()
  await Promise.all(parts.map((part) => desk.kill(part)))
  desk.thaw('worker')
  for (const part of ['database', 'platform', 'api', 'worker'] as const) {
    if (parts.includes(part)) await desk.revive(part)
  }
  await Promise.all(places.map(({ letGo }) => letGo()))
  for (const place of places) {
    await t.test(`${place.act}: ${place.step.name}`, () => checkEnd(desk, place))
  }
  await more
  await t.test('every report that was acknowledged is stored exactly once', () => reports.check())
  await t.test('the platform acted on nothing twice, and the ledger verifies', () => checkWhole(desk))
}

interface Place {
  step: Step
  act: Act
  ground: Ground
  /** Prepares what this step requires. */
  prepare(): Promise<void>
  reach(): Promise<void>
  stillStands(): Promise<void>
  letGo(): Promise<void>
  /** Resolves to the enforcement when the desk has said that it is recorded. */
  recorded(): Promise<string>
}

function standingAt(desk: ProcessDesk, { step, act }: { step: Step; act: Act }, ground: Ground | undefined): Place {
  if (ground === undefined) throw new Error('there is a place without an account')
  const stands: Stand[] = []
  let recorded: Promise<string> | undefined
  const here: Here = {
    desk,
    ground,
    ask: () => {
      recorded ??= ground[act]()
      return recorded
    },
    stand: async (stand) => {
      stands.push(await stand)
      return stand
    },
  }
  return {
    step,
    act,
    ground,
    prepare: async () => {
      if (act === 'suspend') return
      await ground.suspend()
      await untilState(desk, ground, 'in_effect')
    },
    reach: () => step.reach(here),
    stillStands: async () => void (await Promise.all(stands.map((stand) => stand.reached()))),
    letGo: async () => void (await Promise.all(stands.map((stand) => stand.letGo()))),
    recorded: async () => (await recorded) ?? 'nothing was asked for',
  }
}

/** Reports that arrive before a process is killed and at that very moment. */
class Reports {
  readonly #desk: ProcessDesk
  readonly #key: string
  readonly #accountId: string
  readonly #received = new Map<string, unknown>()

  constructor(desk: ProcessDesk, key: string, accountId: string) {
    this.#desk = desk
    this.#key = key
    this.#accountId = accountId
  }

  async send(): Promise<void> {
    const first = this.#received.size
    const ids = Array.from({ length: REPORTS_AT_ONCE }, (_, place) => `${this.#accountId}-${first + place}`)
    await Promise.all(ids.map(async (id) => this.#received.set(id, (await untilAnswered(() => this.#send(id))).body)))
  }

  async check(): Promise<void> {
    for (const [id, answer] of this.#received) assert.deepEqual(await this.#send(id), { status: 200, body: answer })
    const { rows } = await this.#desk.db.query<{ n: number }>(sql`
      select count(*) as n from report where subject = ${`account:${this.#accountId}`}`)
    assert.equal(rows[0]?.n, this.#received.size)
  }

  #send(id: string): Promise<Answer> {
    return this.#desk.ask(this.#key, 'POST', '/v1/reports', reportOn(this.#accountId, id))
  }
}

const untilState = (desk: ProcessDesk, ground: Ground, state: string) =>
  waitFor(
    `${ground.subject} to be ${state}`,
    async () => (await readOutcome(desk, ground)).state === state,
    ENDS_WITHIN_MS,
  )

const EFFECT_MOVES = ['proposed', 'releasing', 'in_effect']
const RESTORE_MOVES = [...EFFECT_MOVES, 'restoring', 'restored']

async function checkEnd(desk: ProcessDesk, { act, ground, recorded }: Place): Promise<void> {
  const enforcementId = await recorded()
  const [state, moves, seen] =
    act === 'suspend' ? (['in_effect', EFFECT_MOVES, 410] as const) : (['restored', RESTORE_MOVES, 200] as const)
  await untilState(desk, ground, state)
  const returned = act === 'suspend' ? 0 : 1
  assert.equal(await ground.suspend(), enforcementId, 'who asks again, not having heard the answer, is told the same')
  assert.deepEqual(await readOutcome(desk, ground), { decisions: 1, enforcements: 1, state, moves, returned })
  assert.equal(await desk.visit(ground.accountId), seen)
  const effects = act === 'suspend' ? ['offline: desk'] : ['offline: desk', 'up: desk']
  assert.deepEqual(await listEffects(desk, ground.accountId), effects, enforcementId)
}

async function checkWhole(desk: ProcessDesk): Promise<void> {
  const { body } = await desk.readFromPlatform('GET', '/record/counters')
  assert.equal(body.duplicateEffects, 0, JSON.stringify(body))
  await checkLedgerOf(desk)
}
