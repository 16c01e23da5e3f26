import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { test } from 'node:test'
import { findTestFiles } from './group-files.ts'
import { TIERS, tierOf } from './tiers.ts'

const ROOT = resolve(import.meta.dirname, '../..')
const PACKAGE = JSON.parse(readFileSync(resolve(ROOT, 'package.json'), 'utf8')) as { scripts: Record<string, string> }

test('every test file is in one tier; no tier is empty', () => {
  const files = findTestFiles(ROOT)
  const tiers = new Map(files.map((file) => [file, tierOf(ROOT, file)]))
  const inTier = TIERS.map((tier) => files.filter((file) => tiers.get(file) === tier))
  assert.deepEqual(inTier.flat().sort(), files)
  assert.deepEqual(
    TIERS.filter((_, place) => inTier[place]?.length === 0),
    [],
  )
})

test('each test tier has a script of its name', () => {
  for (const tier of TIERS)
    assert.equal(PACKAGE.scripts[`test:${tier}`], `node test/support/run.ts --tier=${tier}`, tier)
})

test("a test file's tier follows from what it needs", () => {
  const known = {
    'platform-kit/src/allow.test.ts': 'unit',
    'test/structure/floors.test.ts': 'unit',
    'src/cases/claims/claim-next.test.ts': 'db',
    'src/app/cli/commands/replay.test.ts': 'db',
    'test/console/every-page.test.ts': 'e2e',
    'test/journeys/record-first.test.ts': 'crash',
    'test/model/rules-gate.test.ts': 'model',
    'test/attacks/an-invented-document.test.ts': 'attacks',
  }
  for (const [file, tier] of Object.entries(known)) assert.equal(tierOf(ROOT, file), tier, file)
})
