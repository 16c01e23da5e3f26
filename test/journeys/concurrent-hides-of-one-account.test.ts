import assert from 'node:assert/strict'
import { type TestContext, test } from 'node:test'
import sql from 'sql-template-tag'
import { proposeNext } from '../../src/bulk/stages/propose-next.ts'
import { findBulkAction } from '../../src/bulk/actions/bulk-action-queries.ts'
import { runAtSameInstant } from '../support/same-instant.ts'
import { ruleOf, rulesOf, startAutomation } from '../support/automation.ts'
import { violation } from '../support/desk-flow.ts'
import { only, type Person, startGate } from '../support/gate-flow.ts'
import { startBehindLockedAccount, whileAccountIsLocked } from '../support/locked-account.ts'
import { startSampledBulkAction } from '../support/sampled-bulk-action.ts'
import { checkLedger } from '../support/working-desk.ts'

/**
 * The number of one account's contents that are hidden in a day as if each were alone; each further one counts as
 * taking the account offline.
 */
const ALONE = 5
/** On an account with few posts, one post is a large share and guards require approval. */
const POSTS = 100
const HIDE = { action: 'hide' }
const REMOVE = { action: 'remove' }

const post = (n: number) => ({ kind: 'content', id: `post-${n}` }) as const

/** A desk, and an account that has many posts, and so many readers in a few days that one person doesn't take it offline. */
async function startPosts(t: TestContext) {
  const desk = await startGate(t)
  const { gate } = desk
  await desk.demo.store.inTransaction((tx) => {
    tx.run`insert into account (id, handle, display_name, bio, reach, verified, tags, created_at)
      select 'lark', 'lark', 'Lark', bio, 30000, verified, tags, '2026-05-01T00:00:00Z' from account where id = 'rosa'`
    for (let n = 0; n < POSTS; n++)
      tx.run`insert into content (id, account_id, kind, text) values (${post(n).id}, 'lark', 'post', 'More.')`
  })
  const decide = (caseId: string, who: Person, action: object = HIDE) =>
    gate.post(who, `/v1/cases/${caseId}/decisions`, violation({ actions: [action] }))
  /** Claims the case of a post; the returned function decides it. */
  const aboutTo = async (n: number, who: Person, action: object = HIDE) => {
    const caseId = await gate.claim(post(n), who)
    return () => decide(caseId, who, action)
  }
  const countAlone = async (): Promise<number> => {
    const alone = sql`select from enforcement where account_id = 'lark' and material_hash is null`
    return (await desk.desk.db.query(alone)).rowCount ?? 0
  }
  return { ...desk, decide, aboutTo, countAlone }
}

type Posts = Awaited<ReturnType<typeof startPosts>>

for (const action of [HIDE, REMOVE]) {
  test(`concurrent proposals to ${action.action} take no more than one person may`, async (t) => {
    const desk = await startPosts(t)
    const { gate, aboutTo } = desk
    const ana = await desk.person()
    for (let n = 0; n < ALONE - 1; n++) assert.equal((await (await aboutTo(n, ana, action))()).status, 201)
    const others = [await desk.person(), await desk.person(), await desk.person()]
    const acts: (() => ReturnType<typeof gate.post>)[] = []
    for (const [n, other] of others.entries()) acts.push(await aboutTo(ALONE + n, other, action))
    const said = await runAtSameInstant(desk, acts)
    assert.deepEqual(said.map(({ status }) => status).sort(), [201, 422, 422], JSON.stringify(said))
    assert.equal(await desk.countAlone(), ALONE)
    desk.work()
    await checkLedger(desk.desk)
  })
}

const WAYS = {
  decision: async (desk: Posts) => desk.aboutTo(0, await desk.person()),
  'interim measure': async (desk: Posts) => {
    const [ana, lead] = [await desk.person(), await desk.person({ roles: ['lead'] })]
    const caseId = await desk.gate.claim(post(0), ana)
    // The desk now knows the account, and a restrictive decision would wait.
    await desk.gate.preview(caseId, ana, REMOVE)
    await desk.gate.post(lead, '/v1/freezes', { reason: 'something is odd' })
    return () => desk.gate.post(ana, '/v1/interim-measures', { caseId, policyId: 'scam', reason: 'it sells', ...HIDE })
  },
  resubmitting: async (desk: Posts) => {
    const [ana, lead] = [await desk.person(), await desk.person({ roles: ['lead'] })]
    const hide = await desk.aboutTo(0, ana)
    const hidden = only((await hide()).body.enforcements)
    await desk.enforcementIn(hidden, 'in_effect')
    await desk.gate.post(ana, `/v1/enforcements/${hidden}/restore`)
    await desk.enforcementIn(hidden, 'restored')
    return () => desk.gate.signed(lead, `/v1/enforcements/${hidden}/reinstate`)
  },
}

