import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { hashText, readSql, type SqlFile } from './migration-files.ts'
import { StartError } from './start-error.ts'

/** A file of replaceable objects: functions, triggers or grants. */
export type SchemaFile = SqlFile & { kind: 'functions' | 'triggers' | 'grants'; sha256: string }

/**
 * The folders in the order in which their functions are created. A function with a body of standard SQL is bound when
 * it is created, so the functions that it calls are in an earlier folder, or above it in the file.
 */
const FOLDERS = [
  'foundation',
  'ledger',
  'people',
  'accounts',
  'cases',
  'law',
  'enforcement',
  'approval',
  'limits',
  'recovery',
  'review',
  'flaggers',
  'misuse',
  'appeals',
  'notices',
  'notifications',
  'oversight',
  'bulk',
  'automation',
  'drills',
  'drift',
  'changes',
  'labels',
  'statements',
  'transparency',
  'connector',
  'retention',
  'strikes',
]

const KINDS = ['functions', 'triggers', 'grants'] as const

/** Reads the files in the order in which they are applied: all functions, then all triggers, then all grants. */
export function readSchema(dir: string): SchemaFile[] {
  if (!existsSync(dir)) return []
  const files = readdirSync(dir)
    .sort((one, other) => placeOf(one) - placeOf(other))
    .flatMap((folder) => readFolder(dir, folder))
  return KINDS.flatMap((kind) => files.filter((file) => file.kind === kind))
}

function placeOf(folder: string): number {
  const place = FOLDERS.indexOf(folder)
  if (place >= 0) return place
  throw new StartError(`The schema's folder ${folder} has no place in the order of folders (schema-files.ts).`)
}

function readFolder(dir: string, folder: string): SchemaFile[] {
  const names = readdirSync(join(dir, folder)).filter((name) => name.endsWith('.sql'))
  return names.sort().map((name) => {
    const file = readSql(dir, `${folder}/${name}`)
    return { ...file, kind: kindOf(name), sha256: hashText(file.sql) }
  })
}

function kindOf(name: string): SchemaFile['kind'] {
  if (name === 'triggers.sql') return 'triggers'
  return name === 'grants.sql' ? 'grants' : 'functions'
}
