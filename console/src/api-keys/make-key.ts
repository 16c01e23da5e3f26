const SECRET_BYTES = 32

/** A key made in this browser. The desk gets its fingerprint alone, so that no other person ever has the key. */
export interface MadeKey {
  text: string
  /** The SHA-256 of the text, in hex. */
  fingerprint: string
}

/** Makes the text of an API key from 32 random bytes, in the desk's own form. */
export async function makeKey(): Promise<MadeKey> {
  const text = `cs_key_${toBase64url(crypto.getRandomValues(new Uint8Array(SECRET_BYTES)))}`
  const hash = new Uint8Array(await crypto.subtle.digest('SHA-256', new TextEncoder().encode(text)))
  return { text, fingerprint: Array.from(hash, (byte) => byte.toString(16).padStart(2, '0')).join('') }
}

const toBase64url = (bytes: Uint8Array): string =>
  btoa(String.fromCharCode(...bytes))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replaceAll('=', '')
