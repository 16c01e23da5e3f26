import { Link } from '@tanstack/react-router'
import { memo } from 'react'
import { formatAgoShort, formatCount, formatFull } from '../components/format.ts'
import { Initials } from '../components/initials.tsx'
import { nameCategory } from '../components/names.ts'
import { SubjectName } from '../components/subject-name.tsx'
import { useNow } from '../components/use-now.tsx'
import { words } from '../words/words.ts'
import { CaseState } from './case-state.tsx'
import type { ListedCase } from './queries.ts'
import type { Row } from './use-rows.ts'

interface Props {
  row: Row
  isAt: boolean
  isSelected: boolean
  onAt: (caseId: string) => void
  onSelect: (caseId: string, isRange: boolean) => void
}

/**
 * Shows one case as a row. A press on the row moves the cursor there; its link opens the case. The elements are plain:
 * fifty rows of the component library's take a phone a second.
 */
export const CaseRow = memo(function CaseRow({ row, isAt, isSelected, onAt, onSelect }: Props) {
  const now = useNow()
  const name = nameOf(row)
  const goHere = () => {
    if (!isAt) onAt(row.id)
  }
  return (
    <tr
      data-row
      data-case={row.id}
      data-gone={row.isGone || undefined}
      className={`case-row${isAt ? ' is-at' : ''}${isSelected ? ' is-selected' : ''}`}
      onClick={goHere}
    >
      <td className="of-select">
        <input
          type="checkbox"
          aria-label={words.queue.select({ name, caseId: row.id })}
          checked={isSelected}
          onChange={() => undefined}
          onClick={(event) => {
            event.stopPropagation()
            onSelect(row.id, event.shiftKey)
          }}
        />
      </td>
      <td className="of-subject">
        <Link
          to="/cases/$caseId"
          params={{ caseId: row.id }}
          preload={false}
          className="subject"
          aria-current={isAt ? 'true' : undefined}
          onFocus={goHere}
        >
          <Initials name={row.displayName ?? row.handle} seed={row.accountId ?? row.id} />
          <Subject row={row} />
        </Link>
      </td>
      <td className="of-category" title={nameCategory(row.category)}>
        {nameCategory(row.category)}
      </td>
      <td className="of-reports" data-label={words.queue.columns.reports}>
        {formatCount(row.reportCount)}
      </td>
      <td className="of-age" title={formatFull(row.openedAt)} data-label={words.queue.columns.age}>
        {formatAgoShort(row.openedAt, now)}
      </td>
      <td className="of-due" title={formatFull(row.dueAt)} data-label={words.queue.columns.due}>
        <DueTime row={row} now={now} />
      </td>
      <td className="of-language">{row.language ?? '–'}</td>
      <td className="of-state">
        <CaseState of={row} />
      </td>
      <td className="of-assignee">{row.claimedBy ?? row.reservedFor ?? '–'}</td>
    </tr>
  )
})

export const nameOf = ({ handle, subject }: Pick<ListedCase, 'handle' | 'subject'>): string =>
  handle === null ? subject.id : `@${handle}`

function Subject({ row }: { row: ListedCase }) {
  const { handle, reach, subject, item } = row
  return (
    <span className="subject-text">
      <SubjectName handle={handle} id={subject.id} />
      <span className="subject-reach">
        {reach === null ? words.queue.reachUnknown : formatCount(reach)}
        <span className="subject-kind">
          {` · ${subject.kind === 'account' ? words.queue.kinds.account : (item ?? words.queue.kinds.content)}`}
        </span>
      </span>
    </span>
  )
}

/** The legal clock is shown before the desk's own due time. */
function DueTime({ row, now }: { row: ListedCase; now: number }) {
  const at = row.lawDueAt ?? row.dueAt
  const isLate = Date.parse(at) <= now
  const text = isLate ? words.queue.late({ ago: formatAgoShort(at, now) }) : formatAgoShort(at, now)
  const shown = row.lawDueAt === null ? text : words.queue.byLaw({ when: text })
  return isLate || row.lawDueAt !== null ? <strong>{shown}</strong> : shown
}
