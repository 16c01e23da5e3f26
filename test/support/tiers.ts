import { existsSync, readFileSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'

/**
 * The parts of the test suite that run alone, each as `npm run test:NAME`. A file that fits several belongs to the
 * first.
 */
export const TIERS = ['attacks', 'model', 'crash', 'e2e', 'db', 'unit'] as const
export type Tier = (typeof TIERS)[number]

const SUPPORT = 'test/support'
/** A file's imports, direct and indirect, decide which tier it needs. */
const KILLS_PROCESSES = [`${SUPPORT}/process-part.ts`, 'test/real-run/run-main.ts']
const DRIVES_BROWSER = [`${SUPPORT}/launch-browser.ts`]
const NEEDS_POSTGRES = [`${SUPPORT}/test-cluster.ts`, 'src/foundation/store/embedded/embedded-postgres.ts']
/** Serves platforms for minutes, some of which wait for what a broken one never does. */
const SERVES_PLATFORM = ['test/conformance/serve-platform.ts']
/** Matches a file that starts the program or much of it, which starts its own PostgreSQL. */
const STARTS_PROGRAM = /bin\/countersign\.js'|\brunMain\(|main\.ts'\)/

/** The one tier that a test file is in, by its path from the root. */
export function tierOf(root: string, file: string): Tier {
  if (file.startsWith('test/attacks/')) return 'attacks'
  if (file.startsWith('test/model/')) return 'model'
  if (reaches(root, file, KILLS_PROCESSES)) return 'crash'
  if (drivesBrowser(root, file)) return 'e2e'
  const isSlow = reaches(root, file, [...NEEDS_POSTGRES, ...SERVES_PLATFORM]) || startsProgram(root, file)
  return isSlow ? 'db' : 'unit'
}

/** True when a file drives a browser, or may. Nothing is installed for other files. */
export const drivesBrowser = (root: string, file: string): boolean =>
  !existsSync(join(root, file)) || reaches(root, file, DRIVES_BROWSER)

const startsProgram = (root: string, file: string): boolean => {
  const own = [...importsOf(join(root, file))].filter((each) => each.includes(`/${SUPPORT}/`))
  return [join(root, file), ...own].some((each) => STARTS_PROGRAM.test(readFileSync(each, 'utf8')))
}

function reaches(root: string, file: string, wanted: readonly string[]): boolean {
  const imported = importsOf(join(root, file))
  return wanted.some((each) => imported.has(join(root, each)))
}

/** Types are gone when a file is run, so what is imported for them alone is not. */
const IMPORTS = /^(?:import|export) (?!type )(?:[^'"]*? from )?'(\.[^']+)'|import\('(\.[^']+)'\)/gm
const direct = new Map<string, readonly string[]>()

function readImports(file: string): readonly string[] {
  const known = direct.get(file)
  if (known !== undefined) return known
  const found = [...readFileSync(file, 'utf8').matchAll(IMPORTS)].map(([, one, other]) =>
    resolve(dirname(file), one ?? other ?? ''),
  )
  const there = found.filter((each) => existsSync(each))
  direct.set(file, there)
  return there
}

const loaded = new Map<string, ReadonlySet<string>>()

/** All files of ours that are loaded with this one, itself among them. */
function importsOf(file: string): ReadonlySet<string> {
  const known = loaded.get(file)
  if (known !== undefined) return known
  const found = new Set([file])
  loaded.set(file, found)
  for (const each of found) for (const imported of readImports(each)) found.add(imported)
  return found
}
