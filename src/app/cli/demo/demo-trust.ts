import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { KeyList, PublicKey } from '@countersign/platform-kit'

interface Trust {
  deskKeys: readonly PublicKey[]
  pinned?: KeyList
}

const trustFileOf = (dataDir: string): string => join(dataDir, 'demo', 'trust.json')

/**
 * Writes down for the demo platform whom it believes, as its operator would; answers the file. A list of keys is pinned once
 * and stays, whatever a later start says: from then on lists follow by two people's signatures.
 */
export function writeDemoTrust(dataDir: string, deskKeys: readonly PublicKey[], pinned?: KeyList): string {
  const file = trustFileOf(dataDir)
  mkdirSync(join(dataDir, 'demo'), { recursive: true, mode: 0o700 })
  const known: Partial<Trust> = existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : {}
  const trust: Trust = { ...(pinned && { pinned }), ...known, deskKeys }
  const aside = `${file}.new`
  writeFileSync(aside, `${JSON.stringify(trust, null, 2)}\n`, { mode: 0o600, flush: true })
  renameSync(aside, file)
  return file
}
