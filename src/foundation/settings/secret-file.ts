import { randomUUID } from 'node:crypto'
import { linkSync, mkdirSync, readFileSync, renameSync, statSync, unlinkSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'

/** Returns a text that changes when the file is written again; undefined: there is no file. */
export function stampOf(file: string): string | undefined {
  const stat = statSync(file, { throwIfNoEntry: false })
  return stat && `${stat.ino} ${stat.mtimeMs}`
}

/** The text of a file that only this user reads; it is made where there is none. */
export function readOrMakeFile(file: string, make: () => string): string {
  if (stampOf(file) === undefined) {
    mkdirSync(dirname(file), { recursive: true, mode: 0o700 })
    const written = writeAside(file, make())
    try {
      linkSync(written, file) // Whole or not at all, and never over one that another process made meanwhile.
    } catch (error) {
      if (stampOf(file) === undefined) throw error
    } finally {
      unlinkSync(written)
    }
  }
  return readFileSync(file, 'utf8')
}

/** Puts another text in its place, whole or not at all. */
export const replaceFile = (file: string, text: string): void => renameSync(writeAside(file, text), file)

function writeAside(file: string, text: string): string {
  const aside = `${file}.${randomUUID()}`
  writeFileSync(aside, text, { mode: 0o600, flag: 'wx', flush: true })
  return aside
}
