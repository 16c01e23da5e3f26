import assert from 'node:assert/strict'
import { test } from 'node:test'
import sql from 'sql-template-tag'
import { NOTICE, startPublicDesk } from '../../../../../test/support/public-desk.ts'
import { isReturned } from '../letter-queries.ts'

test('an address gets no letters only while its mailbox is unknown', async (t) => {
  const { desk, database, post } = await startPublicDesk(t, { driven: true })
  for (const reason of ['First.', 'Second.']) assert.equal((await post({ ...NOTICE, reason })).status, 201)
  const { db } = desk
  const [first, second] = await db.list<{ id: string; correspondentId: string }>(sql`
    select id::text, correspondent_id as "correspondentId" from letter order by letter.id`)
  assert.ok(first && second)
  const sent = (id: string) => database.ownerPool.query(sql`update letter set sent_at = desk_now() where id = ${id}`)
  const returned = async (status: string) => {
    await database.ownerPool.query(sql`delete from returned_letter`)
    await db.query(sql`insert into returned_letter (letter, status) values (${`letter:${first.id}`}, ${status})`)
    return isReturned(db, second.correspondentId)
  }
  await sent(first.id)
  for (const status of ['4.2.2', '5.2.2', '5.3.4', '5.7.1', '5.1.8'])
    assert.equal(await returned(status), false, status)
  for (const status of ['5.1.1', '5.1.2', '5.1.3', '5.1.6', '5.1.10'])
    assert.equal(await returned(status), true, status)
  await database.advance(31 * 86_400_000)
  assert.equal(await isReturned(db, second.correspondentId), false, 'a month later')
  assert.equal(await returned('5.1.2'), true)
  await database.advance(86_400_001)
  assert.equal(await isReturned(db, second.correspondentId), false, 'a domain is tried again after a day')
  assert.equal(await returned('5.1.1'), true, 'returned again')
  await sent(second.id)
  assert.equal(await isReturned(db, second.correspondentId), false, 'a later letter stayed')
  const later = (status: string) =>
    db.query(sql`insert into returned_letter (letter, status) values (${`letter:${second.id}`}, ${status})`)
  await database.advance(1)
  await sent(second.id)
  await later('5.7.1')
  assert.equal(await isReturned(db, second.correspondentId), true, 'a refused letter says nothing about the mailbox')
  await database.ownerPool.query(sql`delete from returned_letter where status = '5.7.1'`)
  await later('5.2.2')
  assert.equal(await isReturned(db, second.correspondentId), false, 'a full mailbox exists')
})

test('a letter to an address that returned one waits, and leads learn', async (t) => {
  const { desk, database, post, work, mail } = await startPublicDesk(t, { driven: true })
  assert.equal((await post(NOTICE)).status, 201)
  const { db } = desk
  const findLast = () =>
    db.only<{ id: string; ended: boolean; waits: boolean }>(sql`
      select id::text, given_up_at is not null as ended, sent_at is null as waits from letter order by letter.id desc limit 1`)
  await work()
  const first = await findLast()
  await db.query(sql`insert into returned_letter (letter, status) values (${`letter:${first.id}`}, '5.1.1')`)
  assert.equal((await post({ ...NOTICE, reason: 'Second.' })).status, 201)
  await work()
  const mails = mail.mails.length
  assert.deepEqual(await findLast(), { id: '2', ended: false, waits: true })
  await database.advance(7 * 86_400_000)
  await work()
  assert.deepEqual(await findLast(), { id: '2', ended: true, waits: true })
  assert.equal(mail.mails.length, mails)
  const told = await db.list<{ why: string }>(
    sql`select why from alert where kind = 'letter_undelivered' and to_role = 'lead'`,
  )
  assert.match(told.map(({ why }) => why).join(), /^A letter \(an e-mail to a person outside\) was not delivered/)
})
