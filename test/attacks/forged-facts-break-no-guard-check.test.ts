import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { type TestContext, test } from 'node:test'
import sql from 'sql-template-tag'
import { ROUTES } from '../../src/app/http/routes.ts'
import { endSetup, startChanging } from '../support/changes.ts'
import { send } from '../support/desk-flow.ts'
import { SHIPPED_GUARDS } from '../support/guards.ts'
import { readAccounts } from '../support/known-accounts.ts'
import { isRefusal } from '../support/role-thief.ts'

const SHIPPED = readFileSync(SHIPPED_GUARDS, 'utf8')
const LOOSER = SHIPPED.replace('account.reach >= 100000\n', 'account.reach >= 250000\n')
const MILD = JSON.stringify({ approvals: [], holdMs: 0, confirmMs: null, identify: false, assessment: null })
const DEEP = `${'['.repeat(5_000)}${']'.repeat(5_000)}`

/** Each is written as the facts of a verdict, or of the person judged by it, about an ordinary account. */
const FORGED: readonly { facts: string; actor?: string }[] = [
  { facts: 'null' },
  { facts: '[]' },
  { facts: '"many"' },
  { facts: '9e307' },
  { facts: DEEP },
  { facts: '{"__proto__": {"account.reach": 1}, "constructor": null, "no.such_fact": 1}' },
  { facts: '{"account.reach": "many", "account.tags": [[]], "actor.leaving": {}}' },
  { facts: '{"account.reach": 1e308, "account.age_days": -1e308}' },
  { facts: `{"account.name": ${JSON.stringify('a'.repeat(900_000))}}` },
  { facts: '{}', actor: '[1, 2, 3]' },
  { facts: '{}', actor: '"nobody"' },
  { facts: '{}', actor: `{"actor.employer": ${DEEP}}` },
]

/** A desk that is set up, and a thief of its database role who has written every forged verdict that the schema lets in. */
async function startForged(t: TestContext) {
  const changing = await startChanging(t, { routes: ROUTES, driven: true })
  const { db } = changing
  await endSetup(db, { guards: SHIPPED })
  const finch = await changing.person(['auditor'])
  await db.query(sql`
    insert into account (id, tags, reach_counted, protected, source, facts_at)
    values ('known', '{}', 31, false, 'platform', desk_now())`)
  await readAccounts(db, [{ id: 'known' }])
  let written = 0
  for (const [index, { facts, actor }] of FORGED.entries()) {
    const id = `enf_forged-${index}`
    const whole = `{"account": {"id": "known", "tags": [], "reach": 31, "protected": false}, "facts": ${facts}}`
    const write = db.query(sql`
      with judged as (
        insert into enforcement (id, subject, account_id, action, policy_id, source, proposed_by, protected, moved_by, expires_at)
        values (${id}, 'account:known', 'known', 'deactivate', 'spam', 'person', 'key:key_1', false, 'key:key_1',
          desk_now() + interval '1 hour') returning id)
      insert into verdict (enforcement_id, outcome, requirement, fired, off, facts, actor_facts, policy_hash)
      select id, 'clear', ${MILD}, '[]', '{}', ${whole}, ${actor ?? null}, sha256('none') from judged`)
    const isWritten = await write.then(
      () => true,
      (error: unknown) => {
        assert.ok(isRefusal(error), `${facts.slice(0, 80)}: ${String(error)}`)
        return false
      },
    )
    if (isWritten) written += 1
  }
  return { ...changing, finch, written }
}

test('facts forged in verdicts make no guard comparison fail', async (t) => {
  const { finch, written, ...desk } = await startForged(t)
  assert.ok(written > 0, 'the schema lets some forged facts in, or this attack tries nothing')
  const { status, body } = await send(desk, finch.token, 'POST', '/v1/guards/check', { text: LOOSER })
  assert.deepEqual([status, body.problems, body.direction], [200, [], 'looser'])
  assert.equal((await send(desk, finch.token, 'GET', '/v1/guards')).status, 200)
  assert.equal((await send(desk, finch.token, 'POST', '/v1/guards/replay', { text: LOOSER })).status, 200)
})

test('stored facts too deep or too long are refused', async (t) => {
  const { written } = await startForged(t)
  const tooMuch = FORGED.filter(({ facts, actor = '' }) => `${facts}${actor}`.includes(DEEP) || facts.length > 262_144)
  assert.ok(tooMuch.length > 0 && written <= FORGED.length - tooMuch.length)
})

test('facts forged in verdicts block no change of guards', async (t) => {
  const { propose, agree, pass } = await startForged(t)
  const change = await propose({ kind: 'rule_set', name: 'guards', text: LOOSER })
  assert.deepEqual([change.state, change.direction], ['proposed', 'looser'])
  assert.equal(await pass(await agree(change)), 'applied')
})
