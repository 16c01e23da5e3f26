import assert from 'node:assert/strict'
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { chmodSync, existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { type TestContext, test } from 'node:test'
import pg from 'pg'
import { tempDir } from '../../../../test/support/temp-dir.ts'
import { waitFor } from '../../../../test/support/wait-for.ts'
import { asUser, ensureDatabaseUser, isRoot } from './database-user.ts'
import { type EmbeddedOptions, type EmbeddedPostgres, startEmbedded } from './embedded-postgres.ts'
import { isAlive, waitUntilGone } from '../postmaster/process-state.ts'

type Started = EmbeddedPostgres & { said: string[] }

async function start(t: TestContext, dataDir: string, options: Partial<EmbeddedOptions> = {}): Promise<Started> {
  const said: string[] = []
  const log = { info: (message: string) => said.push(message), warn: (message: string) => said.push(message) }
  const postgres = await startEmbedded({ dataDir, durable: false, log, ...options })
  t.after(() => postgres.stop())
  return { ...postgres, said }
}

/** Starts a program of its own on the folder, kills it, and returns the PostgreSQL that still runs. */
async function startAndKillProgram(dataDir: string): Promise<number> {
  const module = JSON.stringify(new URL('./embedded-postgres.ts', import.meta.url).href)
  const script = `const { startEmbedded } = await import(${module})
    await startEmbedded({ dataDir: ${JSON.stringify(dataDir)}, durable: false, log: { info() {}, warn() {} } })
    console.log('started'); setInterval(() => {}, 1000)`
  const program: ChildProcess = spawn(process.execPath, ['--input-type=module', '-e', script], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const output = program.stdout
  assert.ok(output)
  const ended = once(program, 'exit')
  const early = ended.then(() => assert.fail('the program ended before PostgreSQL was up'))
  await Promise.race([once(output, 'data'), early])
  program.kill('SIGKILL')
  await ended
  return postmasterOf(dataDir)
}

const pidFile = (dataDir: string) => join(dataDir, 'postgres/cluster/postmaster.pid')
const postmasterOf = (dataDir: string) => Number(readFileSync(pidFile(dataDir), 'utf8').split('\n')[0])

async function ask<Row extends pg.QueryResultRow>(url: string, sql: string): Promise<Row | undefined> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    return (await client.query<Row>(sql)).rows[0]
  } finally {
    await client.end()
  }
}

test('the embedded PostgreSQL starts private, checks its data, stops completely', async (t) => {
  const dataDir = tempDir(t)
  const { ownerUrl, deskUrl, superUrl, stop } = await start(t, dataDir, { durable: true })
  const sql =
    'select current_user as role, pg_get_userbyid(datdba) as owner from pg_database where datname = current_database()'
  assert.deepEqual(await ask(ownerUrl, sql), { role: 'countersign_owner', owner: 'countersign_owner' })
  assert.deepEqual(await ask(deskUrl, sql), { role: 'countersign_desk', owner: 'countersign_owner' })
  await assert.rejects(ask(deskUrl, 'create table mine (id integer)'), /permission denied/)
  await assert.rejects(ask(deskUrl.replace(/:[^:@]+@/, ':wrong@'), 'select 1'), /password authentication failed/)
  const settings = `select ${['fsync', 'synchronous_commit', 'data_checksums', 'listen_addresses', 'server_encoding']
    .map((name) => `current_setting('${name}') as ${name}`)
    .join()}`
  assert.deepEqual(await ask(superUrl, settings), {
    fsync: 'on',
    synchronous_commit: 'on',
    data_checksums: 'on',
    listen_addresses: '127.0.0.1',
    server_encoding: 'UTF8',
  })
  assert.equal(statSync(join(dataDir, 'postgres')).mode & 0o777, 0o700)
  assert.equal(statSync(join(dataDir, 'postgres/secrets.json')).mode & 0o777, 0o600)
  const pid = postmasterOf(dataDir)
  await stop()
  assert.equal(isAlive(pid), false)
})

test('a second start finds data, addresses and port of PostgreSQL unchanged', async (t) => {
  const dataDir = tempDir(t)
  const first = await start(t, dataDir)
  await ask(first.ownerUrl, 'create table kept as select 42 as answer')
  await first.stop()
  const second = await start(t, dataDir)
  assert.equal(second.ownerUrl, first.ownerUrl)
  assert.equal(second.adopted, false)
  assert.deepEqual(await ask(second.ownerUrl, 'select answer from kept'), { answer: 42 })
})

