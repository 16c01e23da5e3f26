import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Environment } from '@marcbachmann/cel-js'
import fc from 'fast-check'
import { ORDINARY } from '../../../test/support/guards.ts'
import { compileCondition, toKnown } from './condition.ts'
import { evaluate } from './evaluate.ts'
import { FACT_NAMES, FACTS, type Facts } from '../guards/facts.ts'

/** The package's own evaluator, to compare with. */
const environment = new Environment()
for (const group of new Set(FACT_NAMES.map((name) => name.split('.')[0] ?? ''))) {
  const own = FACT_NAMES.filter((name) => name.startsWith(`${group}.`))
  const schema = Object.fromEntries(own.map((name) => [name.slice(group.length + 1), FACTS[name].type]))
  environment.registerVariable({ name: group, schema })
}

function evaluateByLibrary(text: string, known: object): boolean | 'error' {
  const parsed = environment.parse(text)
  parsed.check()
  try {
    const answer: unknown = parsed({ ...known })
    return typeof answer === 'boolean' ? answer : 'error'
  } catch {
    return 'error'
  }
}

const NUMBERS = ['account.reach', 'desk.on_duty', '3', '0', '-7', '9223372036854775807']
const DOUBLES = ['enforcement.account_items_share', '0.2', '-1.5', '0.0']
const TEXTS = ["'newsroom'", "'new'", "''", "'wörld 🌍'", 'enforcement.source']
const LISTS = ['account.tags', "['newsroom', 'a']", '[]', "(account.tags + ['b'])"]
const pick = (texts: readonly string[]) => fc.constantFrom(...texts)
const compare = pick(['==', '!=', '<', '<=', '>', '>='])

const condition = fc.letrec<{ bool: string; int: string; double: string; text: string }>((tie) => ({
  int: fc.oneof(
    { maxDepth: 3 },
    pick(NUMBERS),
    fc.tuple(tie('int'), pick(['+', '-', '*', '/', '%']), tie('int')).map(([a, op, b]) => `(${a} ${op} ${b})`),
    tie('int').map((a) => `-(${a})`),
    tie('text').map((a) => `size(${a})`),
    pick(LISTS).map((list) => `${list}.size()`),
  ),
  double: fc.oneof(
    { maxDepth: 3 },
    pick(DOUBLES),
    fc.tuple(tie('double'), pick(['+', '-', '*', '/']), tie('double')).map(([a, op, b]) => `(${a} ${op} ${b})`),
  ),
  text: fc.oneof(
    { maxDepth: 2 },
    pick(TEXTS),
    fc.tuple(tie('text'), tie('text')).map(([a, b]) => `(${a} + ${b})`),
  ),
  bool: fc.oneof(
    { maxDepth: 4 },
    pick(['actor.leaving', 'true', 'false', '!has(account.reach)', 'account.tags == account.tags']),
    fc.tuple(tie('int'), compare, tie('int')).map(([a, op, b]) => `(${a} ${op} ${b})`),
    fc.tuple(tie('double'), compare, tie('double')).map(([a, op, b]) => `(${a} ${op} ${b})`),
    fc.tuple(tie('int'), pick(['<', '>=']), tie('double')).map(([a, op, b]) => `(${a} ${op} ${b})`),
    fc.tuple(tie('text'), compare, tie('text')).map(([a, op, b]) => `(${a} ${op} ${b})`),
    fc.tuple(tie('text'), pick(LISTS)).map(([a, b]) => `(${a} in ${b})`),
    fc
      .tuple(tie('text'), pick(['contains', 'startsWith', 'endsWith']), tie('text'))
      .map(([a, f, b]) => `${a}.${f}(${b})`),
    fc
      .tuple(
        pick(LISTS),
        pick(['exists', 'all', 'exists_one']),
        tie('bool'),
        pick(["t == 'a'", "t.contains('n')", 'true']),
      )
      .map(([list, macro, bool, own]) => `${list}.${macro}(t, ${own} || ${bool})`),
    fc.tuple(tie('bool'), pick(['&&', '||']), tie('bool')).map(([a, op, b]) => `(${a} ${op} ${b})`),
    tie('bool').map((a) => `!(${a})`),
    fc.tuple(tie('bool'), tie('bool'), tie('bool')).map(([a, b, c]) => `(${a} ? ${b} : ${c})`),
  ),
})).bool

test('a condition has the same result as in a public CEL library', () => {
  const known = fc.record({
    'account.reach': fc.constantFrom(null, 0, 3, 100_000),
    'desk.on_duty': fc.constantFrom(null, 0, 4),
    'enforcement.account_items_share': fc.constantFrom(null, 0, 0.2, 1),
    'enforcement.source': fc.constantFrom(null, 'decision', 'new'),
    'account.tags': fc.constantFrom(null, [], ['a'], ['newsroom', 'a', 'a']),
    'actor.leaving': fc.constantFrom(null, true, false),
  })
  let compared = 0
  const property = fc.property(condition, known, (text, some) => {
    const compiled = compileCondition(text).condition
    if (compiled === undefined) return
    compared++
    const facts = toKnown({ ...ORDINARY, ...some } as Facts)
    assert.equal(evaluate(compiled.ast, facts), evaluateByLibrary(text, facts), text)
  })
  fc.assert(property, { numRuns: 4_000 })
  assert.ok(compared > 1_000, `only ${compared} were conditions`)
})

test('a condition that takes too many steps has no result', () => {
  const tags = Array.from({ length: 200 }, (_, n) => `tag-${n}`)
  const nested = "account.tags.all(a, account.tags.all(b, a != 'x' && b != 'x'))"
  const evaluateList = (text: string, list: string[]) => {
    const { condition, problem } = compileCondition(text)
    assert.ok(condition, JSON.stringify(problem))
    return evaluate(condition.ast, toKnown({ ...ORDINARY, 'account.tags': list }))
  }
  assert.equal(evaluateList(nested, tags.slice(0, 20)), true)
  assert.equal(evaluateList(nested, tags), 'error')
  assert.equal(evaluateList(`${nested} || true`, tags), 'error', 'nothing beside it saves it')
  const long = 'x'.repeat(100_000)
  assert.equal(
    evaluateList("account.tags.exists(a, a.contains('y') || 'y' in account.tags)", Array(50).fill(long)),
    'error',
  )
})
