import { type Static, Type } from 'typebox'
import { pageOf } from '../../foundation/database/select-page.ts'
import type { App, Desk } from '../../policy/desk.ts'
import { parseSubjectKey, SUBJECT_KEY_LENGTH_MAX, SUBJECT_KEY_PATTERN } from '../../foundation/domain.ts'
import { message } from '../../foundation/messages/message.ts'
import { readCheckpoint } from '../../ledger/checkpoint.ts'
import { countWaiting, findFollow, findLastCheck, type LedgerCheck } from './ledger-check.ts'
import type { RecordedEntry } from '../../ledger/recorded-entry.ts'
import type { Queryable } from '../../foundation/database/db.ts'
import { requireFound } from '../../foundation/errors.ts'
import {
  EnforcementId,
  orNull,
  Page,
  Problem,
  SubjectSchema,
  Timestamp,
  PageQuery,
  strict,
  GivenTime,
} from '../../foundation/schemas/schemas.ts'
import { nameActors } from '../../people/staff/name-actors.ts'
import { findStaffId } from '../../people/staff/queries.ts'
import { actorsIn, type EntryContent, nameContent, readContent } from './entry-content.ts'
import { type FoundEntry, listEntries } from './list-entries.ts'
import { type ReadEntry, readEntry } from './read-entry.ts'

const NAME_LENGTH_MAX = 64

const Entry = Type.Object({
  number: orNull(Type.Integer({ description: 'Null: it waits for its number, a tenth of a second.' })),
  kind: Type.String(),
  at: orNull(GivenTime),
  by: orNull(Type.String({ description: 'A pseudonym, key:ID, or desk. Null: not told, or erased.' })),
  subject: orNull(SubjectSchema),
  enforcementId: orNull(Type.String()),
  fields: Type.Array(Type.Object({ name: Type.String(), value: Type.String() }), {
    description: 'The content of the entry.',
  }),
  withheld: Type.Array(Type.String(), { description: 'The fields that exist and are not for auditors.' }),
  erased: Type.Boolean({ description: 'True when its content was erased to delete data about a person.' }),
})

const EntryReply = Type.Object({
  ...Entry.properties,
  holds: Type.Boolean({ description: 'True when the hashes match, computed for this answer.' }),
  problems: Type.Array(Type.String()),
  leaf: orNull(Type.String({ description: 'The entry as every caller may see it.' })),
  leafHash: Type.String(),
  chainBefore: orNull(Type.String()),
  chain: Type.String(),
})

const Verification = Type.Object({
  checkpoint: orNull(
    Type.Object(
      { number: Type.Integer(), chain: Type.String(), at: GivenTime },
      {
        description:
          'The current end of the chain, unsigned. A stored copy shows later whether the ledger was changed or cut.',
      },
    ),
  ),
  waiting: Type.Integer({ description: 'The number of entries that wait for their number.' }),
  followed: orNull(Type.Object({ number: Type.Integer(), at: Timestamp, holds: Type.Boolean() })),
  whole: orNull(
    Type.Object({
      beganAt: Timestamp,
      endedAt: Timestamp,
      number: orNull(Type.Integer()),
      entries: Type.Integer(),
      tables: Type.Integer(),
      checkpoints: Type.Integer({
        description: 'The number of checkpoints from outside the database that it was compared with.',
      }),
      holds: Type.Boolean(),
      problemCount: Type.Integer(),
      problems: Type.Array(
        Type.Object({ table: Type.String(), id: Type.String(), fault: Type.String(), detail: Type.String() }),
      ),
      stands: Type.Boolean({
        description: 'True when the ledger still has the last verified entry, checked for this answer.',
      }),
    }),
  ),
})

const LedgerQuery = Type.Object(
  {
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
    ...PageQuery,
  },
  strict,
)

/** Shows the entries of the ledger, and the results of its verifications. */
export function ledgerRoutes(app: App, desk: Desk): void {
  const state = {
    summary: 'Read whether the ledger verifies, and since when',
    description:
      'Returns the result of the last complete verification, and how far the chain was followed since. The desk itself states it. To check independently, run countersign verify with a checkpoint that you stored.',
    response: { 200: Verification },
  }
  app.get('/v1/ledger/verification', { schema: state }, () => verificationReply(desk.db))
  const list = {
    summary: 'List ledger entries, newest first',
    querystring: LedgerQuery,
    response: { 200: Page(Entry), 404: Problem },
  }
  app.get('/v1/ledger', { schema: list }, async (request) => {
    const { staff, enforcement, kind, subject } = request.query
    const filter = {
      ...(kind === undefined ? {} : { kind }),
      ...(subject === undefined ? {} : { subject }),
      ...(enforcement === undefined ? {} : { enforcementId: enforcement }),
      ...(staff === undefined ? {} : { staffId: await findStaffId(desk.db, staff) }),
    }
    const { items, nextCursor } = await listEntries(desk.db, filter, pageOf(request.query))
    return { items: await toEntries(desk.db, items), nextCursor }
  })
  const one = {
    summary: 'Read one ledger entry and verify it',
    params: Type.Object({ number: Type.Integer({ minimum: 1, maximum: Number.MAX_SAFE_INTEGER }) }),
    response: { 200: EntryReply, 404: Problem },
  }
  app.get('/v1/ledger/:number', { schema: one }, async (request) => {
    const { number } = request.params
    const entry = requireFound(await readEntry(desk.db, number), message('ledger.unknown', { number }))
    return toEntryReply(desk.db, entry)
  })
}

async function verificationReply(db: Queryable): Promise<Static<typeof Verification>> {
  const [checkpoint, waiting, follow, whole] = await Promise.all([
    readCheckpoint(db),
    countWaiting(db),
    findFollow(db),
    findLastCheck(db),
  ])
  return {
    checkpoint: checkpoint === undefined ? null : { ...checkpoint, at: checkpoint.at ?? '' },
    waiting,
    followed: follow ? { number: follow.number, at: follow.at, holds: follow.problemCount === 0 } : null,
    whole: whole ? toWhole(whole) : null,
  }
}

const toWhole = (check: LedgerCheck) => ({
  ...check,
  holds: check.problemCount === 0,
})

const NOTHING: EntryContent = { fields: [], withheld: [], by: null }

async function toEntries(db: Queryable, found: readonly FoundEntry[]): Promise<Static<typeof Entry>[]> {
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

async function toEntryReply(db: Queryable, entry: ReadEntry): Promise<Static<typeof EntryReply>> {
  const content = entry.recorded === undefined ? NOTHING : readContent(entry.recorded)
  const name = await nameActors(db, actorsIn(content))
  return {
    ...nameContent(content, name),
    number: entry.number,
    kind: entry.kind ?? entry.recorded?.kind ?? '',
    at: entry.recorded?.at ?? null,
    subject: entry.subject === null ? null : parseSubjectKey(entry.subject),
    enforcementId: entry.enforcementId,
    erased: entry.erased,
    holds: entry.problems.length === 0,
    problems: entry.problems,
    leaf: entry.leaf?.toString('utf8') ?? null,
    leafHash: entry.leafHash.toString('base64'),
    chainBefore: entry.chainBefore?.toString('base64') ?? null,
    chain: entry.chain.toString('base64'),
  }
}
