import { readFileSync } from 'node:fs'
import { findPackageJSON } from 'node:module'
import { dirname, join } from 'node:path'

const MANIFEST = findPackageJSON(import.meta.url)
if (MANIFEST === undefined) throw new Error(`No package.json is in a folder above ${import.meta.url}.`)

/** The folder of this package, independent of the working directory, for the source and for the bundle in `dist/`. */
export const PACKAGE_DIR = dirname(MANIFEST)
/** The schema: numbered migrations, and the functions, triggers and grants on top. */
export const DATABASE_DIR = join(PACKAGE_DIR, 'db')
export const POLICIES_DIR = join(PACKAGE_DIR, 'policies')

const IS_BUNDLED = import.meta.url.endsWith('.js')

/** The file to run for a program of this package, named by its source: the bundled one if this program is bundled. */
export const programFile = (source: string): string =>
  IS_BUNDLED ? join(PACKAGE_DIR, 'dist', source.replace(/\.ts$/, '.js')) : join(PACKAGE_DIR, source)

/** The path of the recovery journal in a data folder. */
export const recoveryJournalOf = (dataDir: string): string => join(dataDir, 'recovery-journal.ndjson')

const manifest: unknown = JSON.parse(readFileSync(MANIFEST, 'utf8'))
export const PACKAGE_VERSION =
  typeof manifest === 'object' && manifest !== null && 'version' in manifest ? String(manifest.version) : 'unknown'
