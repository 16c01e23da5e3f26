import { Table, VisuallyHidden } from '@mantine/core'
import { useRef } from 'react'
import { useFirstRows } from '../components/use-first-rows.ts'
import { useLetters, useRowArrows } from '../shell/keys.ts'
import { words } from '../words/words.ts'
import { CaseRow } from './case-row.tsx'
import type { Row } from './use-rows.ts'
import type { Selection } from './use-selection.ts'

const COLUMNS = ['subject', 'category', 'reports', 'age', 'due', 'language', 'state', 'assignee'] as const

interface Props {
  rows: readonly Row[]
  at: string | undefined
  onAt: (caseId: string) => void
  selection: Selection
}

/** Shows the rows. J, K and the arrows move the cursor, X selects, and with Shift they select a range. */
export function CaseTable({ rows, at, onAt, selection }: Props) {
  const body = useRef<HTMLTableSectionElement>(null)
  const shown = useFirstRows(rows)
  const move = (by: 1 | -1, isRange: boolean) => {
    const place = rows.findIndex(({ id }) => id === at)
    const next = rows[place === -1 ? (by === 1 ? 0 : rows.length - 1) : place + by]
    if (next === undefined) return
    if (isRange && at !== undefined && !selection.ids.has(at)) selection.toggle(at, false)
    if (isRange) selection.toggle(next.id, true)
    onAt(next.id)
    body.current?.querySelector<HTMLElement>(`[data-case="${next.id}"] a`)?.focus()
  }
  useLetters({
    j: ({ shiftKey }) => move(1, shiftKey),
    k: ({ shiftKey }) => move(-1, shiftKey),
    ...(at !== undefined && { x: ({ shiftKey }) => selection.toggle(at, shiftKey) }),
  })
  const arrows = useRowArrows(move)
  return (
    <Table className="case-table" verticalSpacing={0} horizontalSpacing="sm" aria-label={words.queue.title}>
      <Table.Thead>
        <Table.Tr>
          <Table.Th className="of-select">
            <VisuallyHidden>{words.queue.columns.select}</VisuallyHidden>
          </Table.Th>
          {COLUMNS.map((name) => (
            <Table.Th key={name} className={`of-${name}`}>
              {words.queue.columns[name]}
            </Table.Th>
          ))}
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody ref={body} onKeyDown={arrows}>
        {shown.map((row) => (
          <CaseRow
            key={row.id}
            row={row}
            isAt={row.id === at}
            isSelected={selection.ids.has(row.id)}
            onAt={onAt}
            onSelect={selection.toggle}
          />
        ))}
      </Table.Tbody>
    </Table>
  )
}
