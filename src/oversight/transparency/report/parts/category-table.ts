import type { CategoryCells } from './category-rows.ts'
import { type Applies, appliesTo, type Cell, leadOf, type ReportSource } from './part.ts'

/** A column of a template by category, and what it says of its figures beside the totals. */
export interface Column<Of> {
  heading: string
  /** The heading of the column with contextual information, where it differs from the others. */
  contextHeading?: string
  context?: string
  value: (row: Of) => Cell
}

const OTHER = 'Description of the sub-category "Other"'

interface Headings {
  category: string
  /** The words before the heading of each column in that of its contextual information. */
  context: string
  /** The columns between the sub-category and the figures. */
  between?: readonly string[]
}

/** Returns the headings of a template by category: its figures, and then the contextual information on each. */
export const headingsOf = <Of>(
  columns: readonly Column<Of>[],
  { category, context, between = [] }: Headings,
): string[] => [
  ...['Applicability', 'Service', 'Reporting period', category, OTHER, ...between],
  ...columns.map(({ heading }) => heading),
  ...columns.map(({ heading, contextHeading }) => contextHeading ?? `${context} ${heading}`),
]

type Row = Pick<CategoryCells<unknown>, 'name' | 'other'>

/** Returns the rows of a template by category. One that does not apply to the provider is left blank, as the instructions ask. */
export function rowsOf<Of extends Row>(
  source: ReportSource,
  applies: Applies,
  rows: readonly Of[],
  columns: readonly Column<Of>[],
  between: readonly Cell[] = [],
): Cell[][] {
  const isBlank = !appliesTo(applies, source.settings)
  return rows.map((row, place) => [
    ...[...leadOf(applies, source), row.name, row.other, ...between],
    ...columns.map(({ value }) => (isBlank ? '' : value(row))),
    ...columns.map(({ context = '' }) => (isBlank || place > 0 || row.name !== 'TOTAL' ? '' : context)),
  ])
}
