import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import fc from 'fast-check'
import {
  type Clause,
  type Clauses,
  OPERATORS,
  readClauses,
  writeClauses,
} from '../../console/src/guards/form/clauses.ts'
import { addGuard, readGuardsText, removeGuard, writeGuard } from '../../console/src/guards/form/guards-text.ts'
import type { FormGuard, Require } from '../../console/src/guards/form/guard-values.ts'
import { ACTIONS, REVIEWING_ROLES } from '../../src/foundation/domain.ts'
import { type Condition, compileCondition, toKnown } from '../../src/policy/conditions/condition.ts'
import { evaluate } from '../../src/policy/conditions/evaluate.ts'
import { FACT_NAMES, FACTS, type Facts } from '../../src/policy/guards/facts.ts'
import { ORDINARY, SHIPPED_GUARDS } from '../support/guards.ts'
import { BOMBS } from '../support/rule-set-bombs.ts'

const TYPES = new Map(FACT_NAMES.map((name) => [name as string, FACTS[name].type]))
const SHIPPED = readFileSync(SHIPPED_GUARDS, 'utf8')

function compiled(text: string): Condition {
  const { condition, problem } = compileCondition(text)
  assert.ok(condition, JSON.stringify(problem))
  return condition
}

/** A text of a condition or a reason: quotes, marks of YAML, comments, letters of other scripts. */
const aText = fc
  .string({ unit: fc.constantFrom(...`abz 0'"\\#:,-{}[]&*!|>%@\`äж漢`), minLength: 1, maxLength: 20 })
  .filter((text) => text.trim() === text)
const aList = fc.uniqueArray(aText, { minLength: 1, maxLength: 3 })
const aNumber = (type: string) =>
  type === 'double'
    ? fc.double({ min: -1_000, max: 1_000, noNaN: true }).map((value) => Math.round(value * 100) / 100 + 0)
    : fc.integer()

const aClause: fc.Arbitrary<Clause> = fc.constantFrom(...FACT_NAMES).chain((fact) => {
  const { type } = FACTS[fact]
  return fc.constantFrom(...OPERATORS[type]).chain((operator): fc.Arbitrary<Clause> => {
    if (operator === 'true' || operator === 'false' || operator === 'unknown') return fc.constant({ fact, operator })
    if (operator === 'one_of' || operator === 'contains') return aList.map((value) => ({ fact, operator, value }))
    return (type === 'string' ? aText : aNumber(type)).map((value) => ({ fact, operator, value }))
  })
})
const aCondition: fc.Arbitrary<Clauses> = fc
  .tuple(fc.constantFrom('all', 'any'), fc.array(aClause, { minLength: 1, maxLength: 4 }))
  .map(([match, clauses]) => ({ match: clauses.length === 1 ? 'all' : match, clauses }) as Clauses)

const anApproval = fc.record(
  {
    count: fc.integer({ min: 1, max: 5 }),
    roles: fc.uniqueArray(fc.constantFrom(...REVIEWING_ROLES), { minLength: 1 }),
    teams: fc.integer({ min: 1, max: 5 }),
  },
  { requiredKeys: ['count'] },
)
const aRequire = fc.record(
  {
    approvals: fc.array(anApproval, { minLength: 1, maxLength: 2 }),
    hold: fc.constantFrom('30s', '5m', '2h'),
    confirm: fc.constantFrom('5m', '24h'),
    identify: fc.boolean(),
    alert: fc.boolean(),
    as: fc.constantFrom(...ACTIONS),
  },
  { requiredKeys: [] },
) as fc.Arbitrary<Require>
const aGuard: fc.Arbitrary<FormGuard> = fc.record({
  id: fc.stringMatching(/^[a-z][a-z0-9-]{0,20}$/),
  why: aText,
  when: aCondition,
  actions: fc.uniqueArray(fc.constantFrom(...ACTIONS), { minLength: 1 }),
  require: aRequire,
})

