import assert from 'node:assert/strict'
import { test } from 'node:test'
import { findProblems } from '../../../test/support/changes.ts'
import { startDeskBeforeOpening } from '../../../test/support/desk-before-opening.ts'

const DAY_MS = 86_400_000

test("200, 404: two people reveal a person's name for a day, recorded", async (t) => {
  const { db, database, person, plover, people, post, proposeAs, agreeAs } = await startDeskBeforeOpening(t)
  const crane = await person(['policy'])
  const [wren] = await people(1)
  assert.ok(wren)
  const { status, body } = await proposeAs(crane, { kind: 'unseal', staffId: wren.id })
  assert.deepEqual([status, body.state], [201, 'proposed'])
  const url = `/v1/changes/${String(body.id)}/name`
  assert.equal((await post(crane, url)).status, 404, 'nobody alone')
  assert.equal((await agreeAs(plover, String(body.id))).status, 200)
  assert.deepEqual(await post(crane, url), {
    status: 200,
    body: { staffId: wren.id, pseudonym: wren.pseudonym, name: 'Somebody Invented' },
  })
  assert.equal((await post(plover, url)).status, 404, 'the one who asked, and nobody else')
  const told = await db.query(`select from alert where to_staff = $1 and why like '%your name is shown%'`, [wren.id])
  assert.equal(told.rowCount, 1)
  const entries = await db.query(`select kind from ledger_payload where kind like 'name_%' order by kind`)
  assert.deepEqual(entries.rows, [{ kind: 'name_read' }, { kind: 'name_unsealed' }])
  await database.advance(DAY_MS)
  assert.equal((await post(crane, url)).status, 404, 'a day later nobody')
  assert.deepEqual(await findProblems(db), [])
})

test("403: reviewers and restricted people reveal no person's name", async (t) => {
  const { crane, plover, people, post, proposeAs, agreeAs, restrict } = await startDeskBeforeOpening(t)
  const [wren, rook] = await people(2)
  assert.ok(wren && rook)
  assert.equal((await proposeAs(wren, { kind: 'unseal', staffId: rook.id })).status, 403)
  const { body } = await proposeAs(crane, { kind: 'unseal', staffId: wren.id })
  assert.equal((await agreeAs(plover, String(body.id))).status, 200)
  assert.equal((await restrict(plover, crane)).status, 200)
  assert.equal((await post(crane, `/v1/changes/${String(body.id)}/name`)).status, 403)
})
