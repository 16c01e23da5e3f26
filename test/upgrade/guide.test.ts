import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { env as environment } from 'node:process'
import { type TestContext, test } from 'node:test'
import { runProgram } from '../../src/app/cli/program.ts'
import { openPool } from '../../src/foundation/database/open-pool.ts'
import { OWNER_ROLE } from '../../src/foundation/store/embedded/initialise-cluster.ts'
import { verifyCommand } from '../../src/oversight/ledger/verify-command.ts'
import { cleanUpLast } from '../support/clean-up.ts'
import { numberEntries } from '../support/desk-with-history.ts'
import { startPart } from '../support/process-part.ts'
import { tempDir } from '../support/temp-dir.ts'
import { withDatabase } from '../support/test-cluster.ts'
import { asOne, findPrograms, listDumps, restoreDump } from '../support/upgrade-dump.ts'

const GUIDE = resolve(import.meta.dirname, '../../docs/how-to/upgrade.md')
const COUNTERSIGN = 'npx countersign '
const VERIFY = `${COUNTERSIGN}verify`
const CHECKPOINT_FILE = 'before-upgrade.checkpoint'
/** The database that the guide restores the backup into. */
const BEFORE = 'countersign_before'
const SAYS = { serve: 'Serving', work: 'Working' } as const

const commandsOf = (guide: string): string[] =>
  [...guide.matchAll(/^```sh\n(.*?)^```$/gms)].flatMap(([, block = '']) => block.trim().split('\n'))

test('every command of the upgrade guide works on an earlier database', async (t) => {
  const commands = commandsOf(readFileSync(GUIDE, 'utf8'))
  assert.ok(commands.length >= 10)
  for (const name of listDumps()) {
    await t.test(name, async (each) => {
      const desk = await startUpgrade(each, name)
      for (const command of commands) await desk.run(command)
    })
  }
})

/**
 * Stores the output of the previous version before any migration. Its program is not here, but reads the ledger in the
 * same way.
 */
async function storeCheckpoint(url: string, file: string): Promise<void> {
  const db = openPool(url, { max: 1, name: 'the version before', onError: () => undefined })
  const said: string[] = []
  try {
    await numberEntries(db)
    const { problemCount } = await verifyCommand(db, { checks: [], print: (line) => said.push(line) })
    assert.equal(problemCount, 0, said.join('\n'))
  } finally {
    await db.end()
  }
  writeFileSync(file, `${/^Checkpoint: (.*)$/m.exec(said.join('\n'))?.[1]}\n`)
}

async function startUpgrade(t: TestContext, dump: string) {
  const database = await restoreDump(t, dump, { driven: false })
  const folder = tempDir(t)
  const programs = await findPrograms(database.superUrl)
  if (programs === undefined) t.diagnostic('The backup is a copied database: pg_dump of this server is not installed.')
  const env: Record<string, string> = {
    MIGRATE_DATABASE_URL: database.ownerUrl,
    DATABASE_URL: database.url,
    SUPERUSER_DATABASE_URL: database.superUrl,
    BEFORE_DATABASE_URL: withDatabase(database.ownerUrl, BEFORE),
    COUNTERSIGN_DATA: folder,
    COUNTERSIGN_LOG_LEVEL: 'silent',
    COUNTERSIGN_PLATFORM_URL: 'http://127.0.0.1:9/countersign',
    COUNTERSIGN_PLATFORM_SECRET: `whsec_${Buffer.alloc(32, 7).toString('base64')}`,
  }
  const asSuperuser = async (text: string): Promise<void> => {
    // PostgreSQL copies a database only while nothing is connected to it.
    await asOne(withDatabase(database.superUrl, 'postgres'), (client) => client.query(text))
  }
  cleanUpLast(t, () => asSuperuser(`drop database if exists ${BEFORE} with (force)`))
  const goBack = () =>
    Object.assign(env, {
      MIGRATE_DATABASE_URL: env.BEFORE_DATABASE_URL,
      DATABASE_URL: withDatabase(database.url, BEFORE),
    })
  const run = async (command: string) => {
    if (command === VERIFY) return storeCheckpoint(database.ownerUrl, join(folder, CHECKPOINT_FILE))
    if (command.startsWith(COUNTERSIGN)) return runCountersign(t, command, { env, folder })
    if (programs)
      execFileSync('sh', ['-ec', command], { cwd: folder, env: { ...env, PATH: `${programs}:${environment.PATH}` } })
    else if (command.startsWith('pg_dump ')) {
      const copied = new URL(database.superUrl).pathname.slice(1)
      await asSuperuser(`create database ${BEFORE} template ${copied} owner ${OWNER_ROLE}`)
    }
    if (command.startsWith('pg_restore ')) goBack()
  }
  return { run }
}

async function runCountersign(
  t: TestContext,
  command: string,
  { env, folder }: { env: Record<string, string>; folder: string },
): Promise<void> {
  const args = command.slice(COUNTERSIGN.length).split(' ')
  const [name = ''] = args
  if (name === 'serve' || name === 'work') {
    const port = name === 'serve' ? ['--port', '0'] : []
    return (await startPart(t, { args: ['bin/countersign.js', ...args, ...port], env, says: SAYS[name] })).stop()
  }
  const said: string[] = []
  const given = args.map((arg) => (arg === CHECKPOINT_FILE ? join(folder, arg) : arg))
  const code = await runProgram(given, { env, print: (line) => said.push(line), printError: (line) => said.push(line) })
  assert.equal(code, 0, `${command}: ${said.join('\n')}`)
}
