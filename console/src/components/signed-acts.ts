import { api, unwrap } from '../api/client.ts'
import type { Act, Signature } from './sign.ts'

/** The route that performs each signed act, and the text of the signer that goes with it. */
interface Done {
  words?: 'reason' | 'answer'
  send(about: string, signature: Signature, said: string): Promise<unknown>
}

const reason = (said: string) => (said === '' ? {} : { reason: said })
const ofEnforcement = (enforcementId: string) => ({ path: { enforcementId } })

export const DOING: Record<Act, Done> = {
  agree: {
    words: 'reason',
    send: (about, signature, said) =>
      unwrap(
        api.POST('/v1/enforcements/{enforcementId}/approve', {
          params: ofEnforcement(about),
          body: { ...reason(said), signature },
        }),
      ),
  },
  confirm: {
    words: 'reason',
    send: (about, signature, said) =>
      unwrap(
        api.POST('/v1/enforcements/{enforcementId}/confirm', {
          params: ofEnforcement(about),
          body: { ...reason(said), signature },
        }),
      ),
  },
  resume: {
    send: (about, signature) =>
      unwrap(
        api.POST('/v1/enforcements/{enforcementId}/resume', { params: ofEnforcement(about), body: { signature } }),
      ),
  },
  propose: {
    send: (about, signature) =>
      unwrap(api.POST('/v1/enforcements/{enforcementId}/sign', { params: ofEnforcement(about), body: { signature } })),
  },
  reinstate: {
    send: (about, signature) =>
      unwrap(
        api.POST('/v1/enforcements/{enforcementId}/reinstate', { params: ofEnforcement(about), body: { signature } }),
      ),
  },
  change_agree: {
    send: (changeId, signature) =>
      unwrap(api.POST('/v1/changes/{changeId}/agree', { params: { path: { changeId } }, body: { signature } })),
  },
  freeze_extend: {
    send: (about, signature) =>
      unwrap(
        api.POST('/v1/freezes/{freezeId}/extend', {
          params: { path: { freezeId: Number(about) } },
          body: { signature },
        }),
      ),
  },
  restore_second: { words: 'reason', send: restoreSecond },
  keys: {
    send: (about, signature) =>
      unwrap(
        api.POST('/v1/key-lists/{version}/signatures', {
          params: { path: { version: Number(about.replace('keys:', '')) } },
          body: { signature },
        }),
      ),
  },
  bulk_action_agree: {
    send: (bulkActionId, signature) =>
      unwrap(
        api.POST('/v1/bulk-actions/{bulkActionId}/approve', {
          params: { path: { bulkActionId } },
          body: { signature },
        }),
      ),
  },
  staff_end: {
    send: (staffId, signature) =>
      unwrap(api.POST('/v1/staff/{staffId}/end', { params: { path: { staffId } }, body: { signature } })),
  },
  staff_restrict: {
    words: 'reason',
    send: (staffId, signature, said) =>
      unwrap(
        api.POST('/v1/staff/{staffId}/restrict', {
          params: { path: { staffId } },
          body: { reason: said, signature },
        }),
      ),
  },
  staff_rights: {
    words: 'reason',
    send: (about, signature, said) =>
      unwrap(
        api.POST('/v1/staff/{staffId}/sessions/revoke', {
          params: { path: { staffId: about.replace(':session', '') } },
          body: { reason: said, signature },
        }),
      ),
  },
  exception_agree: {
    words: 'answer',
    send: (caseId, signature, answer) =>
      unwrap(
        api.POST('/v1/cases/{caseId}/answer', {
          params: { path: { caseId } },
          body: { agrees: true, answer, signature },
        }),
      ),
  },
}

/** The enforcement that resubmits what was signed about, if the desk made one. */
export function madeOf(answer: unknown, about: string): string | undefined {
  if (typeof answer !== 'object' || answer === null || !('id' in answer) || !('successorOf' in answer)) return undefined
  return answer.successorOf === about ? String(answer.id) : undefined
}

/** True when the signer must give a reason, too: of a set of restores, and of taking rights from a person. */
export const needsWords = (act: Act, about: string): boolean =>
  act === 'staff_restrict' || act === 'staff_rights' || isSet(about)

const isSet = (about: string): boolean => about.startsWith('restore_')

/** A set of restores, or one. */
function restoreSecond(about: string, signature: Signature, said: string): Promise<unknown> {
  return isSet(about)
    ? unwrap(
        api.POST('/v1/restores/{restoreId}/start', {
          params: { path: { restoreId: about } },
          body: { reason: said, signature },
        }),
      )
    : unwrap(
        api.POST('/v1/enforcements/{enforcementId}/restore', {
          params: ofEnforcement(about),
          body: { ...reason(said), signature },
        }),
      )
}
