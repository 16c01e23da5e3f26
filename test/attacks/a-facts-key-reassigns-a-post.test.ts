import assert from 'node:assert/strict'
import { type TestContext, test } from 'node:test'
import sql from 'sql-template-tag'
import { lockSubject } from '../../src/enforcement/desired-state/subject-state.ts'
import { inTransaction } from '../../src/foundation/database/db.ts'
import { send, violation } from '../support/desk-flow.ts'
import { startGate } from '../support/gate-flow.ts'
import { givenKey } from '../support/people.ts'
import { waitForLock } from '../support/wait-for-lock.ts'

const POST = { kind: 'content', id: 'vale-1' } as const
const KEY = `content:${POST.id}`

/** A minister's post that the desk has read, a key with scope `facts`, and a reviewer without the clearance for such accounts. */
async function startWithKey(t: TestContext) {
  const desk = await startGate(t)
  const { token } = await givenKey(desk.desk.db, ['facts'])
  const author = async () =>
    (await desk.desk.db.query<{ id: string }>(sql`select account_id as id from content where id = ${POST.id}`)).rows[0]
      ?.id
  const recordAuthor = (accountId: string, aheadMs = 0, id: string = POST.id) =>
    send(desk, token, 'PUT', `/v1/contents/${id}`, {
      accountId,
      kind: 'post',
      text: 'Cheap pills here.',
      createdAt: null,
      factsAt: new Date(desk.now().getTime() + aheadMs).toISOString(),
    })
  const importAccount = (id: string, facts: object, aheadMs = 0) =>
    send(desk, token, 'PUT', `/v1/accounts/${id}`, {
      handle: id,
      displayName: id,
      reach: 31,
      verified: false,
      tags: [],
      createdAt: null,
      factsAt: new Date(desk.now().getTime() + aheadMs).toISOString(),
      ...facts,
    })
  return { ...desk, author, recordAuthor, importAccount }
}

test("an API key for facts never changes a post's author", async (t) => {
  const desk = await startWithKey(t)
  const { gate } = desk
  const cleared = await desk.person()
  const caseId = await gate.claim(POST, cleared)
  await gate.preview(caseId, cleared, { action: 'remove' })
  assert.equal(await desk.author(), 'vale')
  const { status, body } = await desk.recordAuthor('pills')
  assert.equal(status, 409, JSON.stringify(body))
  assert.equal(await desk.author(), 'vale')
  const { rows } = await desk.desk.db.query(sql`select account_id from review_case where subject = ${KEY}`)
  assert.deepEqual(rows, [{ account_id: 'vale' }])
  assert.equal((await desk.recordAuthor('vale')).status, 200)
})

test("the application role changes no post's author without a ledger entry", async (t) => {
  const desk = await startWithKey(t)
  const { db } = desk.desk
  const cleared = await desk.person()
  await desk.gate.preview(await desk.gate.claim(POST, cleared), cleared, { action: 'remove' })
  const move = (source: string) =>
    db.query(sql`update content set account_id = 'pills', source = ${source} where id = ${POST.id}`)
  await assert.rejects(move('key:key_1'), /keeps its author/)
  await assert.rejects(db.query(sql`update content set id = 'other' where id = ${POST.id}`), /keeps its id/)
  await move('platform')
  await assert.rejects(db.query(sql`delete from former_author`), /permission denied/)
  await assert.rejects(db.query(sql`update former_author set account_id = 'pills'`), /permission denied/)
  const { rows } = await db.query(sql`select has_protected_former_author(${KEY}) as protected`)
  assert.deepEqual(rows, [{ protected: true }])
  await assert.rejects(db.query(sql`update account set facts_at = desk_now() + interval '6 seconds'`), /in the future/)
})

for (const action of ['hide', 'remove', 'limit'] as const) {
  test(`a post of disputed authorship protects as its author does before ${action}`, async (t) => {
    const desk = await startWithKey(t)
    const { gate } = desk
    await desk.importAccount('pills', {})
    assert.equal((await desk.recordAuthor('pills')).status, 200)
    const uncleared = await desk.person({ clearances: ['safety'] })
    const caseId = await gate.claim(POST, uncleared)
    const { status } = await gate.post(
      uncleared,
      `/v1/cases/${caseId}/decisions`,
      violation({ actions: [{ action, durationMs: 3_600_000 * 5 }] }),
    )
    const { rows } = await desk.desk.db.query<{ protected: boolean; account: string; hours: number | null }>(sql`
      select protected, account_id as account, (duration_ms / 3600000)::integer as hours from enforcement`)
    for (const enforcement of rows) {
      assert.deepEqual([enforcement.protected, enforcement.account], [true, 'vale'])
      assert.ok((enforcement.hours ?? 99) <= 1, `${status}: it lasts ${enforcement.hours} h`)
    }
    assert.equal(await desk.author(), 'vale')
  })
}

test('one person hides no post of an unknown author', async (t) => {
  const desk = await startWithKey(t)
  const { gate } = desk
  await desk.importAccount('pills', {})
  await desk.recordAuthor('pills')
  const uncleared = await desk.person({ clearances: ['safety'] })
  const caseId = await gate.claim(POST, uncleared)
  desk.demo.faults.set({ fault: 'down', call: 'subject.facts' })
  await gate.post(uncleared, `/v1/cases/${caseId}/decisions`, violation({ actions: [{ action: 'hide' }] }))
  const { rows } = await desk.desk.db.query<{ lasting: number }>(sql`
    select count(*)::integer as lasting from enforcement where state = 'releasing' and coalesce(duration_ms, 1e12) > 3600000`)
  assert.deepEqual(rows, [{ lasting: 0 }])
})

test('facts dated slightly ahead count as now; later ones are refused', async (t) => {
  const desk = await startWithKey(t)
  const stored = async () =>
    (await desk.desk.db.query<{ at: Date }>(sql`select facts_at as at from account where id = 'pills'`)).rows[0]?.at
  assert.equal((await desk.importAccount('pills', {}, 5_000)).status, 200)
  assert.deepEqual(await stored(), desk.now())
  assert.equal((await desk.importAccount('pills', { reach: 9 }, 5_001)).status, 400)
  assert.equal((await desk.recordAuthor('pills', 5_001, 'p-9')).status, 400)
  assert.equal((await desk.recordAuthor('pills', 4_000, 'p-9')).status, 200)
})

test("the handle that the platform answered outranks an API key's", async (t) => {
  const desk = await startWithKey(t)
  const { gate, desk: app } = desk
  const ana = await desk.person()
  const caseId = await gate.claim({ kind: 'account', id: 'pills' }, ana)
  await gate.preview(caseId, ana, { action: 'suspend' })
  const said = await inTransaction(app.restoreDb, async (tx) => {
    // The decision has asked the platform and waits for the subject; meanwhile a key names another handle.
    await lockSubject(tx, 'account:pills')
    const answer = gate.post(ana, `/v1/cases/${caseId}/decisions`, violation())
    await waitForLock(desk.database.pool)
    assert.equal((await desk.importAccount('pills', { handle: 'minister_vale' })).status, 200)
    return { answer }
  })
  assert.equal((await said.answer).status, 201)
  const { rows } = await app.db.query<{ handle: string }>(
    sql`select facts -> 'account' ->> 'handle' as handle from verdict`,
  )
  assert.deepEqual(rows, [{ handle: 'cheap_pills4u' }])
})
