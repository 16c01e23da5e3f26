import { createCipheriv, createDecipheriv, createHash, createHmac, randomBytes } from 'node:crypto'
import { join } from 'node:path'
import { readOrMakeFile } from '../settings/secret-file.ts'

const FILE = 'channel-key'
const KEY_BYTES = 32
const IV_BYTES = 12
const TAG_BYTES = 16

/** Encrypts addresses and secrets so that the database alone doesn't reveal them. */
export interface Seal {
  /** `of` names the owner of the text. Decryption needs the same owner. */
  close(text: string, of: string): Buffer
  open(sealed: Buffer, of: string): string
  /** Returns a keyed hash. The same text gives the same one, which without the key tells nothing of it. */
  mark(text: string, of: string): Buffer
}

/**
 * Returns the encryption key: 32 bytes in base64, as configured, or from a file in the data folder, which is created if
 * missing.
 */
export const sealOf = (dataDir: string, told: string | undefined): Seal => sealWith(channelKeyOf(dataDir, told))

function channelKeyOf(dataDir: string, told: string | undefined): Buffer {
  const text = told ?? readOrMakeFile(join(dataDir, FILE), () => randomBytes(KEY_BYTES).toString('base64'))
  return Buffer.from(text.trim(), 'base64')
}

/** Returns a fingerprint of the encryption key. It reveals nothing about the key, which has 32 random bytes. */
export const channelKeyFingerprint = (dataDir: string, told: string | undefined): string =>
  createHash('sha256').update('countersign channel key').update(channelKeyOf(dataDir, told)).digest('base64url')

/** AES-256-GCM: an altered text, or that of another owner, can't be opened. */
export function sealWith(key: Buffer): Seal {
  if (key.length !== KEY_BYTES) throw new Error(`the key that seals channels must be ${KEY_BYTES} bytes in base64`)
  return {
    mark: (text, of) => createHmac('sha256', key).update(`${of}\0${text}`).digest(),
    close: (text, of) => {
      const iv = randomBytes(IV_BYTES)
      const cipher = createCipheriv('aes-256-gcm', key, iv).setAAD(Buffer.from(of))
      const sealed = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()])
      return Buffer.concat([iv, cipher.getAuthTag(), sealed])
    },
    open: (sealed, of) => {
      const [iv, tag] = [sealed.subarray(0, IV_BYTES), sealed.subarray(IV_BYTES, IV_BYTES + TAG_BYTES)]
      const decipher = createDecipheriv('aes-256-gcm', key, iv, { authTagLength: TAG_BYTES })
      decipher.setAAD(Buffer.from(of)).setAuthTag(tag)
      return Buffer.concat([decipher.update(sealed.subarray(IV_BYTES + TAG_BYTES)), decipher.final()]).toString('utf8')
    },
  }
}
