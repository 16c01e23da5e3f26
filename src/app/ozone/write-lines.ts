import { open, rename, rm } from 'node:fs/promises'
import type { ReadRow } from './read-database.ts'

/** The rows of another tool by kind, and those that the desk can't take. */
export type ReadCounts = Record<ReadRow['kind'] | 'left', number>

const FLUSH_CHARS = 262_144

/**
 * Writes the lines of another tool's rows to a file that `countersign import` takes. The file appears whole, or not at
 * all, and only this user reads it: it names people.
 */
export async function writeLines(
  file: string,
  rows: AsyncIterable<ReadRow>,
  onProgress: (counts: ReadCounts) => void,
): Promise<ReadCounts> {
  const counts: ReadCounts = { report: 0, takedown: 0, label: 0, left: 0 }
  const unfinished = `${file}.unfinished`
  const handle = await open(unfinished, 'w', 0o600)
  try {
    let text = ''
    for await (const { kind, line } of rows) {
      counts[line === undefined ? 'left' : kind]++
      if (line !== undefined) text += `${JSON.stringify(line)}\n`
      if (text.length < FLUSH_CHARS) continue
      await handle.appendFile(text)
      text = ''
      onProgress(counts)
    }
    await handle.appendFile(text)
    await handle.sync()
  } catch (error) {
    await rm(unfinished, { force: true })
    throw error
  } finally {
    await handle.close()
  }
  await rename(unfinished, file)
  return counts
}
