import { createHash } from 'node:crypto'
import { inByteOrder } from '../../enforcement/desired-state/subject-state.ts'
import {
  SUBJECT_KEY_PATTERN,
  SUBJECT_KINDS,
  type SubjectKind,
  subjectKey,
  accountKey,
} from '../../foundation/domain.ts'
import { PLATFORM_ID_LENGTH_MAX } from '../../foundation/schemas/schemas.ts'

/** A pasted list of a bulk action: its subjects without duplicates in byte order, or its errors line by line. */
type ParsedList = { subjects: string[]; repeated: number; problems: [] } | { problems: string[] }

const PROBLEMS_MAX = 10
const KEY = new RegExp(SUBJECT_KEY_PATTERN)

/**
 * Parses one subject per line: a key such as account:8821, an account's bare id, or JSON with kind and id. Empty lines
 * and lines that begin with # are skipped. Pure.
 */
export function parseList(text: string): ParsedList {
  const problems: string[] = []
  const keys: string[] = []
  for (const [index, line] of text.split('\n').entries()) {
    const written = line.trim()
    if (written === '' || written.startsWith('#')) continue
    const key = written.startsWith('{') ? readJson(written) : KEY.test(written) ? written : accountKey(written)
    const idLength = key === undefined ? 0 : key.length - key.indexOf(':') - 1
    if (key !== undefined && idLength > 0 && idLength <= PLATFORM_ID_LENGTH_MAX) keys.push(key)
    else if (problems.length < PROBLEMS_MAX) problems.push(`line ${index + 1} names no account or content`)
  }
  if (problems.length > 0) return { problems }
  const subjects = inByteOrder(keys)
  return { subjects, repeated: keys.length - subjects.length, problems: [] }
}

/**
 * Returns the SHA-256, in hex, of the keys in byte order, one per line, as the command `sort -u | sha256sum` computes
 * it.
 */
export const hashList = (subjects: readonly string[]): string =>
  createHash('sha256')
    .update(subjects.map((subject) => `${subject}\n`).join(''))
    .digest('hex')

function readJson(written: string): string | undefined {
  try {
    const { kind, id }: { kind?: unknown; id?: unknown } = JSON.parse(written)
    const known = SUBJECT_KINDS.find((one): one is SubjectKind => one === kind)
    return known !== undefined && typeof id === 'string' ? subjectKey({ kind: known, id }) : undefined
  } catch {
    return undefined
  }
}
