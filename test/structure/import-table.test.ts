import assert from 'node:assert/strict'
import { dirname, join, normalize } from 'node:path'
import { test } from 'node:test'
import { type TrackedFile, trackedFiles } from './tracked-files.ts'

const KIT = '@countersign/platform-kit'
const BASE = ['domain', 'lib', 'desk (types)']

/**
 * Who may import whom. "(types)" allows `import type` alone: at run time neither needs the other. A report flows from
 * intake to effect, so what stands earlier in the flow may call what comes after it; the way back is a case that
 * returns to its queue. Tests may set their stage with anything.
 */
const MAY_IMPORT: Record<string, readonly string[]> = {
  domain: [`${KIT} (types)`],
  desk: ['connector (types)', 'escrow (types)', 'lib (types)', 'review (types)', 'worker (types)'],
  config: ['domain', 'lib', 'store'],
  lib: ['domain'],
  store: ['lib'],
  ledger: [...BASE, 'signature'],
  signature: [...BASE, 'ledger', 'staff'],
  escrow: ['domain', 'lib'],
  connector: ['domain', 'lib', KIT],
  // signature: ending and restricting people is signed with a passkey.
  staff: [...BASE, 'ledger', 'signature', 'queue', 'approval', 'connector', `${KIT} (types)`],
  audit: [...BASE, 'ledger', 'staff', 'approval'],
  queue: [...BASE, 'ledger', 'staff', 'review (types)'],
  law: [...BASE, 'ledger', 'staff', 'queue', 'approval', 'review (types)'],
  intake: [...BASE, 'ledger', 'law', 'staff', 'queue', 'guard', 'connector', `${KIT} (types)`],
  guard: [...BASE, 'ledger', 'connector', 'intake'],
  approval: [...BASE, 'ledger', 'signature', 'staff', 'guard', 'queue', 'intake'],
  appeal: [...BASE, 'ledger', 'signature', 'staff', 'queue', 'intake', 'approval', 'review (types)'],
  automation: [...BASE, 'ledger', 'staff', 'guard', 'queue', 'intake', 'approval', 'review (types)'],
  review: [
    ...BASE,
    'ledger',
    'appeal',
    'law',
    'signature',
    'staff',
    'audit',
    'queue',
    'guard',
    'approval',
    'automation',
    'connector',
  ],
  campaign: [...BASE, 'ledger', 'signature', 'staff', 'queue', 'guard', 'approval', 'review', 'search', 'connector'],
  search: [...BASE, 'staff', 'queue', 'audit', 'approval'],
  effect: [
    ...BASE,
    'ledger',
    'signature',
    'law',
    'staff',
    'queue',
    'approval',
    'connector',
    'escrow',
    `${KIT} (types)`,
  ],
  watch: [...BASE, 'ledger', 'staff', 'queue', 'approval', 'intake', 'connector', 'effect', `${KIT} (types)`],
  notice: [...BASE, 'ledger', 'connector', 'staff', 'approval'],
  incident: [...BASE, 'ledger', 'staff', 'approval'],
  insight: BASE,
  drill: [...BASE, 'ledger', 'staff', 'guard', 'approval'],
  change: [
    ...BASE,
    'ledger',
    'law',
    'signature',
    'staff',
    'guard',
    'approval',
    'automation',
    'review',
    `${KIT} (types)`,
  ],
  http: [
    ...BASE,
    'ledger',
    'law',
    'staff',
    'audit',
    'intake',
    'law',
    'automation',
    'queue',
    'review',
    'search',
    'appeal',
    'approval',
    'campaign',
    'signature',
    'effect',
    'notice',
    'watch',
    'drill',
    'incident',
    'insight',
    'change',
  ],
  worker: [
    ...BASE,
    'ledger',
    'law',
    'staff',
    'audit',
    'intake',
    'automation',
    'queue',
    'review',
    'approval',
    'campaign',
    'signature',
    'effect',
    'notice',
    'watch',
    'change',
    'drill',
  ],
  cli: [
    ...BASE,
    'config',
    'desk',
    'store',
    'ledger',
    'staff',
    // audit: the verify command alerts auditors as the running desk does.
    'audit',
    'intake',
    'automation',
    'law',
    'review',
    'guard',
    'approval',
    'signature',
    'effect',
    'change',
    'drill',
    'connector',
    'escrow',
    'incident',
    'notice',
    'watch',
    'http',
    'worker',
    'replay',
    KIT,
  ],
  replay: [...BASE, 'cli', 'store', 'ledger', 'signature', 'staff', 'queue', 'connector', 'worker'],
  main: ['cli', 'config', 'lib', 'store'],
  'platform-kit': [],
  demo: [KIT],
  bench: ['domain', 'guard', 'lib', 'store', 'test', KIT],
}

