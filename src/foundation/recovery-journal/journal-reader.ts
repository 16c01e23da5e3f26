import { type FileHandle, open } from 'node:fs/promises'
import type { JournalLine } from './journal-line.ts'
import { linesOf } from './read-journal.ts'

/** The bytes that two readings of the journal overlap: its end may have been read while it was being written. */
export const OVERLAP_BYTES = 64 * 1024

/** Reads a growing journal from the end of the last reading, and from the beginning when the file was replaced. */
export class JournalReader {
  readonly #path: string
  #ino: bigint | undefined
  #bytes = 0

  constructor(path: string) {
    this.#path = path
  }

  /**
   * Calls the function for each line appended since the last complete reading, and perhaps for some earlier ones.
   * `onReplaced`: the file is a new one, and all of its lines follow.
   */
  async forEachNew(work: (line: JournalLine) => Promise<void> | void, onReplaced = () => {}): Promise<void> {
    const handle = await openIfThere(this.#path)
    if (handle === undefined) return
    try {
      const { ino, size } = await handle.stat({ bigint: true })
      if (ino === this.#ino && Number(size) === this.#bytes) return
      if (ino !== this.#ino) onReplaced()
      const from = ino === this.#ino ? Math.max(0, this.#bytes - OVERLAP_BYTES) : 0
      for await (const line of linesOf(handle, from)) await work(line)
      this.#ino = ino
      this.#bytes = Number(size)
    } finally {
      await handle.close()
    }
  }
}

export const openIfThere = (path: string): Promise<FileHandle | undefined> => open(path, 'r').catch(undefinedIfAbsent)

export function undefinedIfAbsent(error: unknown): undefined {
  if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined
  throw error
}
