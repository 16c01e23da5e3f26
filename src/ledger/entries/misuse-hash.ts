import { hashOf } from './content-hash.ts'

/** The columns of a mark that are not in its ledger entry. */
export const markHash = hashOf('aboutKind', 'aboutId', 'gravity', 'intent', 'reason')

/** The words of a person who appeals against a warning or a pause. */
export const wordsHash = hashOf('words')

/** The reason of an end or a judgement. */
export const reasonHash = hashOf('reason')