test('an embedded PostgreSQL that a killed program left is reused', async (t) => {
  const dataDir = tempDir(t)
  const left = await startAndKillProgram(dataDir)
  const { adopted, ownerUrl, stop } = await start(t, dataDir)
  assert.equal(adopted, true)
  assert.equal(postmasterOf(dataDir), left)
  assert.ok(await ask(ownerUrl, 'select 1 as one'))
  await stop()
  assert.equal(isAlive(left), false)
})

test('a left PostgreSQL with other settings than required is replaced', async (t) => {
  const dataDir = tempDir(t)
  const left = await startAndKillProgram(dataDir)
  const { adopted, superUrl } = await start(t, dataDir, { durable: true })
  assert.equal(adopted, false)
  assert.equal(isAlive(left), false)
  assert.deepEqual(await ask(superUrl, `select current_setting('fsync') as fsync`), { fsync: 'on' })
})

test('a start after killing program and PostgreSQL recovers the data', async (t) => {
  const dataDir = tempDir(t)
  process.kill(await startAndKillProgram(dataDir), 'SIGKILL')
  const { adopted, ownerUrl } = await start(t, dataDir)
  assert.equal(adopted, false)
  assert.ok(await ask(ownerUrl, 'select 1 as one'))
})

test('a killed embedded PostgreSQL is restarted on the same port', async (t) => {
  const dataDir = tempDir(t)
  const { ownerUrl, said } = await start(t, dataDir)
  const killed = postmasterOf(dataDir)
  process.kill(killed, 'SIGKILL')
  await waitUntilGone(killed, 5_000)
  await waitFor('PostgreSQL to answer again', () => ask(ownerUrl, 'select 1 as one').catch(() => undefined), 30_000)
  assert.notEqual(postmasterOf(dataDir), killed)
  assert.match(said.join(), /has ended by itself; starting it again/)
})

test('a reused process id is not taken for PostgreSQL', async (t) => {
  const dataDir = tempDir(t)
  const first = await start(t, dataDir)
  const lines = readFileSync(pidFile(dataDir), 'utf8').split('\n').slice(1)
  await first.stop()
  // It runs as the same user, because PostgreSQL recognises no other user's process as its own.
  const other = spawn('sleep', ['600'], asUser(isRoot() ? ensureDatabaseUser() : undefined))
  t.after(() => other.kill())
  writeFileSync(pidFile(dataDir), [other.pid, ...lines].join('\n'))
  assert.ok(await ask((await start(t, dataDir)).ownerUrl, 'select 1 as one'))
})

test('a second program on one data folder is refused without harm', async (t) => {
  const dataDir = tempDir(t)
  const { ownerUrl } = await start(t, dataDir)
  const named = new RegExp(`Another countersign \\(process ${process.pid}\\) is running on the data folder ${dataDir}`)
  await assert.rejects(start(t, dataDir), named)
  assert.ok(await ask(ownerUrl, 'select 1 as one'))
})

test('files of a killed, unfinished first start are created anew', async (t) => {
  const dataDir = tempDir(t)
  mkdirSync(join(dataDir, 'postgres/cluster.unfinished/base'), { recursive: true, mode: 0o700 })
  assert.ok(await ask((await start(t, dataDir)).ownerUrl, 'select 1 as one'))
})

test('a failed start of PostgreSQL is explained in one sentence', async (t) => {
  const dataDir = tempDir(t)
  const listener = createServer().listen(0, '127.0.0.1')
  await once(listener, 'listening')
  t.after(() => listener.close())
  const address = listener.address()
  assert.ok(address && typeof address === 'object')
  const { port } = address
  await assert.rejects(start(t, dataDir, { port }), {
    name: 'StartError',
    message: `Port ${port}, asked for PostgreSQL, is in use.`,
  })
  writeFileSync(join(dataDir, 'file'), '')
  await assert.rejects(start(t, join(dataDir, 'file/data')), {
    name: 'StartError',
    message: /^The data folder .* can't be made/,
  })
})

test('the embedded PostgreSQL of root stores data in the state directory', async (t) => {
  const [closed, stateDir] = [tempDir(t), tempDir(t)]
  const dataDir = join(closed, 'data')
  chmodSync(closed, 0o700)
  const first = await start(t, dataDir, { stateDir })
  // An ordinary user reaches their own folders: everything stays in place.
  const place = isRoot() ? stateDir : dataDir
  assert.ok(first.dataDir.startsWith(place), first.dataDir)
  assert.equal(
    first.said.some((sentence) => sentence.includes(first.dataDir)),
    isRoot(),
  )
  await ask(first.ownerUrl, 'create table kept as select 42 as answer')
  await first.stop()
  const second = await start(t, dataDir, { stateDir })
  assert.deepEqual(await ask(second.ownerUrl, 'select answer from kept'), { answer: 42 })
  assert.ok(existsSync(join(dataDir, 'postgres')))
})
