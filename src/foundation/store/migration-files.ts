import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { reasonOf, StartError } from './start-error.ts'

/** One file of plain SQL: `000001-foundation.sql`. */
export type Migration = { version: number; file: string; sql: string; sha256: string }

const FILE_NAME = /^(\d{6})-[a-z0-9]+(-[a-z0-9]+)*\.sql$/

/** Reads the migrations in order; numbered from 1 with no gap and no number twice, or it refuses all. */
export function readMigrations(dir: string): Migration[] {
  const migrations = listFiles(dir).map((file) => readMigration(dir, file))
  for (const [index, { version, file }] of migrations.entries()) {
    if (version === index + 1) continue
    const previous = migrations[index - 1]
    if (version === previous?.version)
      throw new StartError(`Two migrations have one number: ${previous.file} and ${file}.`)
    throw new StartError(`The migration with the number ${index + 1} is missing before ${file}.`)
  }
  return migrations
}

function listFiles(dir: string): string[] {
  try {
    return readdirSync(dir)
      .filter((file) => file.endsWith('.sql'))
      .sort()
  } catch (error) {
    throw new StartError(`The migrations can't be read: ${reasonOf(error)}.`, { cause: error })
  }
}

function readMigration(dir: string, file: string): Migration {
  const version = FILE_NAME.exec(file)?.[1]
  if (!version) throw new StartError(`The migration ${file} isn't named like 000001-what-it-makes.sql.`)
  const sql = readFileSync(join(dir, file), 'utf8')
  return { version: Number(version), file, sql, sha256: createHash('sha256').update(sql).digest('hex') }
}
