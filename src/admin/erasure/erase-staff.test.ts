import assert from 'node:assert/strict'
import { test } from 'node:test'
import sql from 'sql-template-tag'
import { endSetup, findProblems, startChanging } from '../../../test/support/changes.ts'
import { eraseByTwo, proposeErasure } from '../../../test/support/erasures.ts'
import { findWords } from '../../../test/support/find-words.ts'
import { DESK } from '../../foundation/domain.ts'
import { addSoftwareKey } from '../../people/passkeys/add-software-key.ts'
import { addStaff } from '../../people/staff/add-staff.ts'
import { addStaffToken } from '../../people/access/staff-tokens.ts'
import { endStaff } from '../offboarding/end-staff.ts'
import { exportPerson } from './export-person.ts'

const NAME = `Zyxname O'Hara "\\ Ωmega`

test('two people erase the name of a person who left', async (t) => {
  const office = await startChanging(t, { driven: true })
  const { db, desk, database, crane, plover } = office
  const work = {
    employer: 'Harbour',
    site: 'Dublin',
    team: 'north',
    employment: 'employee',
    rollingContract: false,
  } as const
  const { id: left } = await addStaff(
    desk,
    { ...work, pseudonym: 'dunlin', name: NAME, roles: ['reviewer'], languages: ['en'], clearances: [] },
    DESK,
  )
  await addSoftwareKey(desk, left)
  await addStaffToken(desk, { staffId: left, label: 'zyxlaptop', days: 1 }, DESK)
  await database.ownerPool.query(`insert into staff_preference values ($1, 'de', 'Zyx/Zone', true, true)`, [left])
  const find = () => findWords(database.ownerPool, ['Zyxname', 'Ωmega', 'zyxlaptop', 'Zyx/Zone'])
  const asked = { person: 'staff', personId: left, by: crane } as const
  await assert.rejects(proposeErasure(desk, asked), /still works here/)
  await endStaff(desk, left, DESK)
  await endSetup(db)
  const { tables } = await exportPerson(db, { person: 'staff', id: left, by: crane })
  assert.deepEqual((tables.staff as { name: string }[])[0]?.name, NAME)
  const advance = (ms: number) => database.advance(ms)
  assert.equal(await eraseByTwo({ desk, advance }, { ...asked, second: plover }), 'applied')
  assert.deepEqual(await find(), [])
  assert.deepEqual(await findProblems(db), [])
  const { rows } = await db.query(sql`select pseudonym, name, team from staff where id = ${left}`)
  assert.deepEqual(rows, [{ pseudonym: 'dunlin', name: '[erased]', team: 'north' }])
})
