import { type Count, medianHours, sumCases } from '../../counts/read-counts.ts'
import { type CategoryCells, divideByCategory, LISTED } from './category-rows.ts'
import { type Column, headingsOf, rowsOf } from './category-table.ts'
import type { Part, ReportSource } from './part.ts'

interface OrderCells extends Pick<CategoryCells<unknown>, 'name' | 'other'> {
  orders: readonly Count<'order'>[]
  receipts: readonly Count<'order_receipt'>[]
  effects: readonly Count<'order_effect'>[]
}
const isInformation = ({ facets }: { facets: { kind: string } }): boolean => facets.kind === 'information'
const isAgainst = (count: { facets: { kind: string } }): boolean => !isInformation(count)
const itemsOf = (orders: readonly Count<'order'>[]) =>
  orders.reduce((sum, { facets, cases }) => sum + facets.items * cases, 0)

const RECEIPTS =
  'The answer to an order by API key is its receipt. Receipts of orders on paper are not recorded, and not part of the median.'
const ORDER_COLUMNS: readonly Column<OrderCells>[] = [
  {
    heading: 'Number of orders to act against illegal content received',
    contextHeading: 'Contextual information on number of orders to act against illegal content received',
    context: 'Counted on the day on which the order was entered or sent, in the category of the policy that it names.',
    value: ({ orders }) => sumCases(orders.filter(isAgainst)),
  },
  {
    heading:
      'Number of specific items of information included in the total number of orders to act against illegal content',
    contextHeading:
      'Contextual information on number of specific items of information included in the total number of orders to act against illegal content',
    value: ({ orders }) => itemsOf(orders.filter(isAgainst)),
  },
  {
    heading: 'Median time to inform the authority of the receipt of the order to act against illegal content',
    context: RECEIPTS,
    value: ({ receipts }) => medianHours(receipts.filter(isAgainst)) ?? '',
  },
  {
    heading: 'Median time to give effect to the order to act against illegal content',
    context: 'From the receipt of the order until the authority was told that it was given effect.',
    value: ({ effects }) => medianHours(effects.filter(isAgainst)) ?? '',
  },
  {
    heading: 'Number of orders to provide information',
    value: ({ orders }) => sumCases(orders.filter(isInformation)),
  },
  {
    heading: 'Median time to inform the authority of the receipt of the order to provide information',
    value: ({ receipts }) => medianHours(receipts.filter(isInformation)) ?? '',
  },
  {
    heading: 'Median time to give effect to the order to provide information',
    value: ({ effects }) => medianHours(effects.filter(isInformation)) ?? '',
  },
]

type Tagged =
  | (Count<'order'> & { of: 'orders' })
  | (Count<'order_receipt'> & { of: 'receipts' })
  | (Count<'order_effect'> & { of: 'effects' })

/** Part 3: orders of authorities, together and by the Member State of each. */
export function ordersPart(source: ReportSource): Part {
  const tagged: Tagged[] = [
    ...source.counts.order.map((count) => ({ ...count, of: 'orders' as const })),
    ...source.counts.order_receipt.map((count) => ({ ...count, of: 'receipts' as const })),
    ...source.counts.order_effect.map((count) => ({ ...count, of: 'effects' as const })),
  ]
  const countries = new Set(source.counts.order.flatMap(({ facets: { country } }) => country ?? []))
  const rowsFor = (counts: readonly Tagged[], scope: string) =>
    rowsOf(source, 'all', cellsOf(counts, source.categories), ORDER_COLUMNS, [scope])
  return {
    name: '3_member_states_orders',
    headings: headingsOf(ORDER_COLUMNS, {
      category: 'Category of illegal content',
      context: 'Contextual information on',
      between: ['Scope'],
    }),
    rows: [
      ...rowsFor(tagged, 'TOTAL'),
      ...[...countries].sort().flatMap((country) =>
        rowsFor(
          tagged.filter(({ facets }) => facets.country === country),
          country,
        ),
      ),
    ],
  }
}

function cellsOf(counts: readonly Tagged[], categories: ReadonlyMap<string, string>): OrderCells[] {
  return divideByCategory(counts, LISTED.orders, categories).map(({ name, other, counts: own }) => {
    const of = <Name extends Tagged['of']>(wanted: Name) =>
      own.filter((count): count is Extract<Tagged, { of: Name }> => count.of === wanted)
    return { name, other, orders: of('orders'), receipts: of('receipts'), effects: of('effects') }
  })
}
