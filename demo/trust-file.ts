import { readFileSync, statSync } from 'node:fs'
import {
  type Authority,
  followKeyLists,
  type PublicKey,
  parseKeyList,
  type SignedKeyList,
} from '@countersign/platform-kit'

/** The keys that this platform accepts, as its own people wrote them down. */
interface Trust {
  deskKeys: PublicKey[]
  /** The key list that was pinned, and every list that was signed since. */
  pinned?: unknown
  next?: SignedKeyList[]
}

export type FindAuthority = (audience: string) => Promise<Authority>

/**
 * Reads the file, and reads it again when it has changed. Reading fails when two people of the previous key list did
 * not sign the next one.
 */
export function readTrust(file: string): FindAuthority {
  let known: { stamp: string; trust: Promise<Omit<Authority, 'audience'>> } | undefined
  return async (audience) => {
    const { mtimeMs, size, ino } = statSync(file)
    const stamp = `${ino} ${mtimeMs} ${size}`
    if (known?.stamp !== stamp) known = { stamp, trust: parseTrust(readFileSync(file, 'utf8')) }
    return { audience, ...(await known.trust) }
  }
}

async function parseTrust(text: string): Promise<Omit<Authority, 'audience'>> {
  const { deskKeys, pinned, next = [] }: Trust = JSON.parse(text)
  return pinned === undefined ? { deskKeys } : { deskKeys, keys: await followKeyLists(parseKeyList(pinned), next) }
}
