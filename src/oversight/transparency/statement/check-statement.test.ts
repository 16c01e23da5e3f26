import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { test } from 'node:test'
import fc from 'fast-check'
import { aStatement, someStatements } from '../../../../test/support/dsa/some-statements.ts'
import { validateAsServer } from '../../../../test/support/dsa/server-rules.ts'
import { checkStatement, type UncheckedStatement } from './check-statement.ts'
import * as lists from './lists.ts'

const fieldsInError = (given: UncheckedStatement): string[] => {
  const checked = checkStatement(given)
  return 'errors' in checked ? [...new Set(checked.errors.map(({ field }) => field))].sort() : []
}
const changed = (change: UncheckedStatement) => ({ ...aStatement('stm_1'), ...change })

test('a complete statement passes as it is', () => {
  assert.deepEqual(checkStatement(aStatement('stm_1')), { statement: aStatement('stm_1') })
})

/** SHA-256 of each list, sorted and joined by line breaks, as app/Models/Statement.php of the database has it (June 2026). */
const DIGESTS: Readonly<Partial<Record<keyof typeof lists, string>>> = {
  ACCOUNT_TYPES: 'd3fc461ecf5daefa610f4a0b84b0bf7b58b872ac2fd34a6a7408b7c9c8da0c48',
  SOURCE_TYPES: '20a4b68277f27c54acadee351aeaae69fd8304205ad79e349cfad8d8fe63d586',
  CONTENT_TYPES: 'aef9a58d1737ef69e6b5efa5dc8f58162383c7150bb8bb848c78feb03300f2ec',
  YES_NO: 'f83c1be51cb2c9c7fa2fabdb2f5a39bf32812f0755bc97d5b8ed2e58b37054e7',
  AUTOMATED_DECISIONS: 'fec6a467263d13639f72678a02edb455c2dd8ddc4b05f6a80180fffdeb376f7b',
  DECISION_GROUNDS: '28e01ac1dae46bca6b30c8db3e9479407a685b9cd322f7a64fc09e7258bd172d',
  VISIBILITIES: 'ff1b931b4d077250370835a4bc995c7ffd6341ec496b13312edc6efa9ecca0b6',
  MONETARIES: '769959241a7fe34e7c2b29378a9ca2f83409b50912efa9fe3cd445b87d8d8435',
  PROVISIONS: '8cba7b06bf6a9d318977d97df985621f90d2359de9768370411725654ae50976',
  ACCOUNT_DECISIONS: '7f35a0ef6f16d6017e1401464747a20ed28fe28e1498f3b82b70ea5aceb54a41',
  STATEMENT_CATEGORIES: '69c955b159553ac9b026966c53233a9002a261b45399ce2d56c28c6f3bb2b778',
  STATEMENT_KEYWORDS: '1aa47a2f17f3227e0f745bba3c090f8cba8d5718c25b0da31535822a2c48f017',
  TERRITORIES: '13a9df50ae0a56e720f133ad505324606595be5032f30220334ff4f6fa6054aa',
  CONTENT_LANGUAGES: '4d1db3dc02969dfd5f6b0e0b2cae07e0f3d5a13312a6e5203879060c3c069963',
}

test('every list has exactly the values of the database', () => {
  const digest = (list: readonly string[]) =>
    createHash('sha256')
      .update([...list].sort().join('\n'))
      .digest('hex')
  const ours = Object.entries<readonly string[]>(lists).map(([name, list]) => [name, digest(list)])
  assert.deepEqual(Object.fromEntries(ours), DIGESTS)
})

/** Rules of the documentation that the database does not enforce: only the desk refuses these. */
const isStricter = ({ field, says }: { field: string; says: string }): boolean =>
  (field === 'territorial_scope' && says === 'is missing') ||
  /^(is before application_date|has no restriction)/.test(says)

test('desk and database agree on every generated statement, field by field', () => {
  const seen = { taken: 0, refused: 0 }
  fc.assert(
    fc.property(someStatements, (given) => {
      const checked = checkStatement(given)
      const server = validateAsServer(given)
      const errors = 'errors' in checked ? checked.errors.filter((error) => !isStricter(error)) : []
      // Without any restriction the database names all four, and the desk names the first.
      const named = Object.keys(server.errors).filter(
        (field) => !/^decision_(monetary|provision|account)$/.test(field) || given[field] !== undefined,
      )
      const isBare = (field: string) => field === 'decision_visibility' && server.errors.decision_account !== undefined
      assert.deepEqual(
        [...new Set(errors.map(({ field }) => field))].filter((field) => !isBare(field)).sort(),
        named.filter((field) => !isBare(field)).sort(),
      )
      if ('statement' in checked) assert.deepEqual(server.kept, checked.statement)
      seen['statement' in checked ? 'taken' : 'refused'] += 1
    }),
    { numRuns: 2_000, seed: 24 },
  )
  assert.ok(seen.taken > 200 && seen.refused > 500, JSON.stringify(seen))
})

test('a statement without any restriction names them all', () => {
  const { decision_account: _, end_date_account_restriction: __, ...bare } = aStatement('stm_1')
  assert.deepEqual(fieldsInError(bare), ['decision_visibility'])
})

test('an early end or one without restriction is refused', () => {
  assert.deepEqual(fieldsInError(changed({ end_date_account_restriction: '2026-11-23' })), [
    'end_date_account_restriction',
  ])
  assert.deepEqual(fieldsInError(changed({ end_date_account_restriction: '2026-11-24' })), [])
  assert.deepEqual(fieldsInError(changed({ end_date_monetary_restriction: '2026-12-24' })), [
    'end_date_monetary_restriction',
  ])
})

test('fields that belong to another choice are left out', () => {
  const extra = {
    illegal_content_legal_ground: 'Section 9 of some law',
    content_type_other: 'A poll',
    decision_visibility_other: 'Something',
    category_specification_other: 'Something',
    source_type: 'SOURCE_VOLUNTARY',
    source_identity: 'An organisation',
  }
  assert.deepEqual(checkStatement(changed(extra)), { statement: changed({ source_type: 'SOURCE_VOLUNTARY' }) })
})

test('unknown fields and malformed texts are refused', () => {
  assert.deepEqual(fieldsInError(changed({ reporter: 'rep_1', uuid: 'x' })), ['reporter', 'uuid'])
  for (const text of ['a\0b', 'half a \ud83d character', 7, {}, ['x']]) {
    assert.deepEqual(fieldsInError(changed({ decision_facts: text })), ['decision_facts'], JSON.stringify(text))
  }
  assert.deepEqual(fieldsInError(changed({ __proto__: { puid: 'x' }, constructor: 'x' })), ['constructor'])
})
