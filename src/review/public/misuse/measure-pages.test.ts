import assert from 'node:assert/strict'
import { test } from 'node:test'
import sql from 'sql-template-tag'
import { endSetup, findProblems } from '../../../../test/support/changes.ts'
import { eraseByTwo, givenOfficer } from '../../../../test/support/erasures.ts'
import { findWords } from '../../../../test/support/find-words.ts'
import { knowSubject } from '../../../../test/support/known-accounts.ts'
import { readBody } from '../../../../test/support/mail-server.ts'
import { SPAMMER, startMisuse, workOnSenders } from '../../../../test/support/misuse.ts'
import { givenKey } from '../../../../test/support/people.ts'
import { formId, NOTICE, writeForm } from '../../../../test/support/public-desk.ts'
import { endMeasure, judgeMeasure } from '../../../cases/misuse/decide-measure.ts'
import { STORED_IN_PAUSE_MAX } from '../../../cases/misuse/paused-reports.ts'
import { reasonHash, wordsHash } from '../../../ledger/entries/misuse-hash.ts'

type Started = Awaited<ReturnType<typeof startOutside>>

/** Starts a desk with a paused sender of notices, who confirmed their address. */
async function startOutside(t: Parameters<typeof startMisuse>[0]) {
  const started = await startMisuse(t)
  const { app, db, desk, mail } = started
  await knowSubject(db, 'content:post-772', { id: 'mara', reach: 31 })
  const post = async (fields: Record<string, string>, url = '/public/notice') => {
    const form = await writeForm({ form: formId(), ...fields })
    const headers = { ...form.headers, 'sec-fetch-site': 'same-origin' }
    const answer = await app.inject({ method: 'POST', url, payload: form.payload, headers })
    return { status: answer.statusCode, body: answer.body }
  }
  const work = () => workOnSenders({ desk })
  const link = () => pathIn(readBody(mail.mails.at(-1) ?? never()))
  /** Sends and confirms a notice. */
  const notify = async (changes: Record<string, string> = {}) => {
    assert.equal((await post({ ...NOTICE, ...changes })).status, 201)
    await work()
    assert.equal((await post({}, link())).status, 200)
    await work()
  }
  return { ...started, post, work, link, notify }
}

const pathIn = (body: string): string => new URL(/https:\/\/\S+\/public\/\S+/.exec(body)?.[0] ?? '').pathname

function never(): never {
  throw new Error('no mail was sent')
}

/** The sender of the notices gets the marks that another reporter has, in a row of the desk's own. */
async function pauseNotifier({ db, database, paused }: Started): Promise<string> {
  const measureId = await paused()
  const name = await db.onlyValue<string>(sql`select id from notice_sender`)
  await database.ownerPool.query('update misuse_sender set person_id = $1', [name])
  return measureId
}

