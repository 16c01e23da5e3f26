import assert from 'node:assert/strict'
import { test } from 'node:test'
import { renderText } from '../../../foundation/messages/render-message.ts'
import { itemFacts } from '../../../policy/items/item-facts.ts'
import { NO_ITEMS, readItems } from '../../../policy/items/items-file.ts'
import { compareItems } from './compare-items.ts'

const typeOf = (id: string) => `  - id: ${id}
    title: Thing
    schema: { type: object, properties: { price: { type: number, role: price } } }
`
const [NONE, ONE, TWO] = [NO_ITEMS, `items:\n${typeOf('lot')}`, `items:\n${typeOf('lot')}${typeOf('ad')}`].map((text) =>
  readItems('items.yaml', text),
)

test('the removal of an item type states what guards then read', () => {
  assert.ok(NONE && ONE && TWO)
  const says = (to: typeof NONE, from: typeof NONE) => renderText(compareItems(from, to).says)
  const lot = { type: 'lot', fields: { price: 3 } }
  assert.match(says(ONE, TWO), /The item type ad goes\. Contents of it are then unknown to guards\./)
  assert.equal(itemFacts(ONE, { ...lot, type: 'ad' })['item.type'], null)
  assert.match(says(NONE, ONE), /lot goes, and no other is left\. Guards on items then apply to no content\./)
  assert.equal(itemFacts(NONE, lot)['item.type'], 'absent')
})

test('the second person reads that buyers of an item type are told', () => {
  const offered = readItems('items.yaml', `items:\n${typeOf('lot').replace('    title', '    offer: true\n    title')}`)
  assert.ok(ONE)
  assert.match(renderText(compareItems(ONE, offered).says), /lot[\s\S]+It is an offer now: consumers who bought/)
  assert.match(renderText(compareItems(offered, ONE).says), /It is no offer any more/)
  assert.match(renderText(compareItems(readItems('items.yaml', NO_ITEMS), offered).says), /"offer":true/)
})
