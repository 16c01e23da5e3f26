import assert from 'node:assert/strict'
import { type TestContext, test } from 'node:test'
import type { Thread, ThreadMessage, ThreadPage } from '@countersign/platform-kit'
import sql from 'sql-template-tag'
import { givenAccount, givenCase } from '../../../test/support/cases.ts'
import { givenReport } from '../../../test/support/desk-flow.ts'
import { identified, only, STAR, startGate } from '../../../test/support/gate-flow.ts'
import { givenStaff } from '../../../test/support/people.ts'
import { bearer, startTestDesk } from '../../../test/support/server.ts'
import { ROUTES } from '../../app/http/routes.ts'
import { claimNextCase } from '../../cases/claims/claim-next.ts'
import { type Connector, ConnectorError } from '../../foundation/connector/connector.ts'
import { EVERY_GUARANTEE } from '../../foundation/connector/guarantees.ts'

const READ_AT = '2026-03-01T12:00:00.000Z'
const sent = (place: number, more: Partial<ThreadMessage> = {}): ThreadMessage => ({
  ...{ place, id: place === 0 ? 't1' : `m${place}`, accountId: 'ann', handle: 'ann', text: `Message ${place}` },
  ...{ createdAt: READ_AT, state: 'shown', mediaCount: 0, ...more },
})
const PAGE: Thread = {
  kind: 'transcript',
  messages: [
    sent(-1, { accountId: null, handle: null, text: '', state: 'deleted' }),
    sent(0),
    sent(1, { state: 'hidden' }),
  ],
  hasEarlier: true,
  hasLater: false,
  readAt: READ_AT,
}

/** Starts a desk with a case about a message, and a platform whose answer each test chooses. */
async function start(t: TestContext) {
  const told = { thread: async (_page: ThreadPage): Promise<Thread | 'absent' | undefined> => PAGE }
  const silent = () => Promise.reject(new ConnectorError('unreachable', 'the platform could not be reached'))
  const platform: Connector = {
    ...{ guarantees: () => EVERY_GUARANTEE, capabilities: silent, apply: silent, readBack: silent, facts: silent },
    media: silent,
    thread: (_content, page) => told.thread(page),
  }
  const { desk, app } = await startTestDesk(t, { routes: ROUTES, platform })
  const accountId = await givenAccount(desk.db, { id: 'ann' })
  const caseId = await givenCase(desk.db, { subject: 'content:t1', accountId })
  const person = await givenStaff(desk.db, { onShift: true })
  const read = async (query = '', of = caseId) => {
    const answer = await app.inject({ url: `/v1/cases/${of}/thread${query}`, headers: bearer(person.token) })
    return { status: answer.statusCode, body: answer.json() }
  }
  return { desk, app, told, caseId, person, read }
}

test('200: a thread marks the reported message, hidden and deleted ones', async (t) => {
  const { caseId, told, read } = await start(t)
  const pages: ThreadPage[] = []
  told.thread = async (page) => {
    pages.push(page)
    return PAGE
  }
  const { status, body } = await read()
  const { messages, sha256, ...rest } = body
  assert.equal(status, 200)
  assert.deepEqual(rest, {
    ...{ caseId, subject: { kind: 'content', id: 't1' }, accountId: 'ann', claimedBy: null, kind: 'transcript' },
    ...{ hasEarlier: true, hasLater: false, readAt: READ_AT, missing: null },
  })
  assert.deepEqual(
    messages.map(({ place, text, state, isReported }: Record<string, unknown>) => [place, text, state, isReported]),
    [
      [-1, '', 'deleted', false],
      [0, 'Message 0', 'shown', true],
      [1, 'Message 1', 'hidden', false],
    ],
  )
  assert.match(sha256, /^[0-9a-f]{64}$/)
  told.thread = async (page) => {
    pages.push(page)
    return { ...PAGE, messages: [sent(-250), sent(250)], hasLater: true }
  }
  const { body: end } = await read('?from=-250&count=25')
  assert.deepEqual([end.hasEarlier, end.hasLater], [false, false], 'no more than 250 in each direction')
  assert.deepEqual(pages, [
    { from: -12, count: 25 },
    { from: -250, count: 25 },
  ])
})

test('200: a platform without a thread leaves a state and no error', async (t) => {
  const { desk, told, read } = await start(t)
  const answers: [() => Promise<Thread | 'absent' | undefined>, string][] = [
    [async () => 'absent', 'absent'],
    [async () => undefined, 'gone'],
    [() => Promise.reject(new ConnectorError('timeout', 'the platform did not answer in time')), 'unknown'],
  ]
  for (const [answer, missing] of answers) {
    told.thread = answer
    const { status, body } = await read()
    assert.deepEqual([status, body.missing, body.messages], [200, missing, []])
  }
  const ofAccount = await givenCase(desk.db, { subject: 'account:ann', accountId: 'ann' })
  assert.equal((await read('', ofAccount)).body.missing, 'account')
  told.thread = async () => PAGE
  const found: unknown[] = []
  for (let page = 0; page < 60; page++) found.push((await read()).body.missing)
  assert.ok(found.includes('busy'), 'a person reads so many pages in a minute')
})

