import { OWN_LOSSES } from '@countersign/platform-kit'
import { createHash } from 'node:crypto'
import { Type } from 'typebox'
import { Value } from 'typebox/value'
import type { PlatformState } from '../domain.ts'

interface Common {
  subject: string
  generation: number
  /** The time at which the line was written, by the clock of that machine. */
  at: string
}

interface Kept extends Common {
  baseline: PlatformState
  /** The enforcements under legal duty, which two people must undo. Undefined: none. */
  legalDuty?: readonly string[]
}

/** A restore point: the state of a subject without the desk's enforcements, written before the desk restricts it. */
export type WayBack = Kept & { kind: 'way_back' }
/** A restore that was made without the desk, to this baseline and for this reason. */
export type BroughtBack = Kept & { kind: 'brought_back'; reason: string }
/** One line of the recovery journal. `up`: the desk no longer restricts the subject. */
export type JournalLine = WayBack | BroughtBack | (Common & { kind: 'up' })

const COMMON = { subject: Type.String(), generation: Type.Integer({ minimum: 0 }), at: Type.String() }
const StoredState = Type.Object({
  visible: Type.Boolean(),
  spread: Type.Union([Type.Literal('full'), Type.Literal('limited')]),
  mayPost: Type.Boolean(),
  labels: Type.Array(Type.String()),
  blockedCountries: Type.Optional(Type.Array(Type.String())),
  actions: Type.Optional(
    Type.Array(
      Type.Object({
        action: Type.String(),
        takes: Type.Array(Type.Enum([...OWN_LOSSES])),
        reversible: Type.Boolean(),
        parameters: Type.Record(
          Type.String(),
          Type.Union([Type.String(), Type.Number(), Type.Boolean(), Type.Array(Type.String())]),
        ),
      }),
    ),
  ),
})
const KEPT = { ...COMMON, baseline: StoredState, legalDuty: Type.Optional(Type.Array(Type.String())) }
const AnyLine = Type.Union([
  Type.Object({ ...KEPT, kind: Type.Literal('way_back') }),
  Type.Object({ ...KEPT, kind: Type.Literal('brought_back'), reason: Type.String() }),
  Type.Object({ ...COMMON, kind: Type.Literal('up') }),
])
const Whole = Type.Object({ checksum: Type.String() })

/**
 * Formats one line of the file, with a checksum over the rest. It begins with the line break, so a line that a crash
 * cut short damages neither the lines before it nor those after it.
 */
export const formatJournalLine = (line: JournalLine): string =>
  `\n${JSON.stringify({ ...line, checksum: checksumOf(line) })}`

/** Parses one line of the journal. Undefined: it was not written whole. */
export function parseJournalLine(text: string): JournalLine | undefined {
  try {
    const parsed: unknown = JSON.parse(text)
    if (!Value.Check(Whole, parsed)) return undefined
    const { checksum, ...line } = parsed
    return Value.Check(AnyLine, line) && checksumOf(line) === checksum ? line : undefined
  } catch {
    return undefined
  }
}

/** Hashes the JSON text of a line; parsing keeps the order of its members, so the hash stays the same. */
const checksumOf = (line: object): string => createHash('sha256').update(JSON.stringify(line)).digest('base64url')
