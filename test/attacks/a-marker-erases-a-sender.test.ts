import assert from 'node:assert/strict'
import { test } from 'node:test'
import sql from 'sql-template-tag'
import { hadPart } from '../../src/admin/erasure/erasure-queries.ts'
import { proposeErasure } from '../support/erasures.ts'
import { SPAMMER, startMisuse } from '../support/misuse.ts'

test('a person who marked or warned a sender erases no record', async (t) => {
  const { db, desk, heron, plover, wren, crane, warned } = await startMisuse(t)
  await warned()
  const asked = { person: 'reporter', personId: SPAMMER } as const
  for (const [who, part] of [
    [heron, true],
    [plover, true],
    [wren, false],
  ] as const)
    assert.equal(await hadPart(db, asked, who.id), part, who.pseudonym)
  await assert.rejects(proposeErasure(desk, { ...asked, by: plover }), /You had a part in an act about this person/)
  await db.query(sql`select withdraw_mark(id, ${crane.id}) from misuse_mark`)
  assert.equal(await hadPart(db, asked, crane.id), true, 'a withdrawal is a part too')
  assert.equal(await hadPart(db, asked, heron.id), true, 'who withdraws a mark does not undo the part')
})
