import assert from 'node:assert/strict'
import { test } from 'node:test'
import sql from 'sql-template-tag'
import { AT_THEIR_PLACE, MAY_OPEN } from '../../src/cases/claims/who-fits.ts'
import { givenAccount, givenCase } from '../support/cases.ts'
import { freshDatabase } from '../support/fresh-database.ts'
import { givenStaff } from '../support/people.ts'

const PLACES = [{}, { employer: 'North' }, { employer: 'South' }].flatMap((place) =>
  [{}, { site: 'riga' }, { site: 'vilnius' }].map((site) => ({ ...place, ...site })),
)
const CLEARANCES = [[], ['legal'], ['legal', 'protected']]

test('a person dismisses no case that they may not open', async (t) => {
  const { ownerPool } = await freshDatabase(t)
  await ownerPool.query(sql`insert into vendor_place (employer, site) values ('North', null), ('South', 'riga')`)
  const guarded = await givenAccount(ownerPool, { protected: true })
  for (const place of PLACES) {
    for (const clearances of [[], ['legal']]) await givenCase(ownerPool, { ...place, clearances })
    await givenCase(ownerPool, { ...place, accountId: guarded })
  }
  for (const employer of ['North', 'South', 'Own']) {
    for (const site of ['riga', 'oslo', null])
      for (const clearances of CLEARANCES)
        await givenStaff(ownerPool, { employer, ...(site && { site }), clearances, roles: ['reviewer'], onShift: true })
  }
  const { rows } = await ownerPool.query<{ why: string | null; sees: boolean; opens: boolean; isAtPlace: boolean }>(sql`
    select dismissal_refusal(candidate.id, person.id) as why, is_at_place(candidate, person) as "isAtPlace",
      coalesce(${AT_THEIR_PLACE}, false) as sees, coalesce(${MAY_OPEN}, false) as opens
    from review_case candidate cross join staff person`)
  assert.equal(rows.length, PLACES.length * 3 * 27)
  for (const { why, sees, opens, isAtPlace } of rows) {
    assert.equal(isAtPlace, sees)
    assert.equal(why === 'unknown' || why === 'not_yours', !opens, `${why}`)
  }
  assert.equal(new Set(rows.map(({ opens }) => opens)).size, 2)
})
