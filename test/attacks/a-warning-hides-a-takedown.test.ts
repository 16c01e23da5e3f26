import assert from 'node:assert/strict'
import { type TestContext, test } from 'node:test'
import pg from 'pg'
import sql from 'sql-template-tag'
import { findExplained } from '../../src/enforcement/drift/queries.ts'
import { inTransaction } from '../../src/foundation/database/db.ts'
import { givenAccount } from '../support/cases.ts'
import { startWorkingDesk } from '../support/working-desk.ts'

const OWNER = 'vale'
const LIST = '@list:friends'
const DOMAIN = '@domain:gov.example'

/** A desk with a protected account, and what explains a state of it while an enforcement on a collection stands. */
async function startCovered(t: TestContext) {
  const { desk, database } = await startWorkingDesk(t)
  await givenAccount(desk.db, { id: OWNER, tags: ['public_office'], protected: true })
  await desk.db.query(sql`update account set handle = 'vale@press.gov.example' where id = ${OWNER}`)
  // The gate is not the matter here: the enforcements are stored as if it had let them through.
  const owner = new pg.Client({ connectionString: database.superUrl })
  await owner.connect()
  t.after(() => owner.end())
  await owner.query('set session_replication_role = replica')
  const stand = (subject: string, action: string) =>
    owner.query(
      `with made as (insert into enforcement (subject, account_id, action, label, duration_ms, policy_id, source, proposed_by,
        protected, state, moved_by, expires_at, released_at, in_effect_at, generation) values ('account:${subject}', '${subject}', '${action}',
        ${action === 'label' ? "'spam'" : 'null'}, ${action === 'suspend' ? 60_000 : 'null'}, 'scam', 'person', 'staff:x',
        true, 'in_effect', 'staff:x', desk_now() + interval '1 day', desk_now(), desk_now(), 1) returning id)
      insert into enforcement_move (enforcement_id, to_state, by, at) select id, 'releasing', 'staff:x', desk_now() from made`,
    )
  const explained = async () => {
    const { hidden, muted, limited } = await inTransaction(desk.db, (tx) =>
      findExplained(tx, `account:${OWNER}`, OWNER),
    )
    return { hidden, muted, limited }
  }
  const cover = (collection: string) =>
    desk.db.query(sql`select from cover_accounts(${collection}, ${[OWNER]}::text[])`)
  return { stand, explained, cover }
}

const NOTHING = { hidden: false, muted: false, limited: false }

test('an act on a list explains no takedown of its owner', async (t) => {
  const { stand, explained, cover } = await startCovered(t)
  await cover(LIST)
  for (const action of ['warn', 'label', 'suspend']) await stand(LIST, action)
  assert.deepEqual(await explained(), NOTHING)
})

test('an act on a domain explains its own effect alone', async (t) => {
  const { stand, explained } = await startCovered(t)
  await stand(DOMAIN, 'warn')
  assert.deepEqual(await explained(), NOTHING)
  await stand(DOMAIN, 'limit')
  assert.deepEqual(await explained(), { ...NOTHING, limited: true })
  await stand(DOMAIN, 'suspend')
  assert.equal((await explained()).hidden, true)
})

test('an account added to a domain after its takedown is not explained', async (t) => {
  const { stand, explained, cover } = await startCovered(t)
  await stand('@domain:bad.example', 'suspend')
  await cover('@domain:bad.example')
  assert.deepEqual(await explained(), NOTHING)
})
