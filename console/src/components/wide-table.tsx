import { Table } from '@mantine/core'
import type { ReactNode } from 'react'

interface Props {
  label: string
  minWidth: number
  /** True to highlight the row under the pointer, when rows are links. */
  highlight?: boolean
  children: ReactNode
}

/** Shows a table that scrolls within itself when it is too wide, by keyboard too. A shadow marks the side that goes on. */
export const WideTable = ({ label, minWidth, highlight = false, children }: Props) => (
  <Table.ScrollContainer type="native" minWidth={minWidth} tabIndex={0} className="wide-table">
    <Table aria-label={label} highlightOnHover={highlight}>
      {children}
    </Table>
  </Table.ScrollContainer>
)
