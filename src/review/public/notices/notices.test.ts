import assert from 'node:assert/strict'
import { test } from 'node:test'
import sql from 'sql-template-tag'
import { numberEntries } from '../../../../test/support/desk-with-history.ts'
import { readBody } from '../../../../test/support/mail-server.ts'
import { NOTICE, type PublicDesk, startPublicDesk, statusPath } from '../../../../test/support/public-desk.ts'
import { checkLedger } from '../../../../test/support/working-desk.ts'

const PNG = Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex')
const SIGNED = { ...NOTICE, kind: 'intimate_images', signature: 'Rosa Marsh' }

const reports = ({ desk }: PublicDesk) =>
  desk.db.list<{
    subject: string
    ground: string
    category: string
    comment: string
    reporter: string
    caseId: string
  }>(sql`
    select subject, ground, category, comment, reporter_id as reporter, case_id as "caseId" from report order by id`)
const clocks = ({ desk }: PublicDesk) => desk.db.onlyValue<number>(sql`select count(*)::integer from legal_clock`)

test('a confirmed notice becomes a report of its case', async (t) => {
  const desk = await startPublicDesk(t)
  const sent = await desk.post(NOTICE, { files: [PNG] })
  assert.equal(sent.status, 201, sent.body)
  assert.match(sent.body, /<bdi>[2-9A-Z]{5}-[2-9A-Z]{5}<\/bdi>/)
  await desk.work()
  assert.deepEqual([await reports(desk), desk.mail.mails.map(({ to }) => to)], [[], [['rosa@mail.example']]])
  const confirm = desk.link()
  assert.match((await desk.get(confirm)).body, /Press the button/)
  await desk.work()
  assert.deepEqual(await reports(desk), [], 'opening the link changes nothing')
  for (const _twice of [1, 2]) assert.equal((await desk.post({}, { url: confirm })).status, 200)
  await desk.work()
  const [report, ...others] = await reports(desk)
  assert.deepEqual(others, [])
  assert.deepEqual(
    [report?.subject, report?.ground, report?.category],
    ['content:post-772', 'illegal', 'SCAMS_AND_FRAUD'],
  )
  assert.match(report?.comment ?? '', /^It sells tickets that do not exist\.\n\nhttps:\/\/harbour\.example/)
  assert.match(report?.reporter ?? '', /^sender:[0-9a-f]{32}$/)
  const evidence = await desk.desk.db.list(sql`select class, media_type, bytes_count from evidence`)
  assert.deepEqual(evidence, [{ class: 'sensitive', media_type: 'image/png', bytes_count: PNG.length }])
  assert.match((await desk.get(statusPath(sent.body))).body, /a person reviews it/)
  await numberEntries(desk.desk.db)
  await checkLedger(desk.desk)
})

test('a notice of child abuse needs no name and takes no file', async (t) => {
  const desk = await startPublicDesk(t)
  const { kind: _kind, name: _name, email: _email, ...anonymous } = NOTICE
  const abuse = { ...anonymous, kind: 'child_abuse' }
  const refused = await desk.post(abuse, { files: [PNG] })
  assert.equal(refused.status, 422)
  const sha256 = 'ab'.repeat(32)
  const sent = await desk.post({ ...abuse, sha256 })
  assert.equal(sent.status, 201, sent.body)
  await desk.work()
  assert.equal((await reports(desk)).length, 1)
  assert.deepEqual(await desk.desk.db.list(sql`select class, encode(sha256, 'hex') as sha256 from evidence`), [
    { class: 'restricted', sha256 },
  ])
  assert.deepEqual(
    [await desk.desk.db.list(sql`select id from correspondent`), desk.mail.mails, await clocks(desk)],
    [[], [], 0],
  )
})

test('a signed request starts the legal clock, an unsigned notice starts none', async (t) => {
  const desk = await startPublicDesk(t)
  const { signature: _signature, ...unsigned } = SIGNED
  assert.equal((await desk.post(unsigned)).status, 422)
  assert.equal((await desk.post({ ...NOTICE, kind: 'threats' })).status, 201)
  await desk.work()
  assert.equal(await clocks(desk), 0)
  assert.equal((await desk.post(SIGNED)).status, 201)
  await desk.work()
  const [request] = await desk.desk.db.list(sql`
    select valid, signature like 'sealed:%' and contact like 'sealed:%' as sealed, content_id as content from removal_request`)
  assert.deepEqual(request, { valid: true, sealed: true, content: 'post-772' })
  assert.equal(await clocks(desk), 1)
  await numberEntries(desk.desk.db)
  await checkLedger(desk.desk)
})

test('a form that is sent twice is one notice with two links', async (t) => {
  const desk = await startPublicDesk(t)
  const form = { ...NOTICE, form: '0a'.repeat(16) }
  const [one, other] = await Promise.all([desk.post(form), desk.post(form)])
  assert.deepEqual([one.status, other.status], [201, 201])
  assert.equal(await desk.desk.db.onlyValue(sql`select count(*)::integer from notice`), 1)
  for (const { body } of [one, other]) assert.equal((await desk.get(statusPath(body))).status, 200)
  assert.equal((await desk.post({ ...form, reason: 'Another.' })).status, 400)
  await desk.work()
  assert.equal(desk.mail.mails.length, 1)
})

test('a person keeps what they typed when a field is missing', async (t) => {
  const desk = await startPublicDesk(t)
  const typed = { ...NOTICE, email: 'rosa', reason: '</textarea><script>alert(1)</script>', name: '"><b>Rosa' }
  const sent = await desk.post(typed)
  assert.equal(sent.status, 422)
  assert.match(sent.body, /<a href="#email">Give an e-mail address/)
  assert.doesNotMatch(sent.body, /<script|<b>|"><b/)
  assert.match(sent.body, /&#60;\/textarea&#62;&#60;script&#62;/)
  const unknown = await desk.post({ ...NOTICE, address: 'https://harbour.example/posts/none' })
  assert.deepEqual([unknown.status, /could not be looked up right now/.test(unknown.body)], [422, true])
})

test('the form is closed once its key is revoked', async (t) => {
  const desk = await startPublicDesk(t)
  await desk.database.ownerPool.query('update api_key set revoked_at = desk_now()')
  assert.equal((await desk.post(NOTICE)).status, 503)
  assert.match((await desk.get('/public/notice')).body, /form is closed/)
})

test('letters are in the language of the form and name no person', async (t) => {
  const desk = await startPublicDesk(t)
  assert.equal((await desk.post(NOTICE, { url: '/public/notice?language=ar' })).status, 201)
  await desk.work()
  const [mail] = desk.mail.mails
  assert.ok(mail)
  assert.match(readBody(mail), /أكّده خلال ثلاثة أيام/)
  assert.doesNotMatch(readBody(mail), /Rosa|tickets|post-772/)
})
