import { createHash } from 'node:crypto'
import { setImmediate as letOthersRun } from 'node:timers/promises'
import type { Statement } from '@countersign/platform-kit'
import { canonicalJson, type Json } from '../../foundation/canonical.ts'
import { inPlannedTransaction, type Pool, type Tx } from '../../foundation/database/db.ts'
import { DESK } from '../../foundation/domain.ts'
import type { Outbox } from '../../foundation/outgoing/outbox.ts'
import {
  queueStatementLinks,
  type StatementPages,
  statementPageOf,
  statementTokenOf,
  withLink,
} from '../../foundation/outgoing/statement-link.ts'
import { queueEntry } from '../../ledger/queue-entry.ts'
import type { Desk } from '../../policy/desk.ts'
import { deriveFacts } from './derive-facts.ts'
import { renderStatement } from './render-statement.ts'
import type { StatementFacts, StatementSource } from './statement-facts.ts'
import {
  insertStatementContents,
  listStatementSources,
  listUndeliveredStatements,
  queueStatementLetters,
  type UndeliveredStatement,
} from './statement-queries.ts'

/**
 * Makes the contents of the statements that wait for one, and returns those that are ready to be carried to the
 * platform, by subject and the oldest first. A content and its ledger entry are stored before any platform gets it, so
 * an attempt after a crash carries the same text.
 */
export async function makeStatements(
  desk: MakingDesk,
  db: Pool,
  subjects: readonly string[],
): Promise<ReadonlyMap<string, readonly ReadyStatement[]>> {
  const ready = await inPlannedTransaction(db, async (tx) => {
    const made = await makeAll(desk, await listStatementSources(tx, subjects))
    return made.length === 0 ? listUndeliveredStatements(tx, subjects) : store(tx, desk, made, subjects)
  })
  const bySubject = Map.groupBy(ready, ({ subject }) => subject)
  return new Map(
    [...bySubject].map(([subject, statements]) => [
      subject,
      statements.flatMap((statement) => toStatement(desk, statement)),
    ]),
  )
}

/** Without a mail server no letter is written. */
type MakingDesk = StatementPages & Pick<Desk, 'policies'> & { readonly outbox: Pick<Outbox, 'seal' | 'sendsMail'> }

/** The statements that are made before other work of the process has its turn: a restore waits for no bulk action. */
const MADE_AT_ONCE = 10

type Made = ReturnType<typeof make>

function make(desk: MakingDesk, source: StatementSource) {
  const { statementId, subject, linkPart, silentUntil } = source
  const { policies } = desk
  const facts = deriveFacts(source, policies)
  const rendered = renderStatement(policies, { statementId, subject, facts, silentUntil, page: statementPageOf(desk) })
  return { statementId, subject, linkPart, facts, ...rendered, hash: hashContent({ facts, ...rendered }) }
}

async function makeAll(desk: MakingDesk, sources: readonly StatementSource[]): Promise<Made[]> {
  const made: Made[] = []
  for (const [place, source] of sources.entries()) {
    if (place % MADE_AT_ONCE === MADE_AT_ONCE - 1) await letOthersRun()
    made.push(make(desk, source))
  }
  return made
}

/** Stores the contents and returns the statements of the subjects: where another attempt was first, its content counts. */
async function store(
  tx: Tx,
  desk: MakingDesk,
  made: readonly Made[],
  subjects: readonly string[],
): Promise<UndeliveredStatement[]> {
  const { policiesHash, notices } = desk.policies
  const versions = { policiesHash, noticesHash: notices.hash }
  const [ids, ready] = await Promise.all([
    insertStatementContents(tx, made, versions),
    listUndeliveredStatements(tx, subjects),
  ])
  const stored = new Set(ids)
  const linked = made.filter(({ statementId, redress }) => stored.has(statementId) && redress.length > 0)
  if (linked.length > 0) queueStatementLinks(tx, desk, linked)
  if (desk.outbox.sendsMail) queueStatementLetters(tx, [...stored])
  for (const { statementId, subject, facts, hash } of made) {
    if (!stored.has(statementId)) continue
    const { kind: of, enforcementId } = facts
    const entry = { kind: 'statement_made', statementId, of, contentHash: hash.toString('base64url') } as const
    queueEntry(tx, { ...entry, ...versions, by: DESK, subject, enforcementId })
  }
  return ready
}

type Content = Pick<Statement, 'texts' | 'redress'> & { facts: StatementFacts }

/** Hashes a statement's content: the ledger entry has the hash, and so has the signature over the instruction. */
const hashContent = (content: Content): Buffer =>
  createHash('sha256')
    .update(canonicalJson(content as unknown as Json))
    .digest()

/** A statement as it goes to the platform, and its id at the desk. */
export interface ReadyStatement extends Statement {
  ownId: string
}

/**
 * A platform shows an id once. The id that it gets has a part of the content's hash: after a restore of an older backup
 * the desk's own id may come a second time, with another text.
 */
const HASH_CHARS = 12

/** A statement without texts is stored for the record and goes to no platform. */
function toStatement(
  desk: StatementPages,
  { id, linkPart, texts, redress, hash }: UndeliveredStatement,
): ReadyStatement[] {
  if (texts === null || hash === null || texts.length === 0) return []
  const made = { ownId: id, id: `${id}.${hash.slice(0, HASH_CHARS)}`, texts, redress: redress ?? [] }
  return [withLink(made, statementTokenOf(desk, { id, linkPart }))]
}
