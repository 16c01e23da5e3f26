import { hashOf } from './content-hash.ts'

/** The columns of a mark that are not in its ledger entry. */
export const markHash = hashOf('aboutKind', 'aboutId', 'gravity', 'intent', 'reason')
