import { link, open, rename, rm, stat } from 'node:fs/promises'
import { dirname } from 'node:path'
import { type JournalLine, formatJournalLine } from './journal-line.ts'
import { JournalReader, OVERLAP_BYTES, openIfThere, undefinedIfAbsent } from './journal-reader.ts'
import { linesOf, oldFileOf, readJournal } from './read-journal.ts'

/** The size of the journal below which shortening it isn't worthwhile. */
const SHORTEN_FROM_BYTES = 1024 * 1024
/** The journal is shortened again once it has grown by this factor since the last time. */
const SHORTEN_AT_GROWTH = 2
/**
 * The most attempts of one write to the journal: the file may be replaced by its shorter form meanwhile, but not
 * repeatedly.
 */
const WRITES_MAX = 5

interface Waiting {
  text: string
  durable: boolean
  written: PromiseWithResolvers<void>
}

/**
 * The recovery journal: the file outside the database from which every restricted subject can be restored. Any number
 * of processes append to it; existing lines are never changed.
 */
export class RecoveryJournal {
  readonly path: string
  #waiting: Waiting[] = []
  #writing = false
  #knownIno: bigint | undefined
  #shortBytes = 0
  readonly #reader: JournalReader
  readonly #finder: JournalReader
  /** The last line on each subject, as far as this process has read. */
  readonly #last = new Map<string, JournalLine>()
  #finding: Promise<void> = Promise.resolve()

  constructor(path: string) {
    this.path = path
    this.#reader = new JournalReader(path)
    this.#finder = new JournalReader(path)
  }

  /** Appends a line and resolves when it is on the disk; fails when that is uncertain. */
  keep(line: JournalLine): Promise<void> {
    return this.#append(line, true)
  }

  /** Appends a line without waiting for the disk: a crash may lose it. */
  note(line: JournalLine): Promise<void> {
    return this.#append(line, false)
  }

  /** Calls the function for each line appended since the last complete reading, and perhaps for some earlier ones. */
  forEachNew(work: (line: JournalLine) => Promise<void>): Promise<void> {
    return this.#reader.forEachNew(work)
  }

  /**
   * Returns the last line on a subject, written by any process. Undefined: the journal has none. Fails when the file
   * exists and can't be read.
   */
  async find(subject: string): Promise<JournalLine | undefined> {
    return (await this.last()).get(subject)
  }

  /** Returns the last line on every subject. */
  async last(): Promise<ReadonlyMap<string, JournalLine>> {
    // Only one reading runs at a time: of two, each would skip lines that only the other has read.
    const learn = (line: JournalLine): void => {
      if (line.generation >= (this.#last.get(line.subject)?.generation ?? 0)) this.#last.set(line.subject, line)
    }
    const readOn = () => this.#finder.forEachNew(learn, () => this.#last.clear())
    this.#finding = this.#finding.catch(() => undefined).then(readOn)
    await this.#finding
    return this.#last
  }

  /** True when later lines supersede enough of the journal to shorten it. */
  async isLong(): Promise<boolean> {
    const found = await statIfThere(this.path)
    return (
      found !== undefined && Number(found.size) > Math.max(SHORTEN_FROM_BYTES, this.#shortBytes * SHORTEN_AT_GROWTH)
    )
  }

  /**
   * Removes lines that later ones supersede. Only one process may do so at a time; the others continue to append. The
   * old file stays readable under another name until its lines are in the new one.
   */
  async shorten(): Promise<void> {
    const [old, fresh] = [oldFileOf(this.path), `${this.path}.new`]
    if (await statIfThere(old)) {
      // A process was killed while shortening the journal, so some lines may be in the old file only.
      await this.#write([...(await readJournal(old)).values()].map(formatJournalLine).join(''), true)
      return rm(old, { force: true })
    }
    const handle = await openIfThere(this.path)
    if (handle === undefined) return
    try {
      const { size } = await handle.stat()
      const last = await readJournal(this.path)
      const lines = [...last.values()].filter(({ kind }) => kind !== 'up')
      await writeWhole(fresh, lines.map(formatJournalLine).join(''))
      await link(this.path, old)
      await rename(fresh, this.path)
      await syncFolder(this.path)
      const end = await Array.fromAsync(linesOf(handle, Math.max(0, size - OVERLAP_BYTES)))
      const late = end.filter(({ subject, generation }) => generation >= (last.get(subject)?.generation ?? 0))
      await this.#write(late.map(formatJournalLine).join(''), true)
      await rm(old, { force: true })
    } finally {
      await handle.close()
    }
    this.#shortBytes = Number((await statIfThere(this.path))?.size ?? 0)
  }

  #append(line: JournalLine, durable: boolean): Promise<void> {
    const written = Promise.withResolvers<void>()
    this.#waiting.push({ text: formatJournalLine(line), durable, written })
    void this.#writeWaiting()
    return written.promise
  }

  /** Lines that arrive while the disk is busy go together into the next write. */
  async #writeWaiting(): Promise<void> {
    if (this.#writing) return
    this.#writing = true
    while (this.#waiting.length > 0) {
      const batch = this.#waiting.splice(0)
      try {
        await this.#write(
          batch.map(({ text }) => text).join(''),
          batch.some(({ durable }) => durable),
        )
        for (const { written } of batch) written.resolve()
      } catch (error) {
        for (const { written } of batch) written.reject(error)
      }
    }
    this.#writing = false
  }

  /** Writes the text again if the journal was replaced meanwhile by its shorter form, which may lack it. */
  async #write(text: string, durable: boolean): Promise<void> {
    for (let write = 0; write < WRITES_MAX; write++) {
      const ino = await this.#writeOnce(text, durable)
      if ((await statIfThere(this.path))?.ino === ino) return
    }
    throw new Error(`${this.path} was replaced again and again while it was written`)
  }

  async #writeOnce(text: string, durable: boolean): Promise<bigint> {
    const handle = await open(this.path, 'a', 0o600)
    try {
      await handle.appendFile(text)
      if (durable) await handle.sync()
      const { ino } = await handle.stat({ bigint: true })
      if (durable && ino !== this.#knownIno) {
        await syncFolder(this.path)
        this.#knownIno = ino
      }
      return ino
    } finally {
      await handle.close()
    }
  }
}

async function writeWhole(path: string, text: string): Promise<void> {
  const handle = await open(path, 'w', 0o600)
  try {
    await handle.writeFile(text)
    await handle.sync()
  } finally {
    await handle.close()
  }
}

/** The new name of a file is durable only once its folder is synced. */
async function syncFolder(path: string): Promise<void> {
  const handle = await open(dirname(path), 'r')
  try {
    await handle.sync()
  } finally {
    await handle.close()
  }
}

const statIfThere = (path: string) => stat(path, { bigint: true }).catch(undefinedIfAbsent)
