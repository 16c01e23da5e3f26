import {
  closeSync,
  existsSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { type ColumnSource, parquetWriteBuffer } from 'hyparquet-writer'
import type { Queryable } from '../../foundation/database/db.ts'
import { COLUMNS, type ExportLine } from './exported-fields.ts'
import { findPosition, formatChain, type Position, readExport } from './read-export.ts'

export const FILE_FORMATS = ['parquet', 'ndjson'] as const
export type FileFormat = (typeof FILE_FORMATS)[number]

/** The most entries of one file. Its rows are in memory while it is written. */
const ENTRIES_A_FILE_MAX = 50_000
/** The digits of a number in a file's name: the names are in the order of the entries. */
const DIGITS = 12
const STATE = 'state.json'
const MODE = 0o600

/** The place up to which a folder has the export of a platform. */
interface FolderState extends Position {
  platform: string
}

export interface WrittenFile {
  name: string
  /** The last entry in it. */
  last: number
  rows: number
}

/** Returns the state of a folder. Undefined: nothing was exported to it. */
export function readState(folder: string): FolderState | undefined {
  const path = join(folder, STATE)
  return existsSync(path) ? (JSON.parse(readFileSync(path, 'utf8')) as FolderState) : undefined
}

/**
 * Writes everything after a position to files, each with its range in its name. A file appears whole or not at all. A
 * crash after it and before its state leaves a file that the next run replaces.
 */
export async function* writeFiles(
  db: Queryable,
  folder: string,
  { format, ...state }: FolderState & { format: FileFormat },
): AsyncGenerator<WrittenFile> {
  mkdirSync(folder, { recursive: true })
  let from = await findPosition(db, state)
  for (;;) {
    const lines: ExportLine[] = []
    let last = from
    const asked = { limit: ENTRIES_A_FILE_MAX, platform: state.platform }
    for await (const batch of readExport(db, from, asked)) {
      for (const line of batch.lines) lines.push(line)
      last = batch.last
    }
    if (last.number === from.number) return
    const begin = `export-${pad(from.number + 1)}-`
    for (const name of readdirSync(folder)) if (name.startsWith(begin)) rmSync(join(folder, name))
    const name = `${begin}${pad(last.number)}.${format}`
    replaceFile(join(folder, name), format === 'parquet' ? toParquet(lines) : toNdjson(lines))
    const reached: FolderState = { after: last.number, chain: formatChain(last), platform: state.platform }
    replaceFile(join(folder, STATE), `${JSON.stringify(reached)}\n`)
    yield { name, last: last.number, rows: lines.length }
    from = last
  }
}

const pad = (number: number): string => String(number).padStart(DIGITS, '0')

const toNdjson = (lines: readonly ExportLine[]): string => lines.map((line) => `${JSON.stringify(line)}\n`).join('')

function toParquet(lines: readonly ExportLine[]): Uint8Array {
  const columnData = Object.entries(COLUMNS).map(([name, type]): ColumnSource => {
    const values = lines.map((line) => line[name as keyof typeof COLUMNS] ?? null)
    switch (type) {
      case 'integer':
        return { name, type: 'INT64', data: values.map((value) => (value === null ? null : BigInt(value))) }
      case 'time':
        return { name, type: 'TIMESTAMP', data: values.map((value) => (value === null ? null : new Date(value))) }
      case 'text':
        return { name, type: 'STRING', data: values }
      default:
        return type satisfies never
    }
  })
  return new Uint8Array(parquetWriteBuffer({ columnData }))
}

/** Writes a file under another name, and renames it when it is on the disk. */
function replaceFile(path: string, content: string | Uint8Array): void {
  const temporary = `${path}.tmp`
  const file = openSync(temporary, 'w', MODE)
  try {
    writeFileSync(file, content)
    fsyncSync(file)
  } finally {
    closeSync(file)
  }
  renameSync(temporary, path)
}
