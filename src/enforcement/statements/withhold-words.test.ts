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

test('an id of a reporter is withheld, and no ordinary word', () => {
  const text =
    'Spam of 2026, e.g. the scam by @spam, “the-Scam” and u_52 or scam77, j.doe and did:plc:ab-1 (100 times).'
  const ids = ['spam', 'scam', 'e.g', '2026', '100', 'the-scam', 'u_52', 'scam77', 'j.doe', 'did:plc:ab-1', 'x(.*', '-']
  assert.equal(withholdWords(text, [], ids), 'Spam of 2026, e.g. the scam by @…, “…” and … or …, … and … (100 times).')
  assert.equal(withholdWords('u_52x is not u_52', [], ['u_52']), 'u_52x is not …')
  assert.equal(withholdWords('Seen by 12345678.', [], ['12345678']), 'Seen by ….')
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