/** The text of one guard in one of the ways in which people write them, with comments of their own. */
const written = (guard: FormGuard, style: 'short' | 'blocks' | 'flow', eol: string): string => {
  const when = writeClauses(guard.when, TYPES)
  const require = JSON.stringify(guard.require)
  if (style === 'flow') {
    return `  - { id: ${guard.id}, why: ${JSON.stringify(guard.why)}, when: ${JSON.stringify(when)}, actions: [${guard.actions.join(', ')}], require: ${require} } # one line${eol}`
  }
  const lines =
    style === 'short'
      ? [
          `- id: ${guard.id}`,
          `  # the reason: it's said`,
          `  why: ${JSON.stringify(guard.why)}`,
          `  when: ${JSON.stringify(when)} # - a: note`,
          `  actions: [ ${guard.actions.join(',  ')} ]`,
          `  require: ${require}`,
        ]
      : [
          `-   actions: # which`,
          ...guard.actions.map((action) => `    - ${action}`),
          `    require:`,
          `      # what`,
          `      ${require}`,
          `    why: >-`,
          `      ${guard.why.replaceAll(/^[#\s|>]/g, 'x')}`,
          ``,
          `    when: |-`,
          `      ${when.trim()}`,
          `    id: '${guard.id}'`,
        ]
  return lines.map((line) => `  ${line}${eol}`).join('')
}
const aFile = fc
  .record({
    guards: fc.uniqueArray(aGuard, { minLength: 1, maxLength: 4, selector: ({ id }) => id }),
    styles: fc.array(fc.constantFrom('short', 'blocks', 'flow'), { minLength: 4, maxLength: 4 }),
    eol: fc.constantFrom('\n', '\r\n'),
    gaps: fc.array(fc.constantFrom('', '@', '  # of the next one: - id: x@', '@@# far left@'), {
      minLength: 5,
      maxLength: 5,
    }),
  })
  .map(({ guards, styles, eol, gaps }) => {
    const gap = (n: number) => (gaps[n] ?? '').replaceAll('@', eol)
    const head = `# A file.${eol}expires: 4h${eol}${gap(4)}guards: # the list${eol}`
    const parts = guards.map((guard, n) => gap(n) + written(guard, styles[n] ?? 'short', eol))
    return { head, parts, text: head + parts.join('') }
  })

test('a condition that the form writes is one that it reads back', () => {
  fc.assert(
    fc.property(aCondition, (condition) => {
      const text = writeClauses(condition, TYPES)
      assert.deepEqual(readClauses(text, TYPES), condition, text)
      assert.equal(compileCondition(text).problem, undefined, text)
    }),
  )
})

test('a condition keeps its meaning when the form writes it again', () => {
  const texts = [
    'account.reach>=100000',
    `account.tags.exists(tag, tag in ['a', "b"])  ||  actor.leaving`,
    "account.tags.exists(t, t == 'a')",
    '!has(account.reach) || !account.verified',
    `enforcement.source != "bulk_action" && account.handle in ['rosa_bakes']`,
    'actor.minutes_to_shift_end < -5 && enforcement.account_items_share > 0.0',
  ]
  const aValue = fc.record({
    reach: fc.option(fc.integer({ min: 0, max: 200_000 })),
    tags: fc.subarray(['a', 'b', 'c']),
    leaving: fc.boolean(),
    verified: fc.boolean(),
  })
  fc.assert(
    fc.property(fc.constantFrom(...texts), aValue, (text, { reach, tags, leaving, verified }) => {
      const clauses = readClauses(text, TYPES)
      assert.ok(clauses, text)
      const facts: Facts = {
        ...ORDINARY,
        'account.reach': reach,
        'account.tags': tags,
        'actor.leaving': leaving,
        'account.verified': verified,
      }
      const judgedBy = (condition: string) => evaluate(compiled(condition).ast, toKnown(facts))
      assert.equal(judgedBy(writeClauses(clauses, TYPES)), judgedBy(text), text)
    }),
  )
})

test('conditions of any other form are left to the code editor', () => {
  for (const text of [
    'account.reach >= 5 && actor.leaving || actor.leaving',
    '(account.reach >= 5)',
    '!(account.reach < 5)',
    'account.reach + 1 > 5',
    'account.reach > account.lookalike_reach',
    '5 < account.reach',
    "account.tags.all(t, t == 'a')",
    "account.tags.exists(t, t == 'a' && actor.leaving)",
    "'a' in account.tags",
    'size(account.tags) > 3',
    'account.verified == true',
    'account.reach >= 5.0',
    'enforcement.account_items_share > 0',
    String.raw`account.handle == 'a\n'`,
    "account.handle == r'a'",
    'account.reech > 5',
    'true',
    '',
    '&& actor.leaving',
    'account.reach >= 99999999999999999999',
  ]) {
    assert.equal(readClauses(text, TYPES), undefined, text)
  }
})

