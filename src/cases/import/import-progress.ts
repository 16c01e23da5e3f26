import { open, readFile, rename, rm, stat, truncate, writeFile } from 'node:fs/promises'
import { type Static, Type } from 'typebox'
import { Compile } from 'typebox/compile'
import type { Rejection } from './import-row.ts'

const Count = Type.Object({ new: Type.Integer(), known: Type.Integer() })
const Progress = Type.Object({
  /** The identity of the file's version and of the database's API key. */
  of: Type.Object({ size: Type.Integer(), mtimeMs: Type.Number(), keyId: Type.String(), keyMadeAt: Type.String() }),
  /** Everything before this byte of the file is stored. */
  offset: Type.Integer({ minimum: 0 }),
  /** The number of the line that begins at that byte. */
  line: Type.Integer({ minimum: 1 }),
  counts: Type.Object({ account: Count, content: Count, report: Count, restriction: Count }),
  rejected: Type.Integer({ minimum: 0 }),
  /** The length of the file of rejected lines; bytes after it were left by a crash and are written again. */
  rejectedBytes: Type.Integer({ minimum: 0 }),
})
export type Progress = Static<typeof Progress>

const progressFile = Compile(Progress)

export const progressPath = (file: string): string => `${file}.import-progress.json`
export const rejectedPath = (file: string): string => `${file}.rejected.ndjson`

/**
 * Returns the progress of an earlier import of the same file into the same database; undefined: start at the beginning.
 * It truncates the file of rejected lines to that progress.
 */
export async function resumeProgress(file: string, of: Progress['of']): Promise<Progress | undefined> {
  const progress = await readProgress(progressPath(file))
  const same = progress !== undefined && JSON.stringify(progress.of) === JSON.stringify(of)
  if (!same || (await sizeOf(rejectedPath(file))) < progress.rejectedBytes) {
    await endProgress(file)
    await rm(rejectedPath(file), { force: true })
    return undefined
  }
  if (progress.rejectedBytes > 0) await truncate(rejectedPath(file), progress.rejectedBytes)
  else await rm(rejectedPath(file), { force: true })
  return progress
}

async function readProgress(path: string): Promise<Progress | undefined> {
  try {
    const value: unknown = JSON.parse(await readFile(path, 'utf8'))
    return progressFile.Check(value) ? value : undefined
  } catch {
    // Missing or unreadable progress: the whole file is read again, which changes nothing.
    return undefined
  }
}

async function sizeOf(path: string): Promise<number> {
  return (await stat(path).catch(() => undefined))?.size ?? 0
}

/** Appends rejected lines durably and returns their number of bytes. */
export async function appendRejected(file: string, rejections: readonly Rejection[]): Promise<number> {
  if (rejections.length === 0) return 0
  const bytes = Buffer.from(rejections.map((rejection) => `${JSON.stringify(rejection)}\n`).join(''))
  const handle = await open(rejectedPath(file), 'a', 0o600)
  try {
    await handle.appendFile(bytes)
    await handle.sync()
  } finally {
    await handle.close()
  }
  return bytes.length
}

/** Saves the progress atomically: after a crash the file has the old state or the new one. */
export async function saveProgress(file: string, progress: Progress): Promise<void> {
  const unfinished = `${progressPath(file)}.unfinished`
  await writeFile(unfinished, `${JSON.stringify(progress)}\n`, { mode: 0o600, flush: true })
  await rename(unfinished, progressPath(file))
}

/** Deletes the progress of a finished import. */
export async function endProgress(file: string): Promise<void> {
  await rm(progressPath(file), { force: true })
}
