import assert from 'node:assert/strict'
import { test } from 'node:test'
import { SHIPPED_GUARDS } from '../../../test/support/guards.ts'
import { compileCondition } from './condition.ts'
import { loadGuards } from '../guards/guards-file.ts'
import { formatCondition } from './format-condition.ts'

function formatText(text: string): string {
  const { condition } = compileCondition(text)
  if (condition === undefined) throw new Error(`${text} is no condition`)
  return formatCondition(condition)
}

test("a guard's condition is shown in plain words", () => {
  const said: readonly [string, string][] = [
    ['account.reach >= 100000', 'the account has 100,000 or more followers'],
    ['account.reach > -1', 'the account has more than -1 followers'],
    ['enforcement.account_items_share <= 0.25', 'a share of 0.25 or fewer of its own posts would not be seen'],
    ['!has(account.reach)', 'how many followers the account has is not known'],
    ["enforcement.source == 'bulk_action'", 'it is asked for by bulk action'],
    ['actor.leaving', 'the proposer is leaving'],
    ['true', 'always'],
    ["account.tags.exists(t, t == 'public_office')", 'the account has the public role public office'],
    ["'newsroom' in account.tags", 'the account has the public role newsroom'],
    [
      "account.tags.exists(t, t in ['candidate', 'newsroom', 'human_rights'])",
      'the account has one of the public roles candidate, newsroom or human rights',
    ],
    [
      '!enforcement.legal_duty && (enforcement.account_items_24h > 5 || desk.on_duty < 3)',
      'the law does not ask for it and (more than 5 posts of the account were hidden or removed within 24 hours or fewer than 3 people could agree now)',
    ],
  ]
  for (const [text, words] of said) assert.equal(formatText(text), words)
})

test('a condition that has no words is shown as written', () => {
  assert.equal(
    formatText('size(account.tags)   > 2 && actor.leaving'),
    'size(account.tags) > 2 and the proposer is leaving',
  )
  assert.equal(formatText("account.tags.exists(t, t.startsWith('x'))"), "account.tags.exists(t, t.startsWith('x'))")
  assert.equal(formatText('!(account.reach > 5)'), 'not (the account has more than 5 followers)')
})

test("every shipped guard's condition is shown in plain words", () => {
  for (const { when } of loadGuards(SHIPPED_GUARDS).guards) {
    assert.doesNotMatch(formatCondition(when), /[=!&|]|account\.|enforcement\.|actor\./, when.text)
  }
})
