import assert from 'node:assert/strict'
import { test } from 'node:test'
import { OWN_LOSSES, type OwnLoss, type PlatformState } from '@countersign/platform-kit'
import sql from 'sql-template-tag'
import { isMild, OWN_LOSSES as KIT_LOSSES } from '../../platform-kit/src/own-actions.ts'
import { desiredStateOf, isStricter } from '../../src/enforcement/desired-state/desired-state.ts'
import { FINAL_APPROVALS } from '../../platform-kit/src/judge-taking.ts'
import { clausesOfFinal } from '../../src/enforcement/propose/propose.ts'
import { isSigned, type JudgedAccount } from '../../src/policy/guards/judge.ts'
import { setProfileAtSetup } from '../../src/admin/setup/profile.ts'
import { SUBJECT_KINDS, type SubjectKind, UNTOUCHED } from '../../src/foundation/domain.ts'
import { isFinal, type StoredAction } from '../../src/policy/items/own-actions.ts'
import { ACTION_RULES, isAsStrict } from '../../src/policy/requirements/action-order.ts'
import { baseActionOf, COUNTED_LOSSES } from '../../src/policy/requirements/base-action.ts'
import { givenAccount } from '../support/cases.ts'
import { exampleOf } from '../support/own-actions.ts'
import { readItems } from '../../src/policy/items/items-file.ts'
import { itemFacts } from '../../src/policy/items/item-facts.ts'
import type { Facts } from '../../src/policy/guards/facts.ts'
import { checkItemType } from '../../src/review/decide/plan-own-action.ts'
import { freshDatabase } from '../support/fresh-database.ts'

/** Every set of losses, on each kind of subject, reversible or not, with an end or without. */
const SETS = Array.from({ length: 2 ** OWN_LOSSES.length - 1 }, (_, bits) =>
  OWN_LOSSES.filter((_loss, place) => ((bits + 1) >> place) & 1),
)
const FLAGS = [true, false] as const
const ALL = SUBJECT_KINDS.flatMap((kind) =>
  SETS.flatMap((takes) => FLAGS.flatMap((reversible) => FLAGS.map((hasEnd) => ({ kind, takes, reversible, hasEnd })))),
)
type Case = (typeof ALL)[number]
const baseOf = ({ kind, takes, reversible, hasEnd }: Case) => baseActionOf(kind, { takes, reversible }, hasEnd)

test('SQL and TypeScript agree on the action as which one’s own counts', async (t) => {
  const { ownerPool: pool } = await freshDatabase(t)
  const { rows } = await pool.query<{ base: string | null }>(sql`
    select base_action(given ->> 'kind', array(select jsonb_array_elements_text(given -> 'takes')),
      (given -> 'reversible')::boolean, (given -> 'hasEnd')::boolean) as base
    from jsonb_array_elements(${JSON.stringify(ALL)}::jsonb) with ordinality as each (given, place) order by place`)
  assert.deepEqual(
    rows.map(({ base }) => base),
    ALL.map((each) => baseOf(each) ?? null),
  )
  const { rows: counted } = await pool.query<{ kind: SubjectKind; loss: OwnLoss; counted: string[] }>(sql`
    select kind, loss, counted_losses(array[loss], kind) as counted
    from unnest(${[...SUBJECT_KINDS]}::text[]) kind, unnest(${[...OWN_LOSSES]}::text[]) loss`)
  for (const { kind, loss, counted: losses } of counted)
    assert.deepEqual(losses.sort(), [...COUNTED_LOSSES[kind][loss]].sort(), `${kind} ${loss}`)
  const { rows: kept } = await pool.query(sql`select action, on_kinds as on, ending as end from action_taking`)
  for (const { action, on, end } of kept as { action: keyof typeof ACTION_RULES; on: SubjectKind[]; end: string }[])
    assert.deepEqual([[...on].sort(), end], [[...ACTION_RULES[action].on].sort(), ACTION_RULES[action].end], action)
})

