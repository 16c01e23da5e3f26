import assert from 'node:assert/strict'
import { test } from 'node:test'
import sql from 'sql-template-tag'
import { untilAnswered } from '../support/kill-case.ts'
import { proposeSuspension, readEffects } from '../support/kill-enforcement.ts'
import { type GivenPerson, givenStaff } from '../support/people.ts'
import { checkLedgerOf, type ProcessDesk, startProcessDesk } from '../support/process-desk.ts'
import { waitFor } from '../support/wait-for.ts'

const ENFORCEMENTS = 112
const PROPOSED_AT_ONCE = 5
/** Those whose restores hang: more than one stage of a restore in bulk. */
const HANGING = 102
const WEEK_MS = 604_800_000
const ENDS_WITHIN_MS = 120_000

const accountOf = (n: number): string => `bulk${n}`
const ALL = Array.from({ length: ENFORCEMENTS }, (_, n) => n)

test('two workers carry out each enforcement and restore once', async (t) => {
  const desk = await startProcessDesk(t)
  const second = await desk.startAnotherWorker()
  await desk.addAccounts(ALL.map(accountOf))
  const culprit = await givenStaff(desk.db, { onShift: true })
  const senior = await givenStaff(desk.db, { roles: ['senior'], onShift: true })
  // Those that will hang have the lower reach, so that they come later in the set.
  const given = (n: number) => ({ accountId: accountOf(n), reach: 1_000 + n, durationMs: WEEK_MS, staffId: culprit.id })
  // A few at a time: a busy machine gives out no more connections than that within the time it is waited for one.
  for (let from = 0; from < ENFORCEMENTS; from += PROPOSED_AT_ONCE) {
    await Promise.all(ALL.slice(from, from + PROPOSED_AT_ONCE).map((n) => proposeSuspension(desk, given(n))))
  }

  await t.test('two workers carry out each enforcement once', async () => {
    await waitFor(
      'all to be in effect',
      async () => (await countIn(desk, 'in_effect')) === ENFORCEMENTS,
      ENDS_WITHIN_MS,
    )
    const effects = await readEffects(desk)
    for (const n of ALL) assert.deepEqual(effects.get(accountOf(n)), ['offline: desk'])
  })

  await t.test('a killed bulk restore resumes and restores each once', async () => {
    for (const n of ALL.slice(0, HANGING)) await cutOff(desk, n)
    const url = await startBulkRestore(desk, { culprit, senior })
    await waitFor('the middle', async () => {
      const { body } = await desk.ask(senior.token, 'GET', url)
      // The next stage begins at once, so a busy reader may never see one that waits. Those that hang stay.
      const { restoring, restored } = body.progress as Record<'restoring' | 'restored', number>
      return restoring > 0 && restored > 0
    })
    await Promise.all([desk.kill('worker'), second.kill(), desk.kill('database')])
    await desk.revive('database')
    await desk.readFromPlatform('DELETE', '/faults')
    await desk.revive('worker')
    const isDone = async () => {
      const { body } = await untilAnswered(() => desk.ask(senior.token, 'GET', url))
      return body.doneAt !== null && (body.progress as { restored: number }).restored === ENFORCEMENTS
    }
    await waitFor('all to be back', isDone, ENDS_WITHIN_MS)
    const effects = await readEffects(desk)
    for (const n of ALL) {
      assert.deepEqual(effects.get(accountOf(n)), ['offline: desk', 'up: desk'])
      assert.equal(await desk.visit(accountOf(n)), 200)
    }
    const { body } = await desk.readFromPlatform('GET', '/record/counters')
    assert.equal(body.duplicateEffects, 0, JSON.stringify(body))
    await checkLedgerOf(desk)
  })
})

async function cutOff(desk: ProcessDesk, n: number): Promise<void> {
  const subject = { kind: 'account', id: accountOf(n) }
  await desk.readFromPlatform('POST', '/faults', { fault: 'down', call: 'subject.apply', subject })
}

async function startBulkRestore(
  desk: ProcessDesk,
  { culprit, senior }: { culprit: GivenPerson; senior: GivenPerson },
): Promise<string> {
  const since = new Date(Date.now() - 3_600_000).toISOString()
  const scope = { by: { kind: 'staff', id: culprit.id }, since }
  const preview = await desk.ask(senior.token, 'POST', '/v1/restores', scope)
  assert.deepEqual([preview.status, preview.body.enforcements], [201, ENFORCEMENTS])
  const url = `/v1/restores/${String(preview.body.id)}`
  assert.equal((await desk.ask(senior.token, 'POST', `${url}/start`, { reason: 'left angry' })).status, 202)
  return url
}

async function countIn({ db }: ProcessDesk, state: string): Promise<number> {
  const { rows } = await db.query<{ n: number }>(sql`select count(*) as n from enforcement where state = ${state}`)
  return rows[0]?.n ?? -1
}
