import assert from 'node:assert/strict'
import { basename, dirname, join, normalize } from 'node:path'
import { test } from 'node:test'
import { type TrackedFile, trackedFiles } from './tracked-files.ts'

/** The folders of src/, from the lowest floor to the highest. What stands directly in src/ is part of the highest. */
const FLOORS = [
  'foundation',
  'ledger',
  'policy',
  'alerts',
  'people',
  'cases',
  'enforcement',
  'oversight',
  'review',
  'bulk',
  'admin',
  'connectors',
  'app',
]
const FLOORS_MAX = 15
const EDGES_MAX = 65
const FILES_AT_A_LEVEL_MAX = 12
/** Tools delete, ignore or leave out folders of these names. */
const BUILD_OUTPUT = new Set(['build', 'coverage', 'dist', 'node_modules', 'obj', 'out', 'output', 'target', 'tmp'])

const KIT = '@countersign/platform-kit'
/** The floors that run code of the platform kit. All others know its types alone. */
const RUN_THE_KIT = ['foundation', 'connectors', 'app']

/** Every import between files, static or not, of types or not, and programs that are started by their file. */
const PATTERNS = [
  /^(?:import|export)\s+(?<types>type\s)?(?:[^'"]*?\sfrom\s+)?'(?<target>[^']+)'/gm,
  /\bimport\(\s*'(?<target>[^']+)'/g,
  /\bnew URL\('(?<target>\.[^']+\.ts)', import\.meta\.url\)/g,
]

type Import = { from: string; target: string; typesOnly: boolean }
type Edge = { lower: string; upper: string }

const isTest = (path: string) => /\.test\.ts$|^test\/|\/test\//.test(path)
const sources = (where: RegExp) => trackedFiles(where).filter(({ path }) => !isTest(path))
const program = () => sources(/^src\/.*\.ts$/)

const importsOf = ({ path, text }: TrackedFile): Import[] =>
  PATTERNS.flatMap((pattern) => [...text.matchAll(pattern)]).map(({ groups }) => ({
    from: path,
    target: groups?.target ?? '',
    typesOnly: Boolean(groups?.types),
  }))

/** The file that an import leads to; undefined for packages. */
const fileOf = ({ from, target }: Import): string | undefined =>
  target.startsWith('.') ? normalize(join(dirname(from), target)) : undefined

/** The folder of src/ in which a file stands: src/cases/queue/queries.ts is in cases, src/main.ts in the highest. */
function floorOf(path: string): string {
  const [, folder = '', ...below] = path.split('/')
  return below.length === 0 ? (FLOORS.at(-1) ?? '') : folder
}

/** The two folders that an import connects. */
function crossings(): (Import & Edge)[] {
  return program()
    .flatMap(importsOf)
    .flatMap((found) => {
      const file = fileOf(found)
      if (file === undefined || !file.startsWith('src/')) return []
      const [upper, lower] = [floorOf(found.from), floorOf(file)]
      return upper === lower ? [] : [{ ...found, upper, lower }]
    })
}

const edges = (): Edge[] => {
  const named = crossings().map(({ upper, lower }) => [`${upper} ${lower}`, { upper, lower }] as const)
  return [...new Map(named).values()]
}

test('every folder of src belongs to a floor', () => {
  assert.deepEqual(new Set(program().map(({ path }) => floorOf(path))), new Set(FLOORS))
  assert.ok(FLOORS.length <= FLOORS_MAX, `${FLOORS.length} floors`)
})

test('a file imports only from its floor and lower ones', () => {
  const upwards = crossings()
    .filter(({ upper, lower }) => FLOORS.indexOf(upper) <= FLOORS.indexOf(lower))
    .map(({ from, target, upper, lower }) => `${from}: ${upper} may not import from ${lower} ('${target}')`)
  assert.deepEqual(upwards, [])
})

test('no two folders import each other, even through others', () => {
  const below = Map.groupBy(edges(), ({ upper }) => upper)
  const reaches = (start: string, seen = new Set<string>()): Set<string> => {
    for (const { lower } of below.get(start) ?? []) {
      if (!seen.has(lower)) reaches(lower, seen.add(lower))
    }
    return seen
  }
  assert.deepEqual(
    FLOORS.filter((floor) => reaches(floor).has(floor)),
    [],
  )
})

test('few pairs of folders import from each other', () => {
  const found = edges()
  assert.ok(found.length <= EDGES_MAX, `${found.length} edges between folders, at most ${EDGES_MAX}`)
})

test('a folder has few files at one level', () => {
  const levels = Object.entries(
    Object.groupBy(sources(/^(src|tools)\/.*\.(ts|js|sh|txt)$/), ({ path }) => dirname(path)),
  ).map(([folder, files = []]) => ({ folder, count: files.length }))
  assert.deepEqual(
    levels.filter(({ count }) => count > FILES_AT_A_LEVEL_MAX),
    [],
  )
})

test('no folder has a name that build tools use', () => {
  const folders = new Set(program().flatMap(({ path }) => dirname(path).split('/')))
  assert.deepEqual(
    [...folders].filter((name) => BUILD_OUTPUT.has(name)),
    [],
  )
})

test('the list in ARCHITECTURE.md shows the floors in their order', () => {
  const [page] = trackedFiles(/^ARCHITECTURE\.md$/)
  const rows = [...(page?.text ?? '').matchAll(/^ {4,5}\d+ {2}(?<folder>[\w-]+) /gm)]
  assert.deepEqual(
    rows.map(({ groups }) => groups?.folder),
    FLOORS.toReversed(),
  )
})

test('the program imports only itself, its packages and Node', () => {
  const strays = program()
    .flatMap(importsOf)
    .filter((found) => !(fileOf(found) ?? 'src/').startsWith('src/'))
    .filter(({ from }) => basename(from) !== 'load-tools.ts') // It alone loads the demo and the scenarios.
  assert.deepEqual(
    strays.map(({ from, target }) => `${from}: ${target}`),
    [],
  )
})

test('only connectors and the command line import platform-kit', () => {
  const running = program()
    .flatMap(importsOf)
    .filter(({ target, typesOnly }) => target.startsWith(KIT) && !typesOnly)
    .filter(({ from }) => !RUN_THE_KIT.includes(floorOf(from)))
  assert.deepEqual(
    running.map(({ from, target }) => `${from}: ${target}`),
    [],
  )
})

test('platform-kit needs only the language and Web Crypto', () => {
  const needs = sources(/^platform-kit\/.*\.ts$/)
    .flatMap(importsOf)
    .filter(({ target }) => !target.startsWith('./'))
  assert.deepEqual(
    needs.map(({ from, target }) => `${from}: ${target}`),
    [],
  )
})

test('the demo platform and its tests import nothing of the desk', () => {
  const reaching = trackedFiles(/^(demo|platform-kit)\/.*\.ts$/)
    .flatMap(importsOf)
    .filter((found) => fileOf(found)?.startsWith('src/'))
  assert.deepEqual(
    reaching.map(({ from, target }) => `${from}: ${target}`),
    [],
  )
})