test('an action that takes more counts as no milder', () => {
  for (const one of ALL)
    for (const other of ALL) {
      const isMore =
        one.kind === other.kind &&
        one.hasEnd === other.hasEnd &&
        other.takes.every((loss) => one.takes.includes(loss)) &&
        (other.reversible || !one.reversible)
      const [base, milder] = [baseOf(one), baseOf(other)]
      if (isMore && base && milder) assert.ok(isAsStrict(base, milder), JSON.stringify([one, other]))
    }
  for (const each of ALL.filter(({ kind, takes }) => kind === 'account' && takes.some(isWhole)))
    assert.ok(['suspend', 'deactivate', undefined].includes(baseOf(each)), JSON.stringify(each))
})

const isWhole = (loss: OwnLoss): boolean => loss === 'sign-in' || loss === 'visibility'

test('a platform asks for one person as for a lock', () => {
  assert.deepEqual(KIT_LOSSES, OWN_LOSSES)
  for (const each of ALL) {
    const { kind, takes, reversible } = each
    const base = baseActionOf(kind, { takes, reversible }, reversible)
    const isMildHere = isMild({ kind, id: '1' }, { action: 'x', takes, reversible, parameters: {} })
    if (base) assert.equal(isMildHere, base === 'lock' || base === 'limit', JSON.stringify(each))
  }
})

test('a longer action of one’s own confirms no interim lock', async (t) => {
  const { ownerPool } = await freshDatabase(t)
  await ownerPool.query('alter table enforcement disable trigger user')
  const insert = (id: string, interim: boolean, stored: StoredAction | null) =>
    ownerPool.query(sql`
      insert into enforcement (id, subject, action, policy_id, source, proposed_by, protected, moved_by, expires_at, interim, own_action)
      values (${id}, 'account:vale', 'lock', 'spam', 'person', 'desk', true, 'desk', desk_now(), ${interim}, ${stored && JSON.stringify(stored)})`)
  const release = (id: string) =>
    ownerPool.query(
      sql`insert into enforcement_move (enforcement_id, to_state, by, at) values (${id}, 'releasing', 'desk', desk_now())`,
    )
  const isUnconfirmed = async () =>
    (await ownerPool.query(sql`select has_unconfirmed_interim('account:vale', 'hide', 'staff:ana') as "is"`)).rows[0]
      ?.is
  await insert('enf_1', true, null)
  await insert('enf_2', false, own('hold', ['money']))
  await release('enf_2')
  assert.equal(await isUnconfirmed(), true)
  await insert('enf_3', false, null)
  await release('enf_3')
  assert.equal(await isUnconfirmed(), false, 'a longer lock does')
})

const own = (action: string, takes: readonly OwnLoss[], parameters: StoredAction['parameters'] = {}): StoredAction => ({
  ...{ action, title: { en: action }, takes, reversible: true, parameters },
})

test('SQL and TypeScript agree on what an own action takes', async (t) => {
  const { ownerPool } = await freshDatabase(t)
  const other = own('x', ['money'], { n: 2 })
  const states: PlatformState[] = [true, false].flatMap((visible) =>
    [true, false].flatMap((mayPost) =>
      (['full', 'limited'] as const).map((spread) => ({ ...UNTOUCHED, visible, mayPost, spread })),
    ),
  )
  for (const takes of SETS) {
    const ownAction = own('x', takes, { n: 1 })
    const { title: _title, ...told } = ownAction
    const { title: _other, ...otherTold } = other
    const wanted = states.flatMap((state) => [state, { ...state, actions: [told] }, { ...state, actions: [otherTold] }])
    const { rows } = await ownerPool.query<{ hides: boolean; locks: boolean; limits: boolean }>(sql`
      select effect_hides('lock', own) as hides, effect_locks('lock', own) as locks, effect_limits('lock', own) as limits
      from (select ${JSON.stringify(ownAction)}::jsonb as own) given`)
    const desired = desiredStateOf(UNTOUCHED, [{ action: 'lock', label: null, ownAction }])
    const [said] = rows
    assert.deepEqual(
      [said?.hides, said?.locks, said?.limits],
      [!desired.visible, !desired.mayPost, desired.spread === 'limited'],
    )
    const { rows: compared } = await ownerPool.query<{ less: boolean }>(sql`
      select is_less_restrictive_state(${JSON.stringify(desired)}, state) as less
      from jsonb_array_elements(${JSON.stringify(wanted)}::jsonb) with ordinality as each (state, place) order by place`)
    assert.deepEqual(
      compared.map(({ less }) => less),
      wanted.map((state) => !isStricter(state, desired)),
    )
  }
})

