import assert from 'node:assert/strict'
import { type TestContext, test } from 'node:test'
import { RULE_SETS } from '../../src/policy/rule-sets.ts'
import { endSetup } from '../support/changes.ts'
import { givenReviewer, send } from '../support/desk-flow.ts'
import { judgedBy } from '../support/judgement-input.ts'
import { givenStaff } from '../support/people.ts'
import { BOMBS, MANY_STEPS } from '../support/rule-set-bombs.ts'
import { startWorkingDesk, type WorkingDesk } from '../support/working-desk.ts'

/** More than the desk reads while each act is asked for: it reads one after the other. */
const BOMBERS = 4
/** The most enforcements that one proposer may have waiting. */
const ROUNDS = 3
/**
 * The most time on the serving thread in the fastest round, and in each. Reading a bomb there would take seconds;
 * compiling what an act needs takes a quarter of a second on a busy machine.
 */
const PROMPT_MS = 100
const BLOCKED_MS = 300
const TRY = { action: 'suspend', facts: { 'account.reach': 3 } }

type Answer = { status: number; body: Record<string, unknown> }

async function bombers(working: WorkingDesk, count: number): Promise<string[]> {
  const people = await Promise.all(
    Array.from({ length: count }, () => givenStaff(working.desk.db, { roles: ['policy'] })),
  )
  return people.map(({ token }) => token)
}

interface Enforcements {
  waiting: string
  releasing: string
}

/** An enforcement that waits for people, and one that its platform has not answered yet. */
async function givenEnforcements(working: WorkingDesk, n: number): Promise<Enforcements> {
  const large = judgedBy({ id: `large${n}`, reach: 200_000, reachClass: 4 })
  const waiting = await working.enforcement({ subject: `account:large${n}`, action: 'suspend', judgedBy: large })
  const releasing = await working.enforcement({ subject: `account:small${n}`, action: 'suspend' })
  return { waiting: waiting.id, releasing: releasing.id }
}

/**
 * Returns the CPU time of the serving thread in milliseconds: blocking work is busy on it. By the clock, a busy machine
 * makes everything late, bombs or not.
 */
async function timed(act: () => Promise<Answer>, statuses: readonly number[]): Promise<number> {
  const begun = process.threadCpuUsage()
  const { status, body } = await act()
  const { user, system } = process.threadCpuUsage(begun)
  assert.ok(statuses.includes(status), `${status} ${JSON.stringify(body)}`)
  return (user + system) / 1_000
}

async function startBombed(t: TestContext) {
  const working = await startWorkingDesk(t)
  const [reviewer, tokens] = [await givenReviewer(working), await bombers(working, BOMBERS)]
  await endSetup(working.desk.db)
  return { working, reviewer, tokens }
}

test('health, stop and restore answer while expensive policies run', async (t) => {
  const { working, reviewer, tokens } = await startBombed(t)
  const [first, ...enforcements] = await Promise.all(
    Array.from({ length: ROUNDS }, (_, n) => givenEnforcements(working, n)),
  )
  const act = (path: string) => send(working, reviewer.token, 'POST', path, { reason: 'a fan account' })
  const timeRound = async ({ waiting, releasing }: Enforcements) => ({
    health: await timed(async () => send(working, '', 'GET', '/healthz'), [200]),
    stop: await timed(() => act(`/v1/enforcements/${waiting}/stop`), [200, 202]),
    restore: await timed(() => act(`/v1/enforcements/${releasing}/restore`), [200, 202]),
  })
  // The first round compiles the code of each act, which takes its thread longer than the act itself.
  if (first) await timeRound(first)
  let ended = 0
  const bombs = tokens.map(async (token) => {
    const answer = await send(working, token, 'POST', '/v1/guards/check', { text: MANY_STEPS })
    ended++
    return answer
  })
  t.after(() => Promise.allSettled(bombs))
  const rounds: Awaited<ReturnType<typeof timeRound>>[] = []
  for (const each of enforcements) rounds.push(await timeRound(each))
  assert.ok(ended < BOMBERS, 'all of it was answered before the last of them was read')
  const slowest = rounds.map((round) => Math.max(...Object.values(round)))
  assert.ok(Math.max(...slowest) < BLOCKED_MS && Math.min(...slowest) < PROMPT_MS, JSON.stringify(rounds))
  for (const { status, body } of await Promise.all(bombs)) {
    const [problem] = (body.problems ?? []) as { message: string }[]
    assert.ok(status === 429 || problem?.message.startsWith('reading it takes more time'), JSON.stringify(body))
  }
})

test('400: a policy that is too expensive is refused everywhere', async (t) => {
  const { working, tokens } = await startBombed(t)
  const [token = ''] = tokens
  for (const [nth, [name, text]] of Object.entries(BOMBS).entries()) {
    const tried = await send(working, token, 'POST', '/v1/guards/try', { ...TRY, text })
    // Asking each guard once, or not at all, is little enough work to be done.
    const asked = name === 'many steps' ? [200, 400] : [400]
    assert.ok(asked.includes(tried.status), `try ${name}: ${JSON.stringify(tried.body)}`)
    const checked = await send(working, token, 'POST', '/v1/guards/check', { text })
    assert.deepEqual([checked.status, checked.body.direction], [200, null], `check ${name}`)
    assert.notEqual((checked.body.problems as unknown[]).length, 0, `check ${name}`)
    const replayed = await send(working, token, 'POST', '/v1/guards/replay', { text })
    assert.ok(asked.includes(replayed.status), `replay ${name}: ${JSON.stringify(replayed.body)}`)
    // Both read a file by the same way: each set meets both, and so does each file.
    for (const [place, ruleSet] of RULE_SETS.entries()) {
      const change = { kind: 'rule_set', name: ruleSet, text }
      const [path, body] =
        (nth + place) % 2 === 0
          ? (['/v1/changes', { change, reason: 'so' }] as const)
          : ([`/v1/rule-sets/${ruleSet}/check`, { text }] as const)
      const { status, body: said } = await send(working, token, 'POST', path, body)
      if (path === '/v1/changes') assert.equal(status, 400, `${ruleSet} ${name}: ${JSON.stringify(said)}`)
      else assert.deepEqual([status, said.direction], [200, null], `check ${ruleSet} ${name}`)
    }
  }
})

test('one person has one policy checked at a time', async (t) => {
  const { working, tokens } = await startBombed(t)
  const [one = '', other = ''] = tokens
  const check = (token: string, text: string) => send(working, token, 'POST', '/v1/guards/check', { text })
  const both = await Promise.all([check(one, MANY_STEPS), check(one, MANY_STEPS), check(other, 'guards: []\n')])
  assert.deepEqual(both.map(({ status }) => status).sort(), [200, 200, 429])
  assert.equal(both[2].status, 200, 'whoever else asks has an answer')
  assert.deepEqual(both[2].body.problems, [])
  assert.equal((await check(one, 'guards: []\n')).status, 200, 'and so has that person, once the first was read')
})
