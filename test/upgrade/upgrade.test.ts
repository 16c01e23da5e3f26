// npm run upgrade-dump     writes the dump of this version from a lived-in desk on Debian's PostgreSQL 15
import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { join } from 'node:path'
import { type TestContext, test } from 'node:test'
import sql from 'sql-template-tag'
import { LEDGER_CHECKS } from '../../src/app/ledger-checks.ts'
import { claimNextCase } from '../../src/cases/claims/claim-next.ts'
import { commitAlone, receiveReport } from '../../src/cases/intake/receive-report.ts'
import { restoreEnforcement } from '../../src/enforcement/restore/restore-enforcement.ts'
import { DESK, type StaffCaller } from '../../src/foundation/domain.ts'
import { DATABASE_DIR } from '../../src/foundation/settings/package-paths.ts'
import { migrate } from '../../src/foundation/store/migrate.ts'
import { readMigrations } from '../../src/foundation/store/migration-files.ts'
import { verifyLedger } from '../../src/oversight/ledger/verify.ts'
import { addKey } from '../../src/people/access/keys.ts'
import { decide } from '../../src/review/decide/decide.ts'
import { numberEntries, startDeskWithHistory } from '../support/desk-with-history.ts'
import type { TestDatabase } from '../support/fresh-database.ts'
import { startTestDesk, type TestDesk } from '../support/server.ts'
import { asOne, findPrograms, listDumps, restoreDump, writeDump } from '../support/upgrade-dump.ts'

const QUIET = { info: () => undefined, warn: () => undefined }
const WRITE_VARIABLE = 'COUNTERSIGN_WRITE_DUMP'

test('the stored database dump matches the current migrations', async (t) => {
  if (process.env[WRITE_VARIABLE]) await refresh(t)
  for (const name of listDumps()) {
    const { ownerPool } = await restoreDump(t, name)
    const { rows } = await ownerPool.query<{ file: string; sha256: string }>(
      'select file, sha256 from public.schema_migration order by version',
    )
    const now = readMigrations(join(DATABASE_DIR, 'migrations')).map(({ file, sha256 }) => ({ file, sha256 }))
    assert.deepEqual(
      rows,
      now.slice(0, rows.length),
      `test/upgrade/${name} is older than the baseline in db/migrations, which changed since: run "npm run upgrade-dump" and commit the dump`,
    )
  }
})

async function refresh(t: TestContext): Promise<void> {
  const { database } = await startDeskWithHistory(t)
  const programs = await findPrograms(database.superUrl)
  assert.ok(programs, 'pg_dump of this server is not installed')
  writeDump(database.ownerUrl, programs)
}

test('a database of each earlier version upgrades, verifies and works', async (t) => {
  assert.ok(listDumps().length > 0)
  for (const name of listDumps()) {
    const database = await restoreDump(t, name)
    await migrate(database.ownerUrl, DATABASE_DIR, QUIET)
    const test = await startTestDesk(t, { database })
    await verify(database)
    await workOn(test)
    await verify(database)
  }
})

test('ids of 0.1.0 that would name another platform stop the migration', async (t) => {
  const database = await restoreDump(t, '0.1.0.sql.gz')
  const run = () => migrate(database.ownerUrl, DATABASE_DIR, QUIET)
  // As superuser without triggers: the version before stored any id that a report or its platform named.
  const change = (text: string) =>
    asOne(database.superUrl, async (client) => {
      await client.query(`set session_replication_role = replica; ${text}`)
    })
  const closed = `(select min(id) from review_case where state = 'closed')`
  await change(`update review_case set subject = 'account:forum~9' where id = ${closed}`)

  await change(`insert into account (id, protected, source, facts_at) values ('forum~1', false, 'platform', now())`)
  await assert.rejects(run, /0009-platforms.sql.*the account forum~1.*Ids with a tilde/s)
  await change(`delete from account where id = 'forum~1'`)

  await change(`update review_case set state = 'open', closed_at = null where id = ${closed}`)
  await assert.rejects(run, /the open case case_[0-9]+ about account:forum~9/)
  await change(`update review_case set state = 'closed', closed_at = now() where subject = 'account:forum~9'`)

  const held = `(select id from enforcement where state in ('releasing', 'in_effect', 'confirmed') limit 1)`
  await change(`update enforcement set subject = 'content:a~' || subject where id = ${held}`)
  await assert.rejects(run, /the enforcement enf_[0-9]+ on content:a~/)
  await change(`update enforcement set subject = substr(subject, 11) where subject like 'content:a~%'`)
  await run()
})

