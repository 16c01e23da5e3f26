import assert from 'node:assert/strict'
import { test } from 'node:test'
import { setTimeout as pause } from 'node:timers/promises'
import { reportOf, startIntake } from '../../../../test/support/reports.ts'
import { checkReport } from '../check-report.ts'
import { commitPromptly } from './commit-promptly.ts'

test('only the reports on a held case are answered without it', async (t) => {
  const { desk, database, keyId } = await startIntake(t)
  // Long enough for a busy machine: the two wait for each other.
  const processes = [commitPromptly(desk, { lockMs: 1_500 }), commitPromptly(desk, { lockMs: 1_500 })]
  const send = async (id: string, on: string, by = 0) => {
    const report = checkReport(reportOf({ id, subject: { kind: 'account', id: on } }))
    const [outcome] = (await processes[by]?.commit([{ keyId, report }])) ?? []
    return outcome !== undefined && 'received' in outcome ? outcome.received.caseId : outcome
  }
  assert.equal(await send('n-1', 'held'), 'case_1')
  const holder = await database.ownerPool.connect()
  try {
    await holder.query('begin')
    await holder.query('select from review_case for update')
    assert.equal(await send('n-2', 'held'), null)
    const begun = performance.now()
    const hot = Array.from({ length: 20 }, (_, n) => send(`hot-${n}`, 'hot', n % 2))
    assert.equal(await send('n-3', 'held'), null)
    assert.deepEqual([...new Set(await Promise.all(hot))], ['case_2'])
    assert.ok(performance.now() - begun < 30_000)
  } finally {
    await holder.query('rollback')
    holder.release()
    await Promise.all(processes.map(({ close }) => close()))
  }
})

test('a report with restricted bytes never waits in the inbox', async (t) => {
  const { desk, database, keyId } = await startIntake(t)
  const { commit, close } = commitPromptly(desk)
  t.after(close)
  const given = (id: string, restricted: boolean) => {
    const evidence = [
      { class: 'restricted', mediaType: 'image/png', sha256: 'ab'.repeat(32), reference: 'vault:1' },
    ] as const
    const report = checkReport(reportOf({ id, ...(restricted && { evidence: [...evidence] }) }))
    return { keyId, report, joinsLater: true }
  }
  const outcomes = await commit([given('n-1', false), given('n-2', true), given('n-3', false)])
  const cases = outcomes.map((outcome) => ('received' in outcome ? outcome.received.caseId : outcome))
  assert.deepEqual(cases, [null, 'case_1', null])
  const holder = await database.ownerPool.connect()
  try {
    await holder.query('begin')
    await holder.query('select from review_case for update')
    const held = commit([given('n-4', true)])
    assert.equal(await Promise.race([held, pause(600)]), undefined, 'it waits longer than another report would')
    await holder.query('rollback')
    const [outcome] = await held
    assert.equal(outcome !== undefined && 'received' in outcome && outcome.received.caseId, 'case_1')
  } finally {
    await holder.query('rollback')
    holder.release()
  }
})
