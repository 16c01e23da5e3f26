import { message } from '../../foundation/messages/message.ts'
import { invalidField } from '../../foundation/schemas/invalid-field.ts'
import { interimMessage } from '../../enforcement/present/format-interim.ts'
import { formatButtonNow } from '../../enforcement/present/format-enforcement.ts'
import type { Desk } from '../../policy/desk.ts'
import { INTERIM_MEASURES } from '../../foundation/domain.ts'
import { judgedAccountId } from '../../enforcement/facts/read-platform.ts'
import { NOTHING_REQUIRED } from '../../policy/requirements/requirement.ts'
import { inTransaction } from '../../foundation/database/db.ts'
import { checkHijack, subjectOf } from './interim-bounds.ts'
import { findPolicy, planInterim, shownOfInterim } from './plan-interim.ts'
import { findLookingHold, type Preview, type PreviewRequest } from '../preview/preview.ts'
import { insertPreview } from '../preview/preview-token.ts'
import { openCase } from '../case/read-case.ts'
import { gatherFor } from './take-interim-measure.ts'

/** Previews an interim measure with the function that takes it and on the same facts. */
export async function previewInterim(desk: Desk, request: PreviewRequest & { hijack: boolean }): Promise<Preview> {
  const { caseId, by, policyId, reason, hijack, action: wished } = request
  const opened = await openCase(desk.db, caseId, by.id)
  const policy = findPolicy(desk, policyId)
  const action = INTERIM_MEASURES.find((measure) => measure === wished.action)
  if (action === undefined)
    throw invalidField('action', message('draft.kinds', { values: { as: 'or', list: INTERIM_MEASURES } }))
  if (wished.own !== undefined) throw invalidField('own', message('draft.decisionOnly'))
  checkHijack(hijack, action)
  const subject = subjectOf(action, wished.on, opened)
  const gathered = await gatherFor(desk, { subject, action, hijack })
  const accountId = judgedAccountId({ ...opened, gathered })
  return inTransaction(desk.db, async (tx) => {
    await findLookingHold(tx, request)
    const plan = await planInterim(tx, desk, { by, subject, accountId, action, policy, gathered, hijack })
    const { isProtected, measure } = plan
    return {
      sentence: interimMessage(measure, tx.now),
      button: formatButtonNow(measure.action),
      requirement: NOTHING_REQUIRED,
      interim: [],
      frozenUntil: null,
      isBreakerOpen: false,
      candidates: [],
      signs: isProtected,
      isProtected,
      harm: null,
      token: insertPreview(tx, { caseId, ...shownOfInterim(by, plan), reason }),
    }
  })
}
