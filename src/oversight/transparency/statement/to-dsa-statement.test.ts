import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { someFacts, toSend } from '../../../../test/support/dsa/some-facts.ts'
import { validateAsServer } from '../../../../test/support/dsa/server-rules.ts'
import type { StatementFacts } from '../../../enforcement/statements/statement-facts.ts'
import { prepareStatement } from './to-dsa-statement.ts'

const statementOf = (...given: Parameters<typeof toSend>) => {
  const prepared = prepareStatement(toSend(...given))
  assert.equal(prepared.outcome, 'ready', JSON.stringify(prepared))
  return prepared.outcome === 'ready' ? prepared.statement : undefined
}

test('a hidden post becomes a statement with all that is known', () => {
  assert.deepEqual(statementOf({ territorialScope: ['DE', 'US'] }), {
    puid: 'stm_12-c0ffeec0ffeec0ff',
    decision_visibility: ['DECISION_VISIBILITY_CONTENT_DISABLED'],
    end_date_visibility_restriction: '2026-12-24',
    decision_ground: 'DECISION_GROUND_INCOMPATIBLE_CONTENT',
    incompatible_content_ground: 'Rules, section 3: hate',
    incompatible_content_explanation: 'The post calls for violence against a group.',
    content_type: ['CONTENT_TYPE_IMAGE', 'CONTENT_TYPE_TEXT'],
    content_language: 'EN',
    content_date: '2026-11-20',
    category: 'STATEMENT_CATEGORY_ILLEGAL_OR_HARMFUL_SPEECH',
    category_specification: ['KEYWORD_HATE_SPEECH'],
    territorial_scope: ['DE'],
    application_date: '2026-11-24',
    decision_facts: 'Three people reported the post. A person read it with its thread.',
    source_type: 'SOURCE_TYPE_OTHER_NOTIFICATION',
    automated_detection: 'No',
    automated_decision: 'AUTOMATED_DECISION_NOT_AUTOMATED',
  })
})

test('each action becomes the restriction that it is', () => {
  const account: Partial<StatementFacts> = { subjectKind: 'account', contentTypes: [] }
  const suspended = statementOf({ ...account, action: 'suspend' })
  assert.equal(suspended?.decision_account, 'DECISION_ACCOUNT_SUSPENDED')
  assert.equal(suspended?.end_date_account_restriction, '2026-12-24')
  assert.deepEqual([suspended?.content_type, suspended?.content_type_other], [['CONTENT_TYPE_OTHER'], 'Account'])
  const ended = statementOf({ ...account, action: 'deactivate', endsAt: null })
  assert.deepEqual(
    [ended?.decision_account, ended?.end_date_account_restriction],
    ['DECISION_ACCOUNT_TERMINATED', undefined],
  )
  assert.equal(statementOf({ ...account, action: 'lock' })?.decision_provision, 'DECISION_PROVISION_PARTIAL_SUSPENSION')
  const own = { action: 'demonetise', title: 'No income', takes: ['spread', 'money'] }
  const taken = statementOf({ ownAction: own })
  assert.deepEqual(taken?.decision_visibility, ['DECISION_VISIBILITY_CONTENT_DEMOTED'])
  assert.equal(taken?.decision_monetary, 'DECISION_MONETARY_SUSPENSION')
  assert.equal(taken?.end_date_monetary_restriction, '2026-12-24')
})

test('a warning, a harmless action and another continent need no statement', () => {
  for (const facts of [
    { action: 'warn' },
    { ownAction: { action: 'thank', title: 'Thanks', takes: [] } },
    { territorialScope: ['US', 'BR'] },
  ] as const)
    assert.deepEqual(prepareStatement(toSend(facts)), { outcome: 'outside' })
})

test('a text that may identify a person waits for a choice', () => {
  const flagged = { facts: 'Vale wrote it; ask zoe@mail.example.', explanation: 'As rep_12 says.' }
  assert.deepEqual(prepareStatement(toSend(flagged)), {
    outcome: 'held',
    flagged: { facts: ['email', 'name'], explanation: ['id'] },
  })
  assert.equal(statementOf(flagged, { texts: 'as_written' })?.decision_facts, flagged.facts)
  const neutral = statementOf(flagged, { texts: 'neutral' })
  assert.equal(
    neutral?.decision_facts,
    'The provider looked at this content after a report that it breaks the terms. No automated means were used to find it. A person reviewed it and decided.',
  )
  assert.doesNotMatch(JSON.stringify(neutral), /vale|zoe|rep_/i)
})

test('a statement without its day or its law is refused by field', () => {
  const fields = (...given: Parameters<typeof toSend>) => {
    const prepared = prepareStatement(toSend(...given))
    return prepared.outcome === 'refused' ? prepared.errors.map(({ field }) => field) : prepared.outcome
  }
  assert.deepEqual(fields({ contentDate: null }), ['content_date'])
  assert.deepEqual(fields({ contentDate: null }, { contentDate: '2026-11-01' }), 'ready')
  assert.deepEqual(fields({ contentDate: '1999-12-31' }, { contentDate: '2000-01-01' }), 'ready')
  assert.deepEqual(fields({ ground: 'illegal' }), ['illegal_content_legal_ground'])
})

test('the database takes every statement that the desk prepares', () => {
  const seen = { ready: 0, held: 0, refused: 0, outside: 0 }
  fc.assert(
    fc.property(someFacts, fc.constantFrom('as_written', 'neutral', null), (facts, texts) => {
      const prepared = prepareStatement(toSend(facts, { texts }))
      seen[prepared.outcome] += 1
      if (prepared.outcome !== 'ready') return
      assert.deepEqual(validateAsServer(prepared.statement), { kept: prepared.statement, errors: {} })
    }),
    { numRuns: 1_000, seed: 24 },
  )
  assert.ok(Math.min(...Object.values(seen)) > 20, JSON.stringify(seen))
})
