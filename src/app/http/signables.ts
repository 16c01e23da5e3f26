import { prepareBulk } from '../../enforcement/restore/bulk-restore.ts'
import { prepareExtension } from '../../enforcement/limits/freeze.ts'
import { prepareRestore } from '../../enforcement/restore/restore-order.ts'
import { prepareAnswer } from '../../enforcement/approve/sign-order.ts'
import { prepareOwnOrder } from '../../enforcement/propose/sign-own-order.ts'
import { prepareTakeUp } from '../../enforcement/propose/take-up-order.ts'
import { prepareCampaignAgreement } from '../../bulk/approve/answer-campaign.ts'
import { prepareAgreement } from '../../admin/change/answer-change.ts'
import { prepareKeyList } from '../../admin/passkeys/sign-key-list.ts'
import { prepareException } from '../../review/exceptions/agree-exception.ts'
import { prepareEnd, prepareRestriction, prepareRightsRemoval } from '../../people/staff/sign-removal.ts'
import type { Signables } from '../../people/signatures/routes.ts'

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
