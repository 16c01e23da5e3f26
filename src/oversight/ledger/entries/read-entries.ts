import { type Static, Type } from 'typebox'
import type { Queryable } from '../../../foundation/database/db.ts'
import type { PageOf, PageRequest } from '../../../foundation/database/select-page.ts'
import { PAGE_MS_MAX, withinTime } from '../../../foundation/database/within-time.ts'
import {
  parseSubjectKey,
  type StaffCaller,
  SUBJECT_KEY_LENGTH_MAX,
  SUBJECT_KEY_PATTERN,
  subjectKey,
} from '../../../foundation/domain.ts'
import { DeskError } from '../../../foundation/errors.ts'
import { message } from '../../../foundation/messages/message.ts'
import { said } from '../../../foundation/schemas/said.ts'
import { EnforcementId, GivenTime, orNull, SubjectSchema } from '../../../foundation/schemas/schemas.ts'
import { readTime } from '../../../foundation/time/read-time.ts'
import type { RecordedEntry } from '../../../ledger/recorded-entry.ts'
import { nameActors } from '../../../people/staff/name-actors.ts'
import { findStaffId } from '../../../people/staff/queries.ts'
import type { Desk } from '../../../policy/desk.ts'
import type { Export } from '../../views/send-export.ts'
import { actorsIn, type EntryContent, nameContent, readContent } from './entry-content.ts'
import { type EntryFilter, type FoundEntry, hasMoreThan, listEntries } from './list-entries.ts'
import { recordedText } from './recorded-text.ts'
import { ROUTINE_KINDS } from './routine-kinds.ts'

const NAME_LENGTH_MAX = 64

export const Entry = Type.Object({
  number: orNull(Type.Integer({ description: 'Null: it waits for its number, a tenth of a second.' })),
  kind: Type.String(),
  at: orNull(GivenTime),
  by: orNull(Type.String({ description: 'A pseudonym, key:ID, or desk. Null: not told, or erased.' })),
  subject: orNull(SubjectSchema),
  enforcementId: orNull(Type.String()),
  fields: Type.Array(Type.Object({ name: Type.String(), value: Type.String() }), {
    description: 'The content of the entry, as it was recorded.',
  }),
  withheld: Type.Array(Type.String(), { description: 'The fields that exist and are not for auditors.' }),
  erased: Type.Boolean({ description: 'True when its content was erased to delete data about a person.' }),
})

type ListedEntry = Static<typeof Entry>

export const ENTRY_FILTER = {
  kind: Type.Optional(Type.String({ minLength: 1, maxLength: NAME_LENGTH_MAX })),
  subject: Type.Optional(Type.String({ pattern: SUBJECT_KEY_PATTERN, maxLength: SUBJECT_KEY_LENGTH_MAX })),
  enforcement: Type.Optional(EnforcementId),
  staff: Type.Optional(
    Type.String({
      minLength: 1,
      maxLength: NAME_LENGTH_MAX,
      description: 'Only entries of this person: an id or a pseudonym.',
    }),
  ),
  since: Type.Optional({ ...GivenTime, description: 'Only entries of this moment or later.' }),
  until: Type.Optional({ ...GivenTime, description: 'Only entries of before this moment.' }),
  routine: Type.Optional(
    Type.Enum(['true', 'false'], {
      default: 'true',
      description: `false: without the kinds that ordinary work writes all day: ${ROUTINE_KINDS.join(', ')}.`,
    }),
  ),
}

const EntryFilterQuery = Type.Object(ENTRY_FILTER)
type EntryFilterQuery = Static<typeof EntryFilterQuery>

/** Reads one page of entries, newest first, as an auditor may read them. */
export async function readEntries(
  desk: Desk,
  caller: StaffCaller,
  query: EntryFilterQuery,
  page: PageRequest,
): Promise<PageOf<ListedEntry>> {
  const filter = await toFilter(desk.db, query)
  return withinTime(desk.db, { ms: PAGE_MS_MAX, tooSlow, by: caller.id }, async (tx) => {
    const { items, nextCursor } = await listEntries(tx, filter, page)
    return { items: await toEntries(tx, items), nextCursor }
  })
}

