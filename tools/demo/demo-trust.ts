import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { KeyList, PublicKey } from '@countersign/platform-kit'

interface Trust {
  deskKeys: readonly PublicKey[]
  pinned?: KeyList
}

const trustFileOf = (dataDir: string): string => join(dataDir, 'demo', 'trust.json')

/**
 * Writes the keys that the demo platform accepts, as its operator would, and returns the file. A key list is pinned
 * once and stays through later starts: a new list then needs the signatures of two people.
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
