import { type Count, sumCases } from '../../counts/read-counts.ts'
import type { DsaField, DsaStatement } from '../../statement/dsa-statement.ts'
import { TERRITORIES } from '../../statement/lists.ts'
import { restrictionsOf } from '../../statement/to-dsa-statement.ts'
import { type CategoryCells, divideByCategory, LISTED } from './category-rows.ts'
import { type Column, headingsOf, rowsOf } from './category-table.ts'
import type { Part, ReportSource } from './part.ts'

type Measure = Count<'measure'>

/** Restrictions that have an effect in the European Economic Area. */
export const isInside = ({ facets: { countries } }: Measure): boolean =>
  countries === undefined || countries.some((country) => (TERRITORIES as readonly string[]).includes(country))

/** Restrictions that no order and no notice of illegal content preceded. */
export const isOwnInitiative = ({ facets: { source } }: Measure): boolean =>
  source === 'own_initiative' || source === 'other_report'

/** The columns of restrictions, each with the field of a statement of reasons and its value. */
const RESTRICTIONS: readonly (readonly [heading: string, field: DsaField, value: string])[] = [
  ['Visibility restriction Removal', 'decision_visibility', 'DECISION_VISIBILITY_CONTENT_REMOVED'],
  ['Visibility restriction Disable', 'decision_visibility', 'DECISION_VISIBILITY_CONTENT_DISABLED'],
  ['Visibility restriction Demoted', 'decision_visibility', 'DECISION_VISIBILITY_CONTENT_DEMOTED'],
  ['Visibility restriction Age restricted', 'decision_visibility', 'DECISION_VISIBILITY_CONTENT_AGE_RESTRICTED'],
  [
    'Visibility restriction Interaction restricted',
    'decision_visibility',
    'DECISION_VISIBILITY_CONTENT_INTERACTION_RESTRICTED',
  ],
  ['Visibility restriction Labelled ', 'decision_visibility', 'DECISION_VISIBILITY_CONTENT_LABELLED'],
  ['Visibility restriction Other', 'decision_visibility', 'DECISION_VISIBILITY_OTHER'],
  ['Monetary restriction Suspension', 'decision_monetary', 'DECISION_MONETARY_SUSPENSION'],
  ['Monetary restriction Termination', 'decision_monetary', 'DECISION_MONETARY_TERMINATION'],
  ['Monetary restriction Other', 'decision_monetary', 'DECISION_MONETARY_OTHER'],
  ['Provision of the service Suspension', 'decision_provision', 'DECISION_PROVISION_PARTIAL_SUSPENSION'],
  ['Provision of the service Termination', 'decision_provision', 'DECISION_PROVISION_TOTAL_TERMINATION'],
  ['Account restriction Suspension', 'decision_account', 'DECISION_ACCOUNT_SUSPENDED'],
  ['Account restriction Termination', 'decision_account', 'DECISION_ACCOUNT_TERMINATED'],
]
/** The restrictions that an action of the desk can be. Others are left blank, as the instructions of the templates ask. */
const POSSIBLE: ReadonlySet<string> = new Set([
  ...(['label', 'limit', 'hide', 'remove', 'lock', 'suspend', 'deactivate'] as const).flatMap((action) =>
    valuesOf(restrictionsOf(action, null)),
  ),
])

function valuesOf(restrictions: Partial<DsaStatement>): string[] {
  return Object.values(restrictions).flat() as string[]
}

const restrictionColumn = ([heading, field, value]: (typeof RESTRICTIONS)[number]): Column<CategoryCells<Measure>> => ({
  heading,
  value: ({ counts }) => {
    const cases = sumCases(
      counts.filter(({ facets: { action, takes } }) => {
        const of: unknown = restrictionsOf(action, takes ?? null)[field as keyof ReturnType<typeof restrictionsOf>]
        return Array.isArray(of) ? of.includes(value) : of === value
      }),
    )
    return cases > 0 || POSSIBLE.has(value) ? cases : ''
  },
})

const OWN_COLUMNS: readonly Column<CategoryCells<Measure>>[] = [
  {
    heading: "Number of measures taken at the provider's own initiative ",
    context:
      'Restrictions that took effect without an order and without a notice of illegal content. Reports by the terms of service are no notices by article 16. One restriction may have several types.',
    value: ({ counts }) => sumCases(counts),
  },
  {
    heading: 'Number of measures taken after detection with solely automated means ',
    value: ({ counts }) => sumCases(counts.filter(({ facets }) => facets.detected === 'automatically')),
  },
  ...RESTRICTIONS.map(restrictionColumn),
]

/** Part 5 or 6: restrictions on the provider's own initiative, because of the law or of the terms. */
export function ownInitiativePart(source: ReportSource, ground: 'illegal' | 'terms'): Part {
  const counts = source.counts.measure.filter(
    (count) => count.facets.ground === ground && isOwnInitiative(count) && isInside(count),
  )
  const name = ground === 'illegal' ? '5_own_initiative_illegal' : '6_own_initiative_TC'
  const category =
    ground === 'illegal'
      ? 'Category of illegal content'
      : "Category of incompatibility with the provider's terms and conditions"
  return {
    name,
    headings: headingsOf(OWN_COLUMNS, { category, context: 'Contextual Information on' }),
    rows: rowsOf(source, 'all', divideByCategory(counts, LISTED[ground], source.categories), OWN_COLUMNS),
  }
}