test('an appeal opened before the upgrade still waits for another team', async (t) => {
  const database = await restoreDump(t, '0.1.0.sql.gz')
  await asOne(database.superUrl, (client) =>
    client.query(`
      set session_replication_role = replica;
      insert into appeal (id, key_id, client_id, said_hash, enforcement_id, subject, received_at)
      select 'apl_900', 'key_1', 'one', sha256(''), id, subject, '2026-11-30T08:00:00Z' from enforcement limit 1;
      update review_case set appeal_id = 'apl_900', state = 'open', closed_at = null, due_at = '2026-11-30T20:00:00Z'
      where id = (select min(id) from review_case)`),
  )
  await migrate(database.ownerUrl, DATABASE_DIR, QUIET)
  const { rows } = await database.ownerPool.query(
    `select other_team_until, other_team_left from appeal where id = 'apl_900'`,
  )
  assert.deepEqual(rows, [{ other_team_until: new Date('2026-11-30T14:00:00Z'), other_team_left: true }])
})

async function verify({ pool }: TestDatabase): Promise<void> {
  await numberEntries(pool)
  const { problems } = await verifyLedger(pool, LEDGER_CHECKS)
  assert.deepEqual(problems, [])
}

/** A case of before the upgrade is reported again, given to its reviewer, decided and undone. */
async function workOn({ desk }: TestDesk): Promise<void> {
  const by = await findLead(desk.db)
  const key = await addKey(desk, { name: 'after the upgrade', scopes: ['report'] }, DESK)
  const received = await receiveReport(commitAlone(desk), key.id, {
    id: randomUUID(),
    subject: { kind: 'content', id: 'two' },
    ground: 'terms',
    category: 'SCAMS_AND_FRAUD',
    reporterId: randomUUID(),
    reportedAt: '2026-05-04T09:00:00+02:00',
    comment: 'Again.',
    account: { reach: 5 },
  })
  assert.ok('answer' in received)
  const { caseId } = received.answer
  assert.ok(caseId !== undefined)
  const held = await claimUntil(desk.db, by.id, caseId)
  const { enforcements } = await decide(desk, {
    ...{
      caseId: held,
      by,
      draftId: 'after-the-upgrade',
      conclusion: 'violation',
      policyId: 'scam',
      rationale: 'Seen.',
    },
    actions: [{ action: 'label', label: 'repeated' }],
  })
  const restored = await restoreEnforcement(desk, {
    ...{ enforcementId: enforcements[0] ?? '', by, cause: 'mistake', reason: 'It was one.' },
  })
  assert.match(restored.state, /^(stopped|restoring)$/)
}

async function findLead(db: TestDatabase['pool']): Promise<StaffCaller> {
  const { rows } = await db.query<Pick<StaffCaller, 'id' | 'pseudonym' | 'roles'>>(sql`
    select id, pseudonym, roles from staff where 'lead' = any (roles) and ended_at is null order by id limit 1`)
  assert.ok(rows[0])
  return { kind: 'staff', ...rows[0] }
}

/** Cases of before the upgrade may come first. */
async function claimUntil(db: TestDatabase['pool'], staffId: string, caseId: string): Promise<string> {
  for (let given = 0; given < 10; given++) {
    const claimed = await claimNextCase(db, staffId)
    if (claimed?.id === caseId) return caseId
  }
  throw new Error(`${caseId} was not given to ${staffId}`)
}
