import assert from 'node:assert/strict'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import sql from 'sql-template-tag'
import { type Action, takesOffline } from '../../src/foundation/domain.ts'
import type { Facts } from '../../src/policy/guards/facts.ts'
import { type Guard, loadGuards } from '../../src/policy/guards/guards-file.ts'
import { isGuarded, judge } from '../../src/policy/guards/judge.ts'
import { protectedBy } from '../../src/policy/requirements/protected.ts'
import { importFile } from '../../src/cases/import/import-file.ts'
import { loadPolicies } from '../../src/policy/policies.ts'
import { convertData, openDataFolder } from '../real-run/data-folder.ts'
import { secondPersonRule } from '../support/asks-second-person.ts'
import { freshDatabase } from '../support/fresh-database.ts'
import { guardsOf, POLICIES, SHIPPED_GUARDS } from '../support/guards.ts'
import { judgedBy } from '../support/judgement-input.ts'
import {
  hidesLargeShare,
  makeAccount,
  makeEnforcement,
  type OrdinaryAccount,
  createDice,
} from '../support/ordinary-enforcements.ts'
import { tempDir } from '../support/temp-dir.ts'

const ACCOUNTS = 1_000_000
/** Enough accounts to detect a policy that wears people out. */
const ACCOUNTS_OF_MUTANTS = 20_000
/** The accounts for each organisation without shifts, whose guards are mostly the same. */
const ACCOUNTS_OF_OTHERS = 100_000
const SAMPLE = 1_000
const SEED = 1
const ENFORCEMENTS_EACH = 20
const OFFLINE_SHARE_MAX = 0.01
const OFFLINE = ['suspend', 'deactivate'] as const
const MILD = ['warn', 'label', 'hide'] as const
const ACTIONS: readonly Action[] = [...OFFLINE, ...MILD]

/** A hide of a large share of an account counts as taking it offline, and is counted apart. */
const BY_SHARE = 'hide of a large share'
type Asked = Map<Action | typeof BY_SHARE, number>

/** For how many enforcements of each action the guards ask a second person. */
function countAsked(guards: readonly Guard[], enforcements: Iterable<Facts>): { asked: Asked; enforcements: number } {
  const asks = secondPersonRule(guards)
  const asked: Asked = new Map([...ACTIONS, BY_SHARE as typeof BY_SHARE].map((action) => [action, 0]))
  let count = 0
  for (const facts of enforcements) {
    count++
    for (const action of ACTIONS) {
      const byShare = action === 'hide' && hidesLargeShare(facts)
      const counted = byShare ? BY_SHARE : action
      if (asks(byShare ? 'suspend' : action, facts)) asked.set(counted, (asked.get(counted) ?? 0) + 1)
    }
  }
  return { asked, enforcements: count }
}

/** Returns the actions for which a policy requires a second person too often. */
function findUnbearable(guards: readonly Guard[], enforcements: Iterable<Facts>): string[] {
  const { asked, enforcements: count } = countAsked(guards, enforcements)
  assert.ok(count > 0)
  return [...asked].flatMap(([action, times]) => {
    const most = action === BY_SHARE || takesOffline(action) ? OFFLINE_SHARE_MAX * count : 0
    return times > most ? [`${action}: a second person for ${times} of ${count}`] : []
  })
}

function* makeEnforcements(count: number, seed = SEED): Generator<Facts> {
  const dice = createDice(seed)
  for (let n = 0; n < count; n++) yield makeEnforcement(dice, makeAccount(dice))
}

const shipped = loadGuards(SHIPPED_GUARDS).guards

test('a million ordinary accounts rarely need a second person', () => {
  assert.deepEqual(findUnbearable(shipped, makeEnforcements(ACCOUNTS)), [])
})

for (const organisation of ['community', 'solo']) {
  test(`in a ${organisation}, ordinary accounts need no more people than in companies`, () => {
    const { guards } = loadGuards(join(POLICIES, 'profiles', organisation, 'guards.yaml'))
    assert.deepEqual(findUnbearable(guards, makeEnforcements(ACCOUNTS_OF_OTHERS)), [])
  })
}

