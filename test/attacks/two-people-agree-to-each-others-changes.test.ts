import assert from 'node:assert/strict'
import { test } from 'node:test'
import sql from 'sql-template-tag'
import { startDeskBeforeOpening } from '../support/desk-before-opening.ts'

test("two people agree to each other's changes three times weekly", async (t) => {
  const office = await startDeskBeforeOpening(t)
  const { db, database, person, crane, plover, propose, agree } = office
  const finch = await person(['policy'])
  const [rook, wren] = [await person(['reviewer']), await person(['reviewer'])]
  await office.open()
  const lower = async (id: string, by = crane) => {
    const floor = (approvals: number) =>
      ({ kind: 'protection', subject: `account:${id}`, approvals, holdMs: 0 }) as const
    await propose(floor(2), by)
    return propose(floor(1), by)
  }
  for (const [id, by, other] of [
    ['one', crane, finch],
    ['two', finch, crane],
    ['three', crane, finch],
  ] as const) {
    assert.equal((await agree(await lower(id, by), other)).state, 'agreed')
  }
  const fourth = await lower('four')
  await assert.rejects(agree(fourth, finch), {
    code: 'not_allowed',
    message: new RegExp(`three times within seven days\\. These people can agree instead: ${plover.pseudonym}\\.$`),
    members: { why: 'pair' },
  })
  const shown = await office.get(finch, `/v1/changes/${fourth.id}`)
  assert.match(JSON.stringify(shown.body), new RegExp(`can agree instead: ${plover.pseudonym}`))
  const count = await db.query<{ count: number }>(
    sql`select pair_count(${crane.id}, ${finch.id}, null)::integer as count`,
  )
  assert.equal(count.rows[0]?.count, 3, 'and so of enforcements')
  assert.equal((await agree(fourth)).state, 'agreed')

  const fifth = await lower('five')
  await database.ownerPool.query(sql`update staff set ended_at = desk_now(), ended_by = 'desk' where id = ${plover.id}`)
  await assert.rejects(agree(fifth, finch), { message: /No other person can agree: add a third person/ })
  const lead = ({ id }: { id: string }) => ({ kind: 'role', op: 'grant', staffId: id, role: 'lead' }) as const
  assert.equal((await agree(await propose(lead(rook)), finch)).state, 'agreed', 'two who are alone bring in a third')
  const badge = await propose({ kind: 'verified_badge', isIdentity: true })
  assert.equal((await agree(badge, finch)).state, 'applied', 'what protects counts towards nothing')
  await assert.rejects(agree(await propose(lead(wren)), finch), { members: { why: 'pair' } })

  await database.advance(7 * 86_400_000)
  assert.equal((await agree(await lower('six'), finch)).state, 'agreed', 'a week later they may again')
})
