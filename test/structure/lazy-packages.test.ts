import assert from 'node:assert/strict'
import { posix } from 'node:path'
import { test } from 'node:test'
import { trackedFiles } from './tracked-files.ts'

/** Packages that only some desks need, with the folder whose files load them. */
const LAZY = [
  { packages: /^import (?!type\b)[^'"]*'prom-client'/m, folder: 'src/app/metrics/' },
  { packages: /^import (?!type\b)[^'"]*'@opentelemetry\//m, folder: 'src/app/telemetry/' },
] as const
/** The files of those folders that every desk may load. */
const EAGER = /\/(start-(metrics|telemetry)|trace-requests)\.ts$/

const sources = () => trackedFiles(/^src\/.*\.ts$/).filter(({ path }) => !path.endsWith('.test.ts'))

test('a desk loads the packages of metrics and traces on demand', () => {
  for (const { packages, folder } of LAZY) {
    const loading = sources().filter(({ text }) => packages.test(text))
    assert.ok(loading.length > 0, folder)
    assert.deepEqual(
      loading.filter(({ path }) => !path.startsWith(folder) || EAGER.test(path)).map(({ path }) => path),
      [],
    )
  }
  const folders = LAZY.map(({ folder }) => folder.replace('src/', ''))
  const eager = sources()
    .filter(({ path }) => !folders.some((folder) => path.startsWith(`src/${folder}`)) || EAGER.test(path))
    .flatMap(({ path, text }) =>
      [...text.matchAll(/^import (?!type\b)[^'"]*'([^']+)'/gm)].map(([, from = '']) => ({ path, from })),
    )
  const loaded = eager.filter(({ path, from }) => {
    const isOfFolder = /\/(metrics|telemetry)\/[^/]+$/.test(from) && !from.includes('foundation/')
    const isBeside = EAGER.test(path) && from.startsWith('./')
    return (isOfFolder && !EAGER.test(from) && path.startsWith('src/app/')) || isBeside
  })
  assert.deepEqual(loaded, [])
})

test('a verification of the ledger loads no stage and no routes', () => {
  const texts = new Map(sources().map(({ path, text }) => [path, text]))
  const loaded = new Set(['src/app/cli/commands/verify.ts'])
  for (const path of loaded) {
    for (const [, from = ''] of (texts.get(path) ?? '').matchAll(/^(?:import|export) (?!type\b)[^'"]*'(\.[^']+)'/gm)) {
      loaded.add(posix.join(posix.dirname(path), from))
    }
  }
  assert.ok(loaded.has('src/app/ledger-checks.ts'))
  assert.deepEqual(
    [...loaded].filter((path) => /(\/stages?|-?routes)\.ts$/.test(path)),
    [],
  )
})
