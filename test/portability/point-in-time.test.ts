import assert from 'node:assert/strict'
import { appendFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { makeCluster, makeHome, runAsPostgres, startCluster } from '../support/installed-postgres.ts'
import { actAround, findInstalled, leadBack, readGuide } from '../support/point-in-time.ts'
import { tempDir } from '../support/temp-dir.ts'

const SECTION = 'Go back to a point in time'

test('every command of the guide goes back to a point in time', async (t) => {
  const programs = findInstalled()
  if (programs === undefined) return t.skip('the embedded PostgreSQL has no pg_basebackup: npm run test:postgres')
  const folder = makeHome(tempDir(t))
  const cluster = join(folder, 'postgresql')
  const [archiving = '', target = ''] = readGuide(SECTION, 'ini', folder)
  const [prepare = '', backUp = '', goBack = ''] = readGuide(SECTION, 'sh', folder)
  runAsPostgres(programs, prepare, {})
  makeCluster(programs, cluster)
  appendFileSync(join(cluster, 'postgresql.conf'), archiving)
  const first = await startCluster(programs, cluster, { isNew: true })
  const file = join(tempDir(t), 'ledger-checkpoints.txt')
  const past = await actAround(t, first, file, () =>
    runAsPostgres(programs, backUp, { SUPERUSER_DATABASE_URL: first.superUrl }),
  )

  runAsPostgres(programs, goBack, {})
  assert.match(target, /^recovery_target_time = '.*'$/m)
  const time = `recovery_target_time = '${past.moment}'`
  appendFileSync(join(cluster, 'postgresql.conf'), target.replace(/^recovery_target_time = '.*'$/m, time))
  await leadBack(t, await startCluster(programs, cluster, { isNew: false }), file, past)
})
