import { hashOf } from './content-hash.ts'

/** The columns of a referral that never change and are not in its ledger entry. */
export const referralHash = hashOf('authority', 'reference', 'what', 'pieces', 'corrects')

/** The reason for a legal hold, and the authority it is for. */
export const holdHash = hashOf('reason', 'authority', 'reference')

/** The columns of an authority that are not in its ledger entry. */
export const authorityHash = hashOf('name', 'country', 'contact')

/** The columns of a trusted flagger that its change sets. */
export const flaggerHash = hashOf('name', 'contact', 'email', 'coordinator', 'reference', 'areas')

/** The columns of an authority's order that are not in its ledger entry. Hashes in hex. */
export const authorityOrderHash = hashOf(
  'authority',
  'reference',
  'orderKind',
  'policyId',
  'countries',
  'documentSha256',
  'fileSha256',
)

/** The terms of an order that are not in its ledger entry. `silentUntil` in ISO 8601. */
export const orderTermsHash = hashOf(
  'silentUntil',
  'verified',
  'memberState',
  'language',
  'contact',
  'legalBasis',
  'reasons',
  'redress',
  'unresolved',
)

/** The columns of an act on an order that are not in its ledger entry. */
export const orderActHash = hashOf('ground', 'note')
