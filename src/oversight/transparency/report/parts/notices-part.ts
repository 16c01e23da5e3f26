import { type Count, medianHours, sumCases } from '../../counts/read-counts.ts'
import { type CategoryCells, divideByCategory, LISTED } from './category-rows.ts'
import { type Column, headingsOf, rowsOf } from './category-table.ts'
import type { Part, ReportSource } from './part.ts'

interface NoticeCells extends Pick<CategoryCells<unknown>, 'name' | 'other'> {
  notices: readonly Count<'report'>[]
  flagged: readonly Count<'report'>[]
  actions: readonly Count<'notice_action'>[]
  flaggedActions: readonly Count<'flagger_action'>[]
}
const actionsBy = (counts: readonly { facets: { ground: string }; cases: number }[], ground: string) =>
  sumCases(counts.filter(({ facets }) => facets.ground === ground))

const NOTICE_COLUMNS: readonly Column<NoticeCells>[] = [
  {
    heading: 'Number of notices received ',
    context: 'Reports of illegal content, by form and by API. Each names one item.',
    value: ({ notices }) => sumCases(notices),
  },
  { heading: 'Number of notices received from Trusted flaggers', value: ({ flagged }) => sumCases(flagged) },
  {
    heading: 'Number of specific items of information included in the total number of notices',
    value: ({ notices }) => sumCases(notices),
  },
  {
    heading:
      'Number of specific items of information included in the total number of notices by Trusted Flaggers (Trusted Flagger notices)',
    value: ({ flagged }) => sumCases(flagged),
  },
  {
    heading: 'Median time to take action',
    context: 'From the receipt of the first notice about an item until the restriction was in effect.',
    value: ({ actions }) => medianHours(actions) ?? '',
  },
  {
    heading: 'Median time to take action (Trusted Flagger notices)',
    value: ({ flaggedActions }) => medianHours(flaggedActions) ?? '',
  },
  {
    heading: 'Number of actions taken on the basis of the law',
    context: 'Restrictions that followed a notice, in the category of the first notice about the item.',
    value: ({ actions }) => actionsBy(actions, 'illegal'),
  },
  {
    heading: 'Number of actions taken on the basis of the law (Trusted Flagger notices)',
    value: ({ flaggedActions }) => actionsBy(flaggedActions, 'illegal'),
  },
  {
    heading: 'Number of actions taken on the basis of the terms and conditions of the service',
    value: ({ actions }) => actionsBy(actions, 'terms'),
  },
  {
    heading:
      'Number of actions taken on the basis of the terms and conditions of the service (Trusted Flagger notices)',
    value: ({ flaggedActions }) => actionsBy(flaggedActions, 'terms'),
  },
]

type Tagged =
  | (Count<'report'> & { of: 'notices' })
  | (Count<'report'> & { of: 'flagged' })
  | (Count<'notice_action'> & { of: 'actions' })
  | (Count<'flagger_action'> & { of: 'flaggedActions' })

/** Part 4: notices of illegal content, and what followed them. */
export function noticesPart(source: ReportSource): Part {
  const { report, notice_action, flagger_action } = source.counts
  const notices = report.filter(({ facets }) => facets.ground === 'illegal')
  const tagged: Tagged[] = [
    ...notices.map((count) => ({ ...count, of: 'notices' as const })),
    ...notices.filter(({ facets }) => facets.flagger).map((count) => ({ ...count, of: 'flagged' as const })),
    ...notice_action.map((count) => ({ ...count, of: 'actions' as const })),
    ...flagger_action.map((count) => ({ ...count, of: 'flaggedActions' as const })),
  ]
  const rows = divideByCategory(tagged, LISTED.notices, source.categories).map(toCells)
  return {
    name: '4_notices',
    headings: headingsOf(NOTICE_COLUMNS, {
      category: 'Category of illegal content',
      context: 'Contextual information on',
    }),
    rows: rowsOf(source, 'hosting', rows, NOTICE_COLUMNS),
  }
}

function toCells({ name, other, counts }: CategoryCells<Tagged>): NoticeCells {
  const of = <Name extends Tagged['of']>(wanted: Name) =>
    counts.filter((count): count is Extract<Tagged, { of: Name }> => count.of === wanted)
  return {
    ...{ name, other, notices: of('notices'), flagged: of('flagged') },
    ...{ actions: of('actions'), flaggedActions: of('flaggedActions') },
  }
}
