import assert from 'node:assert/strict'
import { connect } from 'node:net'
import { test } from 'node:test'
import sql from 'sql-template-tag'
import {
  UNCONFIRMED_CLOCKS_A_DAY_MAX,
  UNCONFIRMED_CLOCKS_OF_ONE_A_DAY_MAX,
} from '../../src/review/public/notices/accept-notice.ts'
import { FORM_BYTES_MAX, PLACES } from '../../src/review/public/pages/read-form.ts'
import {
  FORMS_IN_TEN_MINUTES_MAX,
  LETTERS_OF_NETWORK_AN_HOUR_MAX,
  WRONG_LINKS_IN_TEN_MINUTES_MAX,
} from '../../src/review/public/pages/stranger-limits.ts'
import { numberEntries } from '../support/desk-with-history.ts'
import { knowSubject } from '../support/known-accounts.ts'
import { readBody } from '../support/mail-server.ts'
import { formId, NOTICE, type PublicDesk, startPublicDesk, statusPath, writeForm } from '../support/public-desk.ts'
import { checkLedger } from '../support/working-desk.ts'

const PNG = Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex')
const NETWORKS = Array.from({ length: 250 }, (_, at) => `203.0.113.${at + 1}`)

const count = ({ desk }: PublicDesk, table: 'notice' | 'report' | 'legal_clock' | 'letter' | 'notice_file') =>
  desk.db.onlyValue<number>(sql([`select count(*)::integer from ${table}`]))

test('a flood from one network ends, and other networks still notify', async (t) => {
  const desk = await startPublicDesk(t)
  const sent = []
  for (let at = 0; at <= FORMS_IN_TEN_MINUTES_MAX; at++)
    sent.push((await desk.post({ ...NOTICE, email: `rosa${at}@mail.example` })).status)
  assert.deepEqual([sent.at(-2), sent.at(-1)], [201, 429])
  assert.equal((await desk.post(NOTICE, { remoteAddress: '203.0.113.9' })).status, 201)
})

test('one network fills no mailbox and locks out no owner', async (t) => {
  const desk = await startPublicDesk(t)
  const sent = []
  for (let at = 0; at <= LETTERS_OF_NETWORK_AN_HOUR_MAX; at++) sent.push((await desk.post(NOTICE)).status)
  assert.deepEqual([sent.at(-2), sent.at(-1)], [201, 429])
  // A report of child sexual abuse is received without a letter.
  assert.equal((await desk.post({ ...NOTICE, kind: 'child_abuse' })).status, 201)
  assert.equal((await desk.post(NOTICE, { remoteAddress: '203.0.113.9' })).status, 201)
  assert.equal(await count(desk, 'letter'), LETTERS_OF_NETWORK_AN_HOUR_MAX + 1)
})

test('wrong, expired and foreign links answer with the same bytes', async (t) => {
  const desk = await startPublicDesk(t)
  const { body } = await desk.post(NOTICE)
  await desk.work()
  const [status, confirm] = [statusPath(body), desk.link()]
  const foreign = [status.replace('status', 'confirm'), confirm.replace('confirm', 'status')]
  const guessed = ['/public/status/x', `/public/status/${'A'.repeat(43)}`, '/public/status/ntc_1']
  const answers = await Promise.all([...guessed, ...foreign].map((url) => desk.get(url)))
  assert.deepEqual([...new Set(answers.map(({ status: code }) => code))], [404])
  assert.equal(new Set(answers.map(({ body: page }) => page)).size, 1)
  await desk.database.ownerPool.query(`update public_link set made_at = '2020-01-01', expires_at = '2020-01-02'`)
  const expired = await desk.get(status, '203.0.113.9')
  assert.deepEqual(expired, { status: 404, body: answers[0]?.body })
})

test('a network that guesses links is refused before the look-up', async (t) => {
  const desk = await startPublicDesk(t)
  const { body } = await desk.post(NOTICE)
  for (let at = 0; at < WRONG_LINKS_IN_TEN_MINUTES_MAX; at++) await desk.get(`/public/status/${'A'.repeat(43)}`)
  assert.equal((await desk.get(statusPath(body))).status, 429)
  assert.equal((await desk.get(statusPath(body), '203.0.113.9')).status, 200)
})

test('the database alone opens no link and shows no person', async (t) => {
  const desk = await startPublicDesk(t)
  const { body } = await desk.post(NOTICE)
  const token = statusPath(body).split('/').at(-1) ?? ''
  const rows = await desk.desk.db.list(sql`
    select row_to_json(public_link)::text as row from public_link
    union all select row_to_json(correspondent)::text from correspondent
    union all select row_to_json(notice)::text from notice`)
  const text = JSON.stringify(rows)
  for (const secret of [token, Buffer.from(token).toString('hex'), 'Rosa', 'mail.example'])
    assert.ok(!text.includes(secret), secret)
})

