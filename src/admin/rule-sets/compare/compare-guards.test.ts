import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import { SHIPPED_GUARDS } from '../../../../test/support/guards.ts'
import { ORDINARY } from '../../../../test/support/judgement-input.ts'
import { readGuards } from '../../../policy/guards/guards-file.ts'
import { compareGuards } from './compare-guards.ts'
import { renderText } from '../../../foundation/messages/render-message.ts'

const SHIPPED = readFileSync(SHIPPED_GUARDS, 'utf8')
const read = (text: string) => readGuards('guards.yaml', text)
const compare = (before: string, after: string) => compareGuards(read(before), read(after), [])

function edited(from: string | RegExp, to: string): string {
  const text = SHIPPED.replace(from, to)
  assert.notEqual(text, SHIPPED)
  return text
}

const NEW_GUARD = `
  - id: very-new
    why: Whoever is new here is often somebody's first account.
    when: account.age_days < 3
    actions: [suspend]
    require: { approvals: [{ count: 1 }] }
`

test('a rule set that requires less of any enforcement is looser', () => {
  const loose: readonly [string | RegExp, string, RegExp][] = [
    [
      'account.reach >= 100000\n',
      'account.reach >= 200000\n',
      /less \(people, hold, identify\): \w+, account\.reach = 100000/,
    ],
    ['hold: 5m', 'hold: 4m', /less \(hold\)/],
    ['confirm: 5m', 'confirm: 6m', /less \(confirm\)/],
    ['      confirm: 5m\n', '', /less \(confirm\)/],
    ['count: 2, roles: [senior, lead], teams: 2', 'count: 2, roles: [senior, lead]', /less \(people\)/],
    ["'human_rights'", "'human_right'", /account\.tags = \[human_rights\]/],
    ['      assessment: newsworthiness\n', '', /less \(assessment\)/],
    ['      alert: true\n', '', /less \(alert\)/],
    ['minutes_since_break >= 120', 'minutes_since_break >= 121', /actor\.minutes_since_break = 120/],
    ['[suspend, remove]', '[suspend]', /: remove, /],
  ]
  for (const [from, to, says] of loose) {
    const described = compare(SHIPPED, edited(from, to))
    assert.notEqual(described.direction, 'stricter', String(from))
    assert.match(renderText(described.says), says)
  }
})

test('a looser rule set names what it loosens in German', () => {
  const { says } = compare(SHIPPED, edited('account.reach >= 100000\n', 'account.reach >= 200000\n'))
  assert.match(renderText(says, 'de'), /weniger \(Personen, Wartezeit, Identifizierung\): \w+/)
})

test('removing a guard is a looser change', () => {
  const { direction, says } = compare(SHIPPED + NEW_GUARD, SHIPPED)
  assert.equal(direction, 'looser')
  assert.match(
    renderText(says),
    /^very-new goes\. It was: suspend when the account is fewer than 3 days old \(account\.age_days < 3\) asks for 1 approval\./,
  )
})

test('a change that only adds requirements to guards is stricter', () => {
  const strict = [
    SHIPPED + NEW_GUARD,
    edited('hold: 5m', 'hold: 6m'),
    edited('count: 2, roles: [senior, lead], teams: 2', 'count: 3, roles: [lead], teams: 3'),
    edited('actions: [hide]', 'actions: [hide, label]'),
    edited('confirm: 5m', 'confirm: 4m'),
  ]
  for (const text of strict) assert.equal(compare(SHIPPED, text).direction, 'stricter')
})

test('changing comments of a guards file takes one person', () => {
  const { direction, says } = compare(SHIPPED, edited('# The requirements that', '# All requirements that'))
  assert.equal(direction, 'stricter')
  assert.match(renderText(says), /^No guard says anything else/)
})

test('a changed guard that no trial proves stricter takes two people', () => {
  const { direction, says } = compare(SHIPPED, edited('account.reach >= 100000\n', 'account.reach >= 50000\n'))
  assert.equal(direction, 'mixed')
  assert.match(renderText(says), /0 would need less and \d+ more/)
  assert.match(renderText(says), /no proof that none does/)
})

test('a change that adds and drops requirements is mixed', () => {
  assert.equal(compare(SHIPPED + NEW_GUARD, edited('hold: 5m', 'hold: 6m')).direction, 'mixed')
})

test("a comparison of guards also tries last month's enforcements", () => {
  const before = `guards:
  - id: odd
    why: Only where two things come together.
    when: enforcement.review_seconds == 77 && account.age_days == 1234
    actions: [suspend]
    require: { hold: 5m }
`
  const [old, now] = [read(before), read('guards: []\n')]
  assert.match(renderText(compareGuards(old, now, []).says), /0 would need less/)
  const facts = { ...ORDINARY, 'enforcement.review_seconds': 77, 'account.age_days': 1_234 }
  assert.match(renderText(compareGuards(old, now, [{ action: 'suspend', facts }]).says), /1 would need less/)
})

test('a longer wait for approvers is looser, a shorter one stricter', () => {
  const [short, long] = [`expires: 1h\n${SHIPPED}`, `expires: 9h\n${SHIPPED}`]
  assert.equal(compare(short, long).direction, 'looser')
  assert.match(
    renderText(compare(short, long).says),
    /^Enforcements wait 9h for people, and not 1h\. The longer, the looser\./,
  )
  assert.equal(compare(long, short).direction, 'stricter')
  assert.equal(compare(short, `expires: 9h\n${SHIPPED}${NEW_GUARD}`).direction, 'mixed')
})
