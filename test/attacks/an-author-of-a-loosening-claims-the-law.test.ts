import assert from 'node:assert/strict'
import { test, type TestContext } from 'node:test'
import sql from 'sql-template-tag'
import { applyAgreedChanges } from '../../src/admin/change/delay-change.ts'
import { proposeChange } from '../../src/admin/change/propose-change.ts'
import type { StaffCaller } from '../../src/foundation/domain.ts'
import { enteredOrder, receivedOrder } from '../support/authority.ts'
import { agreeSigned, endSetup } from '../support/changes.ts'
import { minutes, startGate } from '../support/gate-flow.ts'

/** A small account with a protective tag: without the tag nothing protects it. */
const SECOND = { kind: 'account', id: 'vale3' } as const
const DAY_MS = minutes(24 * 60)
const lead = ({ id }: { id: string }): StaffCaller => ({ kind: 'staff', id, pseudonym: id, roles: ['lead'] })

/** Two leads have agreed to drop the one tag that protects an account. */
async function startLoosened(t: TestContext) {
  const desk = await startGate(t)
  const { gate } = desk
  const tag = (tags: string) =>
    desk.demo.store.inTransaction((tx) => tx.run`update account set tags = ${tags} where id = 'vale3'`)
  await tag('["newsroom"]')
  const [ada, bo] = [await desk.person({ roles: ['lead'] }), await desk.person({ roles: ['lead'], team: 'west' })]
  const cleo = await desk.person({ roles: ['lead'], team: 'east' })
  await endSetup(desk.desk.db)
  const read = await gate.claim(SECOND, cleo)
  assert.equal((await gate.preview(read, cleo, { action: 'suspend', durationMs: DAY_MS })).status, 200)
  await gate.post(cleo, `/v1/cases/${read}/claim/release`)
  await tag('[]')
  const wanted = { kind: 'tag', op: 'remove', accountId: 'vale3', tag: 'newsroom' } as const
  const change = await proposeChange(desk.desk, { wanted, reason: 'it closed', by: lead(ada) })
  assert.equal((await agreeSigned(desk.desk, change.id, lead(bo))).state, 'agreed')
  return { ...desk, ada, bo, cleo }
}

type Loosened = Awaited<ReturnType<typeof startLoosened>>

/** Answers the word by which a person's proposal on the law is refused; undefined: it is not. */
async function claimLaw({ gate }: Loosened, who: { id: string; token: string }, action: object): Promise<unknown> {
  const caseId = await gate.claim(SECOND, who)
  const { status, body } = await gate.preview(caseId, who, action, { policyId: 'court-order' })
  await gate.post(who, `/v1/cases/${caseId}/claim/release`)
  assert.ok(status === 200 || status === 403, JSON.stringify(body))
  return body.why
}

/** An enforcement that claims a legal duty, as the stolen role would write it. */
const forge = (who: { id: string }, more: { ground: string; ref: string } | undefined = undefined) => sql`
  insert into enforcement (id, subject, account_id, action, policy_id, source, proposed_by, protected, moved_by, expires_at, legal_duty,
    ground, ground_ref)
  values ('enf_theft', 'account:vale3', 'vale3', 'deactivate', 'court-order', 'person', ${`staff:${who.id}`}, false, 'desk',
    desk_now() + interval '1 hour', true, ${more?.ground ?? null}, ${more?.ref ?? null})`

test('the proposer of a looser policy never acts alone under law', async (t) => {
  const desk = await startLoosened(t)
  const { ada, bo, cleo } = desk
  const DEACTIVATE = { action: 'deactivate' }
  assert.equal(await claimLaw(desk, ada, DEACTIVATE), 'loosened', 'before it takes effect')
  await desk.advance(minutes(60))
  await applyAgreedChanges(desk.desk)
  for (const author of [ada, bo]) {
    assert.equal(await claimLaw(desk, author, DEACTIVATE), 'loosened')
    await assert.rejects(desk.desk.db.query(forge(author)), /loosened the protection of account:vale3/)
  }
  assert.equal(await claimLaw(desk, cleo, DEACTIVATE), undefined, 'another person may')
})

test('the proposer of a looser policy uses no document of theirs', async (t) => {
  const desk = await startLoosened(t)
  const { ada, cleo } = desk
  const entered = enteredOrder(['vale3-1'], new Date(desk.now().getTime() - minutes(1)), {
    reference: 'X-1',
    policyId: 'court-order',
  })
  const ref = await receivedOrder(desk, ada.token, entered).catch(() => 'e-1')
  await assert.rejects(
    desk.desk.db.query(forge(ada, { ground: 'document', ref })),
    /loosened the protection of account:vale3/,
  )
  await assert.rejects(desk.desk.db.query(forge(cleo, { ground: 'document', ref })), /claims the ground document/)
  const hide = { caseId: await desk.gate.claim(SECOND, ada), policyId: 'scam', action: 'limit', reason: 'it goes on' }
  const { status, body } = await desk.gate.post(ada, '/v1/interim-measures', hide)
  assert.notEqual(body.why, 'loosened', 'an interim measure stays open to one person')
  assert.ok(status < 500)
})
