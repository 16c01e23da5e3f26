import assert from 'node:assert/strict'
import { test } from 'node:test'
import sql from 'sql-template-tag'
import { listEffects, proposeSuspension } from '../support/kill-enforcement.ts'
import { holdBatch, holdEnforcement, type Stand } from '../support/kill-hold.ts'
import { givenStaff } from '../support/people.ts'
import { checkLedgerOf, type ProcessDesk, startProcessDesk } from '../support/process-desk.ts'
import { waitFor } from '../support/wait-for.ts'

const SUBJECTS = 6
const ENDS_WITHIN_MS = 120_000

/** The steps of a set at which its worker is killed. */
const STEPS: readonly {
  name: string
  hold: (desk: ProcessDesk, enforcementIds: readonly string[]) => Promise<Stand>
}[] = [
  { name: 'has acted and not answered', hold: (desk) => holdBatch(desk, 'subject.apply_batch', 'after') },
  { name: 'is read back', hold: (desk) => holdBatch(desk, 'subject.read_back_batch', 'before') },
  { name: 'is being settled', hold: (desk, [id = '']) => holdEnforcement(desk, id) },
]

test('a worker killed amid a set loses and doubles nothing', async (t) => {
  const desk = await startProcessDesk(t)
  const { id: staffId } = await givenStaff(desk.db)
  const { token } = await givenStaff(desk.db, { roles: ['reviewer', 'lead'], onShift: true })
  for (const [round, { name, hold }] of STEPS.entries()) {
    await t.test(`the platform ${name}`, async () => {
      const accounts = Array.from({ length: SUBJECTS }, (_, place) => `set${round}_${place}`)
      await desk.addAccounts(accounts)
      const ids: string[] = []
      for (const accountId of accounts) {
        const { id } = await proposeSuspension(desk, { accountId, reach: 31, durationMs: 86_400_000, staffId })
        ids.push(id)
      }
      await untilAllAre(desk, ids, 'in_effect')
      desk.freeze('worker')
      for (const id of ids) {
        const asked = await desk.ask(token, 'POST', `/v1/enforcements/${id}/restore`, { cause: 'appeal' })
        assert.equal(asked.status, 202, JSON.stringify(asked.body))
      }
      const stand = await hold(desk, ids)
      desk.thaw('worker')
      await stand.reached()
      await desk.kill('worker')
      await stand.letGo()
      await desk.revive('worker')
      await untilAllAre(desk, ids, 'restored')
      for (const accountId of accounts) {
        assert.equal(await desk.visit(accountId), 200)
        assert.deepEqual(await listEffects(desk, accountId), ['offline: desk', 'up: desk'])
      }
    })
  }
  const { body } = await desk.readFromPlatform('GET', '/record/counters')
  assert.equal(body.duplicateEffects, 0, JSON.stringify(body))
  await checkLedgerOf(desk)
})

const untilAllAre = (desk: ProcessDesk, ids: readonly string[], state: string) =>
  waitFor(
    `${ids.length} enforcements to be ${state}`,
    async () => {
      const states = await desk.db.listValues<string>(sql`select state from enforcement where id = any (${ids})`)
      return states.every((each) => each === state)
    },
    ENDS_WITHIN_MS,
  )
