import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { findTestFiles } from './group-files.ts'

/** Attacks that depend on the server they are tried on: rows forged by the application role, objects of its own, migrations. */
const CONCERNS_SERVER =
  /support\/role-thief\.ts'|-forgeries\.ts'|store\/migrate\.ts'|'[^']*(forged|forges)[^']*', async|application role/
/** Matches the text of a test whose outcome depends on the server. */
const ASKS_SERVER =
  /application role|stolen role|forge|falsif|invented|PostgreSQL|the database|stealRole|isRefusal|thief/i
/** Matches helpers that make every test of their file such a test. */
const HELPER_ASKS = /stealRole\(|-forgeries\.ts'|store\/migrate\.ts'/
const OPENING = /^(?=test\(|for \()/m

/** The test files of the schema and of the attacks on the database itself, for a PostgreSQL of another version. */
export const findDatabaseTests = (root: string): string[] =>
  findTestFiles(root).filter(
    (file) => isWhole(file) || (file.startsWith('test/attacks/') && CONCERNS_SERVER.test(readIn(root, file))),
  )

/**
 * The pattern of the names of the tests in these files that ask the server. What the other tests of an attack show, they show
 * on the embedded PostgreSQL.
 */
export function namesOfDatabaseTests(root: string, files: readonly string[]): string {
  const names = files.flatMap((file) => namesIn(readIn(root, file), isWhole(file)))
  return `/^(?:${names.join('|')})/`
}

const isWhole = (file: string): boolean =>
  file.startsWith('test/portability/') ||
  file.startsWith('test/upgrade/') ||
  file === 'src/foundation/store/migrate.test.ts'

/** The names of the chosen tests of one file as patterns; a name with a value in it stands for each of its tests. */
function namesIn(text: string, whole: boolean): string[] {
  const [helpers = '', ...tests] = text.split(OPENING)
  const all = whole || HELPER_ASKS.test(helpers)
  return tests
    .filter((each) => all || ASKS_SERVER.test(each))
    .flatMap((each) => {
      const [, , name] = /\btest\(\s*(['"`])(.*?)\1,/s.exec(each) ?? []
      return name === undefined ? [] : [patternOf(name)]
    })
}

const patternOf = (name: string): string =>
  name
    .split(/\$\{[^}]*\}/)
    .map((part) => part.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&'))
    .join('.*')

const readIn = (root: string, file: string): string => readFileSync(join(root, file), 'utf8')
