import { Type } from 'typebox'

const BYTES_MAX = 8_192

/** Bytes as base64url, without padding. */
export const Bytes = (description: string) =>
  Type.String({ pattern: '^[A-Za-z0-9_-]+$', minLength: 1, maxLength: BYTES_MAX, description })

/** The WebAuthn assertion of a browser, as the routes accept it. */
export const AssertionBody = Type.Object(
  {
    credentialId: Bytes('The id of the credential.'),
    clientDataJSON: Bytes('The client data, as the browser created them.'),
    authenticatorData: Bytes('The data of the authenticator.'),
    signature: Bytes('The signature over both.'),
  },
  { additionalProperties: false, description: 'A WebAuthn assertion; each part in base64url.' },
)

/** The options with which a browser requests an assertion by any passkey of this desk. */
export const AssertionOptions = Type.Object({
  challenge: Type.String(),
  rpId: Type.String(),
  timeout: Type.Integer(),
  userVerification: Type.Literal('required'),
})
