import assert from 'node:assert/strict'
import { type TestContext, test } from 'node:test'
import sql from 'sql-template-tag'
import { startAppeals } from '../support/appeals.ts'
import { givenReviewer, send, violation } from '../support/desk-flow.ts'
import { readBody, startMailServer } from '../support/mail-server.ts'
import { givenKey } from '../support/people.ts'
import { formId, NOTICE, statusPath, writeForm } from '../support/public-desk.ts'
import { waitFor } from '../support/wait-for.ts'
import { checkLedger, startWorkingDesk } from '../support/working-desk.ts'

const ROSA = 'rosa@mail.example'

/** A desk with a notice about a post, which its first reviewer has claimed. */
async function startNotified(t: TestContext) {
  const mail = await startMailServer(t)
  const publicPages = { name: 'Harbour', keyId: '' }
  const outbox = { mail: { url: mail.url, from: 'desk@platform.example' } }
  const desk = await startWorkingDesk(t, { publicPages, outbox })
  const { db } = desk.desk
  publicPages.keyId = (await givenKey(db, ['report', 'appeals'])).id
  desk.work()
  /** Sends a notice about the post, and returns the path of its page once it joined a case. */
  const notify = async (email = ROSA) => {
    const joined = () => db.onlyValue<number>(sql`select count(*)::integer from notice where case_id is not null`)
    const before = await joined()
    const fields = { ...NOTICE, kind: 'threats', address: `${desk.demo.url}/posts/pills-1`, form: formId(), email }
    const sent = await desk.app.inject({ method: 'POST', url: '/public/notice', ...(await writeForm(fields)) })
    assert.equal(sent.statusCode, 201, sent.body)
    await waitFor('the notice to join a case', async () => (await joined()) === before + 1)
    return statusPath(sent.body)
  }
  const status = await notify()
  const first = await givenReviewer(desk)
  const claim = async ({ token }: { token: string }) =>
    (await send(desk, token, 'POST', '/v1/cases/claim-next')).body.id
  const decide = async ({ token }: { token: string }, caseId: unknown, body: object) => {
    const decided = await send(desk, token, 'POST', `/v1/cases/${caseId}/decisions`, body)
    assert.equal(decided.status, 201, JSON.stringify(decided.body))
    return decided.body
  }
  const letters = () => mail.mails.filter(({ to }) => to.includes(ROSA)).map(readBody)
  const read = async (url = `${status}?language=en`) => (await desk.app.inject({ url })).body
  const post = async (more: Record<string, string>, url = `${status}/appeal`) =>
    desk.app.inject({ method: 'POST', url, ...(await writeForm({ form: formId(), ...more })) })
  return { ...desk, first, claim, decide, letters, notify, status, read, post, ...(await startAppeals(desk)) }
}

test('senders read another outcome once an appeal undid the first', async (t) => {
  const desk = await startNotified(t)
  const { first, claim, decide, letters, read, appeal, judge } = desk
  const decided = await decide(first, await claim(first), violation({ actions: [{ action: 'remove' }] }))
  const [enforcementId] = decided.enforcements as string[]
  await waitFor('the first outcome', async () => letters().length === 2)
  assert.match(await read(), /We took action/)
  assert.equal((await appeal({ enforcementId })).status, 201)
  const second = await givenReviewer(desk)
  assert.equal((await judge(second as never, await claim(second), 'overturn')).body.state, 'overturned')
  await waitFor('the second outcome', async () => letters().length === 3)
  assert.match(letters()[2] ?? '', /the outcome is now another one[\s\S]*no ground to act/)
  const page = await read()
  assert.match(page, /We found no ground to act[\s\S]*replaces the one before/)
  assert.doesNotMatch(page, /\/appeal/, 'what an appeal of the other side undid is final here')
  for (const text of [page, ...letters()]) assert.ok(!text.includes(second.id) && !text.includes('We looked again'))
  await checkLedger(desk.desk)
})

