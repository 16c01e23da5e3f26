import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { DeskError } from '../../foundation/errors.ts'
import { type Message, message } from '../../foundation/messages/message.ts'
import { parseTime } from '../../foundation/time/parse-time.ts'

const MATCH_ENTRIES_MAX = 1_000_000
/** The entries of one part: PostgreSQL stores each part with one statement. */
export const PART_ENTRIES_MAX = 10_000
const HASH_BYTES = 32
const SECONDS_BYTES = 8
const ENTRY = /^([0-9a-f]{64}),(\S{1,40})$/i
const HEADER = /^sha-?256,/i

export interface MatchEntry {
  sha256: Buffer
  verifiedAt: Date
}

/** The digest of a match list: the hash of its file, and the chain over its entries as PostgreSQL computes it. */
export interface MatchListDigest {
  sha256: string
  entriesHash: string
  entries: number
}

/**
 * Reads a match list part by part. Each line has a SHA-256 in hex, a comma and the time of its verification. An invalid
 * line is reported by its number and never quoted.
 */
export async function* readMatchList(
  path: string,
  onBytes: (chunk: Buffer) => void = () => undefined,
): AsyncGenerator<MatchEntry[]> {
  let [part, line, entries]: [MatchEntry[], number, number] = [[], 0, 0]
  for await (const text of linesOf(path, onBytes)) {
    line += 1
    if (text === '' || (line === 1 && HEADER.test(text))) continue
    entries += 1
    if (entries > MATCH_ENTRIES_MAX) throw refused(message('matchList.tooLong', { limit: MATCH_ENTRIES_MAX }))
    part.push(parseEntry(text, line))
    if (part.length < PART_ENTRIES_MAX) continue
    yield part
    part = []
  }
  if (part.length > 0) yield part
}

/** Reads a whole match list once, checks each line, and returns the hashes that identify it. */
export async function digestMatchList(path: string): Promise<MatchListDigest> {
  const file = createHash('sha256')
  let [chain, entries] = [Buffer.alloc(HASH_BYTES), 0]
  for await (const part of readMatchList(path, (chunk) => void file.update(chunk))) {
    chain = createHash('sha256').update(chain).update(hashPart(part)).digest()
    entries += part.length
  }
  return { sha256: file.digest('hex'), entriesHash: chain.toString('hex'), entries }
}

/** Computes the same hash as `match_part_hash` in PostgreSQL. */
function hashPart(part: readonly MatchEntry[]): Buffer {
  const hash = createHash('sha256')
  const seconds = Buffer.alloc(SECONDS_BYTES)
  for (const { sha256, verifiedAt } of part.toSorted((a, b) => Buffer.compare(a.sha256, b.sha256))) {
    seconds.writeBigInt64BE(BigInt(Math.floor(verifiedAt.getTime() / 1_000)))
    hash.update(sha256).update(seconds)
  }
  return hash.digest()
}

function parseEntry(text: string, line: number): MatchEntry {
  const [, hash, time = ''] = ENTRY.exec(text) ?? []
  const verifiedAt = parseTime(time)
  if (hash === undefined || verifiedAt === undefined) {
    throw refused(message('matchList.entry', { line }))
  }
  return { sha256: Buffer.from(hash, 'hex'), verifiedAt }
}

async function* linesOf(path: string, onBytes: (chunk: Buffer) => void): AsyncGenerator<string> {
  let rest = ''
  for await (const chunk of createReadStream(path)) {
    onBytes(chunk)
    const lines = (rest + chunk.toString('latin1')).split('\n')
    rest = lines.pop() ?? ''
    for (const text of lines) yield text.trim()
  }
  yield rest.trim()
}

const refused = (text: Message): DeskError => new DeskError('invalid_input', text)
