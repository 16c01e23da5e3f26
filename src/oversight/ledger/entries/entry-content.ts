import { staffKey, parseActorKey } from '../../../foundation/domain.ts'
import type { RecordedEntry } from '../../../ledger/recorded-entry.ts'

/** The kinds of entries with times of a person's shifts, which only they and their lead read. */
export const SHIFTS: readonly string[] = ['shift_started', 'break_started', 'break_ended', 'shift_ended']
/** The kinds of entries about departures, possibly against the person's will: for administrators only. */
export const DISMISSALS: readonly string[] = ['staff_notice', 'staff_ending']
/** The fields with dates of departures. */
const DATES: readonly string[] = ['endsAt']
/** The fields that the reply has beside the content. */
const BESIDE: readonly string[] = ['kind', 'by', 'at', 'subject', 'enforcementId']

const VALUE_LENGTH_MAX = 300
/** A reason is shown whole: a part of one is no text of the catalogue. */
const WHY_LENGTH_MAX = 2_000
const ITEMS_MAX = 20
const STAFF_ID = /^staff_\d+$/

export interface EntryContent {
  /** The fields of the payload, as text. */
  fields: { name: string; value: string }[]
  /** The names of fields that are withheld. */
  withheld: string[]
  /** The actor as the ledger has it. Null: withheld from the reader. */
  by: string | null
}

/** Returns the content of an entry as an auditor may read it. Pure. */
export function readContent(entry: RecordedEntry): EntryContent {
  const own = Object.entries(entry).filter(([name]) => !BESIDE.includes(name))
  const isShift = SHIFTS.includes(entry.kind)
  const isHidden = (name: string) => isShift || DISMISSALS.includes(entry.kind) || DATES.includes(name)
  return {
    fields: own
      .filter(([name]) => !isHidden(name))
      .map(([name, value]) => ({
        name,
        value: name === 'why' && typeof value === 'string' ? value.slice(0, WHY_LENGTH_MAX) : formatValue(value),
      })),
    withheld: own.filter(([name]) => isHidden(name)).map(([name]) => name),
    by: isShift ? null : entry.by,
  }
}

/** Returns the people whom an entry's content names, as actors. */
export const actorsIn = ({ fields, by }: EntryContent): string[] => [
  ...(by === null ? [] : [by]),
  ...fields.flatMap(({ value }) => actorOf(value) ?? []),
]

/** Returns the person that a value names, as an actor. Undefined: it names none. */
function actorOf(value: string): string | undefined {
  if (STAFF_ID.test(value)) return staffKey(value)
  return parseActorKey(value).kind === 'staff' ? value : undefined
}

/** Returns the content with people's ids replaced by their pseudonyms. */
export function nameContent({ fields, withheld, by }: EntryContent, name: (actor: string) => string): EntryContent {
  return {
    fields: fields.map((field) => {
      const actor = actorOf(field.value)
      return actor === undefined ? field : { ...field, value: name(actor) }
    }),
    withheld,
    by: by === null ? null : name(by),
  }
}

function formatValue(value: unknown): string {
  if (typeof value === 'string') return value.slice(0, VALUE_LENGTH_MAX)
  if (Array.isArray(value) && value.some((item) => typeof item === 'object')) return String(value.length)
  if (Array.isArray(value)) {
    const more = value.length - ITEMS_MAX
    const shown = value.slice(0, ITEMS_MAX).map(formatValue).join(', ')
    return `${shown}${more > 0 ? ` and ${more} more` : ''}`
  }
  return JSON.stringify(value).slice(0, VALUE_LENGTH_MAX)
}
