import assert from 'node:assert/strict'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { ROOT, trackedFiles } from './tracked-files.ts'

const ATTACKERS = [
  'A phished reviewer',
  'A malicious reviewer',
  'Two colluding people',
  'A malicious administrator',
  'A stolen API key',
  'A stolen database role',
  'A stolen database',
  'A stolen desk',
  'A stolen platform secret',
  'A malicious platform',
  'A malicious identity provider or directory',
  'A reporter mob',
  'A stranger on the network',
]
const ASSETS = [
  'Protected accounts',
  'Other accounts',
  'The way back',
  'The record',
  "People's powers",
  'Private data',
  'The service',
]
const NAMED_TEST = /`([\w./-]+\.test\.ts)`/g
const DOES_NOT_HOLD = /does not hold/i
const LINE_LENGTH_MAX = 120
/** Pages beside SECURITY.md that name tests as its rows do. */
const PAGES = /^(SECURITY\.md|docs\/(how-to\/harden|reference\/asvs)\.md)$/

const pages = trackedFiles(PAGES)
const security = pages.find(({ path }) => path === 'SECURITY.md')?.text ?? ''
const namedIn = (text: string) => [...text.matchAll(NAMED_TEST)].map(([, path = '']) => path)
const isThere = (path: string) => existsSync(join(ROOT, path))

/** The cells of the rows in one attacker's part of the threat table, without the head of the table. */
function listRows(attacker: string): string[][] {
  const [, ...parts] = security.split(/^### /m)
  const part = parts.find((each) => each.split('\n', 1)[0] === attacker) ?? ''
  const [own = ''] = part.split(/^##? /m)
  const lines = own.split('\n').filter((line) => line.startsWith('| '))
  return lines.slice(2).map((line) => {
    const cells = line.split('|').map((cell) => cell.trim())
    return cells.slice(1, -1)
  })
}

test('every test that SECURITY.md names exists', () => {
  const named = pages.flatMap(({ text }) => namedIn(text))
  assert.ok(named.length > ATTACKERS.length * ASSETS.length)
  assert.deepEqual(
    named.filter((path) => !isThere(path)),
    [],
  )
})

test('every attacker of the threat table has rows for every asset', () => {
  for (const attacker of ATTACKERS) {
    const assets = listRows(attacker).map(([asset]) => asset)
    assert.deepEqual(assets, ASSETS, attacker)
  }
})

test('every row of the threat table names tests or open risks', () => {
  const bare = ATTACKERS.flatMap((attacker) =>
    listRows(attacker)
      .filter((cells) => namedIn(cells.join(' ')).length === 0 && !DOES_NOT_HOLD.test(cells.join(' ')))
      .map(([asset]) => `${attacker}: ${asset}`),
  )
  assert.deepEqual(bare, [])
})

test('every row of the threat table has four cells', () => {
  for (const attacker of ATTACKERS)
    for (const cells of listRows(attacker)) assert.equal(cells.length, 4, cells.join(' | '))
})

test('lines of security pages stay short', () => {
  const long = pages.flatMap(({ path, text }) =>
    text.split('\n').flatMap((line, index) => {
      const isLong = line.length > LINE_LENGTH_MAX && !line.startsWith('|')
      return isLong ? [`${path}:${index + 1}`] : []
    }),
  )
  assert.deepEqual(long, [])
})
