import assert from 'node:assert/strict'
import { test } from 'node:test'
import { endSetup, findProblems, startChanging } from '../../../test/support/changes.ts'
import { eraseByTwo, proposeErasure } from '../../../test/support/erasures.ts'
import { findWords } from '../../../test/support/find-words.ts'
import { givenFlagger } from '../../../test/support/flaggers.ts'

test('two people erase the contact of a flagger whose status ended', async (t) => {
  const office = await startChanging(t, { driven: true })
  const { db, desk, database, crane, plover } = office
  const { flaggerId, wanted } = await givenFlagger(office)
  const find = () => findWords(database.ownerPool, ['555 0100', 'hotline@mail.example'])
  assert.notDeepEqual(await find(), [])
  const asked = { person: 'flagger', personId: flaggerId, by: crane } as const
  await assert.rejects(proposeErasure(desk, asked), /is active/)
  await endSetup(db)
  await office.agree(await office.propose({ kind: 'flagger_suspension', flaggerId }))
  assert.equal(
    await eraseByTwo({ desk, advance: (ms) => database.advance(ms) }, { ...asked, second: plover }),
    'applied',
  )
  // A text that two people signed stays, as every signed text does.
  assert.deepEqual([...new Set((await find()).map((place) => place.replace(/\..*/, '')))], ['signature', 'signing'])
  assert.deepEqual(await findProblems(db), [])
  assert.deepEqual(await findWords(database.ownerPool, [wanted.name]).then((words) => words.length > 0), true)
  await assert.rejects(db.query(`update trusted_flagger set contact = 'x'`), { code: '42501' })
})