test('SQL and TypeScript ask as many people about final actions', async (t) => {
  const { ownerPool } = await freshDatabase(t)
  const cases = FLAGS.flatMap((reversible) =>
    FLAGS.map((isRule) => ({ ownAction: { ...own('x', ['money']), reversible }, isRule })),
  )
  for (const { ownAction, isRule } of cases) {
    const { rows } = await ownerPool.query<{ final: boolean; least: number }>(sql`
      select is_final(one) as final, final_approvals(one) as least
      from jsonb_populate_record(null::enforcement, ${JSON.stringify({ own_action: ownAction, source: isRule ? 'automation' : 'person' })}) one`)
    const by = isRule ? ({ kind: 'source', id: 's' } as const) : ({ kind: 'staff', id: 's' } as const)
    const clauses = clausesOfFinal({ ownAction, by }, { account: {} as JudgedAccount })
    assert.deepEqual(rows, [{ final: isFinal(ownAction), least: clauses[0]?.count ?? 0 }])
    if (!isRule && isFinal(ownAction)) assert.equal(FINAL_APPROVALS, clauses[0]?.count)
  }
})

test('SQL and TypeScript ask for a proposer’s signature alike', async (t) => {
  const { ownerPool } = await freshDatabase(t)
  const accountId = await givenAccount(ownerPool)
  const cases = FLAGS.flatMap((shadow) =>
    FLAGS.flatMap((isProtected) =>
      (['warn', 'suspend', 'final'] as const).map((does) => ({ shadow, isProtected, does })),
    ),
  )
  for (const { shadow, isProtected, does } of cases) {
    const ownAction = does === 'final' ? { ...own('x', ['money']), reversible: false } : null
    const action = does === 'final' ? 'deactivate' : does
    await setProfileAtSetup(ownerPool, { shadow })
    const row = {
      subject: `account:${accountId}`,
      account_id: accountId,
      action,
      own_action: ownAction,
      protected: isProtected,
    }
    const lacks = await ownerPool.query<{ lacks: boolean }>(sql`
      select lacks_proposer_signature(one) as lacks
      from jsonb_populate_record(null::enforcement, ${JSON.stringify({ ...row, shadow })}) one`)
    const account = { protected: isProtected, tags: [], reach: 0 } as unknown as JudgedAccount
    const signs = isSigned(action, { account, shadow, isFinal: isFinal(ownAction) })
    assert.deepEqual(lacks.rows, [{ lacks: signs }], JSON.stringify({ shadow, isProtected, does }))
  }
})

test('SQL and TypeScript agree on the item types of an own action', async (t) => {
  const { ownerPool } = await freshDatabase(t)
  const items = readItems('items.yaml', exampleOf('marketplace', 'items'))
  const delist = { ...own('delist', ['visibility', 'spread']) }
  const types = JSON.stringify(items.actions.get('delist')?.types)
  const listing = { type: 'listing', fields: { name: 'A lamp', offer: { price: 5, currency: 'EUR' }, seller: 'x' } }
  const fits = itemFacts(items, listing)['item.type'] === 'listing'
  assert.ok(fits, 'the item is one that its type allows')
  for (const [place, item] of [listing, { type: 'review', fields: {} }, 'absent', null].entries()) {
    await ownerPool.query(sql`
      insert into content (id, account_id, kind, item, source, facts_at)
      values (${`c${place}`}, 'x', 'post', ${item && JSON.stringify(item)}, 'platform', desk_now())`)
    const { rows } = await ownerPool.query<{ fits: boolean }>(sql`
      select is_of_item_type(${`content:c${place}`}, ${types}::jsonb) as fits`)
    const facts = itemFacts(items, item as Parameters<typeof itemFacts>[1]) as unknown as Facts
    const planned = { subject: `content:c${place}`, ownAction: delist, field: 'x' }
    const check = () => checkItemType({ items }, planned, { facts, account: {} as JudgedAccount })
    if (rows[0]?.fits) check()
    else assert.throws(check, /listing/)
    assert.equal(rows[0]?.fits, place === 0)
  }
})
