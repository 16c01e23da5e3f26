import assert from 'node:assert/strict'
import { test } from 'node:test'
import {
  ASSESSMENT,
  identified,
  MINISTER,
  minutes,
  only,
  type Person,
  READING_MS,
  startGate,
} from '../support/gate-flow.ts'
import { HIDE, post, startStar } from '../support/star-account.ts'
import { checkLedger } from '../support/working-desk.ts'

const HOURS = 8
const EVE = { roles: ['senior'], team: 'north' } as const
const MALLORY = { roles: ['lead'], team: 'south' } as const
const LIMIT = 0.2
const POSTS = 13

type Desk = Awaited<ReturnType<typeof startGate>>

/** Sends every answer that either person can give about an enforcement, in every order. */
async function formatClocks({ gate, advance }: Desk, enforcementId: string, pair: readonly Person[]): Promise<void> {
  for (const who of [...pair, ...pair]) {
    await gate.post(who, '/v1/approvals/next')
    await advance(READING_MS)
    await gate.review(enforcementId, who)
    for (const answer of ['approve', 'duty', 'confirm'] as const)
      await gate.sendAnswer(enforcementId, who, answer).catch(() => undefined)
  }
}

test('two colluding people take no minister offline', async (t) => {
  const desk = await startGate(t)
  const { gate } = desk
  const pair = [await desk.person(EVE), await desk.person(MALLORY)] as const
  const [eve, mallory] = pair
  desk.work()
  const named = { ...identified(MINISTER, 'minister_vale'), ...ASSESSMENT }
  const caseId = await gate.claim(MINISTER, eve)
  const enforcementId = only((await gate.ask(caseId, eve, { action: 'deactivate' }, named)).body.enforcements)
  await formatClocks(desk, enforcementId, pair)
  const { rows } = await desk.desk.db.query<{ people: number }>({
    text: `select count(distinct staff_id)::integer as people from approval where enforcement_id = $1 and answer = 'agree'`,
    values: [enforcementId],
  })
  assert.deepEqual(rows, [{ people: 1 }], 'the other one approved it, and nobody twice')
  for (let hour = 0; hour < HOURS; hour++) {
    for (const who of [eve, mallory]) await gate.post(who, '/v1/me/shift', { plannedMinutes: 480 })
    await formatClocks(desk, enforcementId, pair)
    await desk.advance(minutes(60))
    assert.equal(await desk.visit('account:vale'), 200, `in hour ${hour}`)
  }
  await desk.enforcementIn(enforcementId, 'expired')
  await checkLedger(desk.desk)
})

/** Each asks for the same within the hour, which seconds it; a case that was not decided is given back. */
async function proposeHiding({ gate }: Desk, n: number, who: Person): Promise<void> {
  const caseId = await gate.claim(post(n), who)
  const { status } = await gate.ask(caseId, who, HIDE)
  if (status !== 201) await gate.post(who, `/v1/cases/${caseId}/claim/release`)
}

test('two colluding people hide no large share of an account', async (t) => {
  const desk = await startStar(t, POSTS)
  const pair = [await desk.person(EVE), await desk.person(MALLORY)] as const
  desk.work()
  for (let n = 0; n < POSTS; n++)
    for (const who of n % 2 === 0 ? pair : pair.toReversed()) await proposeHiding(desk, n, who)
  let hidden = 0
  await desk.advance(minutes(1))
  for (let n = 0; n < POSTS; n++) hidden += Number((await desk.visit(`content:${post(n).id}`)) !== 200)
  assert.ok(hidden > 0 && hidden / POSTS < LIMIT, `${hidden} of ${POSTS} are hidden`)
})
