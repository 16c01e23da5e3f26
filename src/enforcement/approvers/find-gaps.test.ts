import assert from 'node:assert/strict'
import { test } from 'node:test'
import { renderMessage } from '../../foundation/messages/render-message.ts'
import { NOTHING_REQUIRED } from '../../policy/requirements/requirement.ts'
import { needsMessage } from './find-gaps.ts'

test('the people that a requirement takes are told in each language', () => {
  const approvals = [{ count: 2, roles: ['senior', 'lead'], teams: 2 }] as const
  const said = (needs: Parameters<typeof needsMessage>[0], language: 'en' | 'de') =>
    renderMessage(needsMessage(needs), language)
  const both = { ...NOTHING_REQUIRED, approvals, confirmMs: 300_000 }
  assert.equal(said(both, 'en'), 'two of senior or lead (from two teams) to agree and a further person to confirm')
  assert.equal(said({ ...both, approvals: [] }, 'en'), 'a further person to confirm')
  assert.match(said(both, 'de'), /^die Zustimmung von .* und die Bestätigung durch eine weitere Person$/)
})
