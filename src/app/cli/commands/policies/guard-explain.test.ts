import assert from 'node:assert/strict'
import { test } from 'node:test'
import {
  ASSESSMENT,
  identified,
  MINISTER,
  minutes,
  only,
  STAR,
  startGate,
} from '../../../../../test/support/gate-flow.ts'
import { waitFor } from '../../../../../test/support/wait-for.ts'
import { runProgram } from '../../program.ts'

const DEACTIVATE = { action: 'deactivate' }
const OTTO = identified(STAR, 'otto_and_the_owls')

async function explain(url: string, ...args: string[]) {
  const said: { out: string[]; err: string[] } = { out: [], err: [] }
  const code = await runProgram(['guard', 'explain', ...args], {
    env: { DATABASE_URL: url },
    print: (line) => said.out.push(line),
    printError: (line) => said.err.push(line),
  })
  return { code, out: said.out.join('\n'), err: said.err.join('\n') }
}

test('"guard explain" shows facts, answers, state and open requirements', async (t) => {
  const desk = await startGate(t)
  const { gate } = desk
  const [ana, ben] = [await desk.person(), await desk.person({ roles: ['senior'], team: 'north' })]
  const more = identified(MINISTER, 'minister_vale')
  const enforcementId = only((await gate.ask(await gate.claim(MINISTER, ana), ana, DEACTIVATE, more)).body.enforcements)
  const first = await explain(desk.database.url, enforcementId)
  assert.deepEqual([first.code, first.err], [0, ''])
  assert.match(first.out, /^enf_1: deactivate account:vale, asked for by p-\S+ at 2026-05-04 09:00Z under scam\.$/m)
  assert.match(first.out, /^It is proposed since 2026-05-04 09:00Z and waits for$/m)
  assert.match(first.out, /^ {2}its proposer to write the assessment, by 2026-05-04 13:00Z$/m)
  assert.match(first.out, /^ {2}two of senior or lead \(from two teams\) to agree, by /m)
  assert.match(first.out, /^ {2}by policies +[0-9a-f]{64}$/m)
  assert.match(first.out, /^ {2}spoke up +high-reach, public-interest$/m)
  assert.match(first.out, /^ {2}off here +no guard$/m)
  assert.match(
    first.out,
    /^ {2}asks for +1 approval, 2 approvals by senior or lead from 2 teams, 2 approvals, a hold of 30m/m,
  )
  assert.match(first.out, /^account\.reach +43500000 people$/m)
  assert.match(first.out, /^actor\.leaving +no$/m)
  assert.match(first.out, /^No answers yet\.$/m)

  await gate.post(ana, `/v1/enforcements/${enforcementId}/assessment`, ASSESSMENT.assessment)
  await gate.approve(enforcementId, ben)
  const later = await explain(desk.database.url, enforcementId)
  assert.match(later.out, /^Judged, 3: [\s\S]*Every (other )?fact was read as before\.$/m)
  assert.match(later.out, /^p-\S+ +agree +2026-05-04 09:00Z +yes$/m)
  assert.doesNotMatch(later.out, /write the assessment/)
  assert.doesNotMatch(later.out, /staff:|\bstaff_\d/, 'people are named by their pseudonyms')
})

test('"guard explain" prints JSON and marks deleted facts of proposers', async (t) => {
  const desk = await startGate(t)
  const { gate } = desk
  const ana = await desk.person()
  const enforcementId = only((await gate.ask(await gate.claim(STAR, ana), ana, DEACTIVATE, OTTO)).body.enforcements)
  const told = JSON.parse((await explain(desk.database.url, enforcementId, '--json')).out)
  const [verdict] = told.verdicts
  assert.deepEqual(verdict.fired, [{ id: 'high-reach', errored: false }])
  assert.deepEqual([verdict.facts['account.reach'], verdict.account.id], [2_600_000, 'otto'])
  assert.deepEqual([verdict.actorFacts['actor.leaving'], told.state], [false, 'awaiting_approval'])
  assert.deepEqual(
    told.waits.map((wait: { for: string; until: string }) => [wait.for, wait.until]),
    [['agreement', new Date(Date.parse(told.expiresAt) - minutes(5)).toISOString()]],
  )
  await desk.advance(minutes(31 * 24 * 60))
  desk.work()
  await waitFor('it to be forgotten', async () =>
    /^actor\.leaving +gone: kept for 30 days$/m.test((await explain(desk.database.url, enforcementId)).out),
  )
  assert.equal(JSON.parse((await explain(desk.database.url, enforcementId, '--json')).out).verdicts[0].actorFacts, null)
})

test('"guard explain" names a missing enforcement or database', async (t) => {
  const desk = await startGate(t)
  const none = await explain(desk.database.url, 'enf_999')
  assert.deepEqual([none.code, none.out, none.err], [1, '', 'There is no enforcement enf_999.'])
  const away = await explain('postgres://desk@127.0.0.1:9/none', 'enf_1')
  assert.match(away.err, /^The database none at 127\.0\.0\.1:9 can't be reached/)
})
