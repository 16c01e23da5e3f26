import sql from 'sql-template-tag'
import { subjectKey } from '../../src/foundation/domain.ts'
import type { Pool } from '../../src/foundation/database/db.ts'
import type { Effect } from './platform-record.ts'

/** Lists cases that two people held or decided at once, or that caused more effects than decided. */
export async function findDoubleHandled(db: Pool, effects: readonly Effect[]): Promise<string[]> {
  const histories = await listHistories(db)
  const ofEnforcement = await listEnforcements(db)
  const carriedOut = countCarriedOut(effects, ofEnforcement)
  return [...histories]
    .filter(([caseId, events]) => {
      const openings = countOpenings(events)
      return openings === undefined || [...(carriedOut.get(caseId)?.values() ?? [])].some((times) => times > openings)
    })
    .map(([caseId]) => caseId)
    .sort()
}

interface CaseEvent {
  kind: string
  by: string
}

/** Counts the times a case was opened, at first and again; undefined: two people handled it at once. */
function countOpenings(events: readonly CaseEvent[]): number | undefined {
  let openings = 0
  let isOpen = false
  let holder: string | undefined
  for (const { kind, by } of events) {
    switch (kind) {
      case 'opened':
      case 'returned':
        if (!isOpen) openings++
        isOpen = true
        break
      case 'claimed':
        if (!isOpen || (holder !== undefined && holder !== by)) return undefined
        holder = by
        break
      case 'released':
      case 'lapsed':
        holder = undefined
        break
      case 'escalated':
      case 'answered':
        if (!isOpen || holder !== by) return undefined
        holder = undefined
        break
      case 'decided':
        if (!isOpen || holder !== by) return undefined
        isOpen = false
        holder = undefined
    }
  }
  return openings
}

async function listHistories(db: Pool): Promise<Map<string, CaseEvent[]>> {
  const { rows } = await db.query<CaseEvent & { caseId: string }>(sql`
    select case_id as "caseId", kind, by from case_event where kind <> 'note' order by case_id, id`)
  const histories = new Map<string, CaseEvent[]>()
  for (const { caseId, ...event } of rows) {
    const before = histories.get(caseId)
    if (before) before.push(event)
    else histories.set(caseId, [event])
  }
  return histories
}

interface EnforcementOfCase {
  id: string
  caseId: string
  subject: string
  action: string
}

async function listEnforcements(db: Pool): Promise<EnforcementOfCase[]> {
  const { rows } = await db.query<EnforcementOfCase>(sql`
    select id, case_id as "caseId", subject, action from enforcement where case_id is not null order by id`)
  return rows
}

/** Counts, for each case and action, how often the platform recorded it: delivered warnings and takedowns. */
function countCarriedOut(
  effects: readonly Effect[],
  enforcements: readonly EnforcementOfCase[],
): Map<string, Map<string, number>> {
  const counts = new Map<string, Map<string, number>>()
  const add = (caseId: string, action: string) => {
    const ofCase = counts.get(caseId) ?? new Map<string, number>()
    counts.set(caseId, ofCase.set(action, (ofCase.get(action) ?? 0) + 1))
  }
  const byId = new Map(enforcements.map((enforcement) => [enforcement.id, enforcement]))
  // A content has one case here, so what takes it down is that case's removal.
  const removals = new Map(
    enforcements.filter(({ action }) => action === 'remove').map((enforcement) => [enforcement.subject, enforcement]),
  )
  for (const { subject, from, to, cause, eventId } of effects) {
    if (cause !== 'desk') continue
    const warned = eventId === undefined ? undefined : byId.get(eventId)
    if (warned) add(warned.caseId, 'warn')
    const removal = removals.get(subjectKey(subject))
    if (removal && eventId === undefined && from.visible && !to.visible) add(removal.caseId, 'remove')
  }
  return counts
}
