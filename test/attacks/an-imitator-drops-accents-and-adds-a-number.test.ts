import assert from 'node:assert/strict'
import { test } from 'node:test'
import sql from 'sql-template-tag'
import { recordAccountFacts } from '../../src/cases/accounts/record-facts.ts'
import { inTransaction } from '../../src/foundation/database/db.ts'
import { freshDatabase } from '../support/fresh-database.ts'

const REAL = {
  president: { handle: 'CFKArgentina', displayName: 'José Fernández Ibáñez' },
  short: { handle: 'Zoë', displayName: '' },
  east: { handle: 'мэрский_вестник', displayName: '' },
  polish: { handle: 'łódź_dziś', displayName: '' },
}

const IMITATORS: Record<keyof typeof REAL, readonly string[]> = {
  president: [
    'CFK_Argentina',
    'C.F.K-Argentina_',
    'CFKArgentina0',
    'CFKArgentina00',
    'CFK_Argentina_10',
    'cfkargentina.2024',
    'CFKArgentlna٣',
    'Jose Fernandez Ibanez',
    'José_Fernandez.Ibañez',
    'josefernandezibanez11',
  ],
  short: ['Zoe', 'Z-o-ë', 'zoé'],
  east: ['мэрскии_вестник', 'мэрскийвестник24'],
  polish: ['lodz_dzis', 'łodź-dziś2', 'ŁÓDŹ.DZIŚ'],
}

/** Names of other people, who resemble none above. */
const OTHERS = [
  'CFK',
  'Argentina',
  'CFKArgentinaNews',
  'Zoe2',
  'Zora',
  'Jose Ibanez',
  'lodz',
  'mayor10',
  'CFKArgentin0a1a',
]

test('a look-alike is found without accents, with dots or a number', async (t) => {
  const { pool } = await freshDatabase(t)
  const recordAccounts = (
    accounts: Record<string, { handle: string; displayName: string }>,
    verified: boolean,
    reach: number,
  ) =>
    inTransaction(pool, (tx) =>
      recordAccountFacts(
        tx,
        { kind: 'desk' },
        Object.entries(accounts).map(([id, look]) => ({
          account: { id, ...look, reach, verified, tags: [], createdAt: null },
          source: 'test',
          factsAt: '2026-01-01T00:00:00Z',
        })),
      ),
    )
  const reachOf = async (id: string) =>
    (await pool.query<{ reach: number }>(sql`select reach from account_lookalike(${id})`)).rows[0]?.reach
  for (const [n, [id, look]] of Object.entries(REAL).entries()) await recordAccounts({ [id]: look }, true, 50_000 + n)
  const fakes = [...Object.values(IMITATORS).flat(), ...OTHERS]
  await recordAccounts(
    Object.fromEntries(fakes.map((handle) => [`@${handle}`, { handle, displayName: '' }])),
    false,
    31,
  )
  for (const [n, id] of Object.keys(REAL).entries())
    for (const handle of IMITATORS[id as keyof typeof REAL])
      assert.equal(await reachOf(`@${handle}`), 50_000 + n, `${handle} is taken for ${id}`)
  for (const handle of OTHERS) assert.equal(await reachOf(`@${handle}`), 0, handle)
})
