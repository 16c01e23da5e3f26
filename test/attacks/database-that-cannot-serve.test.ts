import assert from 'node:assert/strict'
import { once } from 'node:events'
import { writeFileSync } from 'node:fs'
import { type AddressInfo, createServer } from 'node:net'
import { join } from 'node:path'
import { type TestContext, test } from 'node:test'
import pg from 'pg'
import { runProgram } from '../../src/app/cli/program.ts'
import { DATABASE_DIR } from '../../src/foundation/settings/package-paths.ts'
import { migrate } from '../../src/foundation/store/migrate.ts'
import { emptyDatabase, freshDatabase } from '../support/fresh-database.ts'
import { tempDir } from '../support/temp-dir.ts'
import { testCluster, withDatabase } from '../support/test-cluster.ts'

const PLATFORM = {
  COUNTERSIGN_PLATFORM_URL: 'http://127.0.0.1:9/countersign',
  COUNTERSIGN_PLATFORM_SECRET: `whsec_${Buffer.alloc(32, 7).toString('base64')}`,
}
const QUIET = { info: () => undefined, warn: () => undefined }

async function failOf(t: TestContext, url: string, ...args: string[]): Promise<string> {
  const errors: string[] = []
  const env = { DATABASE_URL: url, MIGRATE_DATABASE_URL: url, COUNTERSIGN_DATA: tempDir(t), ...PLATFORM }
  const printError = (line: string) => void errors.push(line)
  assert.equal(await runProgram(args, { env, print: () => undefined, printError }), 1)
  return errors.join('\n')
}

test('a read-only database is reported in one line at start', async (t) => {
  const { url, ownerUrl, ownerPool } = await freshDatabase(t, { marked: false })
  const name = new URL(url).pathname.slice(1)
  await ownerPool.query(`alter database ${name} set default_transaction_read_only = on`)
  for (const command of ['serve', 'work']) {
    assert.match(await failOf(t, url, command), /^The database takes no writes: [^\n]*$/, command)
  }
  assert.match(await failOf(t, ownerUrl, 'migrate'), /^The database takes no writes: [^\n]*$/)
  assert.match(await failOf(t, url, 'key', 'add', 'k', '--scope', 'report'), /^The database takes no writes: [^\n]*$/)
})

test('an unusable sslrootcert is reported in one line at start', async (t) => {
  const { url, ownerUrl } = await freshDatabase(t, { marked: false })
  const missing = (of: string) => `${of}?sslmode=verify-full&sslrootcert=/nowhere/root.crt`
  assert.match(
    await failOf(t, missing(url), 'serve'),
    /^The database's address can't be used: [^\n]*\/nowhere\/root\.crt[^\n]*$/,
  )
  assert.match(await failOf(t, missing(ownerUrl), 'migrate'), /^The database's address can't be used: [^\n]*$/)
  // A server that agrees to TLS, so that the file is used.
  const server = createServer((socket) => socket.on('error', () => undefined).once('data', () => socket.write('S')))
  await once(server.listen(0, '127.0.0.1'), 'listening')
  t.after(() => server.close())
  const file = join(tempDir(t), 'root.crt')
  writeFileSync(file, '-----BEGIN CERTIFICATE-----\nnonsense\n-----END CERTIFICATE-----\n')
  const { port } = server.address() as AddressInfo
  const nonsense = `postgres://desk@127.0.0.1:${port}/x?sslmode=verify-full&sslrootcert=${file}`
  assert.match(await failOf(t, nonsense, 'serve'), /^The database x at 127\.0\.0\.1:\d+ can't be reached: [^\n]*$/)
})

test('a database with another encoding than UTF8 is refused', async (t) => {
  const { ownerUrl } = await emptyDatabase(t)
  const name = `${new URL(ownerUrl).pathname.slice(1)}_latin`
  const admin = new pg.Client({ connectionString: testCluster().superUrl })
  await admin.connect()
  t.after(() => admin.end())
  await admin.query(
    `create database ${name} template template0 encoding 'LATIN1' locale 'C' owner ${new URL(ownerUrl).username}`,
  )
  try {
    await assert.rejects(migrate(withDatabase(ownerUrl, name), DATABASE_DIR, QUIET), /stores text as LATIN1/)
  } finally {
    await admin.query(`drop database ${name}`)
  }
})
