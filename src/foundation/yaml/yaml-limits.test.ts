import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { globSync } from 'node:fs'
import { test } from 'node:test'
import { BOMBS } from '../../../test/support/rule-set-bombs.ts'
import { findYamlExcess, YAML_DEPTH_MAX, YAML_NODES_MAX } from './yaml-limits.ts'
import { renderText } from '../messages/render-message.ts'

const entries = (count: number) => `list:\n${'- x\n'.repeat(count)}`
const nested = (depth: number) => Array.from({ length: depth }, (_, at) => `${' '.repeat(at)}a:`).join('\n')

test('every shipped YAML file is far within the limits', () => {
  const files = globSync(['policies/**/*.yaml', 'examples/*.yaml'])
  assert.ok(files.length > 10)
  for (const file of files) {
    const text = readFileSync(file, 'utf8')
    assert.equal(findYamlExcess(text), undefined, file)
    assert.equal(findYamlExcess(`${text}${'#\n'.repeat(YAML_NODES_MAX / 2)}`), undefined, file)
  }
})

test('YAML limits count entries, depth and lines', () => {
  assert.equal(findYamlExcess(entries(YAML_NODES_MAX / 2 - 2)), undefined)
  assert.match(renderText(findYamlExcess(entries(YAML_NODES_MAX))?.message ?? ''), /more than 20,000 entries/)
  assert.equal(findYamlExcess(nested(YAML_DEPTH_MAX - 1)), undefined)
  assert.match(renderText(findYamlExcess(nested(YAML_DEPTH_MAX + 1))?.message ?? ''), /30 deep/)
  const text = `"a & b": 'c * d' # & * ! %\nlong: |\n  &a *b\n  ---\n${'  x:\n'.repeat(500)}wide: ${' '.repeat(90)}1\n`
  assert.equal(findYamlExcess(text), undefined)
})

test('YAML beyond a limit is refused with its place', () => {
  assert.deepEqual(findYamlExcess('a: 1\nb: *c\n')?.at, 8)
  assert.equal(findYamlExcess(BOMBS['deep lists'] ?? '')?.at, 'guards: '.length + YAML_DEPTH_MAX - 1)
})
