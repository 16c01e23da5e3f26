import assert from 'node:assert/strict'
import { test } from 'node:test'
import sql from 'sql-template-tag'
import { OPENED_A_DAY_MAX } from '../../src/cases/openings/opening-queries.ts'
import { givenAccount } from '../support/cases.ts'
import { startDeskBeforeOpening } from '../support/desk-before-opening.ts'

const DAY_MS = 86_400_000

test('a stolen token opens few cases, and leads learn it', async (t) => {
  const office = await startDeskBeforeOpening(t)
  const ana = await office.person(['reviewer'], { onShift: true, plannedMinutes: 720 })
  const lead = await office.person(['lead'], { onShift: true })
  const said = { category: 'SCAMS_AND_FRAUD', source: 'own_initiative', reason: 'It is one of many.' }
  const open = async (id: string) =>
    (await office.post(ana, '/v1/cases', { subject: { kind: 'account', id }, ...said })).status
  const ids: string[] = []
  for (let each = 0; each < OPENED_A_DAY_MAX + 3; each++) ids.push(await givenAccount(office.db))
  const countAlerts = () =>
    office.db.onlyValue<number>(sql`select count(*)::integer from alert where kind = 'openings'`)
  let opened = 0
  const answers = new Map<number, number>()
  for (const id of ids) {
    const status = await open(id)
    if (status === 201) opened++
    assert.equal(await countAlerts(), opened < OPENED_A_DAY_MAX ? 0 : 1, `alerts after ${opened}`)
    answers.set(status, (answers.get(status) ?? 0) + 1)
  }
  assert.deepEqual(
    [...answers],
    [
      [201, OPENED_A_DAY_MAX],
      [429, 3],
    ],
  )
  assert.equal((await open(ids[0] ?? '')).toString(), '429', 'a reason added to an open case counts, too')
  assert.equal(await open('unknown-account'), 429, 'refused before the platform is asked')
  const { items } = (await office.get(lead, '/v1/alerts')).body as { items: { kind: string }[] }
  assert.equal(items.filter(({ kind }) => kind === 'openings').length, 1)

  const forge = (staffId: string) =>
    office.db.query(sql`
    insert into case_opening (case_id, staff_id, source, reason, opened)
    select id, ${staffId}, 'press', 'Forged.', true from review_case limit 1`)
  await assert.rejects(forge(ana.id), { code: 'CS001' }, 'around the route')
  await assert.rejects(forge((await office.person(['reviewer'])).id), { code: 'CS001' }, 'by a person off shift')
  await office.database.advance(DAY_MS)
  await assert.rejects(forge(ana.id), { code: 'CS001' }, 'their shift has ended')
})
