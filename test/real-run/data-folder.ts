import { spawn } from 'node:child_process'
import { createWriteStream, existsSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { parse } from 'csv-parse/sync'
import { RunError } from './run-error.ts'

const CONVERTER = 'to-ndjson.mjs'
const VOTES = 'davidson-hate-offensive/labeled_data.csv'

/** The class that most raters gave a post: 0 hatred, 1 offence, 2 neither. */
export type VotedClass = 0 | 1 | 2

/** A folder of real data outside this repository, which contains none. */
export interface DataFolder {
  dir: string
  /** The voted class of each post. The key is the content's id on the platform: `t` and the index of the post. */
  classOf: ReadonlyMap<string, VotedClass>
}

/** Opens the folder, or throws with what is missing. */
export function openDataFolder(dir: string): DataFolder {
  if (!statSync(dir, { throwIfNoEntry: false })?.isDirectory()) {
    throw new RunError(`There is no data folder ${dir}: name the one with ${CONVERTER} in it.`)
  }
  const missing = [CONVERTER, VOTES].filter((file) => !existsSync(join(dir, file)))
  if (missing.length > 0) {
    throw new RunError(`${dir} is not the data folder of the real run: it has no ${missing.join(' and no ')}.`)
  }
  return { dir, classOf: readClasses(join(dir, VOTES)) }
}

function readClasses(file: string): Map<string, VotedClass> {
  // The index has no name in the file's first line.
  const rows = parse(readFileSync(file), { columns: (names: string[]) => ['index', ...names.slice(1)], bom: true })
  return new Map(rows.map((row) => [`t${field(row, 'index')}`, classFrom(file, field(row, 'class'))]))
}

const field = (row: unknown, name: string): string =>
  typeof row === 'object' && row !== null && name in row ? String((row as Record<string, unknown>)[name]) : ''

function classFrom(file: string, text: string): VotedClass {
  if (text === '0' || text === '1' || text === '2') return Number(text) as VotedClass
  throw new RunError(`${file} has a class that is none: "${text}".`)
}

/** Writes accounts, posts and reports of the first posts as NDJSON, by the folder's own converter. */
export async function convertData({ dir }: DataFolder, limit: number, file: string): Promise<void> {
  const args = [join(dir, CONVERTER), ...(Number.isFinite(limit) ? ['--limit', String(limit)] : [])]
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] })
  const ended = new Promise<number | null>((resolve, reject) => child.once('exit', resolve).once('error', reject))
  await pipeline(child.stdout, createWriteStream(file))
  const code = await ended
  if (code !== 0) throw new RunError(`${CONVERTER} ended with ${code}.`)
}
