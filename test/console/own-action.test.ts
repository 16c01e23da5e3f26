import assert from 'node:assert/strict'
import { test } from 'node:test'
import {
  choose,
  findFaults,
  findMissing,
  idOf,
  listBases,
  listOffered,
  type OwnRule,
  type Parameter,
  toOwnWish,
} from '../../console/src/components/own-action.ts'
import { toEnforcement, type Policies } from '../../console/src/bulk-actions/wish.ts'
import { kindOfList } from '../../console/src/bulk-actions/kind-of-list.ts'

const DAY_MS = 86_400_000

const parameter = (name: string, kind: Parameter['kind'], required = false): Parameter => ({
  ...{ name, kind, required, title: { en: name }, values: null, minimum: 0, maximum: 100, lengthMax: 64 },
})
const RULE: OwnRule = {
  ...{ id: 'payout-hold', title: { en: 'Payout hold' }, takes: ['money'], reversible: true },
  ...{ on: ['account', 'content'], types: [], end: 'optional' },
  countsAs: {
    account: { withEnd: 'suspend', withoutEnd: 'deactivate' },
    content: { withEnd: 'hide', withoutEnd: 'hide' },
  },
  parameters: [
    parameter('amount', 'number', true),
    parameter('order', 'string'),
    parameter('notify', 'boolean'),
    parameter('orders', 'array'),
  ],
}
const chosen = { id: 'payout-hold', typed: { amount: '12.5' }, isEndless: false }
const own = { id: 'payout-hold', parameters: { amount: 12.5 } }

test('an own action is sent with its base action', () => {
  const withEnd = { action: 'suspend', own, durationMs: DAY_MS }
  assert.deepEqual(toOwnWish(RULE, chosen, DAY_MS, 'account'), withEnd)
  assert.deepEqual(toOwnWish({ ...RULE, end: 'required' }, { ...chosen, isEndless: true }, DAY_MS, 'account'), withEnd)
  assert.deepEqual(toOwnWish(RULE, { ...chosen, isEndless: true }, DAY_MS, 'account'), { action: 'deactivate', own })
  assert.deepEqual(toOwnWish({ ...RULE, end: 'none' }, chosen, DAY_MS, 'account'), { action: 'deactivate', own })
  assert.equal(toOwnWish(RULE, chosen, DAY_MS, 'content')?.action, 'hide')
  assert.equal(toOwnWish({ ...RULE, on: ['account'] }, chosen, DAY_MS, 'content')?.action, 'suspend', 'the account')
})

test('a parameter is sent by kind, and left out while empty', () => {
  const sent = (typed: Parameters<typeof toOwnWish>[1]['typed'], rule = RULE) =>
    toOwnWish(rule, { ...chosen, typed }, DAY_MS, 'account')?.own.parameters
  assert.deepEqual(sent({ amount: 3, order: '', orders: ['', ' '] }), { amount: 3 })
  assert.deepEqual(sent({ amount: 0, order: 'o-7', notify: false, orders: ['a ', '', 'b'] }), {
    ...{ amount: 0, order: 'o-7', notify: false, orders: ['a', 'b'] },
  })
  for (const amount of ['', '-', '1e999']) assert.equal(sent({ amount }), undefined, `“${amount}” is no number`)
  assert.equal(findMissing(RULE, { ...chosen, typed: {} })?.name, 'amount')
  const asks = { ...RULE, parameters: [parameter('notify', 'boolean', true)] }
  assert.deepEqual(sent({}, asks), { notify: false }, 'an empty box means no')
})

test('own actions that fit the subject follow the eight', () => {
  const [hide, lock] = [
    { action: 'hide', on: ['content'], end: 'none' } as const,
    { action: 'lock', on: ['account'], end: 'none' } as const,
  ]
  const policy = {
    ...{ id: 'scam', title: 'Scam', text: '', category: 'SCAMS_AND_FRAUD' as const, legalDuty: false },
    ...{ harm: null, clock: null, reasons: [] },
    actions: [hide, lock].map((rule) => ({ ...rule, on: [...rule.on] })),
    ownActions: [RULE, { ...RULE, id: 'delist', on: ['content' as const] }],
  }
  const idsFor = (kind: 'account' | 'content') => listOffered(policy, kind).map(({ id }) => id)
  assert.deepEqual(idsFor('content'), ['hide', 'lock', 'payout-hold', 'delist'])
  assert.deepEqual(idsFor('account'), ['lock', 'payout-hold'])
  const bases = listOffered(policy, 'account').map((offered) => listBases(offered, 'account'))
  assert.deepEqual(bases, [['lock'], ['suspend', 'deactivate']])
  const choices = listOffered(policy, 'account').map((offered) => choose(offered))
  assert.deepEqual(
    choices.map((choice) => [choice.action, idOf(choice)]),
    [
      ['lock', 'lock'],
      [null, 'payout-hold'],
    ],
  )
})

test('a refusal stands at its parameter and its action', () => {
  const at = (field: string) => ({ field, detail: field })
  const errors = ['actions/0/own/parameters/amount', 'actions/1/own/parameters/tags/0', 'actions/1/label'].map(at)
  assert.deepEqual(Object.keys(findFaults(errors)), ['amount', 'tags'])
  assert.deepEqual(Object.keys(findFaults(errors, 1)), ['tags'])
})

test('a bulk action takes an own action that can be undone', () => {
  const policy = { id: 'fraud', actions: [{ action: 'label', on: ['content'], end: 'none' }], ownActions: [RULE] }
  const policies = [policy] as unknown as Policies
  const wish = { policyId: 'fraud', action: null, own: chosen, days: 2, label: '' }
  assert.deepEqual(toEnforcement(policies, wish, 'account'), { action: 'suspend', own, durationMs: 2 * DAY_MS })
  assert.equal(toEnforcement(policies, wish, 'content')?.action, 'hide')
  assert.equal(toEnforcement(policies, { ...wish, own: { ...chosen, typed: {} } }, 'account'), undefined)
  const forGood = [{ ...policy, ownActions: [{ ...RULE, reversible: false }] }] as unknown as Policies
  assert.equal(toEnforcement(forGood, wish, 'account'), undefined)
  const { own: _none, ...older } = wish
  const label = { action: 'label', label: 'ad' }
  assert.deepEqual(toEnforcement(policies, { ...older, action: 'label', label: ' ad ' }, 'content'), label)
})

test('the first line of a list tells what it is about', () => {
  for (const [list, kind] of [
    ['8821\n8822', 'account'],
    ['\n content:p-1', 'content'],
    ['{"id":"p-1","kind":"content"}', 'content'],
    ['account:content:1', 'account'],
  ] as const)
    assert.equal(kindOfList(list), kind, list)
})
