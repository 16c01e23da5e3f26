import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import sql from 'sql-template-tag'
import { freshDatabase } from '../../../test/support/fresh-database.ts'
import { withholdWords } from './withhold-words.ts'

test('a name is withheld in any spelling, never inside a word', () => {
  for (const text of ['J.Doe', 'J Doe', 'j-doe', 'J. (Doe)', '@J_Doe!'])
    assert.doesNotMatch(withholdWords(`Seen by ${text} today.`, ['J.Doe']), /doe/i, text)
  assert.equal(withholdWords('The others gathered there.', ['the', 'her']), '… others gathered there.')
  assert.equal(withholdWords('Mu\u0308ller said so.', ['M\u00fcller']), '… said so.')
  assert.equal(withholdWords('A case_12 by staff_9: Ann.', ['Ann', '()[', '...']), 'A … by …: ….')
})

test('SQL finds the names that TypeScript withholds', async (t) => {
  const { ownerPool } = await freshDatabase(t)
  const signs = fc.string({ unit: fc.constantFrom(...'abAB1é .-_('), minLength: 3, maxLength: 6 })
  const pairs = fc.sample(fc.record({ name: signs, before: signs, after: signs, isIn: fc.boolean() }), 500)
  const cases = pairs.map(({ name, before, after, isIn }) => ({ name, text: `${before}${isIn ? name : ''}${after}` }))
  const { rows } = await ownerPool.query<{ found: boolean }>(sql`
    select strpos(normal_words(one ->> 'text'), normal_words(one ->> 'name')) > 0 as found
    from jsonb_array_elements(${JSON.stringify(cases)}::jsonb) with ordinality given (one, place) order by place`)
  for (const [place, { name, text }] of cases.entries()) {
    const letters = name.normalize().match(/[\p{L}\p{M}\p{N}]/gu)?.length ?? 0
    const isWithheld = withholdWords(text, [name]) !== text.normalize()
    if (letters >= 3) assert.equal(rows[place]?.found, isWithheld, JSON.stringify({ name, text }))
    else assert.equal(isWithheld, false, JSON.stringify({ name, text }))
  }
})
