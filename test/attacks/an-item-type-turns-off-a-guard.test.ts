import assert from 'node:assert/strict'
import { cpSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { type TestContext, test } from 'node:test'
import { adoptFirst, readPoliciesInForce } from '../../src/admin/rule-sets/policies-in-force.ts'
import { itemFacts } from '../../src/policy/items/item-facts.ts'
import { endSetup, findProblems, startChanging } from '../support/changes.ts'
import { listingAt } from '../support/item-types.ts'
import { tempDir } from '../support/temp-dir.ts'

const TYPES = readFileSync('examples/marketplace/items.yaml', 'utf8')
/** The same types, in which a listing has no price: a guard on prices is off for it. */
const WITHOUT_PRICE = TYPES.replace(', role: price', '')

/** A desk that is set up with the item types of a marketplace, or that was set up before there were any. */
async function start(t: TestContext, { before = false } = {}) {
  const desk = await startChanging(t, { driven: true })
  const dir = join(tempDir(t), 'policies')
  cpSync('policies', dir, { recursive: true })
  const path = join(dir, 'items.yaml')
  if (before) {
    rmSync(path)
    await adoptFirst(desk.db, dir)
    await desk.database.ownerPool.query(`delete from rule_set_version where name = 'items'`)
  } else {
    writeFileSync(path, TYPES)
    await adoptFirst(desk.db, dir)
  }
  await endSetup(desk.db)
  const read = async () => {
    const { policies, notes } = await readPoliciesInForce(desk.db, dir)
    return { price: itemFacts(policies.guards.items, listingAt(7))['item.price'], notes: notes.join('\n') }
  }
  return { ...desk, path, read }
}

test('item types changed on disk turn off no guard', async (t) => {
  const { path, read } = await start(t)
  assert.equal((await read()).price, 7)
  writeFileSync(path, WITHOUT_PRICE)
  const { price, notes } = await read()
  assert.equal(price, 7)
  assert.match(notes, /items\.yaml in .* differs from the approved version.*propose it with countersign items adopt/)
})

test('a type without a price waits for two people', async (t) => {
  const { db, read, propose, agree, pass } = await start(t)
  const asked = await propose({ kind: 'rule_set', name: 'items', text: WITHOUT_PRICE })
  assert.deepEqual([asked.state, asked.direction], ['proposed', 'mixed'])
  assert.match(asked.says, /The item type listing changes:\s+The field offer: .*"role":"price".* before/)
  assert.equal((await read()).price, 7)
  assert.equal((await agree(asked)).state, 'agreed')
  assert.equal((await read()).price, 7)
  assert.equal(await pass(asked), 'applied')
  assert.equal((await read()).price, 'absent')
  assert.deepEqual(await findProblems(db), [])
})

test('the application role puts no item type in force', async (t) => {
  const { db, crane, read } = await start(t)
  const direct = db.query(
    `insert into rule_set_version (name, text, hash) values ('items', $1, sha256(convert_to($1, 'UTF8')))`,
    [WITHOUT_PRICE],
  )
  await assert.rejects(direct, /items\.yaml is adopted by a change/)
  const alone = db.query(
    `insert into desk_change (kind, body, says, direction, reason, proposed_by, moved_by)
     values ('rule_set', $1, 'a word', 'stricter', 'so', $2, 'staff:' || $2)`,
    [JSON.stringify({ name: 'items', text: WITHOUT_PRICE, from: null }), crane.id],
  )
  await assert.rejects(alone, /a change of this kind is not stricter/)
  await assert.rejects(
    db.query(`insert into content_item (content_id, item, source, facts_at) values ('t1', '{}', 'platform', now())`),
  )
  await assert.rejects(db.query(`update content_item set item = null`), /permission denied/)
  assert.equal((await read()).price, 7)
})

test('a desk from before item types takes none from its folder', async (t) => {
  const { path, read, propose, agree, pass } = await start(t, { before: true })
  writeFileSync(path, TYPES)
  assert.equal((await read()).price, 'absent')
  const asked = await propose({ kind: 'rule_set', name: 'items', text: TYPES })
  await agree(asked)
  assert.equal(await pass(asked), 'applied')
  assert.equal((await read()).price, 7)
})
