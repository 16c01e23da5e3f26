import assert from 'node:assert/strict'
import { join } from 'node:path'
import { test } from 'node:test'
import { parse } from 'libpg-query'
import { STAGES } from '../../src/app/stages.ts'
import { readMigrations } from '../../src/foundation/store/migration-files.ts'

/** Tables with text that say nothing about a person: settings, states, counts, hashes and the desk's own keys. */
const IMPERSONAL = [
  ...['action_taking', 'api_key', 'automation_rule', 'bulk_action_transition', 'case_partition', 'change_transition'],
  'consumer_look',
  'consumer_receipt',
  ...[
    'connector_pin',
    'database_mark',
    'decision_day_flow',
    'decision_flow',
    'desk_key',
    'desk_profile',
    'enforcement_transition',
    'job',
  ],
  ...['key_window', 'ledger_entry', 'ledger_follow', 'ledger_leaf', 'match_entry', 'match_list', 'organisation_terms'],
  ...[
    'protect_list_draw',
    'queue_day_flow',
    'queue_flow',
    'queue_snapshot_cell',
    'review_times',
    'retention_place',
    'returned_letter',
    'rule_set_version',
  ],
  ...['shadow_enforcement', 'signature_use', 'trace_context', 'transparency_count', 'transparency_day', 'vendor_place'],
]
const TEXTS = ['text', 'json', 'jsonb', 'bytea', 'tsvector', 'cidr', 'varchar']

type Node = { readonly [field: string]: unknown }
const nodeOf = (value: unknown) => (value ?? {}) as Node
const nodesOf = (value: unknown) => (Array.isArray(value) ? value : []) as Node[]

/** True when a column definition has a type that can hold words. */
function holdsText(column: Node): boolean {
  const names = nodesOf(nodeOf(column.typeName).names)
  return TEXTS.includes(String(nodeOf(nodeOf(names.at(-1)).String).sval))
}

/** Lists the tables of a migration that get a column with text, and those that it drops. */
async function readTables(text: string): Promise<{ made: string[]; dropped: string[] }> {
  const { stmts } = nodeOf(await parse(text))
  const made = nodesOf(stmts).flatMap(({ stmt }) => {
    const { CreateStmt, AlterTableStmt } = nodeOf(stmt)
    const { relation, tableElts, cmds } = nodeOf(CreateStmt ?? AlterTableStmt)
    const columns = [
      ...nodesOf(tableElts).map(({ ColumnDef }) => nodeOf(ColumnDef)),
      ...nodesOf(cmds).map(({ AlterTableCmd }) => nodeOf(nodeOf(nodeOf(AlterTableCmd).def).ColumnDef)),
    ]
    return columns.some(holdsText) ? [String(nodeOf(relation).relname)] : []
  })
  const dropped = [...text.matchAll(/^drop table (?:if exists )?(?<table>\w+)/gm)].map(
    ({ groups }) => groups?.table ?? '',
  )
  return { made, dropped }
}

async function listTextTables(): Promise<string[]> {
  const tables = new Set<string>()
  for (const { parts } of readMigrations(join(import.meta.dirname, '../../db/migrations')))
    for (const { sql } of parts) {
      const { made, dropped } = await readTables(sql)
      for (const table of made) tables.add(table)
      for (const table of dropped) tables.delete(table)
    }
  return [...tables].sort()
}

const PERSONAL = STAGES.flatMap(({ personal = [] }) => personal)

test('every table with text is personal or impersonal, once', async () => {
  const registered = [...PERSONAL.flatMap(({ tables }) => tables), ...IMPERSONAL]
  const twice = registered.filter((table, at) => registered.indexOf(table) !== at)
  assert.deepEqual(twice, [])
  // A table without text may be registered too: its numbers are of a person.
  const tables = await listTextTables()
  assert.deepEqual(
    tables.filter((table) => !registered.includes(table)),
    [],
    'register the table in `personal` of its stage, or list it as impersonal here',
  )
})

test('personal data names periodic tasks that exist', () => {
  const tasks = STAGES.flatMap(({ periodicTasks = [] }) => periodicTasks.map(({ name }) => name))
  const unknown = PERSONAL.flatMap(({ deletedBy }) =>
    deletedBy === null || tasks.includes(deletedBy) ? [] : [deletedBy],
  )
  assert.deepEqual(unknown, [])
})
