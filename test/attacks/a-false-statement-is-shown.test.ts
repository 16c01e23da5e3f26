import assert from 'node:assert/strict'
import { test } from 'node:test'
import sql from 'sql-template-tag'
import { readPoliciesInForce } from '../../src/admin/rule-sets/policies-in-force.ts'
import { DESK } from '../../src/foundation/domain.ts'
import { addKey } from '../../src/people/access/keys.ts'
import { endSetup, findProblems, startChanging } from '../support/changes.ts'
import { isRefusal, stealRole } from '../support/role-thief.ts'
import { startWorkingDesk } from '../support/working-desk.ts'

const ZERO = `decode(repeat('00', 32), 'hex')`
const contentOf = (id: string) =>
  `insert into statement_content (statement_id, facts, texts, redress, hash, policies_hash, notices_hash)
   values ('${id}', '{}', '[{"language": "en", "text": "Pay us."}]', '[]', ${ZERO}, ${ZERO}, ${ZERO})`

test('the application role changes nothing that a person was told', async (t) => {
  const working = await startWorkingDesk(t)
  working.work()
  const { id } = await working.enforcement({ subject: 'account:rosa', action: 'suspend' })
  await working.enforcementIn(id, 'in_effect')
  const thief = await stealRole(t, working.database)
  for (const forgery of [
    `insert into statement (kind, enforcement_id, subject) values ('mistake', '${id}', 'account:theo')`,
    `update statement set subject = 'account:theo'`,
    `update statement set kind = 'mistake'`,
    `update statement set delivery = 'withheld', delivered_at = desk_now()`,
    `update statement_content set texts = '[]'`,
    `delete from statement_content`,
    `delete from statement`,
    contentOf('stm_1'),
  ])
    await assert.rejects(thief.run(forgery), isRefusal, forgery)
})

test('a text that the application role invents is found by the ledger', async (t) => {
  const working = await startWorkingDesk(t)
  await working.enforcement({ subject: 'account:rosa', action: 'suspend' })
  const thief = await stealRole(t, working.database)
  await thief.run(contentOf('stm_1'))
  const problems = await findProblems(working.desk.db)
  assert.match(JSON.stringify(problems), /statement_content/)
})

test('texts of the folder alone reach no person after set-up', async (t) => {
  const { db } = await startChanging(t)
  assert.equal((await readPoliciesInForce(db, 'policies')).policies.notices.settings?.languages.length, 3)
  await endSetup(db, {})
  const { policies, notes } = await readPoliciesInForce(db, 'policies')
  assert.equal(policies.notices.settings, null)
  assert.deepEqual(
    notes.filter((note) => note.includes('notices')),
    [],
  )
})

test('one person makes no key that reads statements after set-up', async (t) => {
  const { db } = await startChanging(t)
  await endSetup(db, {})
  await assert.rejects(addKey({ db }, { name: 'reader', scopes: ['enforcements'] }, DESK), /by a change/)
  assert.deepEqual(await db.list(sql`select from api_key`), [])
})
