import { access, type FileHandle, open } from 'node:fs/promises'
import { type JournalLine, parseJournalLine } from './journal-line.ts'

/** The path to which the old journal is moved while it is being shortened. */
export const oldFileOf = (path: string): string => `${path}.old`

/**
 * Returns the last line of the journal on each subject: the one of the highest generation, and of equal generations the
 * later one. Incomplete lines are skipped. Fails when there is no such file.
 */
export async function readJournal(path: string): Promise<Map<string, JournalLine>> {
  const last = new Map<string, JournalLine>()
  const old = oldFileOf(path)
  const isThere = await access(old).then(
    () => true,
    () => false,
  )
  for (const each of isThere ? [old, path] : [path]) {
    const handle = await open(each, 'r')
    try {
      for await (const line of linesOf(handle, 0)) {
        if (line.generation >= (last.get(line.subject)?.generation ?? 0)) last.set(line.subject, line)
      }
    } finally {
      await handle.close()
    }
  }
  return last
}

/** Returns the last line of the journal on each subject; none when there is no file yet. */
export const readJournalIfThere = (path: string): Promise<Map<string, JournalLine>> =>
  readJournal(path).catch((error: unknown) => {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return new Map()
    throw error
  })

/** Yields the complete lines of an open file from a position, which may be inside a line. */
export async function* linesOf(handle: FileHandle, from: number): AsyncGenerator<JournalLine> {
  for await (const text of textsOf(handle, from)) {
    const line = parseJournalLine(text)
    if (line) yield line
  }
}

async function* textsOf(handle: FileHandle, from: number): AsyncGenerator<string> {
  let rest = ''
  for await (const chunk of handle.createReadStream({ start: from, encoding: 'utf8', autoClose: false })) {
    const texts = `${rest}${chunk}`.split('\n')
    rest = texts.pop() ?? ''
    yield* texts
  }
  yield rest
}
