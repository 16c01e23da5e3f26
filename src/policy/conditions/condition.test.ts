import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { ORDINARY } from '../../../test/support/guards.ts'
import { type Condition, compileCondition, toKnown } from './condition.ts'
import { evaluate } from './evaluate.ts'
import { FACT_NAMES, type Facts } from '../guards/facts.ts'
import { renderText } from '../../foundation/messages/render-message.ts'

function compiled(text: string): Condition {
  const { condition, problem } = compileCondition(text)
  assert.ok(condition, `${text}: ${JSON.stringify(problem)}`)
  return condition
}

const evaluateWith = (text: string, changes: Partial<Facts> = {}) => evaluateText(text, { ...ORDINARY, ...changes })
const evaluateText = (text: string, facts: Facts) => evaluate(compiled(text).ast, toKnown(facts))

test("a guard's condition is true or false when its facts are known", () => {
  assert.equal(evaluateWith('account.reach >= 100000', { 'account.reach': 99_999 }), false)
  assert.equal(evaluateWith('account.reach >= 100000', { 'account.reach': 100_000 }), true)
  assert.equal(evaluateWith('enforcement.account_items_share > 0.2', { 'enforcement.account_items_share': 0 }), false)
  assert.equal(evaluateWith("account.tags.exists(t, t in ['a', 'b'])", { 'account.tags': ['c', 'b'] }), true)
  assert.equal(evaluateWith("'a' in account.tags && size(account.tags) < 3", { 'account.tags': ['a'] }), true)
  assert.equal(evaluateWith('true'), true)
})

test("a guard's condition on an unknown fact has no result", () => {
  const unknown = { 'account.reach': null }
  assert.equal(evaluateWith('account.reach >= 100000', unknown), 'error')
  assert.equal(evaluateWith('!(account.reach < 100000)', unknown), 'error')
  assert.equal(evaluateWith('account.reach >= 100000 ? true : false', unknown), 'error')
  assert.equal(evaluateWith('account.reach >= 100000 || actor.leaving', unknown), 'error')
  assert.equal(evaluateWith('account.reach >= 100000 || actor.leaving', { ...unknown, 'actor.leaving': true }), true)
  assert.equal(evaluateWith('account.reach >= 100000 && actor.leaving', unknown), false)
  assert.equal(evaluateWith('!has(account.reach)', unknown), true)
  assert.equal(evaluateWith('!has(account.reach)'), false)
})

test('a fact with an invalid value counts as unknown', () => {
  for (const value of [Number.NaN, Number.POSITIVE_INFINITY, 1.5, '7', true, undefined, [], 2 ** 60]) {
    const facts = Object.assign({ ...ORDINARY }, { 'account.reach': value })
    assert.equal(evaluateText('account.reach >= 100000', facts), 'error', String(value))
  }
  const share = Object.assign({ ...ORDINARY }, { 'enforcement.account_items_share': Number.NaN })
  assert.equal(evaluateText('enforcement.account_items_share > 0.2', share), 'error')
  const tags = Object.assign({ ...ORDINARY }, { 'account.tags': ['a', 7] })
  assert.equal(evaluateText("'b' in account.tags", tags), 'error')
  const leaving = Object.assign({ ...ORDINARY }, { 'actor.leaving': 'absent' })
  assert.equal(evaluateText('actor.leaving', leaving), 'error')
})

test('division by zero and missing list items in conditions are errors', () => {
  assert.equal(evaluateWith('1000 / desk.on_duty > 3', { 'desk.on_duty': 0 }), 'error')
})

test("a guard's condition lists the facts it reads, nested ones too", () => {
  const { reads } = compiled("!has(account.reach) || account.tags.exists(t, t == 'x' && actor.leaving)")
  assert.deepEqual([...reads].sort(), ['account.reach', 'account.tags', 'actor.leaving'])
})

