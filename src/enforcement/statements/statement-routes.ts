import { Type } from 'typebox'
import type { Queryable } from '../../foundation/database/db.ts'
import { type Caller, parseSubjectKey } from '../../foundation/domain.ts'
import { DeskError } from '../../foundation/errors.ts'
import { message } from '../../foundation/messages/message.ts'
import { statementTokenOf, withLink } from '../../foundation/outgoing/statement-link.ts'
import { EnforcementId, Problem } from '../../foundation/schemas/schemas.ts'
import { anyCallerOf } from '../../people/access/caller.ts'
import { isOfKeyPlatform, nativeIdForKey } from '../../people/access/ids-of-key.ts'
import type { App, Desk } from '../../policy/desk.ts'
import { findKept, findWithheld } from '../approve/kept-from.ts'
import { readConsumers } from '../consumers/read-consumers.ts'
import { listToldAppeals } from '../end/told-appeals.ts'
import { type Enforcement, findEnforcement, readEnforcementFor } from '../queries.ts'
import { findStatedCounterNotice, listStatements, type MadeStatement } from './statement-queries.ts'
import { StatementsReply, toFactsReply } from './statement-reply.ts'

/** The route that shows what the person affected by an enforcement was told. */
export function statementRoutes(app: App, desk: Desk): void {
  const schema = {
    summary: 'Read the statements of reasons of an enforcement',
    description:
      'What the person affected was told, and the facts from which it was made. It names no person of the desk and no reporter. It is empty for a person who may still review it. A key reads enforcements of its own platform, once they took effect. The link of a statement lets its holder appeal: only a key that may send appeals gets it, and all others read {link} in its place.',
    params: Type.Object({ enforcementId: EnforcementId }),
    response: { 200: StatementsReply, 404: Problem },
  }
  app.get('/v1/enforcements/:enforcementId/statement', { schema }, async (request) => {
    const { enforcementId } = request.params
    const caller = anyCallerOf(request)
    // People at work on restores wait for no machine.
    const db = caller.kind === 'key' ? desk.db : desk.restoreDb
    const { subject, state } = await readFor(db, enforcementId, caller)
    const about = parseSubjectKey(subject)
    const id = caller.kind === 'key' ? nativeIdForKey(caller, about.id) : about.id
    const isHidden = await isWithheld(db, enforcementId, caller)
    const statements = isHidden ? [] : await listStatements(db, enforcementId)
    const counterNotice = isHidden ? undefined : await findStatedCounterNotice(db, enforcementId)
    const consumers = isHidden ? undefined : await readConsumers(db, desk.policies, { enforcementId, caller })
    return {
      ...{ enforcementId, state, subject: { kind: about.kind, id } },
      counterNotice: counterNotice ?? null,
      // A judge reads what earlier judges said only after their own conclusion.
      appeals: caller.kind === 'key' ? await listToldAppeals(db, enforcementId) : null,
      statements: statements.map((made) => toReply(desk, caller, made)),
      ...(consumers ?? { consumersFrom: null, consumers: [] }),
    }
  })
}

/** A person at the desk, and a key that sends no appeals, must not appeal for others by their link. */
function toReply(desk: Desk, caller: Caller, made: MadeStatement) {
  const mayAppeal = caller.kind === 'key' && caller.scopes.includes('appeals')
  const {
    linkPart: _own,
    texts,
    redress,
    facts,
    ...statement
  } = mayAppeal ? withLink(made, statementTokenOf(desk, made)) : made
  return { ...statement, facts: toFactsReply(facts), texts: [...texts], redress: [...redress] }
}

/** True for a person who may still judge it, or an enforcement of the same subject, without knowing others' answers. */
async function isWithheld(db: Queryable, enforcementId: string, caller: Caller): Promise<boolean> {
  if (caller.kind !== 'staff') return false
  const { isHidden, isBlind, isUntold } = (await findWithheld(db, caller.id, [enforcementId]))(enforcementId)
  return isHidden || isBlind || isUntold || (await findKept(db, caller.id, [enforcementId]))(enforcementId).size > 0
}

/** Reads an enforcement that this caller may know of: a machine knows of those that took effect at its platform. */
async function readFor(db: Queryable, enforcementId: string, caller: Caller): Promise<Enforcement> {
  if (caller.kind === 'staff') return readEnforcementFor(db, enforcementId, caller.id)
  const found = await findEnforcement(db, enforcementId)
  const isKnown =
    found !== undefined && found.generation !== null && isOfKeyPlatform(caller, parseSubjectKey(found.subject))
  if (!isKnown) throw new DeskError('not_found', message('enforcement.unknown', { enforcementId }))
  return found
}
