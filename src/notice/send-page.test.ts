import assert from 'node:assert/strict'
import { type TestContext, test } from 'node:test'
import sql from 'sql-template-tag'
import { identified, only, STAR, startGate } from '../../test/support/gate-flow.ts'
import { startPageReceiver } from '../../test/support/page-receiver.ts'
import { givenStaff } from '../../test/support/people.ts'
import { startTestDesk } from '../../test/support/server.ts'
import { tempDir } from '../../test/support/temp-dir.ts'
import { waitFor } from '../../test/support/wait-for.ts'
import { insertPage, type NewPage } from '../approval/page.ts'
import { pageWebhook } from '../connector/page-webhook.ts'
import type { Desk } from '../desk.ts'
import { inTransaction } from '../lib/db.ts'
import { claimDue, type Due } from '../lib/due.ts'
import { runWorker } from '../worker/run-worker.ts'
import { sendPage } from './send-page.ts'

const OTTO = identified(STAR, 'otto_and_the_owls')
const DAY_MS = 24 * 3_600_000
const FREEZE: NewPage = { kind: 'freeze', to: { role: 'lead' }, why: 'All harm is frozen.' }

const tell = (desk: Desk, ...pages: NewPage[]): Promise<void> =>
  inTransaction(desk.db, async (tx) => {
    for (const page of pages) insertPage(tx, page)
  })

const isNothingDue = async ({ db }: Desk): Promise<boolean> =>
  (await db.query(sql`select from due where kind = 'page'`)).rowCount === 0

/** A worker until the test ends. */
function work(t: TestContext, desk: Desk, databaseUrl: string): void {
  const stopping = new AbortController()
  const working = runWorker(desk, { databaseUrl, headsFile: `${tempDir(t)}/heads.txt` }, stopping.signal)
  t.after(async () => {
    stopping.abort()
    await working
  })
}

async function claimOne(desk: Desk): Promise<Due> {
  const [due] = await claimDue(desk.db, 'notice', 1)
  if (due === undefined) throw new Error('nothing is due')
  return due
}

test('a page goes to the webhook, signed, with no id or name of anybody who works here', async (t) => {
  const receiver = await startPageReceiver(t)
  const { desk, database } = await startTestDesk(t, { pageWebhook: receiver.webhook })
  const { id } = await givenStaff(desk.db)
  const { rows } = await desk.db.query<{ pseudonym: string }>(sql`select pseudonym from staff where id = ${id}`)
  await tell(desk, { kind: 'fate', to: { staff: id }, why: 'It was declined.', subject: 'account:vale' }, FREEZE)
  work(t, desk, database.url)
  await waitFor('both to be there', async () => receiver.received.length === 2)
  const [fate, freeze] = receiver.received
  const { at, ...told } = fate?.body ?? {}
  const to = rows[0]?.pseudonym
  const subject = { kind: 'account', id: 'vale' }
  assert.deepEqual(told, { id: 1, kind: 'fate', why: 'It was declined.', to, subject, orderId: null })
  assert.ok(Math.abs(Date.parse(String(at)) - Date.now()) < DAY_MS)
  assert.deepEqual([fate?.id, freeze?.id, freeze?.body.to], ['page_1', 'page_2', 'lead'])
  assert.ok(!JSON.stringify(receiver.received).includes(id))
  await waitFor('nothing to be due', () => isNothingDue(desk))
})

test('a page for a role that comes late tells nothing of what whoever is asked about the same by then judges unseen', async (t) => {
  const receiver = await startPageReceiver(t)
  const { desk, gate, person } = await startGate(t, { deskOnly: true })
  const [ana, ben, cleo] = [await person(), await person(), await person({ roles: ['lead'] })]
  const ask = async (who: typeof ana) =>
    only((await gate.ask(await gate.claim(STAR, who), who, { action: 'deactivate' }, OTTO)).body.orders)
  const first = await ask(ana)
  await gate.consider(first, cleo)
  assert.equal((await gate.say(first, cleo, 'decline', 'koalas are not for sale')).body.state, 'declined')
  const send = async () => {
    for (const due of await claimDue(desk.db, 'notice', 50))
      if (due.kind === 'page') await sendPage({ ...desk, pageWebhook: receiver.webhook }, due)
  }
  await ask(ben)
  await waitFor('all to be sent', async () => {
    await send()
    await desk.db.query(sql`update due set due_at = desk_now() where kind = 'page'`)
    return (await desk.db.query(sql`select from due where kind = 'page'`)).rowCount === 0
  })
  const fates = receiver.received.filter(({ body }) => body.kind === 'fate')
  assert.deepEqual(
    fates.map(({ body }) => [body.to === 'lead', /koalas/.test(String(body.why))]).sort(),
    [
      [false, true],
      [true, false],
    ],
    'whoever asked for it is told',
  )
})

