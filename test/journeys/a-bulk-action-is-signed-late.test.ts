import assert from 'node:assert/strict'
import { test } from 'node:test'
import { budgetsOf, useBudgets } from '../support/budgets.ts'
import { bulkActionToSample, DONE_WITHIN_MS, startBulkAction } from '../support/bulk-actions.ts'
import { identified, minutes, type Person } from '../support/gate-flow.ts'
import { waitFor } from '../support/wait-for.ts'
import { checkLedger } from '../support/working-desk.ts'

const ORDINARY = 5
const RULES =
  'bulk_actions: { subjects: 50, sample: 3, wrong: 0, expires: 24h, stages: [{ share: 0.2, look: true }, { share: 1 }], stops: { restores: { count: 50, share: 1 }, appeals: { count: 50, share: 1 }, guarded: { count: 50, share: 1 } } }'

type Bulk = Awaited<ReturnType<typeof startBulkAction>>

/** The enforcement that a bulk action proposed on a guarded account, which waits for its proposer. */
const findSingle = (bulk: Bulk, who: Person, accountId: string) =>
  waitFor(
    'an enforcement of its own',
    async () => {
      await bulk.goOn()
      const { body } = await bulk.gate.get(who, `/v1/enforcements?account=${accountId}`)
      return (body.items as { id: string; state: string }[])[0]
    },
    DONE_WITHIN_MS,
  )

test("a bulk action's late enforcement is signed hours after the others", async (t) => {
  const bulk = await startBulkAction(t, { ordinary: ORDINARY, wide: 2 })
  useBudgets(bulk, `${budgetsOf()}${RULES}\n`)
  const { gate } = bulk
  const { ana, ben, id } = await bulkActionToSample(bulk)
  const [eve, cleo] = [await bulk.person(), await bulk.person({ roles: ['senior'], team: 'south' })]
  await gate.post(ben, `/v1/bulk-actions/${id}/continue`, { stage: 0 })
  await bulk.until(id, ana, 'done')
  const [soon = '', late = ''] = bulk.ids.slice(ORDINARY)
  const sign = async (accountId: string) => {
    const { id: enforcementId } = await findSingle(bulk, ana, accountId)
    const handle = `lighthouse${bulk.ids.indexOf(accountId)}`
    const { identified: named } = identified({ id: accountId }, handle)
    assert.equal((await gate.post(ana, `/v1/enforcements/${enforcementId}/identify`, named)).status, 200)
    assert.equal((await gate.signed(eve, `/v1/enforcements/${enforcementId}/sign`)).status, 403, 'not another person')
    const signed = await gate.signed(ana, `/v1/enforcements/${enforcementId}/sign`)
    assert.deepEqual([signed.status, signed.body.state], [200, 'awaiting_approval'], JSON.stringify(signed.body))
    assert.equal((await gate.approve(enforcementId, cleo)).body.state, 'held')
    await bulk.advance(minutes(5))
    return bulk.enforcementIn(enforcementId, 'in_effect')
  }
  await sign(soon)
  await bulk.whenOffline(ORDINARY + 1)

  await bulk.advance(minutes(120))
  const waiting = await findSingle(bulk, ana, late)
  const { body } = await gate.get(ana, `/v1/enforcements/${waiting.id}`)
  assert.equal(body.state, 'proposed')
  assert.ok((body.waits as { for: string }[]).some((wait) => wait.for === 'signature'))
  assert.equal((await gate.post(cleo, '/v1/approvals/next')).status, 204, 'nobody is asked before')
  assert.equal(await bulk.visit(`account:${late}`), 200)
  await sign(late)
  await bulk.whenOffline(ORDINARY + 2)
  await checkLedger(bulk.desk)
})
