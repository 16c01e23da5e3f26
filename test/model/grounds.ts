import type { ActingGround } from '../../src/foundation/domain.ts'
import type { ContentName, Outcome, SubjectName } from './gate.ts'

/** What somebody names as the ground on which they alone hide a content. Each but the first of its kind proves nothing. */
export const CLAIMS = {
  harm: { ground: 'harm', isProof: true },
  'harm under a policy that nobody marked': { ground: 'harm', isProof: false },
  match: { ground: 'match', isProof: true },
  'match with no list': { ground: 'match', isProof: false },
  'match with an entry of this hour': { ground: 'match', isProof: false },
  order: { ground: 'order', isProof: true },
  'enforcement about another content': { ground: 'order', isProof: false },
  'enforcement that a person entered': { ground: 'order', isProof: false },
  document: { ground: 'document', isProof: true },
  'document about another content': { ground: 'document', isProof: false },
} as const satisfies Record<string, { ground: ActingGround; isProof: boolean }>
export type Claim = keyof typeof CLAIMS

/** What a thief of a facts key says: another author of a content, a later publication, an account that nobody follows, or a time to come. */
export const LIES = ['another author', 'published just now', 'nobody follows it', 'from tomorrow'] as const
export type Lie = (typeof LIES)[number]

/** What only the desk's own functions do about grounds. */
export interface GroundActs {
  /** One person alone hides a content on a ground, with their passkey. */
  actAlone(by: number, content: ContentName, claim: Claim): Promise<Outcome>
  /** One person undoes everything that the proposer of this did alone to its account and nobody confirmed. */
  undoUnconfirmed(by: number, enforcementId: string): Promise<Outcome>
  /** A thief with a facts key tells the desk this of a content and its account. */
  tell(content: ContentName, lie: Lie): Promise<string>
  /** The author on record of a content; undefined: the desk knows neither. */
  authorOf(content: ContentName): Promise<SubjectName | undefined>
  /** An account with something that one person did alone, unconfirmed and without an alert in the last 15 minutes; undefined: none. */
  findUnalerted(): Promise<string | undefined>
}
