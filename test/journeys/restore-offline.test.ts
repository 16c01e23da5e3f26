import assert from 'node:assert/strict'
import { test } from 'node:test'
import sql from 'sql-template-tag'
import { findEnforcement } from '../../src/enforcement/queries.ts'
import { listEffects, proposeSuspension } from '../support/kill-enforcement.ts'
import { holdCall } from '../support/kill-hold.ts'
import { givenStaff } from '../support/people.ts'
import { checkLedgerOf, type ProcessDesk, startProcessDesk } from '../support/process-desk.ts'
import { waitFor } from '../support/wait-for.ts'

const DAY_MS = 86_400_000
const DEAD_PARTS = ['worker', 'api', 'database'] as const
const REASON = 'the machine with the desk is gone'

test("an offline restore survives the desk's return", async (t) => {
  const desk = await startProcessDesk(t)
  const lead = await givenStaff(desk.db, { roles: ['lead'], onShift: true })
  await desk.addAccounts(['known', 'unknown'])

  const enforcements = new Map<string, string>()
  const suspend = async (accountId: string): Promise<string> => {
    const { id } = await proposeSuspension(desk, { accountId, reach: 31, durationMs: DAY_MS, staffId: lead.id })
    enforcements.set(accountId, id)
    return id
  }

  await t.test('the desk knows of one of two accounts offline', async () => {
    const known = await suspend('known')
    await waitFor('it to be in effect', async () => (await findEnforcement(desk.db, known))?.state === 'in_effect')
    const unanswered = await holdCall(desk, 'account:unknown', 'subject.apply', 'after')
    await suspend('unknown')
    await unanswered.reached()
    await Promise.all(DEAD_PARTS.map((part) => desk.kill(part)))
    await unanswered.letGo()
    for (const accountId of enforcements.keys()) assert.equal(await desk.visit(accountId), 410)
  })

  await t.test('"restore --offline" lists and restores both without desk and database', async () => {
    const { code, said } = await desk.command('restore', '--offline', '--list')
    assert.equal(code, 0, said)
    assert.match(said, /^account:known .*\naccount:unknown /m)
    for (const accountId of enforcements.keys()) {
      const restored = await restore(desk, accountId)
      assert.deepEqual([restored.code, await desk.visit(accountId)], [0, 200], restored.said)
      assert.match(restored.said, new RegExp(`^account:${accountId} is up`))
    }
    assert.match((await restore(desk, 'known')).said, /was up already/)
    assert.match((await desk.command('restore', '--offline', '--list')).said, /Nothing is down/)
  })

  await t.test('both accounts stay restored, people are alerted, and verify succeeds', async () => {
    await desk.revive('database')
    await Promise.all([desk.revive('api'), desk.revive('worker')])
    for (const [accountId, id] of enforcements) {
      const why = await waitFor(`${id} to be shown to people`, async () => {
        const enforcement = await findEnforcement(desk.db, id)
        return enforcement?.state === 'in_effect' && enforcement.lifted && (enforcement.needsAttention ?? undefined)
      })
      assert.match(why, new RegExp(REASON))
      await waitFor('nothing to be on its way', async () => (await countDrives(desk, accountId)) === 0)
      assert.equal(await desk.visit(accountId), 200)
      assert.deepEqual(await listEffects(desk, accountId), ['offline: desk', 'up: desk'])
    }
    await checkLedgerOf(desk)
    const { code, said } = await desk.command('verify')
    assert.equal(code, 0, said)
  })
})

const restore = (desk: ProcessDesk, accountId: string) =>
  desk.command('restore', '--offline', '--subject', `account:${accountId}`, '--reason', REASON)

async function countDrives({ db }: ProcessDesk, accountId: string): Promise<number> {
  const { rowCount } = await db.query(sql`select from job where kind = 'drive' and key = ${`account:${accountId}`}`)
  return rowCount ?? 0
}
