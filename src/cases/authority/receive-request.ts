import { createHash, randomBytes } from 'node:crypto'
import { canonicalJson, type Json } from '../../foundation/canonical.ts'
import { inAnsweredTransaction, type Tx } from '../../foundation/database/db.ts'
import { refuseUnstorable } from '../../foundation/database/refuse-unstorable.ts'
import { contentKey, type KeyCaller, type StaffCaller } from '../../foundation/domain.ts'
import { DeskError } from '../../foundation/errors.ts'
import { message } from '../../foundation/messages/message.ts'
import { invalidField } from '../../foundation/schemas/invalid-field.ts'
import { queueEntry } from '../../ledger/queue-entry.ts'
import type { Desk } from '../../policy/desk.ts'
import { retryAfterRace } from '../intake/commit-reports.ts'
import { openCaseWithLegalClock } from '../routing/open-case.ts'
import { listCasesOf } from './order-queries.ts'
import { checkReceived } from './receive-order.ts'
import type { RequestBody } from './request-body.ts'
import { findSent, insertRequest, type NewRequest, type RemovalRequest } from './request-queries.ts'
import { sealRequester } from './seal-requester.ts'

const SALT_BYTES = 16

interface ReceivedRequest {
  request: RemovalRequest
  caseId: string | null
  created: boolean
}

/**
 * Stores a removal request durably and once. A valid one opens a case and starts the legal clock; an incomplete one
 * starts none, and the answer names the missing parts. Sending the same request again returns the same answer.
 */
export async function receiveRequest(
  desk: Desk,
  caller: KeyCaller | StaffCaller,
  body: RequestBody,
): Promise<ReceivedRequest> {
  const given = await checkRequest(desk, caller, body)
  return retryAfterRace(() => inAnsweredTransaction(desk.db, (tx) => storeRequest(tx, desk.policies, caller, given)))
}

async function checkRequest(desk: Desk, caller: KeyCaller | StaffCaller, body: RequestBody): Promise<NewRequest> {
  refuseUnstorable(body)
  const { id: clientId, policyId, receivedAt, content = null } = body
  if (desk.policies.policies.get(policyId)?.clock?.startsFrom.includes('request') !== true) {
    throw invalidField('policyId', message('request.policy'))
  }
  const isEntered = caller.kind === 'staff'
  if (isEntered !== (receivedAt !== undefined)) {
    throw invalidField('receivedAt', isEntered ? message('field.received') : message('field.receivedNow'))
  }
  const { seal } = desk.outbox
  const { signature = null, identification = null, goodFaith = null, contact = null } = body
  const said = { clientId, policyId, content, signature, identification, goodFaith, contact }
  const whole = canonicalJson({ ...said, receivedAt: receivedAt ?? null } as Json)
  return {
    ...said,
    signature: sealRequester(seal, said, signature),
    contact: sealRequester(seal, said, contact),
    keyId: isEntered ? null : caller.id,
    enteredBy: isEntered ? caller.id : null,
    salt: randomBytes(SALT_BYTES),
    // Keyed: without the key no one can try names and addresses against it.
    bodyHash: seal.mark(whole, 'removal request'),
    earlierHash: createHash('sha256').update(whole).digest(),
    receivedAt: receivedAt === undefined ? null : await checkReceived(desk, receivedAt),
  }
}

async function storeRequest(
  tx: Tx,
  policies: Desk['policies'],
  caller: KeyCaller | StaffCaller,
  given: NewRequest,
): Promise<ReceivedRequest> {
  const fresh = await insertRequest(tx, given)
  const request = fresh ?? (await findSame(tx, given))
  if (fresh !== undefined) {
    const by = { kind: caller.kind, id: caller.id } as const
    queueEntry(tx, {
      kind: 'removal_request_received',
      requestId: request.id,
      policyId: request.policyId,
      valid: request.valid,
      receivedAt: request.receivedAt.toISOString(),
      saidHash: request.saidHash.toString('hex'),
      by,
      ...(request.content === null ? {} : { subject: contentKey(request.content) }),
    })
    const policy = policies.policies.get(request.policyId)
    if (request.valid && request.content !== null && policy !== undefined) {
      const { id: policyId, category } = policy
      const subject = contentKey(request.content)
      await openCaseWithLegalClock(tx, policies, {
        ...{ subject, category, by, cause: request.id },
        arrived: { from: 'request', policyId },
      })
    }
  }
  const [caseId = null] =
    request.valid && request.content !== null ? await listCasesOf(tx, [contentKey(request.content)]) : []
  return { request, caseId, created: fresh !== undefined }
}

/** Returns the stored request. After erasure its id alone identifies it. */
async function findSame(tx: Tx, given: NewRequest): Promise<RemovalRequest> {
  const stored = await findSent(tx, given)
  if (stored === undefined) throw new Error('a removal request is neither new nor there')
  const known = stored.bodyHash
  if (known === null || known.equals(given.bodyHash) || known.equals(given.earlierHash)) return stored
  throw new DeskError('conflict', message('request.taken', { id: given.clientId }))
}
