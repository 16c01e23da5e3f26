import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { hashKeyList, parseKeyList } from '@countersign/platform-kit'
import { freshDatabase } from '../../../../../test/support/fresh-database.ts'
import { givenPasskey, givenStaff } from '../../../../../test/support/people.ts'
import { tempDir } from '../../../../../test/support/temp-dir.ts'
import { runProgram } from '../../program.ts'

async function run(env: Record<string, string>, ...args: string[]) {
  const [said, told]: [string[], string[]] = [[], []]
  const code = await runProgram(['keys', ...args], {
    env,
    print: (line) => void said.push(line),
    printError: (line) => void told.push(line),
  })
  return { code, said: said.join('\n'), told: told.join('\n') }
}

test('"keys show" prints the public key; "keys rotate" replaces it twice', async (t) => {
  const env = { COUNTERSIGN_DATA: tempDir(t) }
  const keysOf = async (...args: string[]) => JSON.parse((await run(env, ...args)).said).deskKeys
  const [first] = await keysOf('show')
  assert.deepEqual(Object.keys(first).sort(), ['crv', 'kid', 'kty', 'x'])
  assert.match((await run(env, 'rotate', '--use')).told, /prepare one first/)
  const both = await keysOf('rotate')
  assert.deepEqual([both.length, both[0]], [2, first])
  assert.deepEqual(await keysOf('rotate', '--use'), [both[1]])
  assert.deepEqual(await keysOf('show'), [both[1]])
})

test('"keys rotate" refuses a key that the environment sets', async (t) => {
  const folder = tempDir(t)
  const [made] = JSON.parse((await run({ COUNTERSIGN_DATA: folder }, 'show')).said).deskKeys
  const { current } = JSON.parse(readFileSync(join(folder, 'signing-key.json'), 'utf8'))
  const env = { COUNTERSIGN_SIGNING_KEY: JSON.stringify(current) }
  assert.deepEqual(JSON.parse((await run(env, 'show')).said).deskKeys, [made])
  const { code, told } = await run(env, 'rotate')
  assert.deepEqual([code, /COUNTERSIGN_SIGNING_KEY/.test(told)], [1, true])
})

test('"keys export" prints the same key list on each call', async (t) => {
  const { pool, url } = await freshDatabase(t, { marked: true })
  const [ana, ben, gone] = [await givenStaff(pool), await givenStaff(pool), await givenStaff(pool)]
  const keys = [await givenPasskey(pool, ana.id), await givenPasskey(pool, ana.id), await givenPasskey(pool, ben.id)]
  await givenPasskey(pool, gone.id)
  await pool.query('update staff set ended_at = desk_now() where id = $1', [gone.id])
  const env = { DATABASE_URL: url, COUNTERSIGN_ORIGIN: 'https://desk.example' }
  const { code, said, told } = await run(env, 'export')
  assert.equal(code, 0, told)
  const list = parseKeyList(JSON.parse(said))
  assert.deepEqual([list.version, list.rpId, list.origins], [1, 'desk.example', ['https://desk.example']])
  const wanted = keys.map(({ credentialId }, index) => [credentialId, index < 2 ? ana.id : ben.id])
  const found = list.keys.map(({ credentialId, person, publicKey }) => {
    assert.deepEqual([publicKey.kty, publicKey.crv], ['EC', 'P-256'])
    return [credentialId, person]
  })
  assert.deepEqual(found.sort(), wanted.sort())
  assert.ok(told.includes(await hashKeyList(list)))
  assert.equal((await run(env, 'export')).said, said)
})
