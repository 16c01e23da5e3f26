/** An example of a hash of the material that a person was shown. */
export const MATERIAL = '7b1f0c52f2a04d6c8f3f1c9f6f0f0a7be0f3ad5a6d0f1f7f2f1a1c0d9e8b7a65'

/** An example of a passkey's answer to a prepared signing. */
export const SIGNATURE = {
  signingId: 'signing_31',
  credentialId: 'mL6k0bXvXk1dZ4WQm0mQmV3lTqk1f0r8b7o0g1m2n3o',
  clientDataJSON: 'eyJ0eXBlIjoid2ViYXV0aG4uZ2V0In0',
  authenticatorData: 'SZYN5YgOjGh0NBcPZHZgW4_krrmihjLHmVzzuoMdl2MFAAAAAA',
  signature: 'MEUCIQDk1mB0o2Jb9mZ4gk7cVv2xw8Zk3P6o5n4m3l2k1j0iAiB7',
}
