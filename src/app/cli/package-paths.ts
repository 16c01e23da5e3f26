import { readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'

/** The folder of this package, independent of the working directory. */
export const PACKAGE_DIR = resolve(import.meta.dirname, '../../..')
/** The schema: numbered migrations, and the functions, triggers and grants on top. */
export const DATABASE_DIR = resolve(PACKAGE_DIR, 'db')
export const POLICIES_DIR = resolve(PACKAGE_DIR, 'policies')

/** The path of the recovery journal in a data folder. */
export const recoveryJournalOf = (dataDir: string): string => join(dataDir, 'recovery-journal.ndjson')

const manifest: unknown = JSON.parse(readFileSync(resolve(PACKAGE_DIR, 'package.json'), 'utf8'))
export const PACKAGE_VERSION =
  typeof manifest === 'object' && manifest !== null && 'version' in manifest ? String(manifest.version) : 'unknown'
