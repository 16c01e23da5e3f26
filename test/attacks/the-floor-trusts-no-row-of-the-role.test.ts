import assert from 'node:assert/strict'
import { test } from 'node:test'
import sql from 'sql-template-tag'
import { ordinaryFacts, readAccounts, unknownFacts } from '../support/known-accounts.ts'
import { isRefusal } from '../support/role-thief.ts'
import { startWorkingDesk } from '../support/working-desk.ts'

const MILD = JSON.stringify({ approvals: [], holdMs: 0, confirmMs: null, identify: false, assessment: null })

/** A desk that has read a minister, a star and an ordinary account, and someone who writes as its database role. */
async function startRobbed(t: Parameters<typeof startWorkingDesk>[0]) {
  const { desk } = await startWorkingDesk(t)
  const { db } = desk
  await db.query(sql`
    insert into account (id, tags, reach_counted, protected, source, facts_at)
    values ('minister', '{public_office}', 900, true, 'platform', desk_now()),
      ('star', '{}', 4000000, true, 'platform', desk_now()), ('nobody', '{}', 31, false, 'platform', desk_now())`)
  await readAccounts(db, [
    { id: 'minister', reach: 900, tags: ['public_office'] },
    { id: 'star', reach: 4_000_000 },
    { id: 'nobody' },
  ])
  let count = 0
  const judge = async (account: string, facts: string, subject = `account:${account}`): Promise<string> => {
    const id = `enf_forged-${count++}`
    await db.query(sql`
      insert into enforcement (id, subject, account_id, action, policy_id, source, proposed_by, protected, moved_by, expires_at)
      values (${id}, ${subject}, ${account}, 'deactivate', 'spam', 'person', 'key:key_1', false, 'key:key_1', desk_now() + interval '1 hour')`)
    await db.query(sql`
      insert into verdict (enforcement_id, outcome, requirement, fired, off, facts, policy_hash)
      values (${id}, 'clear', ${MILD}, '[]', '{}', ${facts}, sha256('none'))`)
    return id
  }
  const release = async (account: string, facts = unknownFacts(account), subject = `account:${account}`) => {
    const id = await judge(account, facts, subject)
    await db.query(sql`
      update enforcement set state = 'releasing', generation = 1, moved_by = 'key:key_1' where id = ${id}`)
  }
  return { db, judge, release }
}

const notAgreed = { code: 'CS001', message: /has not been agreed to by all it needs/ }

test('an account that the database lacks needs the most approvals', async (t) => {
  const { db, release } = await startRobbed(t)
  await assert.rejects(release('unheard-of'), notAgreed)
  await db.query(sql`
    insert into account (id, reach, reach_counted, protected, source, facts_at)
    values ('made-up', 5, 5, false, 'platform', desk_now())`)
  await assert.rejects(release('made-up'), notAgreed, 'nor does a row that the role laid in make it known')
  await assert.rejects(release('nobody', unknownFacts('nobody'), 'account:unheard-of'), notAgreed)
  await release('nobody', ordinaryFacts('nobody'))
})

test('a falsified row of facts lowers no minimum of approvals', async (t) => {
  const { db, release } = await startRobbed(t)
  const lowered = [
    "update account set reach_counted = 0, reach = 0, protected = false, absent = '{reach}' where id = 'star'",
    "update account set tags = '{}', protected = false where id = 'minister'",
    'update account_reach set reach = 0',
    'delete from account_reach',
    'delete from protective_tag',
    "update protective_tag set dropped_at = desk_now(), change_id = 'chg_1'",
    'delete from account_known',
    `insert into account_reach (account_id, day, reach) values ('star', current_date, 0)`,
    `insert into account_known (account_id, fact) values ('made-up', 'tags')`,
  ]
  for (const statement of lowered) await assert.rejects(db.query(statement), isRefusal, statement)
  await db.query(`update account set reach_counted = 0, reach = 0, absent = '{reach}' where id = 'star'`)
  await db.query(`select raise_account_facts('[{"id": "star", "at": "2020-01-01", "reach": 0, "noReach": true, "tags": []},
    {"id": "minister", "at": "2020-01-01", "reach": 0, "tags": []}]')`)
  await assert.rejects(release('star'), notAgreed)
  const facts = JSON.stringify({
    account: { id: 'minister', tags: ['public_office'], reach: 900, protected: true },
    facts: {},
  })
  await assert.rejects(release('minister', facts), notAgreed)
  const { rows } = await db.query(`select reach_counted as reach from account where id = 'star'`)
  assert.deepEqual(rows, [{ reach: 4_000_000 }])
})

test('a verdict with missing or falsified facts is refused', async (t) => {
  const { judge } = await startRobbed(t)
  const facts = (account: object) => JSON.stringify({ account, facts: {} })
  const star = { id: 'star', tags: [], reach: 4_000_000, protected: true }
  const forged: readonly [string, string][] = [
    ['star', '{}'],
    ['star', 'null'],
    ['star', '[]'],
    ['star', '{"account": {}, "facts": {}}'],
    ['star', JSON.stringify({ account: star })],
    ['star', facts({ ...star, tags: 'none' })],
    ['star', facts({ ...star, reach: '4000000' })],
    ['star', facts({ ...star, reach: 31 })],
    ['star', facts({ ...star, reach: 'absent' })],
    ['star', facts({ ...star, id: 'nobody', reach: 31, protected: false })],
    ['star', facts({ ...star, id: null })],
    ['minister', facts({ id: 'minister', tags: [], reach: 900, protected: true })],
    ['unheard-of', ordinaryFacts('unheard-of')],
  ]
  for (const [account, text] of forged) await assert.rejects(judge(account, text), isRefusal, `${account}: ${text}`)
  await judge('star', facts(star))
})

test('an unreadable verdict is refused', async (t) => {
  const { db, judge } = await startRobbed(t)
  const id = await judge('nobody', ordinaryFacts('nobody'))
  const garbled: readonly [string, string][] = [
    ['"none"', '[]'],
    ['{}', '[]'],
    ['{"approvals": {}}', '[]'],
    ['{"approvals": [5]}', '[]'],
    ['{"approvals": [{"roles": "lead"}]}', '[]'],
    ['{"approvals": [], "holdMs": "long"}', '[]'],
    ['{"approvals": []}', '{}'],
    ['{"approvals": []}', 'null'],
    ['{"approvals": []}', '["guard"]'],
    ['{"approvals": []}', '[{"id": 5}]'],
  ]
  for (const [requirement, fired] of garbled) {
    const insert = db.query(sql`
      insert into verdict (enforcement_id, outcome, requirement, fired, off, facts, policy_hash)
      values (${id}, 'clear', ${requirement}, ${fired}, '{}', ${ordinaryFacts('nobody')}, sha256('none'))`)
    await assert.rejects(insert, isRefusal, `${requirement} ${fired}`)
  }
})
