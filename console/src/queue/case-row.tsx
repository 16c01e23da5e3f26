import { Checkbox, Table, Text } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import type { MouseEvent } from 'react'
import { formatAgoShort, formatCount, formatFull } from '../components/format.ts'
import { Initials } from '../components/initials.tsx'
import { nameCategory } from '../components/names.ts'
import { useNow } from '../components/use-now.tsx'
import { words } from '../words/words.ts'
import { CaseState } from './case-state.tsx'
import type { ListedCase } from './queries.ts'
import type { Row } from './use-rows.ts'
import { SubjectName } from '../components/subject-name.tsx'

interface Props {
  row: Row
  isAt: boolean
  isSelected: boolean
  onAt: () => void
  onSelect: (isRange: boolean) => void
}

/** Shows one case as a row. A press on the row moves the cursor there; its link opens the case. */
export function CaseRow({ row, isAt, isSelected, onAt, onSelect }: Props) {
  const now = useNow()
  const name = nameOf(row)
  const select = (event: MouseEvent) => onSelect(event.shiftKey)
  return (
    <Table.Tr
      data-row
      data-case={row.id}
      data-gone={row.isGone || undefined}
      className={`case-row${isAt ? ' is-at' : ''}${isSelected ? ' is-selected' : ''}`}
      onClick={onAt}
    >
      <Table.Td className="of-select">
        <Checkbox
          size="xs"
          aria-label={words.queue.select({ name, caseId: row.id })}
          checked={isSelected}
          onChange={() => undefined}
          onClick={(event) => {
            event.stopPropagation()
            select(event)
          }}
        />
      </Table.Td>
      <Table.Td className="of-subject">
        <Link
          to="/cases/$caseId"
          params={{ caseId: row.id }}
          preload={false}
          className="subject"
          aria-current={isAt ? 'true' : undefined}
          onFocus={onAt}
        >
          <Initials name={row.displayName ?? row.handle} seed={row.accountId ?? row.id} />
          <Subject row={row} />
        </Link>
      </Table.Td>
      <Table.Td className="of-category">{nameCategory(row.category)}</Table.Td>
      <Table.Td className="of-reports" data-label={words.queue.columns.reports}>
        {formatCount(row.reportCount)}
      </Table.Td>
      <Table.Td className="of-age" title={formatFull(row.openedAt)} data-label={words.queue.columns.age}>
        {formatAgoShort(row.openedAt, now)}
      </Table.Td>
      <Table.Td className="of-due" title={formatFull(row.dueAt)} data-label={words.queue.columns.due}>
        <DueTime row={row} now={now} />
      </Table.Td>
      <Table.Td className="of-language">{row.language ?? '–'}</Table.Td>
      <Table.Td className="of-state">
        <CaseState of={row} />
      </Table.Td>
      <Table.Td className="of-assignee">{row.claimedBy ?? row.reservedFor ?? '–'}</Table.Td>
    </Table.Tr>
  )
}

export const nameOf = ({ handle, subject }: Pick<ListedCase, 'handle' | 'subject'>): string =>
  handle === null ? subject.id : `@${handle}`

function Subject({ row }: { row: ListedCase }) {
  const { handle, reach, subject, item } = row
  return (
    <span className="subject-text">
      <SubjectName handle={handle} id={subject.id} />
      <Text span size="xs" c="dimmed" className="subject-reach">
        {reach === null ? words.queue.reachUnknown : formatCount(reach)}
        <span className="subject-kind">
          {` · ${subject.kind === 'account' ? words.queue.kinds.account : (item ?? words.queue.kinds.content)}`}
        </span>
      </Text>
    </span>
  )
}

/** The legal clock is shown before the desk's own due time. */
function DueTime({ row, now }: { row: ListedCase; now: number }) {
  const at = row.lawDueAt ?? row.dueAt
  const isLate = Date.parse(at) <= now
  const text = isLate ? words.queue.late({ ago: formatAgoShort(at, now) }) : formatAgoShort(at, now)
  return (
    <Text span inherit fw={isLate || row.lawDueAt !== null ? 600 : undefined}>
      {row.lawDueAt === null ? text : words.queue.byLaw({ when: text })}
    </Text>
  )
}
