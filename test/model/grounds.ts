import type { ActingGround } from '../../src/foundation/domain.ts'
import type { ContentName, Outcome, SubjectName } from './gate.ts'

/** The claimed grounds for hiding a content alone. Only the first of each kind is proved. */
export const CLAIMS = {
  harm: { ground: 'harm', isProof: true },
  'harm under a policy that nobody marked': { ground: 'harm', isProof: false },
  match: { ground: 'match', isProof: true },
  'match with no list': { ground: 'match', isProof: false },
  'match with an entry of this hour': { ground: 'match', isProof: false },
  order: { ground: 'order', isProof: true },
  'order about another content': { ground: 'order', isProof: false },
  'order that a person entered': { ground: 'order', isProof: false },
  document: { ground: 'document', isProof: true },
  'document about another content': { ground: 'document', isProof: false },
} as const satisfies Record<string, { ground: ActingGround; isProof: boolean }>
export type Claim = keyof typeof CLAIMS

/**
 * The false facts that a thief with an API key for facts sends: another author of a content, a later publication, an
 * account without followers, or a time in the future.
 */
export const LIES = ['another author', 'published just now', 'nobody follows it', 'from tomorrow'] as const
export type Lie = (typeof LIES)[number]

/** The acts on grounds that only the desk's own functions have. */
export interface GroundActs {
  /** One person alone hides a content on a ground, with their passkey. */
  actAlone(by: number, content: ContentName, claim: Claim): Promise<Outcome>
  /** One person undoes every unconfirmed enforcement that this one's proposer alone took on its account. */
  undoUnconfirmed(by: number, enforcementId: string): Promise<Outcome>
  /** A thief with an API key for facts sends this about a content and its account. */
  tell(content: ContentName, lie: Lie): Promise<string>
  /** The stored author of a content; undefined when the desk knows neither. */
  authorOf(content: ContentName): Promise<SubjectName | undefined>
  /** An account with something that one person did alone, unconfirmed and without an alert in the last 15 minutes; undefined: none. */
  findUnalerted(): Promise<string | undefined>
}
