import assert from 'node:assert/strict'
import { networkInterfaces } from 'node:os'
import { test } from 'node:test'
import { freshDatabase } from '../../../test/support/fresh-database.ts'
import { startPart } from '../../../test/support/process-part.ts'
import { tempDir } from '../../../test/support/temp-dir.ts'
import { findFreePort } from '../../foundation/store/embedded/free-port.ts'
import { runProgram } from './program.ts'
import { formatExposed, refuseExposedDemo } from './refuse-exposed.ts'

const PLATFORM = {
  COUNTERSIGN_PLATFORM_URL: 'http://127.0.0.1:9/countersign',
  COUNTERSIGN_PLATFORM_SECRET: `whsec_${Buffer.alloc(32, 7).toString('base64')}`,
}

test('the API listens on the configured address and port', async (t) => {
  const { url } = await freshDatabase(t, { marked: false })
  const port = await findFreePort()
  const at = { COUNTERSIGN_HOST: '127.0.0.2', COUNTERSIGN_PORT: `${port}` }
  const env = { DATABASE_URL: url, COUNTERSIGN_DATA: tempDir(t), ...PLATFORM, ...at }
  const part = await startPart(t, { args: ['bin/countersign.js', 'serve'], env, says: 'Serving' })
  assert.equal(part.url, `http://127.0.0.2:${port}`)
  assert.equal((await fetch(`${part.url}/healthz`)).status, 200)
  await assert.rejects(fetch(`http://127.0.0.1:${port}/healthz`), 'it listens on no other address')
})

test('the API listens on loopback alone without a configured address', async (t) => {
  const { url } = await freshDatabase(t, { marked: false })
  const env = { DATABASE_URL: url, COUNTERSIGN_DATA: tempDir(t), ...PLATFORM }
  const part = await startPart(t, { args: ['bin/countersign.js', 'serve', '--port', '0'], env, says: 'Serving' })
  const { hostname, port } = new URL(part.url ?? '')
  assert.equal(hostname, '127.0.0.1')
  assert.equal((await fetch(`${part.url}/healthz`)).status, 200)
  const addresses = Object.values(networkInterfaces()).flatMap((list) => list ?? [])
  const others = addresses.filter(({ address, scopeid }) => address !== '127.0.0.1' && !scopeid)
  for (const { address, family } of [...others, { address: '127.0.0.2', family: 'IPv4' }]) {
    const host = family === 'IPv6' ? `[${address}]` : address
    await assert.rejects(fetch(`http://${host}:${port}/healthz`), address)
  }
})

test('a demo listens on loopback alone', async (t) => {
  const { url, ownerPool } = await freshDatabase(t, { marked: false })
  await refuseExposedDemo('0.0.0.0', url)
  await ownerPool.query(`insert into database_mark (kind) values ('demo')`)
  for (const host of ['127.0.0.1', '127.9.9.9', '::1', 'localhost']) await refuseExposedDemo(host, url)
  for (const host of ['0.0.0.0', '::', '192.0.2.7']) {
    await assert.rejects(refuseExposedDemo(host, url), /^StartError: A demo listens on this machine alone, not on/)
  }
})

test('a demo refuses another address before it creates anything', async (t) => {
  const errors: string[] = []
  const code = await runProgram(['start', '--host', '0.0.0.0', '--data', `${tempDir(t)}/none`], {
    env: {},
    print: () => undefined,
    printError: (line) => errors.push(line),
  })
  assert.equal(code, 1)
  assert.match(errors.join(), /^A demo listens on this machine alone/)
})

test('an address beyond this machine warns that it needs a proxy', () => {
  assert.deepEqual(formatExposed('127.0.0.1', undefined), [])
  assert.match(formatExposed('0.0.0.0', undefined).join('\n'), /without TLS[\s\S]*COUNTERSIGN_ORIGIN is not set/)
})
