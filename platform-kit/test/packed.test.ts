import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { test } from 'node:test'

const KIT = resolve(import.meta.dirname, '..')
const TSC = resolve(KIT, '../node_modules/.bin/tsc')

/** A platform of a fresh project: it is checked against the packed types, and then runs. */
const PROGRAM = `
import { createPlatform, type Handlers, type MemoryTx, memoryStore, REFUSALS } from '@countersign/platform-kit'

const handlers: Handlers<MemoryTx<number>> = {
  read: () => undefined,
  write() {},
  warn() {},
  facts: () => undefined,
  capabilities: () => ({ name: 'Fresh', subjects: ['account'], absentFacts: [] }),
}
const secrets = ['whsec_' + btoa('x'.repeat(32))]
const platform = createPlatform({ secrets, clock: { now: () => new Date() }, store: memoryStore<number>(), handlers })
const { status, body } = await platform.handle({ headers: {}, body: '{}' })
console.log(status === REFUSALS.bad_signature, JSON.parse(body).refusal)
`
const WRONG = PROGRAM.replace("subjects: ['account']", "subjects: ['planet']")
const OPTIONS = {
  ...{ module: 'nodenext', lib: ['esnext', 'dom'], types: [], strict: true },
  ...{ noEmit: true, skipLibCheck: false },
}

function run(cwd: string, command: string, ...args: string[]) {
  const { status, stdout, stderr } = spawnSync(command, args, { cwd, encoding: 'utf8' })
  return { status, said: `${stdout}${stderr}` }
}

test('the packed package is typed and runs in a fresh project', (t) => {
  const folder = mkdtempSync(join(tmpdir(), 'platform-kit-'))
  t.after(() => rmSync(folder, { recursive: true }))
  const packed = spawnSync('npm', ['pack', '--ignore-scripts', '--json', '--pack-destination', folder], {
    cwd: KIT,
    encoding: 'utf8',
  })
  assert.equal(packed.status, 0, packed.stderr)
  const [{ filename, files }] = JSON.parse(packed.stdout)
  const paths: string[] = files.map(({ path }: { path: string }) => path)
  for (const path of ['LICENSE', 'README.md', 'package.json', 'dist/index.js', 'dist/index.d.ts'])
    assert.ok(paths.includes(path), path)
  assert.deepEqual(
    paths.filter((path) => /test|\.ts$/.test(path) && !path.endsWith('.d.ts')),
    [],
  )
  writeFileSync(join(folder, 'package.json'), '{"name":"fresh","private":true,"type":"module"}')
  const offline = ['install', '--offline', '--ignore-scripts', '--no-audit', '--no-fund', `./${filename}`]
  const installed = run(folder, 'npm', ...offline)
  assert.equal(installed.status, 0, installed.said)
  writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify({ compilerOptions: OPTIONS, files: ['main.ts'] }))
  writeFileSync(join(folder, 'main.ts'), WRONG)
  assert.match(run(folder, TSC, '-p', '.').said, /planet/, 'the types are read')
  writeFileSync(join(folder, 'main.ts'), PROGRAM)
  assert.deepEqual(run(folder, TSC, '-p', '.'), { status: 0, said: '' })
  assert.deepEqual(run(folder, process.execPath, 'main.ts'), { status: 0, said: 'true bad_signature\n' })
})

test('the package is published with its licence and provenance', () => {
  const manifest = JSON.parse(readFileSync(join(KIT, 'package.json'), 'utf8'))
  assert.deepEqual(manifest.publishConfig, { access: 'public', provenance: true })
  assert.equal(manifest.dependencies, undefined)
  const licence = readFileSync(join(KIT, 'LICENSE'), 'utf8')
  assert.equal(licence, readFileSync(resolve(KIT, '../LICENSE'), 'utf8'))
})