test('a paused sender of notices is told, appeals, and is heard', async (t) => {
  const started = await startOutside(t)
  const { app, desk, db, notify, mail, work, post, plover, crane } = started
  await notify()
  const measureId = await pauseNotifier(started)
  await work()
  const told = mail.mails.map(readBody).find((body) => /We do not process your reports and appeals/.test(body))
  assert.ok(told)
  const page = pathIn(told)
  assert.match(page, /\/public\/measure\//)
  for (const language of ['en', 'de', 'ar']) {
    const shown = await app.inject({ url: `${page}?language=${language}` })
    assert.equal(shown.statusCode, 200)
  }
  await notify({ reason: 'Again.' })
  const stored = () =>
    db.list<{ accepted: boolean; paused: boolean }>(sql`
      select accepted_at is not null as accepted, paused_by is not null as paused from notice order by made_at, id`)
  assert.deepEqual(await stored(), [
    { accepted: true, paused: false },
    { accepted: false, paused: true },
  ])
  assert.equal((await post({ words: '' }, page)).status, 422)
  for (const _twice of [1, 2]) assert.equal((await post({ words: 'They were real.' }, page)).status, 201)
  const judge = (by: typeof plover) =>
    judgeMeasure(desk, { measureId, outcome: 'overturn', reason: 'You were right.', by })
  await assert.rejects(judge(plover), /took part/)
  await judge(crane)
  await work()
  assert.deepEqual((await stored())[1], { accepted: true, paused: false })
  assert.match((await app.inject({ url: page })).body, /We were wrong/)
  assert.deepEqual(
    (await findProblems(db)).filter((each) => each.startsWith('misuse')),
    [],
  )
})

test('an erasure leaves no hash of the words of an appeal', async (t) => {
  const started = await startOutside(t)
  const { desk, db, database, notify, mail, work, post, crane } = started
  await notify()
  const measureId = await pauseNotifier(started)
  await work()
  const page = pathIn(mail.mails.map(readBody).find((body) => /We do not process your reports/.test(body)) ?? never())
  assert.equal((await post({ words: 'It was a joke.' }, page)).status, 201)
  await judgeMeasure(desk, { measureId, outcome: 'overturn', reason: 'It was one.', by: crane })
  await database.ownerPool.query(`update review_case set state = 'closed', closed_at = desk_now()`)
  await database.ownerPool.query(`update legal_clock set ended_at = desk_now(), how = 'decided'`)
  const guesses = [wordsHash({ words: 'It was a joke.' }), reasonHash({ reason: 'It was one.' })]
  const findHashes = () => findWords(database.ownerPool, guesses)
  assert.notEqual((await findHashes()).length, 0)
  const personId = await db.onlyValue<string>(sql`select encode(mark, 'hex') from notice_sender`)
  const before = await findProblems(db)
  const officers = { by: await givenOfficer(desk, 'policy'), second: await givenOfficer(desk, 'lead') }
  await endSetup(db)
  const asked = { person: 'contact', personId, ...officers } as const
  assert.equal(await eraseByTwo({ desk, advance: (ms) => database.advance(ms) }, asked), 'applied')
  assert.deepEqual(await findHashes(), [])
  assert.deepEqual(await findProblems(db), before)
})

test('a stranger with the link uses up no appeal of the sender', async (t) => {
  const started = await startOutside(t)
  const { app, desk, db, database, notify, mail, work, post, crane } = started
  await notify()
  const measureId = await pauseNotifier(started)
  await work()
  const page = pathIn(mail.mails.map(readBody).find((body) => /We do not process your reports/.test(body)) ?? never())
  const uphold = () => judgeMeasure(desk, { measureId, outcome: 'uphold', reason: 'They are real.', by: crane })
  const appeal = async (words: string) => {
    await database.advance(1_000)
    assert.equal((await post({ words }, page)).status, 201)
    return db.onlyValue<number>(sql`select count(*)::integer from misuse_appeal`)
  }
  assert.deepEqual([await appeal('x'), await appeal('y')], [1, 1], 'one is open')
  await uphold()
  assert.equal(await appeal('They were real.'), 2)
  await database.ownerPool.query('alter table misuse_appeal disable trigger user')
  await database.ownerPool.query(`update misuse_appeal set words = 'Never mind.' where state = 'open'`)
  await database.ownerPool.query('alter table misuse_appeal enable trigger user')
  const problems = (await findProblems(db)).filter((each) => each.startsWith('misuse'))
  assert.match(
    problems.join(),
    /^misuse_appeal msa_\d+: not as the ledger says: words is [^,]+$/,
    'other words are found',
  )
  await uphold()
  assert.equal(await appeal('Still.'), 3)
  await uphold()
  assert.equal(await appeal('Again.'), 3, 'three are enough')
  assert.doesNotMatch((await app.inject({ url: page })).body, /<textarea/)
})

test('a notice of a pause that was wrong escapes the next one', async (t) => {
  const started = await startOutside(t)
  const { desk, db, database, notify, work, plover, wren, warned, proposePause, agree } = started
  await notify()
  await pauseNotifier(started)
  await work()
  await notify({ reason: 'Again.' })
  for (const measureId of await db.listValues<string>(sql`select id from misuse_measure`))
    await endMeasure(desk, { measureId, reason: 'A class of pupils.', by: plover })
  // The next pause begins before what was stored is handed on.
  await database.ownerPool.query('update misuse_sender set person_id = $1', [SPAMMER])
  await warned()
  await agree(await proposePause(), wren)
  await database.ownerPool.query('update misuse_sender set person_id = (select id from notice_sender)')
  await work()
  const accepted = () => db.listValues<boolean>(sql`select accepted_at is not null from notice order by made_at, id`)
  assert.deepEqual(await accepted(), [true, true])
  await database.advance(1_000)
  await notify({ reason: 'Once more.' })
  assert.deepEqual(await accepted(), [true, true, false])
})

test('a pause stores the words of few notices of a flood', async (t) => {
  const started = await startOutside(t)
  const { db, database, notify, work } = started
  await notify()
  const measureId = await pauseNotifier(started)
  await work()
  const { ownerPool } = database
  await ownerPool.query('alter table notice disable trigger user')
  await ownerPool.query(sql`
    insert into notice (reference, form, body_hash, kind, subject, address, language, reason, signed, due_at, paused_by)
    select translate('AAAA2-' || lpad(n::text, 5, '0'), '01', 'XY'), decode(md5('flood' || n), 'hex'), sha256('x'), 'scam',
      'content:post-772', 'https://a.example', 'en', 'Flood.', false, desk_now(), ${measureId}
    from generate_series(1, ${STORED_IN_PAUSE_MAX - 1}) n`)
  await ownerPool.query('alter table notice enable trigger user')
  await notify({ reason: 'The last one.' })
  await notify({ reason: 'One too many.' })
  const words = await db.listValues<string>(sql`
    select reason from notice where paused_by is not null and reason <> 'Flood.' order by made_at, id`)
  assert.deepEqual(words, ['The last one.', '[…]'])
})

test('the address of a paused sender outlives its notice', async (t) => {
  const started = await startOutside(t)
  await started.notify()
  await pauseNotifier(started)
  const { ownerPool } = started.database
  for (const table of ['correspondent', 'notice']) await ownerPool.query(`alter table ${table} disable trigger user`)
  await ownerPool.query(`update correspondent set made_at = desk_now() - interval '1 year'`)
  await ownerPool.query(`
    update notice set concluded_at = desk_now() - interval '1 year', outcome = 'not_actioned'`)
  for (const table of ['correspondent', 'notice']) await ownerPool.query(`alter table ${table} enable trigger user`)
  const erased = () => started.db.onlyValue<number>(sql`select erase_old_correspondents()::integer as count`)
  assert.equal(await erased(), 0)
  await ownerPool.query(`update misuse_measure set ends_at = begins_at + interval '1 ms' where kind = 'pause'`)
  await started.database.advance(1_000)
  assert.equal(await erased(), 1)
})

test('a platform reads what it tells its people', async (t) => {
  const { app, desk, database, paused, db, plover } = await startMisuse(t)
  await paused()
  const key = await givenKey(db, ['enforcements'])
  const read = async (token: string) => {
    const answer = await app.inject({ url: '/v1/sender-measures', headers: { authorization: `Bearer ${token}` } })
    assert.equal(answer.statusCode, 200, answer.body)
    return answer.json().items as { reporterId: string; kind: string; texts: { text: string }[]; page: string }[]
  }
  const [warning, pause] = await read(key.token)
  assert.deepEqual([warning?.kind, pause?.kind, pause?.reporterId], ['warning', 'pause', SPAMMER])
  assert.equal(pause?.texts.length, 3)
  assert.equal((await app.inject({ url: new URL(pause?.page ?? '').pathname })).statusCode, 200)
  const measureId = await db.onlyValue<string>(sql`select id from misuse_measure where kind = 'warning'`)
  await database.advance(1_000)
  await endMeasure(desk, { measureId, reason: 'A class of pupils.', by: plover })
  const kinds = (await read(key.token)).map(({ kind }) => kind)
  assert.deepEqual(kinds, ['pause', 'warning'], 'a cursor after both has the end of the warning')
  const none = await app.inject({ url: '/public/measure/AAAA' })
  assert.equal(none.statusCode, 404)
})
