import assert from 'node:assert/strict'
import { type TestContext, test } from 'node:test'
import sql from 'sql-template-tag'
import { readBody, startMailServer } from '../../../../../test/support/mail-server.ts'
import { startWorkingDesk, type WorkingDesk } from '../../../../../test/support/working-desk.ts'
import { restoreEnforcement } from '../../../../enforcement/restore/restore-enforcement.ts'
import { inTransaction } from '../../../../foundation/database/db.ts'
import type { StaffCaller } from '../../../../foundation/domain.ts'
import { claimJobs } from '../../../../foundation/jobs.ts'
import { insertCorrespondent } from '../../people/correspondent.ts'
import { sendLetters } from '../send-letters.ts'
import { LETTERS_A_DAY_MAX } from './send-statement-letters.ts'
import { enqueueStatementLetters } from './statement-letter-queries.ts'

const ROSA = 'account:rosa'
const LEAD: StaffCaller = { kind: 'staff', id: 'staff_0', pseudonym: 'plover', roles: ['lead'] }
const ADDRESS = 'rosa_bakes@people.harbour.example'

interface Row {
  id: string
  sent: boolean
  attempt: number
  addressOf: string | null
  givenUpFor: string | null
  error: string | null
}

async function start(t: TestContext) {
  const mail = await startMailServer(t)
  const working = await startWorkingDesk(t, { outbox: { mail: { url: mail.url, from: 'desk@platform.example' } } })
  const { db } = working.desk
  // A worker at work sends letters too: none arrives before the test sends.
  mail.refuse = true
  const list = () =>
    db.list<Row>(sql`
      select statement_id as id, sent_at is not null as sent, attempt, address_of as "addressOf", given_up_for as "givenUpFor",
        last_error as error from statement_letter order by made_at, length(statement_id), statement_id`)
  /** Sends what is due, as the worker of statements does. */
  const send = async ({ desk = working.desk, refuse = false } = {}) => {
    mail.refuse = refuse
    await db.query(sql`update statement_letter set next_at = made_at where sent_at is null and given_up_at is null`)
    await db.query(sql`delete from job where kind = 'letter'`)
    await enqueueStatementLetters(db)
    for (const job of await claimJobs(db, 'statement', 20)) if (job.kind === 'letter') await sendLetters(desk, job)
    mail.refuse = true
  }
  return { ...working, mail, list, send }
}

const suspend = async ({ enforcement, enforcementIn }: WorkingDesk, subject = ROSA) => {
  const { id } = await enforcement({ subject, action: 'suspend' })
  await enforcementIn(id, 'in_effect')
  return id
}

test('a person gets reasons and an apology with times by e-mail', async (t) => {
  const working = await start(t)
  const stop = working.work()
  const id = await suspend(working)
  await stop()
  await working.send()
  const [first] = working.mail.mails
  assert.deepEqual([working.mail.mails.length, first?.to], [1, [ADDRESS]])
  assert.match(first?.text ?? '', /^Auto-Submitted: auto-generated/im)
  assert.match(
    readBody(first ?? { to: [], text: '' }),
    /We suspended your account\.[\s\S]+\/public\/statement\/[\w-]{43}/,
  )
  await restoreEnforcement(working.desk, { enforcementId: id, by: LEAD, cause: 'mistake', reason: 'Wrong account.' })
  const again = working.work()
  await working.enforcementIn(id, 'restored')
  await working.untilSo('the apology to be written', async () => (await working.list()).length === 2)
  await again()
  await working.send()
  const apology = readBody(working.mail.mails[1] ?? { to: [], text: '' })
  assert.match(apology, /We are sorry\.[\s\S]+showed it from .+ UTC and showed it undone at .+ UTC\./)
  assert.doesNotMatch(JSON.stringify(working.mail.mails), /plover|staff_|Wrong account/)
  assert.deepEqual(
    (await working.list()).map(({ sent, addressOf }) => [sent, addressOf]),
    [
      [true, 'platform'],
      [true, 'platform'],
    ],
  )
  await working.send()
  assert.equal(working.mail.mails.length, 2, 'each letter goes once')
  assert.doesNotMatch(JSON.stringify(working.logged), /people\.harbour/)
})