test('an edit in the form changes only the bytes of its guard', () => {
  fc.assert(
    fc.property(aFile, aGuard, fc.nat(3), ({ head, parts, text }, guard, at) => {
      const index = at % parts.length
      const after = writeGuard(text, index, guard, TYPES)
      assert.ok(after !== undefined, text)
      const [before, behind] = [head + parts.slice(0, index).join(''), parts.slice(index + 1).join('')]
      assert.ok(after.startsWith(before) && after.endsWith(behind), after)
      assert.deepEqual(readGuardsText(after, TYPES)?.[index]?.form, normal(guard), after)
      const own = after.slice(before.length, after.length - behind.length)
      for (const comment of ["# the reason: it's said", '# - a: note', '# which', '# one line'])
        assert.equal(own.includes(comment), (parts[index] ?? '').includes(comment), own)
    }),
  )
})

/** The guard as it is read: its keys in the order of the reader. */
const normal = (guard: FormGuard): FormGuard => JSON.parse(JSON.stringify(guard)) as FormGuard

test('writing a guard as it is changes no byte', () => {
  fc.assert(
    fc.property(aFile, ({ text, parts }) => {
      for (const [index, entry] of (readGuardsText(text, TYPES) ?? []).entries()) {
        assert.ok(entry.form, text)
        assert.equal(writeGuard(text, index, entry.form, TYPES), text)
      }
      assert.equal(readGuardsText(text, TYPES)?.length, parts.length)
    }),
  )
})

test('adding and removing a guard leaves every other byte', () => {
  fc.assert(
    fc.property(aFile, aGuard, fc.nat(3), ({ head, parts, text }, guard, at) => {
      const added = addGuard(text, guard, TYPES)
      assert.ok(added, text)
      assert.ok(added.startsWith(text.trimEnd()), added)
      assert.deepEqual(readGuardsText(added, TYPES)?.at(-1)?.form, normal(guard))
      const index = at % parts.length
      const removed = removeGuard(text, index)
      assert.ok(removed !== undefined, text)
      const [before, behind] = [head + parts.slice(0, index).join(''), parts.slice(index + 1).join('')]
      if (parts.length > 1) assert.ok(removed.startsWith(before) && removed.endsWith(behind), removed)
      assert.equal(readGuardsText(removed, TYPES)?.length, parts.length - 1)
    }),
  )
})

test('the form reads every shipped guard and writes each as it is', () => {
  const guards = readGuardsText(SHIPPED, TYPES) ?? []
  assert.equal(guards.length, 11)
  for (const [index, { id, form }] of guards.entries()) {
    assert.ok(form, id)
    assert.equal(writeGuard(SHIPPED, index, form, TYPES), SHIPPED, id)
  }
  const first = addGuard('guards: []\n', guards[0]?.form as FormGuard, TYPES)
  assert.deepEqual(readGuardsText(first ?? '', TYPES)?.[0]?.form, guards[0]?.form)
  assert.equal(removeGuard(first ?? '', 0), 'guards: []\n')
})

test('the form refuses texts that it cannot extend or read', () => {
  const guard = readGuardsText(SHIPPED, TYPES)?.[0]?.form as FormGuard
  for (const text of [
    '',
    'guards:',
    'guards: {}',
    'guards: [1]',
    'guards: [',
    'other: []',
    '[]',
    'guards: []\nguards: []\n',
  ]) {
    assert.equal(addGuard(text, guard, TYPES), undefined, text)
    assert.equal(writeGuard(text, 0, guard, TYPES), undefined, text)
  }
  assert.equal(addGuard('guards: [{ id: a }]', guard, TYPES), undefined, 'a list on one line')
  assert.equal(readGuardsText('guards: [{ id: a }]', TYPES)?.[0]?.form, undefined, 'a guard without a condition')
  for (const [name, text] of Object.entries(BOMBS)) assert.doesNotThrow(() => readGuardsText(text, TYPES), name)
})