test('pages come in the order in which they were written, each once', async (t) => {
  const receiver = await startPageReceiver(t)
  const { desk, database } = await startTestDesk(t, { pageWebhook: receiver.webhook })
  const numbers = Array.from({ length: 12 }, (_, index) => index + 1)
  for (const number of numbers) await tell(desk, { ...FREEZE, why: `Freeze ${number}.` })
  work(t, desk, database.url)
  await waitFor('nothing to be due', () => isNothingDue(desk))
  assert.deepEqual(
    receiver.received.map(({ body }) => body.id),
    numbers,
  )
})

test('a webhook that fails, hangs or took it without saying so gets the page again, under the same id', async (t) => {
  // Short, so that what hangs doesn't hang for long.
  const receiver = await startPageReceiver(t, { timeoutMs: 500 })
  const { desk, database } = await startTestDesk(t, { pageWebhook: receiver.webhook })
  receiver.answer = 503
  await tell(desk, FREEZE, FREEZE)
  work(t, desk, database.url)
  await waitFor('a second try of both', async () => receiver.received.length >= 4)
  receiver.answer = 0
  const before = receiver.received.length
  await waitFor('a try that is not answered', async () => receiver.received.length > before)
  receiver.answer = 200
  await waitFor('nothing to be due', () => isNothingDue(desk))
  const ids = receiver.received.map(({ id }) => id)
  assert.deepEqual([...new Set(ids)].sort(), ['page_1', 'page_2'])
})

test('what is not taken within a day is given up, with a line in the log', async (t) => {
  const { desk, database, logged } = await startTestDesk(t, {
    driven: true,
    pageWebhook: pageWebhook({
      url: 'http://127.0.0.1:9/',
      secret: `whsec_${Buffer.alloc(32, 3).toString('base64')}`,
      now: () => new Date(),
    }),
  })
  await tell(desk, FREEZE)
  await assert.rejects(sendPage(desk, await claimOne(desk)), /could not be reached/)
  await database.advance(DAY_MS - 1)
  await assert.rejects(sendPage(desk, await claimOne(desk)), /could not be reached/)
  await database.advance(60_000)
  await sendPage(desk, await claimOne(desk))
  assert.equal(await isNothingDue(desk), true)
  assert.ok(logged.some(({ page, msg }) => page === 1 && /given up/.test(String(msg))))
})

test('a page waits for an older one that is being sent, and for none that failed', async (t) => {
  const receiver = await startPageReceiver(t)
  const { desk } = await startTestDesk(t, { pageWebhook: receiver.webhook })
  await tell(desk, FREEZE, FREEZE)
  const dues = await claimDue(desk.db, 'notice', 2)
  const [older, newer] = dues.sort((a, b) => Number(a.key) - Number(b.key))
  assert.ok(older && newer)
  await sendPage(desk, newer)
  assert.deepEqual(receiver.received, [])
  await sendPage(desk, older)
  const again = await claimOne(desk)
  assert.deepEqual([again.key, again.attempt], ['2', 1], 'giving way is no try, and its turn came at once')
  await tell(desk, FREEZE)
  const third = await claimOne(desk)
  await desk.db.query(sql`update due set lease_until = null, due_at = desk_now() + interval '1 minute' where key = '2'`)
  await sendPage(desk, third)
  assert.deepEqual(
    receiver.received.map(({ id }) => id),
    ['page_1', 'page_3'],
  )
})

test('what is signed with another secret is not taken', async (t) => {
  const receiver = await startPageReceiver(t, { secret: `whsec_${Buffer.alloc(32, 4).toString('base64')}` })
  const { desk } = await startTestDesk(t, { pageWebhook: receiver.webhook })
  await tell(desk, FREEZE)
  await assert.rejects(sendPage(desk, await claimOne(desk)), /answered 401/)
})

test('without a webhook nothing is sent, and nothing waits for one', async (t) => {
  const { desk } = await startTestDesk(t)
  await tell(desk, FREEZE)
  await sendPage(desk, await claimOne(desk))
  assert.equal(await isNothingDue(desk), true)
})