test('a resting server gets letters later, an unknown mailbox never', async (t) => {
  const working = await start(t)
  const stop = working.work()
  await suspend(working)
  await stop()
  await working.send({ refuse: true })
  const [tried] = await working.list()
  assert.deepEqual([tried?.sent, tried?.givenUpFor], [false, null])
  assert.ok(tried && tried.attempt > 0)
  working.mail.unknown.add(ADDRESS)
  await working.send()
  const [row] = await working.list()
  assert.deepEqual([row?.attempt, row?.givenUpFor, working.mail.mails], [tried.attempt + 1, 'refused', []])
  assert.doesNotMatch(row?.error ?? '', /people\.harbour/)
  await working.send()
  assert.equal((await working.list())[0]?.attempt, tried.attempt + 1)
})

test('no letter tells of a restriction that is over', async (t) => {
  const working = await start(t)
  const stop = working.work()
  const id = await suspend(working)
  await restoreEnforcement(working.desk, { enforcementId: id, by: LEAD, cause: 'mistake', reason: null })
  await working.enforcementIn(id, 'restored')
  await stop()
  await working.send()
  assert.equal((await working.list())[0]?.givenUpFor, 'over')
  assert.equal(working.mail.mails.filter(({ text }) => /Our decision/.test(text)).length, 0)
})

test('an address that no person confirmed gets the link alone', async (t) => {
  const working = await start(t)
  const stop = working.work()
  const id = await suspend(working)
  await stop()
  const { outbox, db } = working.desk
  const contact = { name: null, email: 'stranger@mail.example', signature: null }
  const stranger = await inTransaction(db, (tx) => insertCorrespondent(tx, outbox.seal, contact, 'en'))
  const { ownerPool } = working.database
  await ownerPool.query(sql`alter table appeal_page disable trigger user`)
  await ownerPool.query(sql`alter table appeal_page drop constraint appeal_page_appeal_id_fkey`)
  await ownerPool.query(sql`
    insert into appeal_page (appeal_id, statement_id, correspondent_id)
    select 'apl_1', statement.id, ${stranger} from statement where enforcement_id = ${id}`)
  const platform = { ...working.desk.platform, contact: async () => 'absent' as const }
  await working.send({ desk: { ...working.desk, platform } })
  const [mail] = working.mail.mails
  assert.deepEqual(mail?.to, ['stranger@mail.example'])
  const text = readBody(mail ?? { to: [], text: '' })
  assert.match(text, /\/public\/statement\/[\w-]{43}/)
  assert.doesNotMatch(text, /We suspended your account|rosa/i)
})

test('addresses with a line break or a second address get no letter', async (t) => {
  const working = await start(t)
  const stop = working.work()
  await suspend(working)
  await stop()
  for (const email of ['rosa@mail.example\r\nBcc: all@mail.example', 'a@mail.example, b@mail.example', 'no address']) {
    const platform = { ...working.desk.platform, contact: async () => ({ email, readAt: '2026-05-04T09:00:00.000Z' }) }
    await working.send({ desk: { ...working.desk, platform } })
    assert.deepEqual(working.mail.mails, [])
    await working.database.ownerPool.query(sql`alter table statement_letter disable trigger user`)
    await working.database.ownerPool.query(sql`update statement_letter set given_up_at = null, given_up_for = null`)
    await working.database.ownerPool.query(sql`alter table statement_letter enable trigger user`)
  }
})