test('the application role alone erases no sender', async (t) => {
  const { desk } = await startPublicDesk(t)
  await assert.rejects(desk.db.query(sql`select erase_correspondent('corr_1')`), /permission denied/)
  assert.equal(await desk.db.onlyValue(sql`select erase_old_correspondents()::integer`), 0)
})

test('another site sends no form from the network of its visitor', async (t) => {
  const desk = await startPublicDesk(t)
  for (const headers of [{ origin: 'https://evil.example' }, { 'sec-fetch-site': 'cross-site' }, { origin: 'null' }])
    assert.equal((await desk.post(NOTICE, { headers })).status, 403, JSON.stringify(headers))
  const own = { origin: 'https://desk.example', 'sec-fetch-site': 'same-origin' }
  assert.equal((await desk.post(NOTICE, { headers: own })).status, 201)
})

test('no field reaches a header or the text of a letter', async (t) => {
  const desk = await startPublicDesk(t)
  const addresses = [
    'a@b.example\r\nBcc: x@y.example',
    'a@b.example, c@d.example',
    '"a b"@c.example',
    '<a@b.example>',
    'a@b',
    '@b.example',
  ]
  for (const email of addresses)
    assert.equal((await desk.post({ ...NOTICE, email }, { remoteAddress: '203.0.113.4' })).status, 422, email)
  const name = 'Rosa\r\nBcc: x@y.example\u202egpj.exe'
  assert.equal((await desk.post({ ...NOTICE, name, reason: 'Click https://evil.example now' })).status, 201)
  await desk.work()
  const [mail] = desk.mail.mails
  assert.deepEqual(mail?.to, ['rosa@mail.example'])
  assert.doesNotMatch(`${mail?.text}${mail && readBody(mail)}`, /bcc|evil|gpj|\u202e/i)
})

test('a page shows typed text as text, in its own direction', async (t) => {
  const desk = await startPublicDesk(t)
  const reason = '\u202e<img src=x onerror=alert(1)>\u2066'
  const { body } = await desk.post({ ...NOTICE, email: '', reason })
  assert.match(body, /<textarea id="reason" [^>]*dir="auto"/)
  assert.doesNotMatch(body, /<img/)
})

