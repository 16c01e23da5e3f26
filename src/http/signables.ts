import { prepareBulk } from '../approval/bulk/bulk-restore.ts'
import { prepareExtension } from '../approval/brakes/freeze.ts'
import { prepareRestore } from '../approval/restore-order.ts'
import { prepareAnswer } from '../approval/ask/sign-order.ts'
import { prepareOwnOrder } from '../approval/ask/sign-own-order.ts'
import { prepareTakeUp } from '../approval/take-up-order.ts'
import { prepareCampaignAgreement } from '../campaign/answer-campaign.ts'
import { prepareAgreement } from '../change/answer-change.ts'
import { prepareKeyList } from '../change/sign-key-list.ts'
import { prepareException } from '../review/agree-exception.ts'
import { prepareEnd, prepareRestriction, prepareRightsRemoval } from '../staff/sign-removal.ts'
import type { Signables } from '../signature/routes.ts'

/** Every act that is signed, and who knows what is signed of it. */
export const SIGNABLES: Signables = {
  agree: (desk, request) => prepareAnswer(desk, 'agree', request),
  confirm: (desk, request) => prepareAnswer(desk, 'confirm', request),
  resume: (desk, request) => prepareTakeUp(desk, 'resume', request),
  reinstate: (desk, request) => prepareTakeUp(desk, 'reinstate', request),
  change_agree: prepareAgreement,
  freeze_extend: prepareExtension,
  restore_second: (desk, request) =>
    request.about.startsWith('b-') ? prepareBulk(desk, request) : prepareRestore(desk, request),
  exception_agree: prepareException,
  keys: prepareKeyList,
  campaign_agree: prepareCampaignAgreement,
  propose: prepareOwnOrder,
  staff_end: prepareEnd,
  staff_restrict: prepareRestriction,
  staff_rights: prepareRightsRemoval,
}