/** True when a filter finds more entries than a number. */
export async function hasMoreEntries(
  desk: Desk,
  caller: StaffCaller,
  query: EntryFilterQuery,
  than: number,
): Promise<boolean> {
  const filter = await toFilter(desk.db, query)
  return withinTime(desk.db, { ms: PAGE_MS_MAX, tooSlow, by: caller.id }, (tx) => hasMoreThan(tx, filter, than))
}

async function toFilter(
  db: Queryable,
  { staff, enforcement, kind, subject, since, until, routine }: EntryFilterQuery,
): Promise<EntryFilter> {
  return {
    ...(kind === undefined ? {} : { kind }),
    ...(subject === undefined ? {} : { subject }),
    ...(enforcement === undefined ? {} : { enforcementId: enforcement }),
    ...(staff === undefined ? {} : { staffId: await findStaffId(db, staff) }),
    ...(since === undefined ? {} : { since: readTime(since, 'since') }),
    ...(until === undefined ? {} : { until: readTime(until, 'until') }),
    routine: routine !== 'false',
  }
}

const tooSlow = () => new DeskError('unavailable', message('ledger.tooSlow'))

/** The columns of an export as CSV. A content becomes one column of names and values. */
export const ENTRY_COLUMNS: Export<ListedEntry>['columns'] = {
  number: ({ number }) => number,
  at: ({ at }) => at,
  kind: ({ kind }) => kind,
  by: ({ by }) => by,
  subject: ({ subject }) => (subject === null ? null : subjectKey(subject)),
  enforcement: ({ enforcementId }) => enforcementId,
  content: ({ fields }) => fields.map(({ name, value }) => `${name}: ${value}`).join(' | '),
  withheld: ({ withheld }) => withheld.join(' '),
  erased: ({ erased }) => erased,
}

export const NOTHING: EntryContent = { fields: [], withheld: [], by: null }

async function toEntries(db: Queryable, found: readonly FoundEntry[]): Promise<ListedEntry[]> {
  const read = found.map((entry) => ({ entry, recorded: parse(entry.payload) }))
  const contents = read.map(({ entry, recorded }) => (recorded ? readContent(recorded) : sizeOf(entry)))
  const name = await nameActors(db, contents.flatMap(actorsIn))
  return read.map(({ entry: { number, kind, at, subject, enforcementId, erased }, recorded }, place) => ({
    ...{ number, kind, at: recorded?.at ?? at, enforcementId, erased },
    ...nameContent(contents[place] ?? NOTHING, name),
    subject: subject === null ? null : parseSubjectKey(subject),
  }))
}

const parse = (payload: Buffer | null): RecordedEntry | undefined =>
  payload === null ? undefined : (JSON.parse(payload.toString('utf8')) as RecordedEntry)

/** Returns the size of an entry that is too large for a list; an erased one has no content. */
const sizeOf = ({ bytes, actor }: FoundEntry): EntryContent =>
  bytes === null ? NOTHING : { fields: [{ name: 'bytes', value: String(bytes) }], withheld: [], by: actor }

/** An entry as a person reads it: `why` in their language, where it is a text of the desk. An export keeps the record. */
export const ShownEntry = Type.Object({
  ...Entry.properties,
  fields: Type.Array(Type.Object({ name: Type.String(), value: said() }), {
    description: 'The content of the entry. A reason that the desk worded is in the language of the caller.',
  }),
})

/** Returns the fields of an entry for a reader of any language. */
export const toShownFields = (fields: EntryContent['fields']): Static<typeof ShownEntry>['fields'] =>
  fields.map(({ name, value }) => ({ name, value: name === 'why' ? recordedText(value) : value }))
