import assert from 'node:assert/strict'
import { readdirSync, readFileSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { test } from 'node:test'
import { ROOT, trackedFiles } from './tracked-files.ts'

const PACKAGES = join(ROOT, 'node_modules/@mantine')
const CORE = join(PACKAGES, 'core/esm')
const STYLES = join(PACKAGES, 'core/styles')
/** Styles that belong to no component. */
const COMMON = ['baseline', 'default-css-variables', 'global']

const namesIn = (text: string): string[] =>
  [...text.matchAll(/import (?:type )?\{([^}]*)\} from ['"]@mantine\/core['"]/g)].flatMap(([, names = '']) =>
    names.split(',').map((name) => name.replace('type ', '').split(' as ')[0]?.trim() ?? ''),
  )

const listModules = (folder: string): string[] =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.mjs'))
    .map((name) => join(folder, name))

/** The file of each name that the package exports. */
function readExports(): ReadonlyMap<string, string> {
  const index = readFileSync(join(CORE, 'index.mjs'), 'utf8')
  const imports = index.matchAll(/import \{([^}]*)\} from "(?<from>[^"]+)"/g)
  return new Map(
    [...imports].flatMap(([, names = '', from = '']) =>
      names.split(',').map((name) => [name.split(' as ').at(-1)?.trim() ?? '', join(CORE, from)] as const),
    ),
  )
}

/** The stylesheets of a component and of all that it is made of. */
function collect(file: string, seen: Set<string>): void {
  if (seen.has(file)) return
  seen.add(file)
  for (const [, from = ''] of readFileSync(file, 'utf8').matchAll(/from "(\.[^"]+)"/g))
    collect(join(dirname(file), from), seen)
}

test('the console loads the styles of the components in use alone', () => {
  const own = trackedFiles(/^console\/src\/.*\.tsx?$/).flatMap(({ text }) => namesIn(text))
  const others = ['spotlight', 'charts'].flatMap((name) => listModules(join(PACKAGES, name, 'esm')))
  const used = [...own, ...others.flatMap((file) => namesIn(readFileSync(file, 'utf8')))]
  const [exported, seen] = [readExports(), new Set<string>()]
  for (const name of new Set(used)) {
    const file = exported.get(name)
    if (file !== undefined) collect(file, seen)
  }
  const modules = [...seen].filter((file) => file.endsWith('.module.mjs')).map((file) => basename(file, '.module.mjs'))
  const wanted = [...COMMON, ...new Set(modules)]
  const all = readFileSync(join(PACKAGES, 'core/styles.css'), 'utf8')
  const placeOf = (name: string) =>
    all.indexOf(
      readFileSync(join(STYLES, `${name}.css`), 'utf8')
        .trim()
        .slice(0, 200),
    )
  const expected = wanted.sort((one, other) => placeOf(one) - placeOf(other))
  const [loading] = trackedFiles(/^console\/src\/shell\/mantine-styles\.ts$/)
  const loaded = [...(loading?.text ?? '').matchAll(/styles\/([\w-]+)\.css/g)].map(([, name = '']) => name)
  assert.deepEqual(loaded, expected)
})
