import assert from 'node:assert/strict'
import { test } from 'node:test'
import sql from 'sql-template-tag'
import { endSetup, findProblems, startChanging } from '../../../test/support/changes.ts'
import { ORGANISATIONS } from '../../foundation/domain.ts'
import { type Profile, readProfile } from '../../foundation/profile.ts'
import { describeProfile } from './describe-profile.ts'
import { setProfileAtSetup } from './profile.ts'

const PROFILES: Profile[] = ORGANISATIONS.flatMap((organisation) =>
  [false, true].flatMap((shadow) => [false, true].map((personMetrics) => ({ organisation, shadow, personMetrics }))),
)
const same = (one: Profile, other: Profile) => JSON.stringify(one) === JSON.stringify(other)

test('SQL and TypeScript agree on whether an organisation profile loosens', async (t) => {
  const { db } = await startChanging(t)
  for (const from of PROFILES) {
    await setProfileAtSetup(db, from)
    const others = PROFILES.filter((to) => !same(from, to))
    const { rows } = await db.query<{ direction: string }>(sql`
      select profile_direction(wanted) as direction
      from unnest(${others.map((to) => JSON.stringify(to))}::jsonb[]) with ordinality as one (wanted, place) order by place`)
    const said = others.map((to) => describeProfile(to, from).described.direction)
    assert.deepEqual(
      rows.map(({ direction }) => direction),
      said,
    )
  }
})

test('an organisation profile changes only through an agreed change after set-up', async (t) => {
  const { db, person, propose, agree, pass } = await startChanging(t, { driven: true })
  const finch = await person(['policy'])
  await setProfileAtSetup(db, { organisation: 'company', personMetrics: false })
  await endSetup(db)
  await assert.rejects(setProfileAtSetup(db, { shadow: true }), /its profile changes by a change/)
  await assert.rejects(
    db.query(sql`insert into desk_profile (organisation, shadow, person_metrics) values ('solo', true, true)`),
    /its profile is set by a change/,
  )
  const [one, other] = [
    await propose({ kind: 'profile', organisation: 'community' }),
    await propose({ kind: 'profile', shadow: true }),
  ]
  assert.match(one.says, /from company to community/)
  assert.deepEqual([one.state, one.direction], ['proposed', 'looser'])
  assert.equal((await agree(one)).state, 'agreed')
  assert.equal((await readProfile(db)).organisation, 'company', 'not before a day is over')
  assert.equal(await pass(one), 'applied')
  assert.equal((await readProfile(db)).organisation, 'community')
  await assert.rejects(agree(other, finch), /no longer as it was/, 'whoever agreed was shown another profile')
  await assert.rejects(propose({ kind: 'profile', organisation: 'community' }), /This profile is in force already/)
  assert.deepEqual(await findProblems(db), [])
})
