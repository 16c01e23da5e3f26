export const ORDER_KINDS = ['removal_order', 'illegal_content', 'information', 'other'] as const
export const VERIFIED = ['called_back', 'signature', 'not_verified'] as const

/** An order as a person types it. Empty: not given. */
export const NO_ORDER = {
  ...{ kind: 'illegal_content', policyId: '', memberState: '', verified: 'not_verified' },
  ...{ authority: '', reference: '', contact: '', language: '' },
  ...{ addresses: '', legalBasis: '', reasons: '', redress: '' },
  ...{ receivedAt: '', deadline: '', silentUntil: '' },
}
export type OrderDraft = typeof NO_ORDER

const TEXTS = ['memberState', 'contact', 'language', 'legalBasis', 'reasons', 'redress'] as const
const TIMES = ['deadline', 'silentUntil'] as const

/** Builds the body of an order from the fields that were filled in. The desk names the one that it refuses. */
export function orderBodyOf(draft: OrderDraft, toInstant: (local: string) => string) {
  const addresses = draft.addresses.split(/\s+/).filter((address) => address !== '')
  const given = (name: (typeof TEXTS)[number]) => draft[name].trim()
  return {
    kind: ORDER_KINDS.find((kind) => kind === draft.kind) ?? 'other',
    verified: VERIFIED.find((how) => how === draft.verified) ?? 'not_verified',
    ...{ policyId: draft.policyId, authority: draft.authority, reference: draft.reference },
    receivedAt: draft.receivedAt === '' ? '' : toInstant(draft.receivedAt),
    ...(addresses.length > 0 && { addresses: [...new Set(addresses)] }),
    ...Object.fromEntries(TEXTS.filter((name) => given(name) !== '').map((name) => [name, given(name)])),
    ...Object.fromEntries(TIMES.filter((name) => draft[name] !== '').map((name) => [name, toInstant(draft[name])])),
  }
}
