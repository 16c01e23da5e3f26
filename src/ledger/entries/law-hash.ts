import { contentHash } from './content-hash.ts'

/** The columns of a referral that never change and are not in its ledger entry. */
export interface ReferralContent {
  authority: string
  reference: string
  what: string
  pieces: readonly string[]
  corrects: string | null
}
export const referralHash = ({ authority, reference, what, pieces, corrects }: ReferralContent): string =>
  contentHash({ authority, reference, what, pieces, corrects })

/** The reason for a legal hold, and the authority it is for. */
export interface HoldContent {
  reason: string
  authority: string | null
  reference: string | null
}
export const holdHash = ({ reason, authority, reference }: HoldContent): string =>
  contentHash({ reason, authority, reference })

/** The columns of an authority that are not in its ledger entry. */
export interface AuthorityContent {
  name: string
  country: string
  contact: string
}
export const authorityHash = ({ name, country, contact }: AuthorityContent): string =>
  contentHash({ name, country, contact })

/** The columns of an authority's order that are not in its ledger entry. Hashes in hex. */
export interface AuthorityOrderContent {
  authority: string
  reference: string
  orderKind: string
  policyId: string
  countries: readonly string[] | null
  documentSha256: string | null
  /** The hash of the file that is stored; null without one. */
  fileSha256: string | null
}
export function authorityOrderHash(order: AuthorityOrderContent): string {
  const { authority, reference, orderKind, policyId, countries, documentSha256, fileSha256 } = order
  return contentHash({ authority, reference, orderKind, policyId, countries, documentSha256, fileSha256 })
}
