import { Type } from 'typebox'
import { strict } from '../../foundation/schemas/schemas.ts'
import { ID_PREFIXES } from '../../foundation/domain.ts'

/** The schema of bytes in base64url, of up to this many bytes. */
const bytes = (most: number, description: string) => {
  const maxLength = Math.ceil((most * 4) / 3)
  return Type.String({ pattern: '^[A-Za-z0-9_-]+$', minLength: 1, maxLength, description: `${description} Base64url.` })
}

export const SigningId = Type.String({
  pattern: `^${ID_PREFIXES.signing}_[0-9]{1,19}$`,
  maxLength: ID_PREFIXES.signing.length + 20,
  description: 'The id that POST /v1/signings returned.',
})

/** The schema of an assertion over the challenge of a prepared text. */
export const SignatureBody = Type.Object(
  {
    signingId: SigningId,
    credentialId: bytes(1_023, 'Of the passkey.'),
    clientDataJSON: bytes(4_096, 'What the browser says of itself.'),
    authenticatorData: bytes(4_096, 'What the authenticator says of itself.'),
    signature: bytes(1_024, 'Over both.'),
  },
  {
    ...strict,
    description:
      'The assertion of a passkey over the text that POST /v1/signings prepared. Valid once, within five minutes.',
  },
)

/** The schema of the body of acts that need only a signature. */
export const SignedBody = Type.Object({ signature: SignatureBody }, strict)

/**
 * The schema of the body of acts that need a signature when they concern another person, and none about oneself or
 * during set-up.
 */
export const MaybeSignedBody = Type.Union([
  Type.Object({ signature: Type.Optional(SignatureBody) }, strict),
  Type.Null({ description: 'Unsigned.' }),
])
