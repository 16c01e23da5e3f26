import { createHash, randomBytes } from 'node:crypto'

const SECRET_BYTES = 32

/** The kinds of secret: API key, personal access token, browser session, invitation. */
type SecretKind = 'key' | 'pat' | 'web' | 'inv'

const SECRET_KINDS = ['key', 'pat', 'web', 'inv'] as const satisfies readonly SecretKind[]

interface Secret {
  /** The secret itself, returned once to its owner and never stored. */
  text: string
  /** The stored hash, which does not authenticate. */
  hash: Buffer
}

/** Creates a secret from 32 random bytes. */
export function makeSecret(kind: SecretKind): Secret {
  const text = `cs_${kind}_${randomBytes(SECRET_BYTES).toString('base64url')}`
  return { text, hash: hashSecret(text) }
}

/** Plain SHA-256 suffices: the secret has 32 random bytes, so slow hashing would add nothing. */
export const hashSecret = (text: string): Buffer => createHash('sha256').update(text).digest()

/** Returns the kind of a secret by its form alone. Undefined: the text is no secret of the desk. */
export function secretKind(text: string): SecretKind | undefined {
  const kind = /^cs_(key|pat|web|inv)_[A-Za-z0-9_-]{43}$/.exec(text)?.[1]
  return SECRET_KINDS.find((known) => known === kind)
}
