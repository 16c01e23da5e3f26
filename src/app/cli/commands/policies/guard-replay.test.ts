import assert from 'node:assert/strict'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { type TestContext, test } from 'node:test'
import { parse } from 'csv-parse/sync'
import sql from 'sql-template-tag'
import { freshDatabase, type TestDatabase } from '../../../../../test/support/fresh-database.ts'
import { SHIPPED_GUARDS } from '../../../../../test/support/guards.ts'
import { judgedBy } from '../../../../../test/support/judgement-input.ts'
import { readAccounts } from '../../../../../test/support/known-accounts.ts'
import { tempDir } from '../../../../../test/support/temp-dir.ts'
import { startWorkingDesk } from '../../../../../test/support/working-desk.ts'
import { runProgram } from '../../program.ts'

async function replay(database: TestDatabase, ...args: string[]) {
  const said: { out: string[]; err: string[] } = { out: [], err: [] }
  const code = await runProgram(['guard', 'replay', ...args], {
    env: { DATABASE_URL: database.url },
    print: (line) => said.out.push(line),
    printError: (line) => said.err.push(line),
  })
  return { code, out: said.out.join('\n'), err: said.err.join('\n') }
}

/** Writes the shipped guards with a reach bound of 500, so that one of the two suspended accounts is above it. */
function stricter(t: TestContext): string {
  const path = join(tempDir(t), 'ours.yaml')
  writeFileSync(path, readFileSync(SHIPPED_GUARDS, 'utf8').replace('account.reach >= 100000', 'account.reach >= 500'))
  return path
}

test('"guard replay" names enforcements whose outcome would change', async (t) => {
  const { database, enforcement } = await startWorkingDesk(t)
  await enforcement({ subject: 'account:rosa', action: 'suspend' })
  const held = await enforcement({
    subject: 'account:hugo',
    action: 'suspend',
    judgedBy: judgedBy({ id: 'hugo', reach: 501 }),
  })
  await enforcement({ subject: 'account:theo', action: 'warn' })
  const csv = join(tempDir(t), 'enforcements.csv')
  const { code, out, err } = await replay(database, stricter(t), '--csv', csv)
  assert.deepEqual([code, err], [0, ''])
  assert.match(out, /^3 enforcements of the last 30d judged by \S+, 1 with another outcome\.$/m)
  assert.match(out, /^ACTION +ENFORCEMENTS +AS IT WAS +HELD FOR OTHERS +DELAYED +LET THROUGH +ASKED OTHERWISE$/m)
  assert.match(out, /^warn +1 +1 +0 +0 +0 +0$/m)
  assert.match(out, /^suspend +2 +1 +1 +0 +0 +0$/m)
  assert.match(
    out,
    /^enf_2 .* suspend +held for others +one other person +nothing +1 approval, a hold of 5m.* high-reach$/m,
  )
  assert.ok(!out.includes('enf_1 '))

  const rows = parse(readFileSync(csv), { columns: true }) as Record<string, string>[]
  assert.deepEqual(
    rows.map(({ enforcement: id, change, guards }) => [id, change, guards]),
    [
      ['enf_1', 'same', ''],
      [held.id, 'held', 'high-reach'],
      ['enf_3', 'same', ''],
    ],
  )
  const same = JSON.parse((await replay(database, SHIPPED_GUARDS, '--json')).out)
  assert.deepEqual([same.enforcements, same.differing, same.first], [3, 0, []])
})

test('"guard replay" counts deleted facts of proposers as unknown', async (t) => {
  const { database, enforcement } = await startWorkingDesk(t, { driven: true })
  await enforcement({ subject: 'account:rosa', action: 'suspend' })
  await database.advance(31 * 86_400_000)
  await database.pool.query('select delete_expired_actor_facts()')
  assert.match(
    (await replay(database, SHIPPED_GUARDS)).out,
    /^Nothing was ordered in the last 30d, so there is nothing to judge\.$/,
  )
  const { out } = await replay(database, SHIPPED_GUARDS, '--since', '40d')
  assert.match(out, /^1 enforcement: what was known of the proposer is gone after 30 days and counts as unknown\.$/m)
  assert.match(out, /^1 enforcement: a guard speaks up because something it turns on is unknown/m)
  assert.match(out, /leaving \(unknown\), tired \(unknown\)$/m)
})

test('"guard replay" judges each enforcement once and limits its list', async (t) => {
  const database = await freshDatabase(t)
  const { account, facts } = judgedBy({ id: 'rosa', reach: 600 })
  await database.pool.query(sql`
    insert into account (id, reach_counted, protected, source, facts_at)
    select n::text, 600, false, 'test', desk_now() from generate_series(1, 1203) n`)
  await readAccounts(
    database.pool,
    Array.from({ length: 1203 }, (_, n) => ({ id: `${n + 1}`, reach: 600 })),
  )
  await database.pool.query(sql`
    insert into enforcement (id, subject, action, policy_id, source, proposed_by, protected, moved_by, expires_at)
    select 'enf_' || n, 'account:' || n, 'deactivate', 'spam', 'person', 'desk', false, 'desk', desk_now() + interval '1 hour'
    from generate_series(1, 1203) n`)
  await database.pool.query(sql`
    insert into verdict (enforcement_id, outcome, requirement, fired, off, facts, actor_facts, policy_hash)
    select 'enf_' || n, 'clear', '{"approvals": [], "holdMs": 0, "confirmMs": null, "identify": false, "assessment": null, "alert": false}',
      '[]', '{}', jsonb_set(${JSON.stringify({ account, facts })}::jsonb, '{account,id}', to_jsonb(n::text)), '{}', ${Buffer.alloc(32)}
    from generate_series(1, 1203) n, generate_series(1, 2) twice order by twice, n`)
  const csv = join(tempDir(t), 'enforcements.csv')
  const { out } = await replay(database, stricter(t), '--csv', csv)
  assert.match(out, /^deactivate +1203 +0 +1203 +0 +0 +0$/m)
  assert.match(out, /^And 1,153 more enforcements: --csv FILE has all\.$/m)
  const ids = (parse(readFileSync(csv), { columns: true }) as { enforcement: string }[]).map((row) => row.enforcement)
  assert.deepEqual([ids.length, new Set(ids).size], [1_203, 1_203])
})

test('"guard replay" names an invalid guard, period or file', async (t) => {
  const database = await freshDatabase(t)
  const path = join(tempDir(t), 'ours.yaml')
  writeFileSync(path, 'guards: [{ id: x }]\n')
  const broken = await replay(database, path)
  assert.deepEqual([broken.code, /^the guards can't be used:\n/.test(broken.err)], [1, true])
  const span = await replay(database, SHIPPED_GUARDS, '--since', 'yesterday')
  assert.match(span.err, /It must be a number of hours or days such as 12h or 30d\./)
  const csv = await replay(database, SHIPPED_GUARDS, '--csv', join(tempDir(t), 'no/such.csv'))
  assert.match(csv.err, /such\.csv can't be written: /)
  assert.equal(csv.code, 1)
})
