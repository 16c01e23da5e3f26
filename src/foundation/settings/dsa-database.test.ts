import assert from 'node:assert/strict'
import { test } from 'node:test'
import { readDsaDatabase } from './dsa-database.ts'
import { readerOf } from './environment.ts'

const read = (env: Record<string, string>) => {
  const problems: string[] = []
  return { dsa: readDsaDatabase(readerOf(env, problems), problems), problems: problems.join('\n') }
}
const TOKEN = { COUNTERSIGN_DSA_TOKEN: '1|token' }

test('statements go nowhere without address and token', () => {
  assert.deepEqual(read({}), { dsa: undefined, problems: '' })
  assert.match(read(TOKEN).problems, /COUNTERSIGN_DSA_URL is missing/)
  assert.match(read({ COUNTERSIGN_DSA_URL: 'https://dsa.example' }).problems, /COUNTERSIGN_DSA_TOKEN is missing/)
})

test('the token never goes unencrypted to another machine', () => {
  for (const url of ['http://dsa.example', 'http://10.0.0.7', 'ftp://dsa.example', 'dsa.example'])
    assert.match(read({ ...TOKEN, COUNTERSIGN_DSA_URL: url }).problems, /must be an https address/, url)
  for (const url of ['https://dsa.example', 'http://127.0.0.1:4000', 'http://[::1]:4000'])
    assert.equal(read({ ...TOKEN, COUNTERSIGN_DSA_URL: url }).problems, '', url)
})

test('the pace stays below the limit of the server', () => {
  const env = { ...TOKEN, COUNTERSIGN_DSA_URL: 'https://dsa.example' }
  assert.equal(read(env).dsa?.callsASecond, 10)
  for (const pace of ['0', '191', '1.5', 'fast'])
    assert.match(read({ ...env, COUNTERSIGN_DSA_PACE: pace }).problems, /COUNTERSIGN_DSA_PACE must be/, pace)
  const split = { ...env, COUNTERSIGN_DSA_TOKEN: 'a b' }
  assert.match(read(split).problems, /must have no spaces/)
})