test('400, 403, 404: a thread takes a page within limits and access', async (t) => {
  const { desk, caseId, read } = await start(t)
  for (const query of ['?from=-251', '?from=251', '?count=0', '?count=26', '?from=x', '?page=1'])
    assert.equal((await read(query)).status, 400, query)
  assert.equal((await read('', 'case_999')).status, 404)
  await desk.db.query(sql`update review_case set clearances = '{safety}' where id = ${caseId}`)
  assert.equal((await read()).status, 403)
})

test('a decision names the hash of each page that was shown', async (t) => {
  const { desk, app, told, caseId, person, read } = await start(t)
  await read()
  assert.deepEqual((await desk.db.query(sql`select from shown_thread`)).rows, [], 'not for a reader without the case')
  await claimNextCase(desk.db, person.id)
  const { sha256, ...shown } = (await read()).body
  told.thread = async () => ({ ...PAGE, readAt: '2026-03-01T12:00:01.000Z' })
  assert.equal((await read()).body.sha256, sha256, 'the same page is stored once')
  const { rows } = await desk.db.query<{ hash: string; body: Buffer }>(sql`
    select encode(sha256, 'hex') as hash, body from shown_thread where case_id = ${caseId}`)
  assert.deepEqual(
    rows.map(({ hash }) => hash),
    [sha256],
  )
  assert.deepEqual(JSON.parse(String(rows[0]?.body)).messages, shown.messages)
  const decided = await app.inject({
    ...{ method: 'POST', url: `/v1/cases/${caseId}/decisions`, headers: bearer(person.token) },
    payload: { conclusion: 'no_violation', rationale: 'A joke among friends.' },
  })
  assert.equal(decided.statusCode, 201)
  const decisions = await desk.db.query<{ shown: { part: string }[] }>(sql`select shown from decision`)
  assert.deepEqual(
    decisions.rows[0]?.shown.map(({ part }) => part),
    [`thread:${sha256}`],
  )
  await assert.rejects(desk.db.query(sql`update shown_thread set body = 'other'`), /permission denied/)
})

test('200: a page too large to store is an unknown one', async (t) => {
  const { desk, told, person, read } = await start(t)
  const control = '\u0001'
  const text = control.repeat(2_000)
  const messages = Array.from({ length: 25 }, (_, at) =>
    sent(at, { text, handle: control.repeat(1_024), ...(at > 0 && { id: control.repeat(500) + at }) }),
  )
  told.thread = async () => ({ ...PAGE, messages })
  await claimNextCase(desk.db, person.id)
  const { status, body } = await read()
  assert.deepEqual([status, body.missing, body.messages], [200, 'unknown', []])
})

test('restricted words of a thread are withheld', async (t) => {
  const { desk, told, read } = await start(t)
  told.thread = async () => ({ ...PAGE, messages: [sent(0), sent(1, { class: 'restricted', text: 'words' })] })
  await desk.db.query(sql`
    insert into content (id, account_id, kind, source, facts_at) values ('t1', 'ann', 'post', 'test', desk_now())`)
  await desk.db.query(sql`
    insert into content_media (content_id, reference, place, kind, media_type, class, sha256)
    values ('t1', 'vault:1', 0, 'image', 'image/png', 'restricted', ${Buffer.alloc(32, 1)})`)
  const { body } = await read()
  assert.deepEqual(
    body.messages.map(({ text }: { text: string | null }) => text),
    [null, null],
  )
})

test('a thread says no visibility before an independent review', async (t) => {
  const desk = await startGate(t)
  const { gate, person, demo } = desk
  const [ana, ben] = [await person(), await person({ roles: ['senior'], team: 'south' })]
  const postId = String(demo.store.committed.get`select id from content where account_id = ${STAR.id} limit 1`?.id)
  const caseId = await gate.claim(STAR, ana)
  const decided = await gate.ask(caseId, ana, { action: 'deactivate' }, identified(STAR, 'otto_and_the_owls'))
  only(decided.body.enforcements)
  const ofPost = await givenReport(desk, { kind: 'content', id: postId })
  const stateFor = async (who: typeof ana) => {
    const { body } = await gate.get(who, `/v1/cases/${ofPost}/thread`)
    const messages = body.messages as { isReported: boolean; state: string | null }[]
    return messages.find(({ isReported }) => isReported)?.state
  }
  assert.deepEqual([await stateFor(ben), await stateFor(ana)], [null, 'shown'])
})
