import { createHash } from 'node:crypto'
import { canonicalJson, type Json } from '../../foundation/canonical.ts'
import { type CoopTypes, formatCoopId, toSubject } from '../../foundation/coop/coop-item.ts'
import { refuseUnstorable } from '../../foundation/database/refuse-unstorable.ts'
import { type FieldProblem, invalidFields } from '../../foundation/schemas/invalid-field.ts'
import { findItemFaults } from '../../policy/items/check-item.ts'
import type { Item } from '../../policy/items/item-types.ts'
import type { Policies } from '../../policy/policies.ts'
import type { EvidenceItem, ReportBody } from '../intake/report-body.ts'
import type { CoopReport, ItemSubmission } from './coop-body.ts'

const OTHER = 'OTHER_VIOLATION_TC'
const CHILD_ABUSE = 'PROTECTION_OF_MINORS'

/**
 * Returns the desk's report of a report in Coop's form. Coop's form has no id, so the report's id is the hash of its
 * content: the same report sent again is the same report.
 */
export function toReport(
  { policies, items }: Pick<Policies, 'policies' | 'items'>,
  types: CoopTypes,
  given: CoopReport,
): ReportBody {
  refuseUnstorable(given)
  const { reportedItem, reporter, reportedAt } = given
  const { policyId, reason, csam } = given.reportedForReason ?? {}
  const item = csam === true ? undefined : itemOf(types, reportedItem)
  const faults = item === undefined ? [] : findItemFaults(items, item)
  if (faults.length > 0) throw invalidFields(faults.map(inReportedItem))
  return {
    id: createHash('sha256')
      .update(canonicalJson(given as Json))
      .digest('hex'),
    subject: toSubject(types, reportedItem),
    ground: csam === true ? 'illegal' : 'terms',
    category: csam === true ? CHILD_ABUSE : (policies.get(policyId ?? '')?.category ?? OTHER),
    reporterId: formatCoopId(reporter),
    reportedAt,
    ...(policyId && { keyword: policyId }),
    ...(reason && { comment: reason }),
    ...(item !== undefined && { item }),
    ...(csam !== true && { evidence: listEvidence(given, item !== undefined) }),
  }
}

/** Returns the item as one of the desk's types. Undefined: the platform's type has none. */
export function itemOf({ items }: CoopTypes, { typeId, data }: ItemSubmission): Item | undefined {
  const type = items[typeId]
  return type === undefined ? undefined : { type, fields: { ...data } }
}

/** Names a field of the item as the sender knows it. */
const inReportedItem = ({ field, detail }: FieldProblem): FieldProblem => ({
  detail,
  field: field.replace(/^item(\/fields|\/type)?/, (_all, part) =>
    part === '/type' ? 'reportedItem/typeId' : 'reportedItem/data',
  ),
})

/** Keeps what the report shows beside its subject: its data where no item type declares it, its thread, other items. */
function listEvidence(given: CoopReport, isDeclared: boolean): EvidenceItem[] {
  const { reportedItem, reportedItemThread, reportedItemsInThread, additionalItems } = given
  const thread = reportedItemThread && { thread: reportedItemThread, reported: reportedItemsInThread ?? [] }
  const parts = [isDeclared ? undefined : reportedItem, thread, additionalItems]
  return parts.flatMap((part) =>
    part === undefined
      ? []
      : [
          {
            ...{ class: 'ordinary' as const, mediaType: 'application/json', text: JSON.stringify(part) },
            reference: formatCoopId(reportedItem),
          },
        ],
  )
}
