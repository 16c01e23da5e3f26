import { type Static, Type } from 'typebox'
import type { Queryable } from '../../foundation/database/db.ts'
import { mapPage, pageOf } from '../../foundation/database/select-page.ts'
import { parseSubjectKey } from '../../foundation/domain.ts'
import { requireFound } from '../../foundation/errors.ts'
import { message } from '../../foundation/messages/message.ts'
import { GivenTime, orNull, Page, PageQuery, Problem, strict, Timestamp } from '../../foundation/schemas/schemas.ts'
import { readCheckpoint } from '../../ledger/checkpoint.ts'
import { staffOf } from '../../people/access/caller.ts'
import { nameActors } from '../../people/staff/name-actors.ts'
import type { App, Desk } from '../../policy/desk.ts'
import { Reason } from '../views/request-view-reason.ts'
import { EXPORT_RULES, ExportFormat, exportedAs, sendExport } from '../views/send-export.ts'
import { actorsIn, nameContent, readContent } from './entries/entry-content.ts'
import {
  ENTRY_COLUMNS,
  ENTRY_FILTER,
  Entry,
  hasMoreEntries,
  NOTHING,
  readEntries,
  ShownEntry,
  toShownFields,
} from './entries/read-entries.ts'
import { type ReadEntry, readEntry } from './entries/read-entry.ts'
import { countWaiting, findFollow, findLastCheck, type LedgerCheck } from './ledger-check.ts'

const EntryReply = Type.Object({
  ...ShownEntry.properties,
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
    querystring: Type.Object({ ...ENTRY_FILTER, ...PageQuery }, strict),
    response: { 200: Page(ShownEntry), 404: Problem, 503: Problem },
  }
  app.get('/v1/ledger', { schema: list }, async (request) =>
    mapPage(await readEntries(desk, staffOf(request), request.query, pageOf(request.query)), (entry) => ({
      ...entry,
      fields: toShownFields(entry.fields),
    })),
  )
  exportRoute(app, desk)
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

function exportRoute(app: App, desk: Desk): void {
  const file = {
    summary: 'Export ledger entries, newest first',
    description: `The entries of GET /v1/ledger with the same filter, without what auditors may not read. ${EXPORT_RULES}`,
    querystring: Type.Object({ ...ENTRY_FILTER, format: ExportFormat, reason: Reason }, strict),
    response: { ...exportedAs(Entry), 404: Problem },
  }
  app.get('/v1/ledger-exports', { schema: file }, (request, reply) => {
    const { format, reason, ...filter } = request.query
    return sendExport(
      desk,
      { request, reply },
      {
        ...{ name: 'ledger', format, reason, filter },
        hasMore: (than) => hasMoreEntries(desk, staffOf(request), filter, than),
        list: (page, caller) => readEntries(desk, caller, filter, page),
        columns: ENTRY_COLUMNS,
      },
    )
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

async function toEntryReply(db: Queryable, entry: ReadEntry): Promise<Static<typeof EntryReply>> {
  const content = entry.recorded === undefined ? NOTHING : readContent(entry.recorded)
  const name = await nameActors(db, actorsIn(content))
  const { fields, ...named } = nameContent(content, name)
  return {
    ...named,
    fields: toShownFields(fields),
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
