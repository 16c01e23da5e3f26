import assert from 'node:assert/strict'
import { test } from 'node:test'
import { checkEvidence } from './check-evidence.ts'
import type { EvidenceItem } from './report-body.ts'

const HASH = 'ab'.repeat(32)
const SEALED = { class: 'sealed', mediaType: 'image/png', sha256: HASH, reference: 'vault:1' } as const
const OPEN = { class: 'ordinary', mediaType: 'text/plain' } as const

const REFUSED: readonly [string, EvidenceItem, string][] = [
  ['sealed text', { ...SEALED, text: '' }, 'evidence/1/text'],
  ['sealed bytes', { ...SEALED, base64: 'AAAA' }, 'evidence/1/base64'],
  ['sealed bytes as an address', { ...SEALED, reference: ' DATA:image/png;base64,AAAA' }, 'evidence/1/reference'],
  ['a sealed hash that is none', { ...SEALED, sha256: HASH.slice(1) }, 'evidence/1/sha256'],
  ['sealed without a hash', { class: 'sealed', mediaType: 'a/b', reference: 'vault:1' }, 'evidence/1/sha256'],
  ['sealed without a reference', { class: 'sealed', mediaType: 'a/b', sha256: HASH }, 'evidence/1/reference'],
  ['a hash the desk makes itself', { ...OPEN, text: 'x', sha256: HASH }, 'evidence/1/sha256'],
  ['nothing at all', OPEN, 'evidence/1'],
  ['text and bytes', { ...OPEN, text: 'x', base64: 'eA==' }, 'evidence/1'],
  ['base64 that is not whole', { ...OPEN, base64: 'eA=' }, 'evidence/1/base64'],
  ['base64 with something between', { ...OPEN, base64: 'eA\n==' }, 'evidence/1/base64'],
  ['more text than is kept', { ...OPEN, text: 'é'.repeat(262_145) }, 'evidence/1/text'],
]

for (const [what, item, field] of REFUSED) {
  test(`evidence is refused, naming the field: ${what}`, () => {
    assert.throws(
      () => checkEvidence([SEALED, item]),
      (error: Error & { code?: string; members?: { errors?: { field: string }[] } }) => {
        assert.equal(error.code, 'invalid_input')
        assert.equal(error.members?.errors?.[0]?.field, field)
        return true
      },
    )
  })
}

test('the most that is kept is taken', () => {
  const [evidence] = checkEvidence([{ ...OPEN, text: 'é'.repeat(262_144) }])
  assert.ok(evidence && evidence.class !== 'sealed' && evidence.bytes.length === 524_288)
})
