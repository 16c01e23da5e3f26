import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import { PLAYS } from './plays.ts'
import { findFault, listCells, patternOf } from './threat-table.ts'

const page = readFileSync(new URL('../../SECURITY.md', import.meta.url), 'utf8')

test('every row of the threat table has a test that plays it', () => {
  const cells = listCells(page)
  assert.equal(cells.length, 91)
  assert.deepEqual(
    cells.flatMap((cell) => findFault(cell, PLAYS[cell.attacker]?.[cell.asset]) ?? []),
    [],
  )
})

test('every performed attack belongs to a row of the table', () => {
  const rows = new Set(listCells(page).map(({ attacker, asset }) => `${attacker}: ${asset}`))
  const strays = Object.entries(PLAYS).flatMap(([attacker, assets]) =>
    Object.keys(assets).filter((asset) => !rows.has(`${attacker}: ${asset}`)),
  )
  assert.deepEqual(strays, [])
})

test('a row of the threat table without its test is reported', () => {
  const cell = { attacker: 'A thief', asset: 'The service', files: ['src/app/http/rights.test.ts'], isOpen: false }
  assert.match(findFault(cell, []) ?? '', /no test plays it/)
  assert.equal(findFault({ ...cell, isOpen: true }, []), undefined)
  assert.match(findFault(cell, [['src/app/http/rights.test.ts', 'nothing of the sort']]) ?? '', /has no test/)
  assert.match(findFault(cell, [['src/app/http/server.test.ts', 'a']]) ?? '', /does not name/)
  assert.match(findFault({ ...cell, files: ['src/gone.test.ts'] }, [['src/gone.test.ts', 'a']]) ?? '', /is not there/)
})

test('an attack is found by the beginning of its name', () => {
  assert.match('429: a caller over their rate (twice)', new RegExp(patternOf('429: a caller over their rate (twice')))
  assert.match('an empty clock in pg_temp', new RegExp(patternOf('… in pg_temp')))
  assert.doesNotMatch('not a caller', new RegExp(patternOf('a caller')))
})
