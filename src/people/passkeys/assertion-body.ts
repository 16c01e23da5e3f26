import { Type } from 'typebox'

const BYTES_MAX = 8_192

/** Bytes as base64url, without padding. */
export const Bytes = (description: string) =>
  Type.String({ pattern: '^[A-Za-z0-9_-]+$', minLength: 1, maxLength: BYTES_MAX, description })

/** The WebAuthn assertion of a browser, as the routes accept it. */
export const AssertionBody = Type.Object(
  {
    credentialId: Bytes('The credential’s id.'),
    clientDataJSON: Bytes('As the browser made it.'),
    authenticatorData: Bytes('As the authenticator made it.'),
    signature: Bytes('Of both.'),
  },
  { additionalProperties: false, description: 'An assertion of WebAuthn; each part base64url.' },
)

/** The options with which a browser requests an assertion by any passkey of this desk. */
export const AssertionOptions = Type.Object({
  challenge: Type.String(),
  rpId: Type.String(),
  timeout: Type.Integer(),
  userVerification: Type.Literal('required'),
})
