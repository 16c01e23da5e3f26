import assert from 'node:assert/strict'
import { type TestContext, test } from 'node:test'
import { givenStaff } from '../../../test/support/people.ts'
import { givenNamed, givenPost } from '../../../test/support/search.ts'
import { bearer, startTestDesk } from '../../../test/support/server.ts'
import { ROUTES } from '../../app/http/routes.ts'

const PICTURE = 'a picture'
const NOTHING = { copies: [], hidden: 0, inBulk: 0, isMore: false }

/** Starts a desk with a case about a content with a picture. */
async function start(t: TestContext) {
  const { desk, app, database } = await startTestDesk(t, { routes: ROUTES })
  const { db } = desk
  const show = (content: string, shown: string, { kind = 'ordinary', gone = false } = {}) =>
    database.ownerPool.query(
      `insert into content_media (content_id, reference, place, kind, media_type, class, sha256, gone_at)
        values ($1, 'p', 1, 'image', 'image/png', $2, sha256(convert_to($3, 'UTF8')), case when $4 then desk_now() end)`,
      [content, kind, shown, gone],
    )
  await givenNamed(db, 'ann', 'ann_sells')
  const caseId = await givenPost(db, 'first', 'look', { accountId: 'ann' })
  await show('first', PICTURE)
  const person = await givenStaff(db, { onShift: true })
  const read = async ({ token } = person) => {
    const answer = await app.inject({ url: `/v1/cases/${caseId}/copies`, headers: bearer(token) })
    const { copies, hidden, inBulk, isMore } = answer.json()
    return { copies, hidden, inBulk, isMore }
  }
  return { desk, app, owner: database.ownerPool, caseId, show, read }
}

test('contents with the same picture are listed, with their open cases', async (t) => {
  const { desk, show, read } = await start(t)
  assert.deepEqual(await read(), NOTHING)
  await givenNamed(desk.db, 'bob', 'bob_sells')
  const bobs = await givenPost(desk.db, 'second', 'other words', { accountId: 'bob' })
  await show('second', PICTURE)
  await givenPost(desk.db, 'third', 'look', { accountId: 'bob' })
  await show('third', 'another picture')
  await givenPost(desk.db, 'removed', 'look', { accountId: 'bob' })
  await show('removed', PICTURE, { gone: true })
  const copy = {
    contentId: 'second',
    accountId: 'bob',
    handle: 'bob_sells',
    protected: false,
    shown: true,
    openCaseId: bobs,
  }
  assert.deepEqual(await read(), { ...NOTHING, copies: [copy], inBulk: 1 })
})

test('a file sent with reports is listed and in no bulk action', async (t) => {
  const { desk, owner, caseId, read } = await start(t)
  await givenNamed(desk.db, 'bob', 'bob_sells')
  const storeFile = (of: string, type: string, text: string) =>
    owner.query(
      `insert into evidence (report_id, case_id, class, media_type, sha256, bytes_count)
        values ('rep_1', $1, 'ordinary', $2, sha256(convert_to($3, 'UTF8')), 9)`,
      [of, type, text],
    )
  const pictured = await givenPost(desk.db, 'pictured', 'look', { accountId: 'bob' })
  await storeFile(pictured, 'image/png', PICTURE)
  const written = await givenPost(desk.db, 'written', 'look', { accountId: 'bob' })
  await storeFile(caseId, 'text/plain', 'thanks')
  await storeFile(written, 'text/plain', 'thanks')
  const { copies, inBulk } = await read()
  assert.deepEqual(
    copies.map(({ contentId, shown }: { contentId: string; shown: boolean }) => [contentId, shown]),
    [['pictured', false]],
  )
  assert.equal(inBulk, 0)
})

test('a copy of a protected account is in no bulk action', async (t) => {
  const { desk, show, read } = await start(t)
  await givenNamed(desk.db, 'minister', 'minister_vale', '', true)
  await givenPost(desk.db, 'held', 'look', { accountId: 'minister' })
  await show('held', PICTURE)
  assert.deepEqual(await read(), { ...NOTHING, hidden: 1 })
  const cleared = await givenStaff(desk.db, { onShift: true, clearances: ['protected'] })
  const seen = await read(cleared)
  assert.equal(seen.copies[0].protected, true)
  assert.equal(seen.inBulk, 0)
})

test('a copy whose author was protected is in no bulk action', async (t) => {
  const { desk, owner, show, read } = await start(t)
  await givenNamed(desk.db, 'minister', 'minister_vale', '', true)
  await givenNamed(desk.db, 'bob', 'bob_sells')
  await givenPost(desk.db, 'moved', 'look', { accountId: 'bob' })
  await show('moved', PICTURE)
  assert.equal((await read()).inBulk, 1)
  await owner.query(`insert into former_author (content_id, account_id, source) values ('moved', 'minister', 'test')`)
  assert.equal((await read()).inBulk, 0)
})

test('restricted copies are shown to those who may open their cases', async (t) => {
  const { desk, show, read } = await start(t)
  await givenNamed(desk.db, 'bob', 'bob_sells')
  await givenPost(desk.db, 'second', 'look', { accountId: 'bob', clearances: ['safety'] })
  await show('second', PICTURE, { kind: 'restricted' })
  assert.deepEqual(await read(), { ...NOTHING, hidden: 1 })
  const cleared = await read(await givenStaff(desk.db, { onShift: true, clearances: ['safety'] }))
  assert.equal(cleared.copies.length, 1)
  assert.equal(cleared.inBulk, 0)
})
