import { type Message, message } from '../../foundation/messages/message.ts'
import { createHash, randomBytes } from 'node:crypto'
import sql from 'sql-template-tag'
import type { Action, StaffCaller } from '../../foundation/domain.ts'
import { queueEntry } from '../../ledger/queue-entry.ts'
import { contentHash } from '../../ledger/entries/content-hash.ts'
import type { Tx } from '../../foundation/database/db.ts'

/** The time for which a read sentence counts; after it the proposer reads it again. */
const PREVIEW_MS = 30 * 60_000
const TOKEN_BYTES = 24

/** A sentence shown to a reviewer before they act, about one action on one subject. */
export interface ShownSentence {
  by: StaffCaller
  subject: string
  action: Action
  /** The sentence without its times, which pass while everything else stays the same. */
  says: string
  /** True for an interim measure: a preview of a decision to do the same does not replace it. */
  interim: boolean
}

/** Stores a sentence shown to a reviewer. Returns the token that later proves that they read it. */
export function insertPreview(tx: Tx, shown: ShownSentence & { caseId: string; reason: string | null }): string {
  const { by, caseId, subject, action, says, interim, reason } = shown
  const token = randomBytes(TOKEN_BYTES).toString('base64url')
  tx.queue(sql`
    insert into preview (token_hash, staff_id, case_id, subject, action, says, interim, reason)
    values (${hashToken(token)}, ${by.id}, ${caseId}, ${subject}, ${action}, ${says}, ${interim}, ${reason})`)
  if (reason !== null) {
    const told = { caseId, action, reasonHash: contentHash({ reason }) }
    queueEntry(tx, { kind: 'enforcement_previewed', ...told, by: { kind: 'staff', id: by.id }, subject })
  }
  return token
}

/** Returns the reason for which a token doesn't prove that its holder read this sentence. Undefined: it does. */
export async function findTokenFlaw(tx: Tx, token: string, shown: ShownSentence): Promise<Message | undefined> {
  const { by, subject, action, says, interim } = shown
  const latest = await tx.find<{ tokenHash: Buffer; says: string; old: boolean }>(sql`
    select token_hash as "tokenHash", says, at < desk_now() - ${PREVIEW_MS} * interval '1 ms' as old from preview
    where staff_id = ${by.id} and subject = ${subject} and action = ${action} and interim = ${interim} order by id desc limit 1`)
  if (latest === undefined || !latest.tokenHash.equals(hashToken(token))) {
    return message('preview.why.otherToken')
  }
  if (latest.old) return message('preview.why.old')
  return latest.says === says ? undefined : message('preview.why.changed')
}

const hashToken = (token: string): Buffer => createHash('sha256').update(token).digest()
