import assert from 'node:assert/strict'
import { test } from 'node:test'
import sql from 'sql-template-tag'
import { NOTICE, startPublicDesk } from '../../../../test/support/public-desk.ts'
import { claimJobs } from '../../../foundation/jobs.ts'
import { sendLetters } from './send-letters.ts'

test('a failing mail server gets a pause, and its answer is storable', async (t) => {
  const { desk, database, post } = await startPublicDesk(t)
  for (const email of ['rosa@mail.example', 'hugo@mail.example'])
    assert.equal((await post({ ...NOTICE, email })).status, 201)
  const send = t.mock.method(desk.outbox, 'sendMail', async () => {
    throw new Error('451 \0 later, rosa@mail.example')
  })
  const links = () => desk.db.onlyValue<number>(sql`select count(*)::integer from public_link where kind = 'confirm'`)
  const claim = async () => (await claimJobs(desk.db, 'notice', 20)).filter(({ kind }) => kind === 'letter')
  const [job, ...others] = await claim()
  assert.ok(job)
  assert.deepEqual(others, [])
  await sendLetters(desk, job)
  assert.deepEqual(await claim(), [], 'the other letter is due, and the server rests')
  assert.deepEqual(await desk.db.list(sql`select attempt, last_error from letter where attempt > 0`), [
    { attempt: 1, last_error: '451 \ufffd later, …' },
  ])
  for (const attempt of [2, 3]) {
    await database.ownerPool.query(`update letter set next_at = made_at where attempt > 0;
      update letter set next_at = 'infinity' where attempt = 0; update job set due_at = desk_now() where kind = 'letter'`)
    const [again] = await claim()
    assert.ok(again)
    await sendLetters(desk, again)
    assert.deepEqual([send.mock.callCount(), await links()], [attempt, 1])
  }
})
