import assert from 'node:assert/strict'
import { test } from 'node:test'
import { send } from '../../../../../test/support/desk-flow.ts'
import { givenStaff } from '../../../../../test/support/people.ts'
import { startWorkingDesk } from '../../../../../test/support/working-desk.ts'
import { runProgram } from '../../program.ts'

test('"incident" lists wrong takedowns and prints a public text', async (t) => {
  const working = await startWorkingDesk(t)
  const { desk, database } = working
  const incident = async (...args: string[]) => {
    const out: string[] = []
    const print = (line: string) => void out.push(line)
    const env = { DATABASE_URL: database.url, COUNTERSIGN_POLICIES: 'policies' }
    const code = await runProgram(['incident', ...args], { env, print, printError: print })
    return { code, out: out.join('\n') }
  }
  assert.deepEqual(await incident(), { code: 0, out: 'Nothing was offline that should not have been.' })
  const unknown = await incident('enf_99')
  assert.equal(unknown.code, 1)
  assert.match(unknown.out, /enf_99 took no account offline/)

  working.work()
  const lead = await givenStaff(desk.db, { onShift: true, roles: ['lead'] })
  const { id } = await working.enforcement({ subject: 'account:pills', action: 'suspend' })
  await working.enforcementIn(id, 'in_effect')
  await send(working, lead.token, 'POST', `/v1/enforcements/${id}/restore`, { reason: 'liquorice' })
  await working.enforcementIn(id, 'restored')

  assert.match((await incident()).out, new RegExp(`^${id} .* suspend +mistake +\\d+ s$`, 'm'))
  const told = await incident(id)
  assert.equal(told.code, 0, told.out)
  assert.match(told.out, /: offline for \d+ s, noticed after \d+ s, back \d+ s later\.$/m)
  assert.match(told.out, /What was missing:\n {2}No second person was asked\./)
  assert.doesNotMatch(told.out, new RegExp(`\\b${lead.id}\\b`), 'people stand there by their pseudonyms')
  const forAll = await incident(id, '--public')
  assert.match(forAll.out, /should not have been\. (It is visible again|Everything it had is back)\./)
  assert.doesNotMatch(forAll.out, new RegExp(id))
  assert.match((await incident(id, '--public', '--language', 'de')).out, /lang zu Unrecht unsichtbar\./)
  const { detectMs, restoreMs, offlineMs } = JSON.parse((await incident(id, '--json')).out).incident
  assert.equal(detectMs + restoreMs, offlineMs)
})
