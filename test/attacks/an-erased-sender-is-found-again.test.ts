import assert from 'node:assert/strict'
import { test, type TestContext } from 'node:test'
import sql from 'sql-template-tag'
import { listErasureRefusals } from '../../src/admin/erasure/erasure-queries.ts'
import { exportPerson } from '../../src/admin/erasure/export-person.ts'
import type { Queryable } from '../../src/foundation/database/db.ts'
import { findContactId, listContacts, markOf } from '../../src/review/public/people/correspondent.ts'
import { endSetup, findProblems } from '../support/changes.ts'
import { eraseByTwo, givenOfficer } from '../support/erasures.ts'
import { findWords } from '../support/find-words.ts'
import { type Fields, NOTICE, startPublicDesk } from '../support/public-desk.ts'

const EMAIL = 'zyxrosa@mail.example'
const SENT = { ...NOTICE, name: 'Zyxrosa Marsh', email: EMAIL, reason: 'Zyxreason: it sells tickets.' }
const SIGNED = { ...SENT, kind: 'intimate_images', signature: 'Zyxsigned' }
const WORDS = ['zyxrosa', 'zyxsigned', 'zyxreason']
const DAY_MS = 86_400_000

/** A desk to which one person sent a confirmed notice, a signed one, and one that they did not confirm. */
async function startSender(t: TestContext) {
  const desk = await startPublicDesk(t, { driven: true })
  const { db, outbox } = desk.desk
  const send = async (fields: Fields, confirmed = true) => {
    assert.equal((await desk.post(fields)).status, 201)
    await desk.work()
    if (confirmed) assert.equal((await desk.post({}, { url: desk.link() })).status, 200)
    await desk.work()
  }
  await send(SENT)
  await send(SIGNED)
  const officers = { by: await givenOfficer(desk.desk, 'policy'), second: await givenOfficer(desk.desk, 'lead') }
  await endSetup(db)
  const mark = markOf(outbox.seal, EMAIL)
  const names = () => db.listValues<string>(sql`select distinct reporter_id from report order by 1`)
  /** The columns in which anything is that the address and the desk's key lead to. */
  const findMark = async () => {
    const { rows } = await desk.database.ownerPool.query<{ tbl: string; col: string }>(
      `select table_name as tbl, column_name as col from information_schema.columns
       where table_schema = 'public' and data_type = 'bytea'`,
    )
    const found = await findWords(desk.database.ownerPool, [mark.toString('hex'), mark.toString('base64url')])
    for (const { tbl, col } of rows) {
      const { rowCount } = await desk.database.ownerPool.query(`select from "${tbl}" where "${col}" = $1`, [mark])
      if (rowCount !== 0) found.push(`${tbl}.${col}`)
    }
    return found
  }
  const close = async () => {
    await desk.database.ownerPool.query(`update legal_clock set ended_at = desk_now(), how = 'decided'`)
    await desk.database.ownerPool.query(`update review_case set state = 'closed', closed_at = desk_now()`)
  }
  return { ...desk, ...officers, db, send, mark, names, findMark, close }
}

test('a database without its key shows no sender of a removal request', async (t) => {
  const { database } = await startSender(t)
  const found = await findWords(database.ownerPool, WORDS)
  assert.deepEqual(
    found.filter((each) => !/^report(_\d+_\d+)?\.comment: zyxreason$/.test(each)),
    [],
  )
})

test('an erased sender is not found again by their address', async (t) => {
  const desk = await startSender(t)
  const { db, by, second, mark } = desk
  const personId = mark.toString('hex')
  const names = await desk.names()
  // An urgent notice is stored before its address is confirmed.
  assert.match(names.join(' '), /^notice:ntc_\d+ sender:[0-9a-f]{32}$/)
  assert.deepEqual(await listErasureRefusals(db, { person: 'contact', personId }), ['case', 'clock'])
  await desk.close()
  // The rows that were closed by hand.
  const before = await findProblems(db)
  await desk.send({ ...SENT, reason: 'Zyxreason, unconfirmed.' }, false)
  const openSealed = (tx: Queryable, contact: string) => listContacts(tx, desk.desk.outbox.seal, contact)
  const { tables } = await exportPerson(db, { person: 'contact', id: personId, by, openSealed })
  assert.deepEqual(
    (tables.contact as { name: string; email: string }[]).map(({ name: called, email }) => [called, email]),
    Array.from({ length: 3 }, () => ['Zyxrosa Marsh', EMAIL]),
  )
  assert.equal(tables.report?.length, 2)
  const erased = { person: 'contact', personId, by, second } as const
  const advance = (ms: number) => desk.database.advance(ms)
  assert.equal(await eraseByTwo({ desk: desk.desk, advance }, erased), 'applied')
  assert.deepEqual(await findWords(desk.database.ownerPool, [...WORDS, ...names]), [])
  assert.deepEqual(await desk.findMark(), [])
  assert.deepEqual(await desk.names(), ['erased'])
  assert.deepEqual(await findProblems(db), before)
  await desk.database.advance(DAY_MS)
  await desk.send(SENT)
  const again = await desk.names()
  assert.deepEqual([again.length, again.some((each) => names.includes(each))], [2, false])
})

test('an expired sender leaves no way from a report', async (t) => {
  const desk = await startSender(t)
  const names = await desk.names()
  assert.equal(await desk.db.onlyValue(sql`select count(*)::integer from notice_sender`), 1)
  await desk.close()
  await desk.db.query(sql`update notice set outcome = 'not_actioned', concluded_at = desk_now()`)
  const before = await findProblems(desk.db)
  await desk.database.advance(190 * DAY_MS)
  await desk.db.query(sql`select erase_old_correspondents()`)
  assert.deepEqual(await desk.findMark(), [])
  assert.deepEqual(await findWords(desk.database.ownerPool, ['zyxrosa', 'zyxsigned']), [])
  assert.deepEqual(await desk.names(), names, 'the name of a report leads to no one')
  assert.equal(await desk.db.onlyValue(sql`select count(*)::integer from notice_sender`), 0)
  assert.deepEqual(await findProblems(desk.db), before)
})

test('a stranger who types an address leads no erasure to its owner', async (t) => {
  const desk = await startSender(t)
  await desk.send({ ...SENT, kind: 'threats' }, false)
  const references = await desk.db.listValues<string>(sql`select reference from notice order by made_at, id`)
  const found = await Promise.all(references.map((reference) => findContactId(desk.db, reference.toLowerCase())))
  const owner = desk.mark.toString('hex')
  assert.deepEqual(
    found.map((id) => id === owner),
    [true, true, false],
  )
  assert.match(String(found[2]), /^corr_\d+$/)
})
