import assert from 'node:assert/strict'
import { test } from 'node:test'
import { givenStaff } from '../../../test/support/people.ts'
import { givenNamed, givenPost, startSearch } from '../../../test/support/search.ts'
import type { DeskError } from '../../foundation/errors.ts'
import { readBudgets } from '../../policy/budgets/budgets-file.ts'
import { readSet, type SetSource } from './read-set.ts'

const RULES =
  'budgets: []\nstop_limits: { within: 1h, stops: 2, declines: 2, restores: 2 }\nbulk_actions: { subjects: 3, sample: 2, wrong: 0, expires: 24h, stages: [{ share: 1 }], stops: { restores: { count: 9, share: 1 }, appeals: { count: 9, share: 1 }, guarded: { count: 9, share: 1 } } }\n'
const { bulkActions: rules } = readBudgets('budgets.yaml', RULES)

test('a bulk action over search results includes each visible one once', async (t) => {
  const { db, owner } = await startSearch(t)
  assert.ok(rules)
  const { id: staffId } = await givenStaff(db, { onShift: true })
  const read = (source: SetSource) => readSet({ db }, source, { staffId, rules })
  const refusal = (source: SetSource) =>
    read(source).then(
      () => 'none',
      (error: DeskError) => error.message,
    )
  await givenNamed(db, 'a1', 'sun_1')
  await givenNamed(db, 'a2', 'sun_2')
  await givenNamed(db, 'a3', 'sun_3', '', true)
  const accounts = await read({ search: { kind: 'account', words: ' sun ', on: 'account' } })
  assert.deepEqual(accounts.subjects, ['account:a1', 'account:a2'], 'not whom they may not see')
  assert.match(accounts.foundBy, /^A search for accounts with “sun”, at \d{4}-.*Z: 2 found\.$/)

  for (const [id, accountId] of [
    ['t1', 'a1'],
    ['t2', 'a2'],
    ['t3', 'a2'],
  ] as const)
    await givenPost(db, id, 'cream for sale', { accountId })
  const cases = { kind: 'case', words: 'cream', on: 'content' } as const
  assert.deepEqual((await read({ search: cases })).subjects, ['content:t1', 'content:t2', 'content:t3'])
  const authors = await read({ search: { ...cases, on: 'account' } })
  assert.deepEqual(authors.subjects, ['account:a1', 'account:a2'])
  assert.match(authors.foundBy, /: 3 found, about 2 accounts\.$/)
  const named = { kind: 'case', words: 'a2', on: 'content' } as const
  assert.deepEqual((await read({ search: named })).subjects, ['content:t2', 'content:t3'])
  await owner.query(`insert into content_media (content_id, reference, place, kind, media_type, class, sha256)
    values ('t3', 'x', 1, 'image', 'image/png', 'restricted', sha256('x'))`)
  assert.deepEqual((await read({ search: cases })).subjects, ['content:t1', 'content:t2'], 'nothing that is restricted')
  assert.match(await refusal({ search: named }), /search must have at least two subjects/, 'by whatever it is found')

  for (const n of [4, 5]) await givenNamed(db, `a${n}`, `sun_${n}`)
  assert.match(
    await refusal({ search: { kind: 'account', words: 'sun', on: 'account' } }),
    /search finds more than 3 subjects/,
  )
  assert.match(
    await refusal({ search: { kind: 'account', words: 'moon', on: 'account' } }),
    /search finds nothing that you may see/,
  )
  assert.match(
    await refusal({ search: { kind: 'account', words: 'sun_1', on: 'account' } }),
    /search must have at least two subjects/,
  )
  assert.match(
    await refusal({ search: { kind: 'account', words: 'sun', on: 'content' } }),
    /search\/on must be account/,
  )
  assert.match(await refusal({ list: 'a1\na2' }), /foundBy must state/)
  assert.match(await refusal({ search: cases, foundBy: 'I know' }), /foundBy must be left out/)
  assert.match(await refusal({ list: 'a1\na2', search: cases, foundBy: 'so' }), /^list or search or copiesOf/)
  assert.match(await refusal({}), /only one of them/)
})

test('a search puts no protected account into a bulk action', async (t) => {
  const { db, owner } = await startSearch(t)
  assert.ok(rules)
  const { id: staffId } = await givenStaff(db, { onShift: true, clearances: ['protected'] })
  const read = async (search: SetSource['search']) =>
    search && (await readSet({ db }, { search }, { staffId, rules })).subjects
  for (const n of [1, 2, 3]) {
    await givenNamed(db, `a${n}`, `sun_${n}`)
    await givenPost(db, `t${n}`, 'cream for sale', { accountId: `a${n}` })
  }
  await owner.query(`update account set protected = true where id = 'a3'`)
  assert.deepEqual(await read({ kind: 'account', words: 'sun', on: 'account' }), ['account:a1', 'account:a2'])
  assert.deepEqual(await read({ kind: 'case', words: 'cream', on: 'account' }), ['account:a1', 'account:a2'])
  assert.deepEqual(await read({ kind: 'case', words: 'cream', on: 'content' }), ['content:t1', 'content:t2'])
})

test('a set of copies leaves out the case they were found by', async (t) => {
  const { db, owner } = await startSearch(t)
  assert.ok(rules)
  const { id: staffId } = await givenStaff(db, { onShift: true })
  const read = (copiesOf: string, foundBy?: string) =>
    readSet({ db }, { copiesOf, ...(foundBy !== undefined && { foundBy }) }, { staffId, rules })
  const post = async (id: string, accountId: string, more = {}) => {
    const caseId = await givenPost(db, id, 'look', { accountId, ...more })
    await owner.query(
      `insert into content_media (content_id, reference, place, kind, media_type, class, sha256)
        values ($1, 'p', 1, 'image', 'image/png', 'ordinary', sha256('same'))`,
      [id],
    )
    return caseId
  }
  for (const [id, isProtected] of [['a1'], ['a2'], ['a3', true]] as const)
    await givenNamed(db, id, `sun_${id}`, '', isProtected)
  const caseId = await post('t1', 'a1')
  await post('t2', 'a2')
  await assert.rejects(read(caseId), /copiesOf must have at least two subjects/)
  await post('t3', 'a1')
  await post('held', 'a3')
  const found = await read(caseId)
  assert.deepEqual(found.subjects, ['content:t2', 'content:t3'])
  assert.match(found.foundBy, /^The contents with the same files as case_\d+, at .*Z: 2 of 3 found\.$/)
  await post('t4', 'a1')
  await assert.rejects(read(caseId), /copiesOf has 4 subjects, and 3 are the most/)
  await assert.rejects(read(caseId, 'I know'), /foundBy must be left out/)
  const closed = await post('t5', 'a1', { clearances: ['safety'] })
  await assert.rejects(read(closed), { code: 'not_allowed' })
})