test("a sender's complaint brings the case back, and acts on nothing", async (t) => {
  const desk = await startNotified(t)
  const { first, claim, decide, letters, read, post, status, judge } = desk
  const caseId = await claim(first)
  await decide(first, caseId, { draftId: 'draft-1', conclusion: 'no_violation', rationale: 'It is fine.' })
  await waitFor('the first outcome', async () => letters().length === 2)
  assert.match(await read(), new RegExp(`${status}/appeal`))
  const sent = await post({ words: 'It names a real pharmacy.', email: ROSA })
  assert.equal(sent.statusCode, 201, sent.body)
  assert.equal((await post({ words: 'Once more.' })).statusCode, 409, 'one open at a time')
  assert.equal(await claim(first), undefined, 'not to the first reviewer')
  const second = await givenReviewer(desk)
  const appealCase = await claim(second)
  const seen = (await send(desk, second.token, 'GET', `/v1/cases/${appealCase}`)).body
  assert.partialDeepStrictEqual(seen.appeal, { enforcement: null, decision: { caseId } })
  const judged = await judge(second as never, appealCase, 'overturn', 'The pharmacy confirms it.')
  assert.equal(judged.body.state, 'overturned', JSON.stringify(judged.body))
  assert.deepEqual(await desk.desk.db.list(sql`select from enforcement`), [], 'nothing happens by itself')
  assert.match(await read(), /We decide about it again[\s\S]*The pharmacy confirms it\./)
  assert.equal(await claim(first), undefined, 'another person decides again')
  const third = await givenReviewer(desk)
  assert.equal(await claim(third), caseId)
  await decide(third, caseId, violation({ actions: [{ action: 'remove' }] }))
  await waitFor('the last outcome', async () => letters().length === 5)
  assert.match(
    letters().join('\n'),
    /the outcome is now another one[\s\S]*We took action/,
    'letters of two jobs come in either order',
  )
  assert.equal((await post({ words: 'And more.' })).statusCode, 409)
  await checkLedger(desk.desk)
})

const NOTHING = { draftId: 'draft-1', conclusion: 'no_violation', rationale: 'It is fine.' }

test('no sender uses up the complaint of another', async (t) => {
  const desk = await startNotified(t)
  const { first, claim, decide, letters, notify, post, judge } = desk
  const other = await notify('fan@mail.example')
  await decide(first, await claim(first), NOTHING)
  await waitFor('the first outcome', async () => letters().length === 2)
  const asFan = (more: Record<string, string>) => post(more, `${other}/appeal`)
  await waitFor('the outcome of the other', async () => (await asFan({ words: 'Please check.' })).statusCode === 201)
  assert.equal((await post({ words: 'It names a real pharmacy.' })).statusCode, 409, 'one open at a time')
  const second = await givenReviewer(desk)
  assert.equal((await judge(second as never, await claim(second), 'uphold')).body.state, 'upheld')
  assert.equal((await asFan({ words: 'Please check.' })).statusCode, 422, 'the same sender has new facts')
  assert.equal((await post({ words: 'It names a real pharmacy.' })).statusCode, 201)
  await checkLedger(desk.desk)
})

test('the open case of a subject answers a complaint, by another person', async (t) => {
  const desk = await startNotified(t)
  const { first, claim, decide, letters, notify, post, read, judge } = desk
  const { db } = desk.desk
  await decide(first, await claim(first), NOTHING)
  await waitFor('the first outcome', async () => letters().length === 2)
  assert.equal((await post({ words: 'It names a real pharmacy.' })).statusCode, 201)
  await notify('fan@mail.example')
  const caseId = await claim(first)
  await db.query(sql`update review_case set not_for = '{staff_0}' where id = ${caseId}`)
  const second = await givenReviewer(desk)
  assert.equal((await judge(second as never, await claim(second), 'overturn')).body.state, 'overturned')
  const kept = await db.only<{ by: string | null; from: string[] }>(sql`
    select claimed_by as by, not_for as "from" from review_case where id = ${caseId}`)
  assert.deepEqual([kept.by, kept.from.toSorted()], [null, [first.id, 'staff_0'].toSorted()])
  const third = await givenReviewer(desk)
  assert.equal(await claim(third), caseId)
  await decide(third, caseId, violation({ actions: [{ action: 'remove' }] }))
  const { rows } = await desk.database.ownerPool.query<{ barred: boolean[] }>(
    'select array[opened_case(enforcement, $1), opened_case(enforcement, $2)] as barred from enforcement where case_id = $3',
    [second.id, first.id, caseId],
  )
  assert.deepEqual(rows, [{ barred: [true, false] }], 'who brought it back is no independent second person')
  const isAnswered = async () => /We took action/.test(await read()) && /now another one/.test(letters().join())
  await waitFor('the answer of the case that took its place', isAnswered)
  await checkLedger(desk.desk)
})
