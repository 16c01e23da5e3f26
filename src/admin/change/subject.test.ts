import assert from 'node:assert/strict'
import { test } from 'node:test'
import sql from 'sql-template-tag'
import { givenAccount } from '../../../test/support/cases.ts'
import { findProblems, startChanging } from '../../../test/support/changes.ts'
import { recordAccountFacts } from '../../cases/accounts/record-facts.ts'
import { DESK } from '../../foundation/domain.ts'
import { inTransaction, type Pool } from '../../foundation/database/db.ts'

async function tagsOf(db: Pool) {
  const { rows } = await db.query(sql`select tags, protected from account where id = 'vale'`)
  return rows[0]
}

const read = (db: Pool, tags: string[]) =>
  inTransaction(db, (tx) =>
    recordAccountFacts(tx, DESK, [
      {
        source: 'test',
        factsAt: new Date().toISOString(),
        account: {
          id: 'vale',
          handle: 'vale',
          displayName: 'Vale',
          reach: 31,
          verified: false,
          tags,
          createdAt: 'absent',
        },
      },
    ]),
  )

const tag = (op: 'add' | 'remove', name = 'public_office') =>
  ({ kind: 'tag', op, accountId: 'vale', tag: name }) as const

test('one person adds a protective tag, which applies at once', async (t) => {
  const { db, propose } = await startChanging(t)
  await givenAccount(db, { id: 'vale', reach: 31 })
  const change = await propose(tag('add'))
  assert.deepEqual([change.state, change.direction], ['applied', 'stricter'])
  assert.deepEqual(await tagsOf(db), { tags: ['public_office'], protected: true })
  await read(db, [])
  assert.deepEqual(await tagsOf(db), { tags: ['public_office'], protected: true })
  assert.deepEqual(await findProblems(db), [])
})

test('two people remove a protective tag; a new report restores it', async (t) => {
  const { db, propose, agree } = await startChanging(t)
  await givenAccount(db, { id: 'vale', reach: 31 })
  await propose(tag('add'))
  const change = await propose(tag('remove'))
  assert.deepEqual([change.state, change.direction], ['proposed', 'looser'])
  assert.match(change.says, /loses the tag public_office.*If the platform still reports it, it comes back/)
  assert.deepEqual((await tagsOf(db))?.tags, ['public_office'])
  await agree(change)
  // Protected until the account is read again: whether anything else protects it is told by what is read then.
  assert.deepEqual(await tagsOf(db), { tags: [], protected: true })
  await read(db, [])
  assert.deepEqual(await tagsOf(db), { tags: [], protected: false })
  await read(db, ['public_office'])
  assert.deepEqual(await tagsOf(db), { tags: ['public_office'], protected: true })
  assert.deepEqual(await findProblems(db), [])
})

test('only protective tags of known accounts are changed, each once', async (t) => {
  const { db, propose } = await startChanging(t)
  await assert.rejects(propose(tag('add')), { code: 'not_found' })
  await givenAccount(db, { id: 'vale', reach: 31 })
  await assert.rejects(propose(tag('add', 'friend')), { code: 'invalid_input' })
  await assert.rejects(propose(tag('remove')), { code: 'conflict' })
  await propose(tag('add'))
  await assert.rejects(propose(tag('add')), { code: 'conflict' })
})

test("one person raises an account's minimum of approvals, two lower it", async (t) => {
  const { db, propose, agree } = await startChanging(t)
  const floor = (approvals: number, minutes: number) =>
    propose({ kind: 'protection', subject: 'account:vale', approvals, holdMs: minutes * 60_000 })
  const stands = async () =>
    (await db.query(sql`select approvals, hold_ms / 60000 as minutes from protection`)).rows.map((row) =>
      Object.values(row),
    )
  assert.equal((await floor(2, 0)).state, 'applied')
  assert.equal((await floor(2, 30)).direction, 'stricter')
  assert.deepEqual(await stands(), [[2, 30]])
  const lower = await floor(1, 30)
  const both = await floor(3, 10)
  assert.deepEqual([lower.direction, both.direction], ['looser', 'mixed'])
  assert.deepEqual(await stands(), [[2, 30]])
  await agree(lower)
  assert.deepEqual(await stands(), [[1, 30]])
  await assert.rejects(agree(both), { code: 'conflict' }, 'another floor stands than whoever agrees was shown')
  await agree(await floor(3, 10))
  assert.deepEqual(await stands(), [[3, 10]])
  await assert.rejects(floor(3, 10), { code: 'conflict' })
  assert.deepEqual(await findProblems(db), [])
})
