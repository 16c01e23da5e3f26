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
  assert.equal(await returned('5.1.1'), true, 'returned again')
  await sent(second.id)
  assert.equal(await isReturned(db, second.correspondentId), false, 'a later letter stayed')
})
