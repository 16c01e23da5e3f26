import assert from 'node:assert/strict'
import { appendFileSync, existsSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { makeCluster, makeHome, PGBACKREST, runAsPostgres, startCluster } from '../support/installed-postgres.ts'
import { actAround, findInstalled, leadBack, readGuide } from '../support/point-in-time.ts'
import { tempDir } from '../support/temp-dir.ts'

const SECTION = 'Go back to a point in time with pgBackRest'
/** The moment that the guide names as an example. */
const EXAMPLE = /--target="[^"]*"/

test('every pgBackRest command of the guide goes back to a moment', async (t) => {
  const programs = findInstalled()
  if (programs === undefined) return t.skip('pgBackRest needs an installed PostgreSQL: npm run test:postgres')
  if (!existsSync(PGBACKREST)) return t.skip('pgBackRest is not installed: apt-get install pgbackrest')
  const folder = makeHome(tempDir(t))
  const cluster = join(folder, 'postgresql')
  const [config = '', archiving = ''] = readGuide(SECTION, 'ini', folder)
  const [begin = '', backUp = '', goBack = ''] = readGuide(SECTION, 'sh', folder)
  const env = writeConfig(folder, config)
  makeCluster(programs, cluster)
  appendFileSync(join(cluster, 'postgresql.conf'), archiving)
  const first = await startCluster(programs, cluster, { isNew: true, sockets: folder, env })
  const { port, username, password } = new URL(first.superUrl)
  const login = { ...env, PGUSER: username, PGPASSWORD: password, PGBACKREST_PG1_PORT: port }
  const file = join(tempDir(t), 'ledger-checkpoints.txt')
  const past = await actAround(t, first, file, () => {
    runAsPostgres(programs, begin, login)
    runAsPostgres(programs, backUp, login)
  })

  const thief = { ...env, PGBACKREST_REPO1_CIPHER_PASS: 'a guessed passphrase' }
  assert.throws(
    () => runAsPostgres(programs, 'pgbackrest --stanza=countersign --delta restore', thief),
    /unable to load info file/,
  )
  assert.match(goBack, EXAMPLE)
  runAsPostgres(programs, goBack.replace(EXAMPLE, `--target="${past.moment}"`), env)
  await leadBack(t, await startCluster(programs, cluster, { isNew: false, sockets: folder, env }), file, past)
})

/** Writes the file of the guide, and returns the variables that take the place of its folders of the system. */
function writeConfig(folder: string, config: string): Record<string, string> {
  const file = join(folder, 'pgbackrest.conf')
  writeFileSync(file, config, { mode: 0o644 })
  return {
    PGBACKREST_CONFIG: file,
    PGBACKREST_LOG_LEVEL_FILE: 'off',
    PGBACKREST_LOCK_PATH: join(folder, 'locks'),
    PGBACKREST_SPOOL_PATH: join(folder, 'spool'),
    PGBACKREST_PG1_SOCKET_PATH: folder,
  }
}