const WRONG: readonly [text: string, at: number, message: RegExp][] = [
  ['account.raech >= 3', 8, /^No such key: raech: the facts are enforcement\.legal_duty, /],
  ['acount.reach >= 3', 0, /^Unknown variable: acount: the facts are /],
  ['account.reach >= "many"', 0, /^no such overload: int >= string: both sides must be of one type/],
  ['account.tags.exists(t, t > 3)', 23, /string > int/],
  ['account.reach >', 15, /Unexpected token: EOF/],
  ['account.reach', 0, /^is int and must be true or false/],
  ['account.tags', 0, /^is list<string> and must be true or false/],
  ['account', 0, /^account is a group of facts: name one of them, such as account\.reach/],
  ['actor.leaving && [account].exists(t, true)', 18, /^account is a group of facts/],
  ["account['reach'] > 3", 0, /can’t be looked up by place or key/],
  ["account.tags[0] == 'a'", 0, /can’t be looked up by place or key/],
  ["account.tags.exists(t, t.matches('(a+)+$'))", 23, /^matches\(\) can't be used here: there are has, size, exists/],
  ['dyn(account.reach) > 3', 0, /^dyn\(\) can't be used here/],
  ['1 > 2', 0, /^reads no fact/],
  ['false', 0, /^reads no fact/],
  ['account.tags.exists(account, account == "a")', 20, /^account is a group of facts/],
]

test('a wrong condition is refused with place and expected value', () => {
  for (const [text, at, message] of WRONG) {
    const { problem } = compileCondition(text)
    assert.ok(problem, text)
    assert.match(renderText(problem.text), message)
    assert.equal(problem.at, at, text)
  }
})

test('has() is refused where an unknown fact would loosen a guard', () => {
  for (const text of [
    'has(account.reach) && account.reach >= 100000',
    'has(account.reach)',
    '!(!has(account.reach))',
    '!has(account.reach) == false',
    '!has(account.reach) ? false : account.reach > 3',
    "account.tags.exists(t, has(account.reach) && t == 'a')",
  ]) {
    assert.match(renderText(compileCondition(text).problem?.text ?? 'nothing'), /^has\(\) may only stand as !has/, text)
  }
  for (const text of ['!has(account.reach)', '!has(account.reach) && actor.leaving || !has(account.tags)'])
    compiled(text)
})

test('a condition that is too long or too deep is refused', () => {
  const long = Array.from({ length: 600 }, () => 'actor.leaving').join(' || ')
  assert.match(renderText(compileCondition(long).problem?.text ?? ''), /maxAstNodes/)
  assert.match(
    renderText(compileCondition(`${'('.repeat(40)}actor.leaving${')'.repeat(40)}`).problem?.text ?? ''),
    /maxDepth/,
  )
})

const ATOMS = [
  'account.reach >= 100000',
  'account.reach < 500',
  '!has(account.reach)',
  'actor.leaving',
  "account.tags.exists(t, t == 'newsroom')",
  '!has(account.tags)',
  'enforcement.account_items_share > 0.2',
  'actor.minutes_since_break >= 120',
]
const HAS_FREE = ATOMS.filter((atom) => !atom.includes('has('))

const expression = fc.letrec<{ any: string; plain: string }>((tie) => ({
  any: fc.oneof(
    { maxDepth: 4 },
    fc.constantFrom(...ATOMS),
    fc.tuple(tie('any'), fc.constantFrom('&&', '||'), tie('any')).map(([a, op, b]) => `(${a} ${op} ${b})`),
    tie('plain').map((text) => `!(${text})`),
  ),
  plain: fc.oneof(
    { maxDepth: 3 },
    fc.constantFrom(...HAS_FREE),
    fc.tuple(tie('plain'), fc.constantFrom('&&', '||'), tie('plain')).map(([a, op, b]) => `(${a} ${op} ${b})`),
    fc.tuple(tie('plain'), tie('plain'), tie('plain')).map(([a, b, c]) => `(${a} ? ${b} : ${c})`),
  ),
})).any

test('a true condition never becomes false when facts become unknown', () => {
  const reach = fc.constantFrom(0, 400, 99_999, 100_000)
  const tags = fc.constantFrom([], ['newsroom'], ['other'])
  const share = fc.constantFrom(0, 0.2, 0.3)
  const rested = fc.constantFrom(0, 119, 120)
  const forgotten = fc.subarray(FACT_NAMES)
  fc.assert(
    fc.property(expression, reach, tags, share, rested, fc.boolean(), forgotten, (text, ...values) => {
      const [people, words, part, minutes, leaving, names] = values
      const facts: Facts = {
        ...ORDINARY,
        'account.reach': people,
        'account.tags': words,
        'enforcement.account_items_share': part,
        'actor.minutes_since_break': minutes,
        'actor.leaving': leaving,
      }
      const condition = compiled(text)
      if (evaluate(condition.ast, toKnown(facts)) === false) return
      const less = { ...facts, ...Object.fromEntries(names.map((name) => [name, null])) }
      assert.notEqual(evaluate(condition.ast, toKnown(less)), false, text)
    }),
    { numRuns: 400 },
  )
})
