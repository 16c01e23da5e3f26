import assert from 'node:assert/strict'
import { test } from 'node:test'
import sql from 'sql-template-tag'
import { freshDatabase } from '../../../test/support/fresh-database.ts'
import { knowSubject } from '../../../test/support/known-accounts.ts'
import { ACTING_GROUNDS, ENFORCEMENT_STATES } from '../../foundation/domain.ts'
import { needsTwoRestorers } from '../../../test/support/restore-model.ts'
import { actsAlone, isUnconfirmed } from './acts-alone.ts'

const SUBJECT = 'content:post'
const YES_NO = [true, false]

/** Every enforcement that these rules could tell apart. */
const EVERY = [null, ...ACTING_GROUNDS].flatMap((ground) =>
  YES_NO.flatMap((legalDuty) =>
    YES_NO.flatMap((isProtected) =>
      YES_NO.flatMap((interim) =>
        [null, new Date(0)].flatMap((confirmedAt) =>
          ENFORCEMENT_STATES.map((state) => ({
            ground,
            legalDuty,
            protected: isProtected,
            interim,
            confirmedAt,
            state,
          })),
        ),
      ),
    ),
  ),
)

test('SQL and TypeScript agree on what one person may do alone', async (t) => {
  const { ownerPool } = await freshDatabase(t)
  await knowSubject(ownerPool, SUBJECT, { id: 'ordinary', reach: 31 })
  const given = EVERY.map(({ legalDuty, confirmedAt, ...row }, place) => ({
    ...{ ...row, place, subject: SUBJECT, account_id: 'ordinary' },
    ...{ legal_duty: legalDuty, confirmed_at: confirmedAt },
  }))
  const { rows } = await ownerPool.query(sql`
    select acts_alone(enforcement) as alone, needs_two_restorers(enforcement) as two, is_unconfirmed(enforcement) as unconfirmed
    from json_array_elements(${JSON.stringify(given)}::json) with ordinality as given (said, place),
      jsonb_populate_record(null::enforcement, said::jsonb) enforcement
    order by place`)
  assert.deepEqual(
    rows,
    EVERY.map((each) => ({ alone: actsAlone(each), two: needsTwoRestorers(each), unconfirmed: isUnconfirmed(each) })),
  )
})

test('SQL and TypeScript know the same grounds for acting alone', async (t) => {
  const { ownerPool } = await freshDatabase(t)
  const { rows } = await ownerPool.query<{ definition: string }>(sql`
    select pg_get_constraintdef(oid) as definition from pg_constraint where conname = 'enforcement_ground_check'`)
  const inSql = [...(rows[0]?.definition.matchAll(/'(\w+)'::text/g) ?? [])].map((match) => match[1])
  assert.deepEqual(inSql.sort(), [...ACTING_GROUNDS].sort())
})