test('the enforcements in this count are judged by the shipped guards', () => {
  const asks = secondPersonRule(shipped)
  const hurried = (facts: Facts) => ({ ...facts, 'enforcement.review_seconds': 3, 'enforcement.account_items_24h': 9 })
  const enforcements = [...makeEnforcements(SAMPLE)]
  for (const facts of [...enforcements, ...enforcements.map(hurried)]) {
    const reach = facts['account.reach']
    for (const action of ACTIONS) {
      const { requirement } = judge(shipped, action, judgedBy({ id: 'rosa', reach }, facts))
      assert.equal(asks(action, facts), isGuarded(requirement), JSON.stringify([action, facts]))
    }
  }
})

const MUTANTS: readonly [change: string, to: string, what: RegExp][] = [
  ['account.reach >= 100000', 'account.reach >= 5000', /^suspend: .*,deactivate: /],
  [
    'enforcement.review_seconds < 15 && account.reach >= 10000',
    'enforcement.review_seconds < 15',
    /^suspend: .*,deactivate: /,
  ],
  ['enforcement.review_seconds < 15 &&', 'enforcement.review_seconds < 200 &&', /^suspend: .*,deactivate: /],
  [
    "tag == 'public_office')\n    actions: [warn",
    "tag == 'public_office') || account.reach >= 50000\n    actions: [warn",
    /^warn: .*,label: /,
  ],
  [
    'account_items_24h > 5"\n    actions: [hide]\n    require: { as: deactivate }',
    'account_items_24h > 1"\n    actions: [hide]\n    require: { approvals: [{ count: 1 }] }',
    /,hide: /,
  ],
  [
    'desk.badge_is_identity && account.verified',
    'desk.badge_is_identity && !account.verified',
    /^suspend: .*,deactivate: /,
  ],
]

test('a policy file that overloads approvers is named by its number', (t) => {
  const text = readFileSync(SHIPPED_GUARDS, 'utf8')
  for (const [change, to, what] of MUTANTS) {
    const mutant = text.replace(change, to)
    assert.notEqual(mutant, text, change)
    assert.match(String(findUnbearable(guardsOf(t, mutant).guards, makeEnforcements(ACCOUNTS_OF_MUTANTS))), what, to)
  }
})

test("a data folder's own accounts rarely need a second person either", async (t) => {
  const dir = process.env.COUNTERSIGN_REAL_DATA
  if (dir === undefined)
    return t.skip('There is no data folder: name the one of the real run with COUNTERSIGN_REAL_DATA.')
  const database = await freshDatabase(t)
  const file = join(tempDir(t), 'data.ndjson')
  await convertData(openDataFolder(dir), Number.POSITIVE_INFINITY, file)
  const lines = readFileSync(file, 'utf8').split('\n')
  writeFileSync(file, lines.filter((line) => !line.startsWith('{"type":"report"')).join('\n'))
  const policies = loadPolicies(join(import.meta.dirname, '../../policies'))
  const imported = await importFile({ db: database.pool, policies }, { file, keyName: 'real' })
  assert.ok(imported.finished)
  const { rows } = await database.pool.query<OrdinaryAccount & { tags: string[] }>(sql`
    select reach_counted as reach, tags, coalesce(verified, false) as verified, (account_lookalike(id)).reach as "lookalikeReach",
      floor(extract(epoch from desk_now() - account_created_at) / 86400)::integer as "ageDays"
    from account where reach_counted is not null`)
  const ordinary = rows.filter((account) => protectedBy(account) === undefined)
  assert.ok(ordinary.length > SAMPLE)
  const dice = createDice(SEED)
  // The data says neither the number of an account's contents nor the time of a review: both are drawn.
  const enforcements = Array.from({ length: ENFORCEMENTS_EACH }, () =>
    ordinary.map((account) => makeEnforcement(dice, account)),
  ).flat()
  assert.deepEqual(findUnbearable(shipped, enforcements), [])
})