for (const [name, prepare] of Object.entries(WAYS)) {
  test(`a ${name} waits for others on its account without blocking them`, async (t) => {
    const desk = await startPosts(t)
    desk.work()
    const [{ status, body }] = await startBehindLockedAccount(desk.desk.db, 'lark', [await prepare(desk)])
    assert.equal(status, 201, JSON.stringify(body))
    await checkLedger(desk.desk)
  })
}

test("a rule that hides a post waits for its account's lock", async (t) => {
  const sure = ruleOf('hides', 'signal.score >= 0.97 && account.reach < 1000000000', '{ hide: { policy: scam } }')
  const desk = await startAutomation(t, rulesOf([sure]))
  const [{ status }] = await startBehindLockedAccount(desk.desk.db, 'rosa', [() => desk.signal('rosa-1')])
  assert.equal(status, 201)
  const [hidden] = await desk.spoken('rosa-1')
  assert.equal(hidden?.outcome, 'done')
})

test('restores and refused proposals wait for no lock on their account', async (t) => {
  const desk = await startPosts(t)
  const { gate } = desk
  desk.work()
  const [ana, ben, cleo] = [await desk.person(), await desk.person(), await desk.person()]
  const enforcements: string[] = []
  for (let n = 0; n < ALONE; n++) enforcements.push(only((await (await desk.aboutTo(n, ana))()).body.enforcements))
  const [first = '', second = ''] = enforcements
  for (const enforcement of enforcements) await desk.enforcementIn(enforcement, 'in_effect')
  const ask = async (n: number) => only((await gate.ask(await gate.claim(post(n), ben), ben, HIDE)).body.enforcements)
  const [declined, stopped] = [await ask(ALONE), await ask(ALONE + 1)]
  await gate.consider(declined, cleo, 'no_violation')
  await whileAccountIsLocked(desk.desk.db, 'lark', async () => {
    assert.equal((await gate.post(ana, `/v1/enforcements/${first}/restore`)).status, 202)
    await desk.enforcementIn(first, 'restored')
    assert.equal((await gate.post(cleo, `/v1/enforcements/${second}/stop`)).status, 202)
    await desk.enforcementIn(second, 'restored')
    assert.equal((await gate.sendAnswer(declined, cleo, 'decline', 'a post like others')).body.state, 'declined')
    assert.equal((await gate.post(cleo, `/v1/enforcements/${stopped}/stop`)).body.state, 'stopped')
  })
  await checkLedger(desk.desk)
})

/** Starts a bulk action over posts of one account, of which all but the last could be hidden if each were alone. */
async function startPostsBulkAction(t: TestContext) {
  const list = Array.from({ length: ALONE + 1 }, (_, n) => `content:${post(n).id}`).join('\n')
  const bulkAction = await startSampledBulkAction(t, {
    ordinary: 1,
    enforcement: { action: 'hide', durationMs: 86_400_000 },
    list,
  })
  return { ...bulkAction, ...(await bulkAction.run()) }
}

test("a bulk action's posts that wait count towards the hidden share", async (t) => {
  const { desk, id, items, enforcement } = await startPostsBulkAction(t)
  for (const item of items) await (await enforcement([item])).done
  const bulkAction = await findBulkAction(desk.db, id)
  assert.ok(bulkAction)
  assert.deepEqual(await startBehindLockedAccount(desk.db, 'bulk0', [() => proposeNext(desk, bulkAction)]), ['asked'])
})

test('bulk action and person never deadlock on one post', async (t) => {
  const { desk, gate, person, items, enforcement, countEnforcements } = await startPostsBulkAction(t)
  const [item] = items
  assert.ok(item)
  const cleo = await person()
  const caseId = await gate.claim({ kind: 'content', id: item.subject.slice('content:'.length) }, cleo)
  const before = await countEnforcements()
  const [, decided] = await startBehindLockedAccount(desk.db, 'bulk0', [
    async () => (await enforcement([item])).done,
    () => gate.post(cleo, `/v1/cases/${caseId}/decisions`, violation({ actions: [HIDE] })),
  ])
  assert.equal(decided.status, 201, JSON.stringify(decided.body))
  assert.equal(await countEnforcements(), before + 1)
})
