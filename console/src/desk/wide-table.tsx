import { Table } from '@mantine/core'
import type { ReactNode } from 'react'

/** A table that scrolls within itself where there is no room for it, by keyboard too. */
export const WideTable = ({ label, minWidth, children }: { label: string; minWidth: number; children: ReactNode }) => (
  <Table.ScrollContainer type="native" minWidth={minWidth} tabIndex={0}>
    <Table aria-label={label}>{children}</Table>
  </Table.ScrollContainer>
)
