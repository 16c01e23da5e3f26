import assert from 'node:assert/strict'
import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { cpSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { type TestContext, test } from 'node:test'
import fc from 'fast-check'
import { makeSetUp } from '../../src/app/conformance/set-up.ts'
import { makeTestKeys, openTestKeys } from '../../src/app/conformance/test-keys.ts'
import { isLive, SCENARIOS } from '../../src/app/conformance/scenarios/all-scenarios.ts'
import { findFreePort } from '../../src/foundation/store/embedded/free-port.ts'
import { VECTORS_DIR } from '../../tools/protocol/vector-files.ts'
import { findPythonProblem, PYTHON, PYTHON_KIT } from '../support/python.ts'
import { tempDir } from '../support/temp-dir.ts'
import { BROKEN_BODIES, isParsed } from './broken-calls.ts'
import { checkPlatform, type Served } from './serve-platform.ts'

const ENV = { ...process.env, PYTHONPATH: PYTHON_KIT, PYTHONDONTWRITEBYTECODE: '1' }
const program = (name: string): string => join(PYTHON_KIT, 'tests', name)
/** Enough that most members meet most hostile values. */
const BODIES = 3_000
const skip = findPythonProblem() ?? false

function run(name: string, ...args: string[]) {
  const { status, stdout, stderr } = spawnSync(PYTHON, [program(name), ...args], { env: ENV, encoding: 'utf8' })
  return { status, said: `${stdout}${stderr}` }
}

for (const store of ['memory', 'SQLite'] as const) {
  test(`the Python kit decides every vector as stated, in ${store}`, { skip }, (t) => {
    const { status, said } = run('play_vectors.py', VECTORS_DIR, ...(store === 'SQLite' ? [tempDir(t)] : []))
    assert.equal(said, `${SCENARIOS.length} plays, 0 differences\n`)
    assert.equal(status, 0)
  })

  test(`the Python kit restores while a slow read runs, in ${store}`, { skip }, (t) => {
    const database = store === 'SQLite' ? [join(tempDir(t), 'platform.sqlite')] : []
    assert.deepEqual(run('check_behaviour.py', ...database), { status: 0, said: '\n' })
  })

  test(`a platform on the Python kit passes every conformance check, in ${store}`, { skip }, async (t) => {
    const results = await checkPlatform(await servePython(t, store === 'SQLite'))
    assert.deepEqual(
      results.filter(({ result }) => result === 'failed'),
      [],
    )
    const skipped = results.filter(({ result }) => result === 'skipped').map(({ id }) => id)
    const local = SCENARIOS.filter((scenario) => !isLive(scenario)).map(({ id }) => id)
    assert.deepEqual(skipped, [...local, 'live.visible'])
  })
}

test('a vector that the Python kit decides otherwise is named', { skip }, (t) => {
  const folder = join(tempDir(t), 'vectors')
  mkdirSync(folder)
  cpSync(VECTORS_DIR, folder, { recursive: true })
  const file = join(folder, 'limit.json')
  writeFileSync(file, readFileSync(file, 'utf8').replace('"refusal": "over_budget"', '"refusal": "not_agreed"'))
  const { status, said } = run('play_vectors.py', folder)
  assert.equal(status, 1)
  assert.match(said, /^limit\.per-minute step 1: .*not_agreed/m)
})

test('the Python kit and platform-kit accept the same calls', { skip }, (t) => {
  const bodies = fc.sample(BROKEN_BODIES, BODIES)
  const accepted = bodies.map(isParsed)
  assert.ok(new Set(accepted).size === 2)
  const file = join(tempDir(t), 'bodies.json')
  writeFileSync(file, JSON.stringify(bodies))
  const { said } = run('parse_bodies.py', file)
  const other = JSON.parse(said) as boolean[]
  assert.deepEqual(
    bodies.filter((_body, place) => accepted[place] !== other[place]),
    [],
  )
})

test('the Python kit is typed, documented, and short in each part', { skip }, () => {
  assert.deepEqual(run('check_style.py'), { status: 0, said: '\n' })
})

test("the Python kit has the project's version", () => {
  const { version } = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8'))
  assert.ok(readFileSync(join(PYTHON_KIT, 'pyproject.toml'), 'utf8').includes(`\nversion = "${version}"\n`))
})

/** Starts a platform on the Python kit with the subjects and keys of a set-up. */
async function servePython(t: TestContext, durable: boolean): Promise<Served> {
  const keys = openTestKeys(makeTestKeys(new Date()))
  const port = await findFreePort()
  const url = `http://127.0.0.1:${port}/countersign`
  const folder = tempDir(t)
  const setUp = join(folder, 'set-up.json')
  writeFileSync(setUp, JSON.stringify(makeSetUp(keys, url)))
  const database = durable ? [join(folder, 'platform.sqlite')] : []
  const child = spawn(PYTHON, [program('serve_prepared.py'), setUp, String(port), ...database], {
    env: ENV,
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  t.after(async () => {
    const ended = once(child, 'exit')
    child.kill()
    await ended
  })
  await Promise.race([
    once(child.stdout, 'data'),
    once(child, 'exit').then(() => assert.fail('the platform ended before it served')),
  ])
  return { url, keys }
}
