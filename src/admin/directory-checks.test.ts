import assert from 'node:assert/strict'
import { test } from 'node:test'
import pg from 'pg'
import { startDirectory } from '../../test/support/directory.ts'

const TAMPERED: readonly (readonly [what: string, sql: string, ...finds: RegExp[]])[] = [
  [
    'an outsider stands for them',
    `update directory_person set external_id = 'eve' where id = 'user_1'`,
    /directory_person user_1: .*content/,
  ],
  [
    'a name is another',
    `update directory_person set user_name = 'eve' where id = 'user_1'`,
    /directory_person user_1: .*content/,
  ],
  [
    'they are somebody else',
    `update directory_person set staff_id = 'staff_99' where id = 'user_1'`,
    /directory_person user_1: .*staffId/,
  ],
  [
    'they are active again',
    `update directory_person set active = true where id = 'user_2'`,
    /directory_person user_2: .*active/,
  ],
  [
    'somebody is made',
    `insert into directory_person (id, active, user_name, salt) values ('user_9', false, 'eve', '\\x${'00'.repeat(16)}')`,
    /directory_person user_9: nothing in the ledger/,
  ],
  [
    'somebody is gone',
    `delete from directory_person where id = 'user_1'`,
    /directory_person user_1: the ledger names this row/,
  ],
  [
    'a role is said',
    `insert into directory_role (person_id, role, source, said) values ('user_1', 'admin', 'user', true)`,
    /directory_role user_1\/admin\/user: nothing in the ledger/,
  ],
  [
    'a role is said no more',
    `update directory_role set said = false where role = 'lead'`,
    /directory_role user_1\/lead\/user: .*said/,
  ],
]

test('verify finds a directory user changed outside the desk', async (t) => {
  const { database, scim, patch, join, findProblems } = await startDirectory(t)
  const { id } = await join('ana', { externalId: 'x-1', roles: ['lead'] })
  assert.equal(id, 'user_1')
  await patch(`/Users/${(await join('ben')).id}`, { op: 'Replace', path: 'active', value: 'False' })
  await scim(`DELETE /Users/${(await join('cid')).id}`)
  assert.deepEqual(await findProblems(), [])
  const intruder = new pg.Client({ connectionString: database.superUrl })
  await intruder.connect()
  t.after(() => intruder.end())
  await intruder.query('set session_replication_role = replica')
  const tables = ['directory_person', 'directory_role']
  for (const table of tables) await intruder.query(`create table ${table}_kept as table ${table}`)
  for (const [what, sql, ...finds] of TAMPERED) {
    await intruder.query(sql)
    const problems = await findProblems()
    assert.equal(problems.length, finds.length, `${what}: ${problems}`)
    for (const [index, find] of finds.entries()) assert.match(problems[index] ?? '', find, what)
    for (const table of tables) {
      await intruder.query(`delete from ${table}; insert into ${table} select * from ${table}_kept`)
    }
  }
})
