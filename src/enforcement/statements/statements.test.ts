import assert from 'node:assert/strict'
import { test } from 'node:test'
import sql from 'sql-template-tag'
import { checkLedger, startWorkingDesk, type WorkingDesk } from '../../../test/support/working-desk.ts'
import type { StaffCaller } from '../../foundation/domain.ts'
import { restoreEnforcement } from '../restore/restore-enforcement.ts'

const ROSA = 'account:rosa'
const LEAD: StaffCaller = { kind: 'staff', id: 'staff_0', pseudonym: 'plover', roles: ['lead'] }

interface Row {
  kind: string
  delivery: string | null
  facts: { action: string; source: string; endedAt: string | null } | null
  texts: { language: string; text: string }[] | null
}

const listRows = ({ desk }: WorkingDesk): Promise<Row[]> =>
  desk.db.list<Row>(sql`
    select kind, delivery, facts, texts from statement left join statement_content on statement_id = id
    order by made_at, length(id), id`)

/** Reads the page on which the account's owner reads what they were told. */
const readPage = async ({ demo }: WorkingDesk, handle: string): Promise<string> =>
  (await fetch(`${demo.url}/@${handle}/statements`)).text()

test('a suspended person reads why, and later an apology with times', async (t) => {
  const working = await startWorkingDesk(t)
  working.work()
  const { id } = await working.enforcement({ subject: ROSA, action: 'suspend' })
  await working.enforcementIn(id, 'in_effect')
  const [first] = await listRows(working)
  assert.deepEqual([first?.kind, first?.delivery, first?.texts?.length], ['restriction', 'shown', 3])
  const page = await readPage(working, 'rosa_bakes')
  assert.match(page, /We suspended your account\./)
  assert.match(page, /https:\/\/desk.example\/public\/statement\/[\w-]{43}/)
  await restoreEnforcement(working.desk, { enforcementId: id, by: LEAD, cause: 'mistake', reason: 'Wrong account.' })
  await working.enforcementIn(id, 'restored')
  // On a busy machine it follows the restore.
  const rows = await working.untilSo('the statement to arrive', async () => {
    const all = await listRows(working)
    return all.every(({ delivery }) => delivery !== null) && all
  })
  assert.deepEqual(
    rows.map(({ kind, delivery }) => [kind, delivery]),
    [
      ['restriction', 'shown'],
      ['mistake', 'shown'],
    ],
  )
  const text = rows[1]?.texts?.[0]?.text ?? ''
  assert.match(text, /^We restored your account\.\n\n.* We are sorry\.\n\nIt was in force from .+ UTC until .+ UTC\./)
  assert.doesNotMatch(JSON.stringify(rows), /plover|staff_|Wrong account/)
  assert.match(await readPage(working, 'rosa_bakes'), /We are sorry\./)
  await checkLedger(working.desk)
})

test('a person whose restriction never reached the platform is told nothing', async (t) => {
  const working = await startWorkingDesk(t)
  const { id } = await working.enforcement({ subject: ROSA, action: 'suspend' })
  assert.deepEqual(
    (await listRows(working)).map(({ delivery }) => delivery),
    [null],
  )
  await restoreEnforcement(working.desk, { enforcementId: id, by: LEAD, cause: 'mistake', reason: null })
  working.work()
  await working.enforcementIn(id, 'restored')
  const rows = await listRows(working)
  assert.deepEqual(
    rows.map(({ kind, delivery, facts }) => [kind, delivery, facts]),
    [['restriction', 'withheld', null]],
  )
  assert.doesNotMatch(await readPage(working, 'rosa_bakes'), /suspended/)
})

test('no statement says that a restriction ended while another one stands', async (t) => {
  const working = await startWorkingDesk(t)
  working.work()
  const lock = await working.enforcement({ subject: ROSA, action: 'lock', durationMs: 3_600_000 })
  await working.enforcementIn(lock.id, 'in_effect')
  const { id } = await working.enforcement({ subject: ROSA, action: 'suspend' })
  await working.enforcementIn(id, 'in_effect')
  await restoreEnforcement(working.desk, { enforcementId: lock.id, by: LEAD, cause: 'undo', reason: null })
  await working.enforcementIn(lock.id, 'restored')
  const kinds = (await listRows(working)).map(({ kind, delivery }) => [kind, delivery])
  assert.deepEqual(kinds, [
    ['restriction', 'shown'],
    ['restriction', 'shown'],
  ])
})

test('several statements on one subject arrive one after the other', async (t) => {
  const working = await startWorkingDesk(t)
  const ids: string[] = []
  for (const label of ['spam', 'rude'])
    ids.push((await working.enforcement({ subject: ROSA, action: 'label', label })).id)
  working.work()
  for (const id of ids) await working.enforcementIn(id, 'in_effect')
  await working.untilSo('both statements to be shown', async () =>
    (await listRows(working)).every(({ delivery }) => delivery === 'shown'),
  )
  const page = await readPage(working, 'rosa_bakes')
  for (const label of ['spam', 'rude']) assert.ok(page.includes(label), label)
  await checkLedger(working.desk)
})

test('a changed text of a statement is found by the ledger', async (t) => {
  const working = await startWorkingDesk(t)
  working.work()
  const { id } = await working.enforcement({ subject: ROSA, action: 'suspend' })
  await working.enforcementIn(id, 'in_effect')
  await working.database.ownerPool.query(`update statement_content set texts = '[]'`)
  await assert.rejects(checkLedger(working.desk), /statement_content/)
})
