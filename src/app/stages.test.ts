import assert from 'node:assert/strict'
import { glob, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { test } from 'node:test'
import { KINDS } from '../../console/src/ledger/kinds.ts'
import { JOB_KINDS } from '../foundation/jobs.ts'
import { ROUTINE_KINDS } from '../oversight/ledger/entries/routine-kinds.ts'
import { erasedPayloads } from '../oversight/ledger/erased-payloads.ts'
import { RIGHTS } from './http/rights.ts'
import { OPERATIONS } from './http/routes.ts'
import { completeTable, joinTables } from './join-tables.ts'
import { LEDGER_CHECKS } from './ledger-checks.ts'
import { STAGES } from './stages.ts'
import { makeJobHandlers } from './worker/priorities.ts'

const ROOT = join(import.meta.dirname, '../..')

test("a name registered by two stages prevents the program's start", () => {
  assert.throws(() => joinTables('operation', [{ 'GET /v1/a': 1 }, { 'GET /v1/a': 2 }]), /GET \/v1\/a/)
})

test("a kind of job without a handler prevents the worker's start", () => {
  assert.throws(() => completeTable('job', ['drive', 'end'], [{ drive: 1 }]), /end/)
})

test('every kind of job has exactly one handler', () => {
  assert.deepEqual(Object.keys(makeJobHandlers()).sort(), [...JOB_KINDS].sort())
})

test('every operation of the API has a right', () => {
  assert.deepEqual(
    Object.keys(OPERATIONS).filter((route) => RIGHTS[route] === undefined),
    [],
  )
})

test('no two periodic tasks share a name', () => {
  const names = STAGES.flatMap(({ periodicTasks = [] }) => periodicTasks.map(({ name }) => name))
  assert.equal(new Set(names).size, names.length)
})

test('every stage that declares alert kinds registers them', async () => {
  let declaring = 0
  for await (const path of glob('src/**/*.ts', { cwd: ROOT })) {
    const text = await readFile(join(ROOT, path), 'utf8')
    declaring += text.match(/^declare module '.*alert-kinds\.ts'/gm)?.length ?? 0
  }
  assert.ok(declaring > 0)
  assert.equal(STAGES.filter(({ alerts }) => alerts !== undefined).length, declaring)
})

test('every kind of ledger entry has a check or a listed reason', async () => {
  const checked = new Set([erasedPayloads, ...LEDGER_CHECKS].flatMap(({ says }) => Object.keys(says)))
  const unchecked = (await listEntryKinds()).filter((kind) => !checked.has(kind))
  assert.deepEqual(unchecked, UNCHECKED)
})

test('every exported check of a table is listed', async () => {
  const listed = new Set<unknown>(LEDGER_CHECKS)
  const declared: unknown[] = []
  for await (const path of glob('src/**/*.ts', { cwd: ROOT, exclude: ['**/*.test.ts', 'src/app/**'] })) {
    const text = await readFile(join(ROOT, path), 'utf8')
    const names = [...text.matchAll(/^export const (\w+)(?=.*\bCrossCheck\b)/gm)].map(([, name = '']) => name)
    if (names.length === 0) continue
    const exported: Record<string, unknown> = await import(join(ROOT, path))
    declared.push(...names.flatMap((name) => exported[name]))
  }
  assert.ok(declared.length > 0)
  assert.deepEqual(
    declared.filter((check) => !listed.has(check)),
    [],
  )
})

test('every kind of ledger entry has one group in the filter', async () => {
  assert.deepEqual(Object.values(KINDS).flat().sort(), await listEntryKinds())
})

test('every routine kind is a kind of ledger entry', async () => {
  const kinds = await listEntryKinds()
  assert.deepEqual(
    ROUTINE_KINDS.filter((kind) => !kinds.includes(kind)),
    [],
  )
})

/** Kinds that no row repeats: the entry itself is the record. */
const UNCHECKED = [
  ...['alerted', 'bulk_action_sampled', 'bulk_restore_asked', 'channel_dead', 'desired_state_reached'],
  ...['desired_state_set', 'drift_brought_up', 'drift_ended', 'drift_found_again', 'drill_account_marked'],
  ...[
    'drill_refused',
    'drill_skipped',
    'dsa_statements_missing',
    'enforcement_identified',
    'enforcement_offered',
    'enforcement_previewed',
  ],
  ...['facts_read', 'legal_clocks_missed', 'name_read', 'name_unsealed', 'needs_attention', 'passkey_suspected'],
  ...['person_exported', 'platform_disagreed', 'protect_list_judged', 'protection_review_missed', 'reach_back'],
  ...['webhook_secret_changed'],
]

/** Reads the kinds from the types: from the folder of entries, and from each stage that adds its own. */
async function listEntryKinds(): Promise<string[]> {
  const kinds = new Set<string>()
  for await (const path of glob('src/**/*.ts', { cwd: ROOT })) {
    const text = await readFile(join(ROOT, path), 'utf8')
    const isEntries = path.startsWith('src/ledger/entries/')
    const types = isEntries ? text : (/^declare module '.*entry-payload\.ts' \{\n.*?^\}/ms.exec(text)?.[0] ?? '')
    for (const [, names = ''] of types.matchAll(/\bkind:((?:\s*\|?\s*'[a-z_]+')+)/g)) {
      for (const [name] of names.matchAll(/[a-z_]+/g)) kinds.add(name)
    }
  }
  return [...kinds].sort()
}