type Import = { from: TrackedFile; to: string; typesOnly: boolean }

const STATEMENT = /^(?:import|export)\s+(?<types>type\s)?(?:[^'"]*?\sfrom\s+)?'(?<target>[^']+)'/gm
const CALL = /\bimport\(\s*'(?<target>[^']+)'/g

const isTest = (path: string) => /\.test\.ts$|^test\/|\/test\//.test(path)
const sources = () => trackedFiles(/^(src|platform-kit|demo|bench|test)\/.*\.ts$/)

/** src/queue/claim-next.ts is in the room queue, src/main.ts in main, demo/pages.ts in demo. */
function roomOf(path: string): string {
  const [top = '', inner = ''] = path.split('/')
  return top === 'src' ? inner.replace(/\.ts$/, '') : top
}

function importsOf(from: TrackedFile): Import[] {
  return [...from.text.matchAll(STATEMENT), ...from.text.matchAll(CALL)].map(({ groups }) => ({
    from,
    to: groups?.target ?? '',
    typesOnly: Boolean(groups?.types),
  }))
}

/** The room an import leads to; undefined for packages of others. */
function targetRoom({ from, to }: Import): string | undefined {
  if (to.startsWith('.')) return roomOf(normalize(join(dirname(from.path), to)))
  return to.startsWith(KIT) ? KIT : undefined
}

function offence(found: Import): string | undefined {
  const [room, target] = [roomOf(found.from.path), targetRoom(found)]
  if (target === undefined || target === room) return undefined
  const allowed = MAY_IMPORT[room] ?? []
  if (allowed.includes(target) || (found.typesOnly && allowed.includes(`${target} (types)`))) return undefined
  const only = allowed.includes(`${target} (types)`) ? ' more than types' : ''
  return `${found.from.path}: ${room} may not import${only} from ${target} ('${found.to}')`
}

test('every folder imports only from where the table lets it', () => {
  const offences = sources()
    .filter(({ path }) => !isTest(path))
    .flatMap(importsOf)
    .map(offence)
    .filter((text) => text !== undefined)
  assert.deepEqual(offences, [])
})

test('every folder stands in the table, and the table names no folder that may not be', () => {
  const rooms = new Set(
    sources()
      .filter(({ path }) => !isTest(path))
      .map(({ path }) => roomOf(path)),
  )
  assert.deepEqual(
    [...rooms].filter((room) => !(room in MAY_IMPORT)),
    [],
  )
  const named = Object.values(MAY_IMPORT)
    .flat()
    .map((entry) => entry.replace(' (types)', ''))
  assert.deepEqual(
    named.filter((room) => !(room in MAY_IMPORT) && room !== KIT && room !== 'test'),
    [],
  )
})

test('platform-kit needs nothing but the language and Web Crypto, so that any platform can take it', () => {
  const needs = sources()
    .filter(({ path }) => path.startsWith('platform-kit/') && !isTest(path))
    .flatMap(importsOf)
    .filter(({ to }) => !to.startsWith('./'))
  assert.deepEqual(
    needs.map(({ from, to }) => `${from.path}: ${to}`),
    [],
  )
})

test('a platform and its tests know the desk by its addresses alone', () => {
  const reaching = sources()
    .filter(({ path }) => /^(demo|platform-kit)\//.test(path))
    .flatMap(importsOf)
    .filter(
      (found) => found.to.startsWith('.') && normalize(join(dirname(found.from.path), found.to)).startsWith('src/'),
    )
  assert.deepEqual(
    reaching.map(({ from, to }) => `${from.path}: ${to}`),
    [],
  )
})