test('huge and crafted forms are refused and store nothing', async (t) => {
  const desk = await startPublicDesk(t)
  const send = (payload: Buffer | string, type: string) =>
    desk.app.inject({ method: 'POST', url: '/public/notice', payload, headers: { 'content-type': type } })
  const huge = await writeForm(NOTICE, [Buffer.concat([PNG, Buffer.alloc(FORM_BYTES_MAX)])])
  assert.equal((await send(huge.payload, huge.headers['content-type'])).statusCode, 413)
  const parts = Array.from({ length: 5_000 }, () => '--b\r\ncontent-disposition: form-data; name="a"\r\n\r\n\r\n').join(
    '',
  )
  const typed = 'multipart/form-data; boundary=b'
  // Two readers of one type must not find two boundaries: the parts are counted by one, and parsed by the other.
  const whole = await writeForm({ form: formId(), ...NOTICE })
  const boundary = whole.headers['content-type'].split('boundary=')[1] ?? ''
  const crafted: [Buffer | string, string][] = [
    [`${parts}--b--`, typed],
    ['--b\r\ncontent-disposition: form-data; name="a"\r\n\r\nno end', typed],
    ['--b--', 'multipart/form-data'],
    [whole.payload, `multipart/form-data; x=";boundary=BBBB;"; boundary=${boundary}`],
    [whole.payload, `multipart/form-data; boundary=${boundary}; boundary=BBBB`],
    ['kind=scam&kind=hate', 'application/x-www-form-urlencoded'],
    ['kind=scam&reason=%00', 'application/x-www-form-urlencoded'],
    [Buffer.from([0x6b, 0x3d, 0xff]), 'application/x-www-form-urlencoded'],
    ['{"kind":"scam"}', 'application/json'],
    ['kind=constructor', 'application/x-www-form-urlencoded'],
  ]
  for (const [payload, type] of crafted)
    assert.equal((await send(payload, type)).statusCode, 400, String(payload).slice(0, 60))
  const svg = await desk.post(NOTICE, { files: [Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"/>')] })
  const many = await desk.post(NOTICE, { files: [PNG, PNG, PNG, PNG, PNG] })
  assert.deepEqual([svg.status, many.status], [422, 422])
  assert.equal(await count(desk, 'notice'), 0)
})

test('slow senders of forms hold no place of another network', async (t) => {
  const desk = await startPublicDesk(t)
  const port = Number(new URL(await desk.app.listen({ host: '127.0.0.1', port: 0 })).port)
  const begin = `POST /public/notice HTTP/1.1\r\nhost: desk.example\r\ncontent-type: multipart/form-data; boundary=b\r\ncontent-length: 1000000\r\n\r\n--b`
  const slow = Array.from({ length: PLACES.max }, () => connect(port, '127.0.0.1'))
  t.after(() => {
    for (const socket of slow) socket.destroy()
  })
  await Promise.all(
    slow.map((socket) => new Promise<void>((done) => void socket.on('error', done).write(begin, () => done()))),
  )
  assert.equal((await desk.post(NOTICE, { remoteAddress: '203.0.113.9' })).status, 201)
})

test('a confirmation that is replayed or raced changes nothing more', async (t) => {
  const desk = await startPublicDesk(t)
  await desk.post(NOTICE)
  await desk.work()
  const url = desk.link()
  await Promise.all([1, 2, 3].map(() => desk.post({}, { url })))
  await desk.work()
  await desk.post({}, { url })
  await desk.work()
  assert.deepEqual([await count(desk, 'report'), await count(desk, 'letter')], [1, 2])
})

const SIGNED = { ...NOTICE, kind: 'intimate_images', signature: 'R' }

async function sendSigned(desk: PublicDesk, at: number, remoteAddress: string, email = `rosa${at}@mail.example`) {
  await knowSubject(desk.desk.db, `content:post-${at}`, { id: 'mara', reach: 31 })
  const address = `https://harbour.example/posts/post-${at}`
  const sent = await desk.post({ ...SIGNED, address, email }, { remoteAddress })
  assert.equal(sent.status, 201, sent.body)
  await desk.work()
}

test('invented signatures use up few legal clocks, and no confirmed one', async (t) => {
  const desk = await startPublicDesk(t)
  for (const [at, remoteAddress] of NETWORKS.slice(0, UNCONFIRMED_CLOCKS_A_DAY_MAX + 2).entries())
    await sendSigned(desk, at, remoteAddress)
  assert.equal(await count(desk, 'legal_clock'), UNCONFIRMED_CLOCKS_A_DAY_MAX)
  assert.equal(await count(desk, 'report'), UNCONFIRMED_CLOCKS_A_DAY_MAX + 2)
  await sendSigned(desk, 99, '198.51.100.99', 'victim@mail.example')
  assert.equal(await count(desk, 'legal_clock'), UNCONFIRMED_CLOCKS_A_DAY_MAX)
  const url = desk.link()
  assert.doesNotMatch(desk.mail.mails.map(readBody).at(-1) ?? '', /is deleted/)
  for (const _twice of [1, 2]) assert.equal((await desk.post({}, { url })).status, 200)
  await desk.work()
  assert.equal(await count(desk, 'legal_clock'), UNCONFIRMED_CLOCKS_A_DAY_MAX + 1)
  const late = await desk.desk.db.list(sql`
    select contact is not null as reachable, valid from removal_request join notice on removal_request_id = removal_request.id
    where notice.subject = 'content:post-99'`)
  assert.deepEqual(late, [{ reachable: true, valid: true }])
  await numberEntries(desk.desk.db)
  await checkLedger(desk.desk)
})

test('one network and one address start fewer clocks than all', async (t) => {
  const desk = await startPublicDesk(t)
  const most = UNCONFIRMED_CLOCKS_OF_ONE_A_DAY_MAX
  for (let at = 0; at <= most; at++) await sendSigned(desk, at, '203.0.113.1')
  assert.equal(await count(desk, 'legal_clock'), most)
  for (let at = 10; at <= 10 + most; at++) await sendSigned(desk, at, `203.0.113.${at}`, 'one@mail.example')
  assert.equal(await count(desk, 'legal_clock'), 2 * most)
})

/** Stores unconfirmed notices, of the network of the first notice if there is one. */
const floodUnconfirmed = ({ database }: PublicDesk, number: number) =>
  database.ownerPool.query(`
    insert into notice (reference, form, body_hash, kind, subject, address, language, reason, signed, network)
    select '22222-' || translate(lpad(at::text, 5, '0'), '01', 'AB'), decode(md5(at::text), 'hex'),
      sha256(convert_to(at::text, 'UTF8')), 'scam', 'content:post-772', 'https://harbour.example/posts/post-772', 'en',
      'Flood.', false, (select network from notice limit 1)
    from generate_series(1, ${number}) at`)

test('a flood of unconfirmed notices closes the form for no urgent one', async (t) => {
  const desk = await startPublicDesk(t)
  await floodUnconfirmed(desk, 5_000)
  assert.equal((await desk.post(NOTICE)).status, 503)
  const { email: _email, name: _name, ...anonymous } = NOTICE
  for (const urgent of [{ ...anonymous, kind: 'child_abuse' }, SIGNED])
    assert.equal((await desk.post(urgent)).status, 201)
  await desk.work()
  assert.equal(await count(desk, 'report'), 2)
})

test('one network fills no place of another', async (t) => {
  const desk = await startPublicDesk(t)
  assert.equal((await desk.post(NOTICE)).status, 201)
  await floodUnconfirmed(desk, 199)
  assert.equal((await desk.post({ ...NOTICE, email: 'hugo@mail.example' })).status, 429)
  assert.equal((await desk.post(NOTICE, { remoteAddress: '203.0.113.9' })).status, 201)
})
