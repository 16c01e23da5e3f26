import assert from 'node:assert/strict'
import { test } from 'node:test'
import { checkEvidence } from './check-evidence.ts'
import type { EvidenceItem } from './report-body.ts'

const HASH = 'ab'.repeat(32)
const RESTRICTED = { class: 'restricted', mediaType: 'image/png', sha256: HASH, reference: 'vault:1' } as const
const OPEN = { class: 'ordinary', mediaType: 'text/plain' } as const

const REFUSED: readonly [string, EvidenceItem, string][] = [
  ['restricted text', { ...RESTRICTED, text: '' }, 'evidence/1/text'],
  ['restricted bytes', { ...RESTRICTED, base64: 'AAAA' }, 'evidence/1/base64'],
  [
    'restricted bytes as an address',
    { ...RESTRICTED, reference: ' DATA:image/png;base64,AAAA' },
    'evidence/1/reference',
  ],
  ['a malformed hash of restricted evidence', { ...RESTRICTED, sha256: HASH.slice(1) }, 'evidence/1/sha256'],
  ['restricted without a hash', { class: 'restricted', mediaType: 'a/b', reference: 'vault:1' }, 'evidence/1/sha256'],
  ['restricted without a reference', { class: 'restricted', mediaType: 'a/b', sha256: HASH }, 'evidence/1/reference'],
  ['a hash that only the desk computes', { ...OPEN, text: 'x', sha256: HASH }, 'evidence/1/sha256'],
  ['an item without content', OPEN, 'evidence/1'],
  ['text and bytes', { ...OPEN, text: 'x', base64: 'eA==' }, 'evidence/1'],
  ['incomplete base64', { ...OPEN, base64: 'eA=' }, 'evidence/1/base64'],
  ['base64 with a line break', { ...OPEN, base64: 'eA\n==' }, 'evidence/1/base64'],
  ['more text than is stored', { ...OPEN, text: 'é'.repeat(262_145) }, 'evidence/1/text'],
]

for (const [what, item, field] of REFUSED) {
  test(`evidence in a report is refused by field: ${what}`, () => {
    assert.throws(
      () => checkEvidence([RESTRICTED, item]),
      (error: Error & { code?: string; members?: { errors?: { field: string }[] } }) => {
        assert.equal(error.code, 'invalid_input')
        assert.equal(error.members?.errors?.[0]?.field, field)
        return true
      },
    )
  })
}

test('evidence of exactly the maximum size is accepted', () => {
  const [evidence] = checkEvidence([{ ...OPEN, text: 'é'.repeat(262_144) }])
  assert.ok(evidence && evidence.class !== 'restricted' && evidence.bytes.length === 524_288)
})