/** Lets the letters be as old as this, and lets those that were given up wait again. */
async function makeOld({ database: { ownerPool } }: WorkingDesk, age: string): Promise<void> {
  for (const table of ['statement', 'statement_letter'])
    await ownerPool.query(`alter table ${table} disable trigger user`)
  await ownerPool.query('update statement set made_at = desk_now() - $1::interval', [age])
  await ownerPool.query('update statement_letter set given_up_at = null, given_up_for = null')
  for (const table of ['statement', 'statement_letter'])
    await ownerPool.query(`alter table ${table} enable trigger user`)
}

test('an address that a hijacker may have set gets no letter', async (t) => {
  const working = await start(t)
  const stop = working.work()
  await suspend(working)
  await stop()
  const credentialsChangedAt = new Date(working.now().getTime() - 3_600_000).toISOString()
  const answering = (changes: object) => {
    const { platform } = working.desk
    const readBack: typeof platform.readBack = async (subject) => {
      const read = await platform.readBack(subject)
      return read && { ...read, ...changes }
    }
    return { ...working.desk, platform: { ...platform, readBack } }
  }
  await working.send({ desk: answering({ credentialsChangedAt }) })
  assert.deepEqual([working.mail.mails, (await working.list())[0]?.givenUpFor], [[], null])
  await makeOld(working, '4 days')
  await working.send({ desk: answering({ credentialsChangedAt }) })
  assert.equal((await working.list())[0]?.givenUpFor, 'taken_over')
  await makeOld(working, '0')
  const credentialsResetAt = working.now().toISOString()
  await working.send({ desk: answering({ credentialsChangedAt, credentialsResetAt }) })
  assert.equal(working.mail.mails.length, 1)
})

test('owners who sign in anew get their letter', async (t) => {
  const working = await start(t)
  const stop = working.work()
  await suspend(working)
  await stop()
  const { platform } = working.desk
  const credentialsChangedAt = new Date(working.now().getTime() + 2 * 3_600_000).toISOString()
  const readBack: typeof platform.readBack = async (subject) => {
    const read = await platform.readBack(subject)
    return read && { ...read, credentialsChangedAt }
  }
  await working.send({ desk: { ...working.desk, platform: { ...platform, readBack } } })
  assert.equal(working.mail.mails.length, 1)
})

test('one person gets few letters a day, and the rest later', async (t) => {
  const working = await start(t)
  const stop = working.work()
  await suspend(working)
  await stop()
  const { ownerPool } = working.database
  await ownerPool.query(sql`alter table statement_letter disable trigger user`)
  await ownerPool.query(sql`alter table statement_letter drop constraint statement_letter_statement_id_fkey`)
  await ownerPool.query(sql`
    insert into statement_letter (statement_id, account_id, sent_at)
    select 'other_' || n, 'rosa', desk_now() from generate_series(1, ${LETTERS_A_DAY_MAX}) n`)
  await ownerPool.query(sql`alter table statement_letter enable trigger user`)
  await working.send()
  assert.deepEqual(working.mail.mails, [])
  await ownerPool.query(sql`alter table statement_letter disable trigger user`)
  await ownerPool.query(sql`
    update statement_letter set sent_at = desk_now() - interval '25 hours' where sent_at is not null`)
  await ownerPool.query(sql`alter table statement_letter enable trigger user`)
  await working.send()
  assert.equal(working.mail.mails.length, 1)
})

test('the application role writes to no other person', async (t) => {
  const working = await start(t)
  const stop = working.work()
  await suspend(working)
  await stop()
  const { db } = working.desk
  const [row] = await working.list()
  await assert.rejects(
    db.query(sql`insert into statement_letter (statement_id, account_id) values (${row?.id}, 'theo')`),
    { code: '42501' },
  )
  await assert.rejects(db.query(sql`update statement_letter set account_id = 'theo'`), { code: '42501' })
  await working.send()
  await assert.rejects(db.query(sql`update statement_letter set sent_at = null`), { code: 'CS001' }, 'sent once')
})
