import { canonicalJson, type Json } from '../foundation/canonical.ts'
import type { Problem } from './checks/problem.ts'
import type { EntryPayload } from './entries/entry-payload.ts'
import { commit } from './queue-entry.ts'

/** The content of a ledger entry's payload, read back. */
export type RecordedEntry = EntryPayload & { by: string; at: string; subject?: string; enforcementId?: string }

/** A leaf and the payload it commits to, as they are stored now. */
export interface StoredEntry {
  leafId: number
  leaf: Buffer | null
  /** The leaf that the payload names. Null: the row of the payload is missing. */
  payloadOf: number | null
  kind: string | null
  subject: string | null
  enforcementId: string | null
  actor: string | null
  salt: Buffer | null
  payload: Buffer | null
  erased: boolean | null
}

export interface ReadEntry {
  /** The content; undefined when the payload is missing or unreadable. */
  recorded?: RecordedEntry
  /**
   * True when the payload matches its commitment. A payload that does not match proves nothing, but names the rows that
   * it concerned.
   */
  proven: boolean
  problems: Problem[]
}

/**
 * Reads a payload and compares it with its commitment and its index columns. `leafIntact`: the leaf itself is proven.
 */
export function readStoredEntry(stored: StoredEntry, leafIntact: boolean): ReadEntry {
  const wrong = (fault: Problem['fault'], detail: string): Problem => ({
    table: 'ledger_payload',
    id: `${stored.leafId}`,
    fault,
    detail,
  })
  if (stored.payloadOf === null) return { proven: false, problems: [wrong('removed', 'the payload is gone')] }
  if (stored.erased) return { proven: false, problems: [] }
  const recorded = parse(stored.payload)
  const read = recorded === undefined ? {} : { recorded }
  // A changed leaf changed its commitment too: the payload may still be correct.
  if (!leafIntact || !stored.leaf) return { ...read, proven: false, problems: [] }
  if (!stored.salt || !stored.payload || commit(stored.salt, stored.payload) !== commitmentOf(stored.leaf)) {
    return { ...read, proven: false, problems: [wrong('changed', 'the payload is not what the leaf commits to')] }
  }
  if (!recorded) return { proven: true, problems: [wrong('changed', 'the payload is none that a leaf can have')] }
  const differing = [
    ...(stored.kind === recorded.kind ? [] : ['kind']),
    ...(stored.subject === (recorded.subject ?? null) ? [] : ['subject']),
    ...(stored.enforcementId === (recorded.enforcementId ?? null) ? [] : ['enforcement_id']),
    ...(stored.actor === recorded.by ? [] : ['actor']),
  ]
  if (differing.length === 0) return { ...read, proven: true, problems: [] }
  return { ...read, proven: true, problems: [wrong('changed', `not as in the payload: ${differing.join(', ')}`)] }
}

function parse(payload: Buffer | null): RecordedEntry | undefined {
  const value = parseJson(payload)
  const known = typeof value === 'object' && value !== null && 'kind' in value && 'by' in value && 'at' in value
  return known ? (value as RecordedEntry) : undefined
}

/** A leaf as this program writes it. */
const WRITTEN_LEAF = /^\{"commitments":\["([\w-]+)"\],"hour":"[\w-]+","v":1\}$/

function commitmentOf(leaf: Buffer): unknown {
  const [, commitment] = WRITTEN_LEAF.exec(leaf.toString('latin1')) ?? []
  if (commitment !== undefined) return commitment
  const value = parseJson(leaf)
  const commitments = typeof value === 'object' && value !== null && 'commitments' in value ? value.commitments : []
  return Array.isArray(commitments) && commitments.length === 1 ? commitments[0] : undefined
}

/** Also matches an escaped backslash before these letters, so a match alone proves nothing. */
const ESCAPED_HALF = /\\ud[89a-f]/i

function parseJson(bytes: Buffer | null): unknown {
  try {
    if (bytes === null) return undefined
    const text = bytes.toString('utf8')
    const value: unknown = JSON.parse(text)
    // Canonical JSON escapes no half of a character, and a text with one could be neither compared nor stored.
    if (ESCAPED_HALF.test(text)) canonicalJson(value as Json)
    return value
  } catch {
    return undefined
  }
}
