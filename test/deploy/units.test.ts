import assert from 'node:assert/strict'
import { readFileSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { test } from 'node:test'
import { VARIABLES } from '../../src/app/cli/environment.ts'
import { tempDir } from '../support/temp-dir.ts'
import { run, unlessInstalled } from './installed.ts'

const UNITS = ['countersign-serve.service', 'countersign-work.service']
const FOLDER = 'deploy/systemd'
/** systemd's own measure of exposure, from 0 to 100. An ordinary service has above 90. */
const EXPOSURE_MAX = 20

const linesOf = (unit: string): string[] =>
  readFileSync(join(FOLDER, unit), 'utf8')
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('#'))

test('units run an existing command as a user without rights', () => {
  for (const unit of UNITS) {
    const lines = linesOf(unit)
    for (const line of ['User=countersign', 'NoNewPrivileges=yes', 'ProtectSystem=strict', 'CapabilityBoundingSet='])
      assert.ok(lines.includes(line), `${unit}: ${line}`)
    const [, path = '', command] =
      /^ExecStart=\/opt\/countersign\/(\S+) (\w+)$/.exec(lines.find((line) => line.startsWith('ExecStart=')) ?? '') ??
      []
    assert.ok(readFileSync(path, 'utf8').startsWith('#!/usr/bin/env node'))
    assert.equal(`countersign-${command}.service`, unit)
  }
})

test('units set only variables that the program reads', () => {
  const known = new Set(VARIABLES.flatMap(({ name, secret }) => (secret ? [name, `${name}_FILE`] : [name])))
  for (const unit of UNITS) {
    const set = linesOf(unit).flatMap((line) => /^Environment=(\w+)=/.exec(line)?.[1] ?? [])
    assert.ok(set.length > 3)
    assert.deepEqual(
      set.filter((name) => !known.has(name)),
      [],
      unit,
    )
  }
})

test('the two units differ only by command, text and port', () => {
  const [serve = [], work = []] = UNITS.map(linesOf)
  const own = /^(Description|ExecStart|Environment=COUNTERSIGN_METRICS_PORT)=/
  assert.deepEqual(
    serve.filter((line) => !own.test(line)),
    work.filter((line) => !own.test(line)),
  )
})

test('systemd accepts the units', { skip: unlessInstalled('systemd-analyze', 'systemd') }, (t) => {
  const dir = tempDir(t)
  for (const unit of UNITS) {
    // The program is not installed here, so its path is that of the clone.
    const text = readFileSync(join(FOLDER, unit), 'utf8').replaceAll('/opt/countersign/', `${resolve('.')}/`)
    const file = join(dir, unit)
    writeFileSync(file, text)
    const verified = run('systemd-analyze', 'verify', '--man=no', file)
    assert.deepEqual([verified.status, verified.text.includes(unit)], [0, false], verified.text)
    const security = run('systemd-analyze', 'security', '--offline=true', `--threshold=${EXPOSURE_MAX}`, file)
    assert.equal(security.status, 0, security.text)
  }
})
