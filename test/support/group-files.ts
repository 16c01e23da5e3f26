import { globSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { basename, join, relative, resolve } from 'node:path'
import { drivesBrowser } from './tiers.ts'

const FILES = ['src', 'test', 'bench', 'platform-kit', 'demo', 'tools'].map((folder) => `${folder}/**/*.test.ts`)
/**
 * The most files of a process. Each process loads the program anew, compiles the schemas of the API and has PostgreSQL plan every
 * statement, which together takes as long as three or four small files.
 */
export const PER_GROUP = 60
/** A group takes this share of the files that are left, until groups are small: the last ones keep all places busy to the end. */
const SHARE_OF_REST = 1 / 4
const PER_LAST_GROUP = 20
/**
 * A group whose tests drive a browser starts one and loads what drives it. In few groups of their own they begin before the others,
 * for they take longer.
 */
const PER_BROWSER_GROUP = 11
/** The tests of the database are few: in groups this small they keep all places busy. */
export const PER_DATABASE_GROUP = 7
/**
 * The files that take longest: they begin first, so that nothing else waits for them at the end. Those that mostly wait (for
 * the lease of a killed worker) run beside those that compute.
 */
export const LONGEST: readonly string[] = [
  'test/real-run/real-run.test.ts',
  'test/tutorial/two-people.test.ts',
  'test/journeys/record-first.test.ts',
  'test/journeys/each-enforcement-once.test.ts',
  'test/console/by-keyboard-alone.test.ts',
  'test/journeys/dead-desk.test.ts',
  'src/app/cli/commands/replay.test.ts',
  'tools/scenario/run-scenario.test.ts',
  'src/enforcement/effect/drive/drive-subjects.test.ts',
]
/**
 * Hooks that run around every test of a process, and environment variables that stay set, would reach the tests of
 * other files.
 */
const REACHES_OTHERS = /^(before|after)(Each)?\(|process\.env\.\w+ = |process\.env\[.+\] = /m

/** Files that look at the same demo desk: its morning takes longer than most of them. */
const SHARES_DEMO = /support\/demo-ground\.ts'/

/** A test that takes minutes of its own, and repeats under worse conditions what a shorter one shows: `npm run test:long`. */
const LONG = /\.long\.test\.ts$/

/** Every test file below the root that `npm test` runs, by its path from there. */
export const findTestFiles = (root: string): string[] =>
  globSync(FILES, { cwd: root, exclude: (path) => path.endsWith('node_modules') })
    .filter((file) => !LONG.test(file))
    .sort()

/** Lists the test files below a folder; a file stands for itself. */
export function listNamed(root: string, path: string): string[] {
  if (!statSync(resolve(root, path), { throwIfNoEntry: false })?.isDirectory()) return [path]
  const folder = `${relative(root, resolve(root, path))}/`
  return findTestFiles(root).filter((file) => file.startsWith(folder))
}

/**
 * Groups the files that run in one process, one after the other: most of a small file's time is starting a process and
 * reading the program. Neighbours, which resemble each other, go to different groups, so that files of a kind don't make one
 * take longer. Those that share the demo's desk begin first, and those that drive a browser before all others.
 */
export function groupFiles(
  files: readonly string[],
  { reachesOthers, sharesDemo, driven }: Record<'reachesOthers' | 'sharesDemo' | 'driven', (file: string) => boolean>,
  perGroup = PER_GROUP,
): string[][] {
  const demo = files.filter(sharesDemo)
  const first = LONGEST.filter((file) => files.includes(file) && !demo.includes(file))
  const others = files.filter((file) => !first.includes(file) && !demo.includes(file))
  const alone = others.filter(reachesOthers)
  const together = others.filter((file) => !alone.includes(file))
  return [
    ...(demo.length > 0 ? [demo] : []),
    ...[...first, ...alone].map((file) => [file]),
    ...spread(together.filter(driven), Math.min(perGroup, PER_BROWSER_GROUP)),
    ...taper(
      together.filter((file) => !driven(file)),
      perGroup,
    ),
  ]
}

/** Deals files out to groups of equal size, one after the other. */
function spread(files: readonly string[], perGroup: number): string[][] {
  const groups: string[][] = Array.from({ length: Math.ceil(files.length / perGroup) }, () => [])
  for (const [index, file] of files.entries()) groups[index % groups.length]?.push(file)
  return groups
}

/** Deals files out to groups that become smaller: neighbours go to different ones, and each gets files of all folders. */
function taper(files: readonly string[], perGroup: number): string[][] {
  const groups = listSizes(files.length, perGroup).map((size) => ({ size, files: [] as string[] }))
  const fullness = (group: (typeof groups)[number]) => (group.files.length + 1) / group.size
  for (const file of files) {
    const emptiest = groups.reduce((least, each) => (fullness(each) < fullness(least) ? each : least))
    emptiest.files.push(file)
  }
  return groups.map((group) => group.files)
}

function listSizes(count: number, perGroup: number): number[] {
  const sizes: number[] = []
  for (let left = count; left > 0; left -= sizes.at(-1) ?? left) {
    const wanted = Math.max(Math.ceil(left * SHARE_OF_REST), PER_LAST_GROUP)
    sizes.push(Math.min(left, perGroup, wanted))
  }
  return sizes
}

/** Writes each group as a program into a folder; answers them, in the order in which they are to begin, which is also that of their names. */
export function writeGroups(
  root: string,
  folder: string,
  all: readonly string[] = findTestFiles(root),
  perGroup = PER_GROUP,
): string[] {
  const has = (pattern: RegExp) => (file: string) => pattern.test(readFileSync(resolve(root, file), 'utf8'))
  const driven = (file: string) => drivesBrowser(root, file)
  const kinds = { reachesOthers: has(REACHES_OTHERS), sharesDemo: has(SHARES_DEMO), driven }
  return groupFiles(all, kinds, perGroup).map((files, index) => {
    const [first = '', ...others] = files.map((file) => basename(file, '.test.ts'))
    const name = [String(index).padStart(3, '0'), first, ...(others.length > 0 ? [`and-${others.length}-more`] : [])]
    const program = join(folder, `${name.join('-')}.test.mjs`)
    writeFileSync(program, files.map((file) => `import ${JSON.stringify(resolve(root, file))}\n`).join(''))
    return program
  })
}
