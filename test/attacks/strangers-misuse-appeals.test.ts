import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { test } from 'node:test'
import sql from 'sql-template-tag'
import { canonicalJson } from '../../src/foundation/canonical.ts'
import { DESK } from '../../src/foundation/domain.ts'
import { addKey } from '../../src/people/access/keys.ts'
import { send } from '../support/desk-flow.ts'
import { knowSubject } from '../support/known-accounts.ts'
import { formId } from '../support/public-desk.ts'
import { startStated } from '../support/stated-desk.ts'
import { checkLedger } from '../support/working-desk.ts'

const OTHER_PNG = Buffer.from('89504e470d0a1a0a0000000d49484453', 'hex')
const PNG = Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex')

test('only the person affected and their platform get the link to appeal', async (t) => {
  const desk = await startStated(t)
  const { db } = desk.desk
  const token = desk.path.split('/').at(-1) ?? ''
  const stored = await db.list(sql`
    select row_to_json(statement_content)::text as row from statement_content
    union all select row_to_json(statement)::text from statement
    union all select row_to_json(public_link)::text from public_link
    union all select convert_from(payload, 'UTF8') from ledger_payload where payload is not null`)
  const text = JSON.stringify(stored)
  for (const secret of [token, Buffer.from(token).toString('hex')]) assert.ok(!text.includes(secret))
  const read = async (caller: string) =>
    JSON.stringify((await send(desk, caller, 'GET', `/v1/enforcements/${desk.enforcementId}/statement`)).body)
  const keyWith = async (...scopes: Parameters<typeof addKey>[1]['scopes']) =>
    (await addKey(desk.desk, { name: scopes.join(' '), scopes }, DESK)).key
  for (const caller of [
    desk.ana.token,
    (await desk.person({ roles: ['lead'] })).token,
    await keyWith('enforcements'),
  ]) {
    const answer = await read(caller)
    assert.ok(answer.includes('/public/statement/{link}') && !answer.includes(token), answer)
  }
  assert.ok((await read(await keyWith('enforcements', 'appeals'))).includes(`/public/statement/${token}`))

  const foreign = [desk.path.replace('statement', 'status'), desk.path.replace('statement', 'confirm')]
  const guessed = [`/public/statement/${'A'.repeat(43)}`, '/public/statement/stm_1', '/public/statement/{link}']
  const answers = await Promise.all([...foreign, ...guessed].map((url) => desk.get(`${url}?language=en`)))
  assert.deepEqual([...new Set(answers.map(({ status }) => status))], [404])
  assert.equal(new Set(answers.map(({ body }) => body)).size, 1)
  const stranger = await desk.post({ words: 'It was me.' }, [], `/public/statement/${'A'.repeat(43)}/appeal`)
  await desk.database.ownerPool.query(`update public_link set made_at = '2020-01-01', expires_at = '2020-01-02'`)
  const expired = await desk.post({ words: 'It was me.' })
  assert.deepEqual([stranger.status, expired.status], [404, 404])
  assert.equal(await db.onlyValue(sql`select count(*)::integer from appeal`), 0)
})

test('a replayed or raced form of an appeal changes nothing more', async (t) => {
  const desk = await startStated(t)
  const form = { form: formId(), words: 'It was a song.' }
  const raced = await Promise.all([desk.post(form), desk.post({ words: 'Another one.' }), desk.post(form)])
  assert.equal(
    raced.filter(({ status }) => status === 409).length >= 1,
    true,
    JSON.stringify(raced.map(({ status }) => status)),
  )
  const count = (table: string) => desk.desk.db.onlyValue<number>(sql([`select count(*)::integer from ${table}`]))
  assert.deepEqual([await count('appeal'), await count('review_case where appeal_id is not null')], [1, 1])
  const replayed = await desk.post({ ...form, words: 'Other words under the same form.' })
  assert.ok([400, 409].includes(replayed.status), String(replayed.status))
  const crafted = [
    { words: 'a\0b' },
    { words: 'x'.repeat(9_901) },
    { words: 'It.', email: 'a@b.example\r\nBcc: x@y.example' },
  ]
  for (const fields of crafted)
    assert.ok([400, 422].includes((await desk.post(fields)).status), JSON.stringify(fields).slice(0, 40))
  assert.equal(
    (await desk.post({ words: 'It.' }, [Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"/>')])).status,
    422,
  )
  const other = await desk.app.inject({
    ...{ method: 'POST', url: `${desk.path}/appeal`, payload: 'words=It', remoteAddress: '203.0.113.9' },
    headers: { 'content-type': 'application/x-www-form-urlencoded', 'sec-fetch-site': 'cross-site' },
  })
  assert.equal(other.statusCode, 403)
  assert.equal(await count('appeal'), 1)
  await checkLedger(desk.desk)
})

test('an appeal about intimate images takes no picture', async (t) => {
  const desk = await startStated(t)
  await desk.database.ownerPool.query(
    `update statement_content set facts = jsonb_set(facts, '{category}', '"CYBER_VIOLENCE_AGAINST_WOMEN"')`,
  )
  assert.doesNotMatch((await desk.get(`${desk.path}/appeal`)).body, /type="file"/)
  assert.equal((await desk.post({ words: 'It was a song.' }, [PNG])).status, 422)
  assert.equal((await desk.post({ words: 'It was a song.' })).status, 201)
  const forged = desk.desk.db.query(sql`
    insert into appeal_file (appeal_id, place, media_type, sha256, bytes) select id, 0, 'image/png', sha256('x'), 'x' from appeal`)
  await assert.rejects(forged, { code: 'CS001' })
})

test('no forbidden picture stays, and no address can be tried', async (t) => {
  const desk = await startStated(t)
  const { db } = desk.desk
  const { ownerPool } = desk.database
  await knowSubject(db, 'content:post-772', { id: 'mara', reach: 31 })
  const list = (place: number, picture: Buffer) =>
    ownerPool.query(`
      insert into content_media (content_id, reference, place, kind, media_type, class, sha256)
      values ('post-772', 'known-${place}', ${place}, 'image', 'image/png', 'restricted', sha256('\\x${picture.toString('hex')}'))`)
  const files = () => db.listValues<boolean>(sql`select bytes is null as dropped from appeal_file order by place`)
  await list(0, PNG)
  const said = { words: 'It was a song.', email: 'rosa@mail.example' }
  const received = await desk.post(said, [PNG, OTHER_PNG])
  assert.deepEqual([received.status, await files()], [201, [true, false]], 'the answer tells nothing of the lists')
  await list(1, OTHER_PNG)
  await db.query(sql`select drop_restricted_bytes(null)`)
  assert.deepEqual(await files(), [true, true])
  const forged = db.query(sql`
    insert into appeal_file (appeal_id, place, media_type, sha256, bytes)
    select id, 2, 'image/png', sha256(${PNG}), ${PNG} from appeal`)
  await assert.rejects(forged, { code: 'CS001' })

  const appeal = await db.only<{ hash: Buffer; about: string }>(sql`
    select body_hash as hash, statement_id as about from appeal join appeal_page on appeal_id = id`)
  const sha256 = (data: Buffer | string) => createHash('sha256').update(data)
  const tried = {
    link: 'statement',
    about: appeal.about,
    newEvidence: null,
    files: [PNG, OTHER_PNG].map((picture) => sha256(picture).digest('hex')),
    ...said,
  }
  assert.notEqual(appeal.hash.toString('hex'), sha256(canonicalJson(tried)).digest('hex'))
})
