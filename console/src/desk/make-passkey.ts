import { type PublicKeyCredentialCreationOptionsJSON, startRegistration } from '@simplewebauthn/browser'

/** A passkey made by the browser, in the form the desk accepts. */
export interface NewPasskey {
  label: string
  transports: string[]
  registration: { credentialId: string; clientDataJSON: string; attestationObject: string }
}

/** Has the browser make a passkey of what the desk asks for. */
export async function makePasskey(
  optionsJSON: PublicKeyCredentialCreationOptionsJSON,
  label: string,
): Promise<NewPasskey> {
  const { id, response } = await startRegistration({ optionsJSON })
  const { clientDataJSON, attestationObject, transports = [] } = response
  return { label, transports, registration: { credentialId: id, clientDataJSON, attestationObject } }
}
