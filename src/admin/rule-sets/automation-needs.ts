import sql from 'sql-template-tag'
import { listHere } from '../../bulk/automation/overview/overview-queries.ts'
import { findPause } from '../../bulk/automation/pause-queries.ts'
import { listTried } from '../../bulk/automation/rule-queries.ts'
import type { Queryable } from '../../foundation/database/db.ts'
import { type Message, message } from '../../foundation/messages/message.ts'
import { DeskError, type ErrorCode, requireFound } from '../../foundation/errors.ts'
import type { Described, Wanted } from '../change/wanted.ts'
import type { AutomationNeeds } from './compare/compare-automation.ts'

/**
 * Refuses automation rules that would be live without having run in shadow mode in this version, a source owner who
 * doesn't work here, and own actions that are not declared or can't be undone.
 */
export async function refuseUnmet(db: Queryable, { live, owners, ownActions }: AutomationNeeds): Promise<void> {
  const tried = await listTried(
    db,
    live.map(({ hash }) => hash),
  )
  const untried = live.filter(({ hash }) => !tried.has(hash)).map(({ id }) => id)
  if (untried.length > 0) throw refusal('conflict', message('automation.untried', { rules: untried }))
  const here = await listHere(db, owners)
  const strangers = owners.filter((owner) => !here.has(owner))
  if (strangers.length > 0) throw refusal('conflict', message('automation.strangers', { owners: strangers }))
  await refuseOwnActions(db, ownActions)
}

async function refuseOwnActions(db: Queryable, ids: readonly string[]): Promise<void> {
  const declared = await db.list<{ id: string; reversible: boolean | null }>(sql`
    select id, (find_declaration(id) -> 'action' -> 'reversible')::boolean as reversible from unnest(${[...ids]}::text[]) id`)
  const unknown = declared.filter(({ reversible }) => reversible === null).map(({ id }) => id)
  if (unknown.length > 0) throw refusal('conflict', message('automation.undeclared', { actions: unknown }))
  const final = declared.filter(({ reversible }) => reversible === false).map(({ id }) => id)
  if (final.length > 0) throw refusal('conflict', message('automation.final', { actions: final }))
}

const refusal = (code: ErrorCode, detail: Message): DeskError =>
  new DeskError(code, message('automation.unmet', { why: detail }), { errors: [{ field: 'change/text', detail }] })

/** Describes the end of a pause of automation. */
export async function describeResume(
  db: Queryable,
  { pauseId }: Extract<Wanted, { kind: 'automation_resume' }>,
): Promise<Described> {
  const pause = requireFound(await findPause(db, pauseId), message('automation.noPause', { pauseId }))
  if (pause.liftedAt !== null) throw new DeskError('conflict', message('automation.pauseOver', { pauseId }))
  const { by, reason, source, ruleId } = pause
  const says =
    ruleId === null
      ? message('described.automation.resumeSource', { by, reason, source })
      : message('described.automation.resumeRule', { by, reason, source, rule: ruleId })
  return { says, direction: 'looser' }
}
