import { type PublicKeyCredentialCreationOptionsJSON, startRegistration } from '@simplewebauthn/browser'

/** A passkey made by the browser, in the form the desk accepts. */
export interface NewPasskey {
  label: string
  transports: string[]
  registration: { credentialId: string; clientDataJSON: string; attestationObject: string }
}

/** Makes a passkey in the browser with the desk's options. */
export async function makePasskey(
  optionsJSON: PublicKeyCredentialCreationOptionsJSON,
  label: string,
): Promise<NewPasskey> {
  const { id, response } = await startRegistration({ optionsJSON })
  const { clientDataJSON, attestationObject, transports = [] } = response
  return { label, transports, registration: { credentialId: id, clientDataJSON, attestationObject } }
}
