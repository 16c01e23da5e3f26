import assert from 'node:assert/strict'
import { copyFileSync, readFileSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { type TestContext, test } from 'node:test'
import { tempDir } from '../../test/support/temp-dir.ts'
import { CATEGORIES } from '../foundation/domain.ts'
import { loadPolicies, PoliciesError } from './policies.ts'

const SHIPPED = resolve(import.meta.dirname, '../../policies')

function policiesWith(t: TestContext, files: { policies?: string; queues?: string }): string {
  const dir = tempDir(t)
  for (const name of ['policies', 'queues', 'guards', 'budgets'] as const) {
    const text = name === 'guards' || name === 'budgets' ? undefined : files[name]
    if (text === undefined) copyFileSync(join(SHIPPED, `${name}.yaml`), join(dir, `${name}.yaml`))
    else writeFileSync(join(dir, `${name}.yaml`), text)
  }
  return dir
}

function problemsOf(dir: string): string[] {
  try {
    loadPolicies(dir)
  } catch (error) {
    assert.ok(error instanceof PoliciesError)
    return error.message
      .split('\n  ')
      .slice(1)
      .map((line) => line.replace(`${dir}/`, ''))
  }
  return []
}

test('the shipped policies are valid and found by id', () => {
  const { policies, queues, otherwise } = loadPolicies(SHIPPED)
  assert.ok(policies.get('hate')?.actions.includes('suspend'))
  for (const policy of policies.values()) assert.ok(CATEGORIES.includes(policy.category), policy.id)
  assert.deepEqual(
    [...queues.keys()],
    ['general', 'speech', 'safety', 'scams', 'lead', 'policy', 'legal', 'child_safety', 'threat_to_life', 'appeals'],
  )
  assert.deepEqual(queues.get('safety')?.clearances, ['safety'])
  assert.equal(otherwise.queue.id, 'general')
})

test('the hash of the policies covers the bytes of every file', (t) => {
  const dir = policiesWith(t, {})
  const before = loadPolicies(dir).hash
  assert.match(before, /^[0-9a-f]{64}$/)
  assert.equal(before, loadPolicies(SHIPPED).hash)
  const queues = readFileSync(join(dir, 'queues.yaml'))
  writeFileSync(join(dir, 'queues.yaml'), Buffer.concat([queues, Buffer.from('\n')]))
  assert.notEqual(loadPolicies(dir).hash, before)
})

test('every problem of every policy file is listed with its place', (t) => {
  const policies = [
    'policies:',
    '  - id: Not an id',
    '    title: Something',
    '    text: Something more',
    '    category: BAD_MANNERS',
    '    actions: [warn, scold]',
    '    colour: red',
    '  - id: bare',
    'more: true',
    '',
  ].join('\n')
  const queues = [
    'queues:',
    '  - {id: general, due_hours: {5: 0, 4: 1, 3: 1, 2: 1, 6: 1}, clearances: [], roles: [boss]}',
    'rules:',
    '  - queue: general',
    '    ground: taste',
    '    reach_at_least: many',
    'vendors: [{site: Porto}]',
  ].join('\n')
  const problems = problemsOf(policiesWith(t, { policies, queues }))
  assert.deepEqual(
    problems.map((line) => line.replace(/^([^ ]+ must be one of [A-Z_]+).*/, '$1, …')),
    [
      'policies.yaml:2:9: must match the pattern ^[a-z][a-z0-9-]{0,63}$',
      'policies.yaml:5:15: must be one of ANIMAL_WELFARE, …',
      'policies.yaml:6:21: must be one of warn, label, limit, hide, remove, lock, suspend, deactivate',
      'policies.yaml:7:5: unknown key "colour"; known here: id, title, text, category, actions, own_actions, legal_duty, legal_clock, reasons, basis, strikes, counter_notice',
      'policies.yaml:8:5: lacks title, text, category, actions',
      'policies.yaml:9:1: unknown key "more"; known here: no_violation_reasons, terms, laws, misuse, strikes, policies',
      'queues.yaml:2:30: lacks 1',
      'queues.yaml:2:34: must be more than 0',
      'queues.yaml:2:55: unknown key "6"; known here: 1, 2, 3, 4, 5',
      'queues.yaml:2:86: must be one of reviewer, senior, lead, policy, auditor, admin',
      'queues.yaml:5:13: must be one of illegal, terms',
      'queues.yaml:6:21: must be a whole number',
      'queues.yaml:7:11: lacks employer',
    ],
  )
})

test('many problems of policy files are all listed', (t) => {
  const entry = (id: number) => `  - {id: p${id}, title: T, text: T, category: NOPE, actions: [warn]}`
  const policies = `policies:\n${Array.from({ length: 40 }, (_, index) => entry(index)).join('\n')}\n`
  assert.equal(problemsOf(policiesWith(t, { policies })).length, 40)
})

test('repeated ids, unreachable rules and queues are problems of policy files', (t) => {
  const due = 'due_hours: {5: 1, 4: 1, 3: 1, 2: 1, 1: 1}, clearances: []'
  const asked = 'acknowledge_minutes: {immediate: 1, urgent: 2, normal: 3}'
  const queues = [
    'queues:',
    `  - {id: general, ${due}}`,
    `  - {id: general, ${due}}`,
    ...['lead', 'policy', 'legal', 'child_safety'].map((id) => `  - {id: ${id}, ${due}, ${asked}}`),
    `  - {id: threat_to_life, ${due}}`,
    'rules:',
    '  - {queue: lost, ground: illegal}',
    '  - {queue: general}',
    '  - {queue: general, protected: false}',
  ].join('\n')
  assert.deepEqual(problemsOf(policiesWith(t, { queues })), [
    'queues.yaml:3:10: "general" is there already: every id is used once',
    'queues.yaml:8:5: lacks acknowledge_minutes: cases are escalated to it',
    'queues.yaml:10:13: there is no queue "lost"',
    'queues.yaml:11:5: fits every case, so the rules below it would never be tried',
    'queues.yaml:12:5: the last rule must fit every case: it names only a queue',
  ])
})

test('a queue that receives escalations must exist', (t) => {
  const queues = [
    'queues:',
    '  - {id: general, due_hours: {5: 1, 4: 1, 3: 1, 2: 1, 1: 1}, clearances: []}',
    'rules: [{queue: general}]',
  ].join('\n')
  assert.deepEqual(
    problemsOf(policiesWith(t, { queues })),
    ['lead', 'policy', 'legal', 'child_safety', 'threat_to_life'].map(
      (id) => `queues.yaml:2:3: lacks the queue "${id}", to which cases are escalated`,
    ),
  )
})

test('the rights, due times and vendor sites of queues are read', (t) => {
  const text = readFileSync(join(SHIPPED, 'queues.yaml'), 'utf8')
    .replace(
      'clearances: []',
      'clearances: [x]\n    languages: [pt-BR]\n    roles: [senior]\n    employer: Northwind\n    site: Porto',
    )
    .replace('rules:\n  -', 'vendors: [{employer: Northwind, site: Porto}, {employer: Southwind}]\nrules:\n  -')
  const { queues, vendors } = loadPolicies(policiesWith(t, { queues: text }))
  const { dueMs, ...general } = queues.get('general') ?? { dueMs: {} }
  assert.deepEqual(general, {
    id: 'general',
    clearances: ['x'],
    languages: ['pt', 'pt-br'],
    roles: ['senior'],
    employer: 'Northwind',
    site: 'Porto',
  })
  assert.deepEqual(dueMs, { 5: 14_400_000, 4: 86_400_000, 3: 172_800_000, 2: 259_200_000, 1: 259_200_000 })
  assert.deepEqual(queues.get('lead')?.acknowledgeMs, { immediate: 600_000, urgent: 3_600_000, normal: 28_800_000 })
  assert.deepEqual(vendors, [
    { employer: 'Northwind', site: 'Porto' },
    { employer: 'Southwind', site: null },
  ])
})

test('invalid YAML, repeated keys, empty or missing policy files are refused', (t) => {
  assert.match(problemsOf(policiesWith(t, { policies: 'policies: [\n' })).join(), /^policies\.yaml:2:1: /)
  const twice = 'queues: []\nrules: []\nqueues: []\n'
  assert.deepEqual(problemsOf(policiesWith(t, { queues: twice })), ['queues.yaml:3:1: this key is there already'])
  assert.deepEqual(problemsOf(policiesWith(t, { policies: '' })), [
    'policies.yaml:1:1: must be a map of keys and values',
  ])
  assert.match(
    problemsOf(tempDir(t)).join('\n'),
    /policies\.yaml:1:1: can't be read.*\n.*queues\.yaml:1:1: can't be read/,
  )
})
