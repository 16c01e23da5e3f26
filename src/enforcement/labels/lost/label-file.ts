import { open, rename, stat, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { Type } from 'typebox'
import { Value } from 'typebox/value'
import { undefinedIfAbsent } from '../../../foundation/recovery-journal/journal-reader.ts'
import type { StoredLabel } from '../label.ts'

/** The newest labels that the file keeps. A backup that lacks more of them is noticed by these. */
export const LABELS_KEPT = 100_000
/** The size from which the file is shortened: about 300 bytes a label, three times as many as it keeps. */
const BYTES_MAX = 90 * 1024 * 1024

/** A published label, with the subject that the desk labels. */
export interface FiledLabel extends Omit<StoredLabel, 'lost'> {
  subject: string
  generation: number
}

/** The file of published labels, beside the recovery journal. */
export const labelFileOf = (recoveryJournal: string): string =>
  join(dirname(recoveryJournal), 'published-labels.ndjson')

/** The last writer of each file. A writer waits for the one before it, so none appends to a file that is replaced. */
const writers = new Map<string, Promise<void>>()

function alone(path: string, write: () => Promise<void>): Promise<void> {
  const mine = (writers.get(path) ?? Promise.resolve()).catch(() => undefined).then(write)
  writers.set(path, mine)
  return mine
}

/** Appends labels, and waits until they are on the disk. */
export const appendLabels = (path: string, labels: readonly FiledLabel[]): Promise<void> =>
  labels.length === 0 ? Promise.resolve() : alone(path, () => append(path, labels))

async function append(path: string, labels: readonly FiledLabel[]): Promise<void> {
  const handle = await open(path, 'a', 0o600)
  try {
    await handle.appendFile(labels.map(formatLine).join(''))
    await handle.datasync()
  } finally {
    await handle.close()
  }
}

/** Reads the newest labels of the file by their numbers. A line that was not written whole is skipped. */
export async function readLabelFile(path: string): Promise<Map<number, FiledLabel>> {
  const labels = new Map<number, FiledLabel>()
  const handle = await open(path, 'r').catch(undefinedIfAbsent)
  if (handle === undefined) return labels
  for await (const line of handle.readLines()) {
    const label = parseLine(line)
    if (label !== undefined) labels.set(label.seq, label)
  }
  return labels
}

/** Replaces a long file by its newest labels. */
export const shortenLabelFile = (path: string, bytesMax = BYTES_MAX): Promise<void> =>
  alone(path, () => shorten(path, bytesMax))

async function shorten(path: string, bytesMax: number): Promise<void> {
  const size = (await stat(path).catch(undefinedIfAbsent))?.size ?? 0
  if (size < bytesMax) return
  const labels = await readLabelFile(path)
  const newest = [...labels.values()].toSorted((one, other) => one.seq - other.seq).slice(-LABELS_KEPT)
  const shorter = `${path}.new`
  await writeFile(shorter, newest.map(formatLine).join(''), { mode: 0o600, flush: true })
  await rename(shorter, path)
}

/** A line begins with the line break, so one that a crash cut short damages no later one. */
const formatLine = ({ sig, ...label }: FiledLabel): string =>
  `\n${JSON.stringify({ ...label, sig: sig.toString('base64') })}`

function parseLine(text: string): FiledLabel | undefined {
  try {
    const parsed: unknown = JSON.parse(text)
    if (!Value.Check(Line, parsed)) return undefined
    const [cts, exp] = [new Date(parsed.cts), parsed.exp === null ? null : new Date(parsed.exp)]
    if ([cts, exp].some((time) => time !== null && Number.isNaN(time.getTime()))) return undefined
    return { ...parsed, cts, exp, sig: Buffer.from(parsed.sig, 'base64') }
  } catch {
    return undefined
  }
}

const Line = Type.Object({
  seq: Type.Integer({ minimum: 1 }),
  subject: Type.String(),
  generation: Type.Integer({ minimum: 1 }),
  src: Type.String(),
  uri: Type.String(),
  cid: Type.Union([Type.String(), Type.Null()]),
  val: Type.String(),
  neg: Type.Boolean(),
  cts: Type.String(),
  exp: Type.Union([Type.String(), Type.Null()]),
  signingKey: Type.String(),
  sig: Type.String(),
})
