import { createHash } from 'node:crypto'
import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { reasonOf, StartError } from './start-error.ts'

/** One file of SQL. `file` is its path below the folder it was read from. */
export type SqlFile = { file: string; sql: string }

/** One step of the schema: the file `0002-what-it-makes.sql`, or a folder of files that are applied together, in order. */
export type Migration = { version: number; file: string; parts: readonly SqlFile[]; sha256: string }

const NAME = /^(\d{4})-[a-z0-9]+(-[a-z0-9]+)*(\.sql)?$/

/** Reads the migrations in order. Refuses the whole folder when a number is missing or used twice. */
export function readMigrations(dir: string): Migration[] {
  const migrations = listNames(dir).map((file) => readMigration(dir, file))
  for (const [index, { version, file }] of migrations.entries()) {
    if (version === index + 1) continue
    const previous = migrations[index - 1]
    if (version === previous?.version)
      throw new StartError(`Two migrations have one number: ${previous.file} and ${file}.`)
    throw new StartError(`The migration with the number ${index + 1} is missing before ${file}.`)
  }
  return migrations
}

/** The hash by which the database recognises an applied file. */
export const hashText = (text: string): string => createHash('sha256').update(text).digest('hex')

export const readSql = (dir: string, file: string): SqlFile => ({ file, sql: readFileSync(join(dir, file), 'utf8') })

function listNames(dir: string): string[] {
  try {
    return readdirSync(dir)
      .filter((name) => name.endsWith('.sql') || statSync(join(dir, name)).isDirectory())
      .sort()
  } catch (error) {
    throw new StartError(`The migrations can't be read: ${reasonOf(error)}.`, { cause: error })
  }
}

function readMigration(dir: string, file: string): Migration {
  const version = NAME.exec(file)?.[1]
  if (!version) throw new StartError(`The migration ${file} isn't named like 0001-what-it-makes.sql.`)
  const parts = file.endsWith('.sql') ? [readSql(dir, file)] : readFolder(dir, file)
  return { version: Number(version), file, parts, sha256: hashText(parts.map(({ sql }) => sql).join('\0')) }
}

function readFolder(dir: string, folder: string): SqlFile[] {
  const files = readdirSync(join(dir, folder)).filter((name) => name.endsWith('.sql'))
  return files.sort().map((name) => readSql(dir, join(folder, name)))
}
