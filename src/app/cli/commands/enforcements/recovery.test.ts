import assert from 'node:assert/strict'
import { test } from 'node:test'
import sql from 'sql-template-tag'
import { startChanging } from '../../../../../test/support/changes.ts'
import { recordLosses } from '../../../../enforcement/recovery/recovery-queries.ts'
import { inTransaction } from '../../../../foundation/database/db.ts'
import { runProgram } from '../../program.ts'

const CHAIN = Buffer.alloc(32, 7).toString('base64')

test('"recovery" shows what was lost, and two people end it', async (t) => {
  const { db, database, crane, plover, agree } = await startChanging(t)
  const run = async (...args: string[]) => {
    const said: string[] = []
    const code = await runProgram(args, {
      env: { DATABASE_URL: database.url, COUNTERSIGN_TOKEN: crane.token },
      print: (line) => said.push(line),
      printError: (line) => said.push(line),
    })
    return { code, said: said.join('\n') }
  }
  assert.match((await run('recovery', 'show')).said, /^No recovery state/)
  await inTransaction(db, (tx) =>
    recordLosses(tx, [
      { kept: 40, lost: { number: 90, chain: CHAIN }, lines: [] },
      { kind: 'journal', subject: 'account:rosa', generation: 9, known: 2 },
    ]),
  )
  await inTransaction(db, (tx) => recordLosses(tx, [{ kept: 0, lost: { number: 90, chain: CHAIN }, lines: [] }]))
  const shown = await run('recovery', 'show')
  assert.equal(shown.code, 3)
  assert.match(shown.said, /^RECOVERY STATE 1 since/)
  assert.match(shown.said, /recovery journal +account:rosa +generation 9 +generation 2/)
  const { recovery, losses } = JSON.parse((await run('recovery', 'show', '--json')).said)
  assert.deepEqual([recovery.id, recovery.losses, losses.length], [1, losses.length, losses.length])
  for (const wrong of ['0', '2', 'x', '1e9', '9'.repeat(30)])
    assert.match((await run('recovery', 'end', wrong, '--reason', 'r')).said, /There is no recovery/)
  assert.match((await run('recovery', 'end', '1', '--reason', 'disk failure')).said, /chg_1 waits/)
  const id = await db.onlyValue<string>(sql`select id from desk_change`)
  await agree({ id }, plover)
  assert.deepEqual(await run('recovery', 'show'), {
    code: 0,
    said: 'No recovery state is on record. This command compares nothing: a worker with the newest files does so when it starts.',
  })
  assert.match((await run('recovery', 'end', '1', '--reason', 'again')).said, /The recovery 1 has ended/)
})
