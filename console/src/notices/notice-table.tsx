import { Table } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import { useRef, useState } from 'react'
import { formatAgoShort, formatCount, formatFull } from '../components/format.ts'
import { Hostile } from '../components/handle.tsx'
import { Initials } from '../components/initials.tsx'
import { nameCategory } from '../components/names.ts'
import { StatePill } from '../components/state-pill.tsx'
import { SubjectName } from '../components/subject-name.tsx'
import { useFirstRows } from '../components/use-first-rows.ts'
import { useNow } from '../components/use-now.tsx'
import { WideTable } from '../components/wide-table.tsx'
import { useLetters, useRowArrows } from '../shell/keys.ts'
import type { StateTone } from '../shell/theme.ts'
import { words } from '../words/words.ts'
import type { ListedNotice } from './queries.ts'

const COLUMNS = ['received', 'subject', 'category', 'kind', 'sender', 'state', 'due', 'answered'] as const
const TABLE_PX = 960

/** Shows notices as rows. J, K and the arrows move between them, and Enter opens the case of the row. */
export function NoticeTable({ rows }: { rows: readonly ListedNotice[] }) {
  const body = useRef<HTMLTableSectionElement>(null)
  const [at, setAt] = useState<string>()
  const shown = useFirstRows(rows)
  const move = (by: 1 | -1) => {
    const place = rows.findIndex(({ id }) => id === at)
    const next = rows[place === -1 ? (by === 1 ? 0 : rows.length - 1) : place + by]
    if (next === undefined) return
    setAt(next.id)
    const row = body.current?.querySelector<HTMLElement>(`[data-notice="${next.id}"]`)
    // One without a case has no link.
    const target = row?.querySelector<HTMLElement>('a') ?? row
    target?.focus()
  }
  useLetters({ j: () => move(1), k: () => move(-1) })
  const arrows = useRowArrows(move)
  return (
    <WideTable label={words.noticeList.title} minWidth={TABLE_PX}>
      <Table.Thead>
        <Table.Tr>
          {COLUMNS.map((name) => (
            <Table.Th key={name}>{words.noticeList.columns[name]}</Table.Th>
          ))}
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody ref={body} onKeyDown={arrows}>
        {shown.map((row) => (
          <Row key={row.id} row={row} isAt={row.id === at} onAt={setAt} />
        ))}
      </Table.Tbody>
    </WideTable>
  )
}

function Row({ row, isAt, onAt }: { row: ListedNotice; isAt: boolean; onAt: (id: string) => void }) {
  const now = useNow()
  return (
    <tr
      data-row
      data-notice={row.id}
      tabIndex={-1}
      className={`case-row${isAt ? ' is-at' : ''}`}
      onFocus={() => onAt(row.id)}
    >
      <Table.Td style={{ whiteSpace: 'nowrap' }} title={formatFull(row.receivedAt)}>
        {formatAgoShort(row.receivedAt, now)}
      </Table.Td>
      <Table.Td>
        <Subject row={row} />
      </Table.Td>
      <Table.Td>{nameCategory(row.category)}</Table.Td>
      <Table.Td>{row.kind === null ? words.noticeList.byKey : words.noticeList.kinds[row.kind]}</Table.Td>
      <Table.Td>
        <Sender row={row} />
      </Table.Td>
      <Table.Td>
        <StatePill tone={row.late ? 'alarm' : TONES[row.state]}>{words.noticeList.pills[row.state]}</StatePill>
      </Table.Td>
      <Table.Td style={{ whiteSpace: 'nowrap' }}>
        <DueTime row={row} now={now} />
      </Table.Td>
      <Table.Td style={{ whiteSpace: 'nowrap' }}>
        <Answer row={row} now={now} />
      </Table.Td>
    </tr>
  )
}

const TONES: Readonly<Record<ListedNotice['state'], StateTone>> = {
  ...{ unconfirmed: 'waits', paused: 'ended', received: 'clock' },
  ...{ open: 'waits', decided: 'clock', answered: 'safe' },
}

function Subject({ row }: { row: ListedNotice }) {
  const { handle, subject, reach, caseId, accountId, displayName, id } = row
  const name = (
    <>
      <Initials name={displayName ?? handle} seed={accountId ?? id} />
      <span className="subject-text">
        <SubjectName handle={handle} id={subject.id} />
        <span className="subject-reach">
          {reach === null ? words.queue.reachUnknown : formatCount(reach)} · {words.queue.kinds[subject.kind]}
        </span>
      </span>
    </>
  )
  if (caseId === null) return <span className="subject">{name}</span>
  return (
    <Link to="/cases/$caseId" params={{ caseId }} preload={false} className="subject">
      {name}
    </Link>
  )
}

/** The person who sent it is shown without name and address. A trusted flagger is an organisation. */
function Sender({ row: { sender, flagger, senderStanding } }: { row: ListedNotice }) {
  return (
    <>
      {flagger === null ? words.noticeList.senders[sender] : <Hostile>{flagger.name}</Hostile>}
      {senderStanding && (
        <>
          {' '}
          <StatePill tone="waits">{words.noticeList.standings[senderStanding]}</StatePill>
        </>
      )}
    </>
  )
}

/** The deadline of the law is shown before the desk's own due time. */
function DueTime({ row: { dueAt, lawDueAt, late }, now }: { row: ListedNotice; now: number }) {
  const at = lawDueAt ?? dueAt
  if (at === null) return '–'
  const text = Date.parse(at) <= now ? words.queue.late({ ago: formatAgoShort(at, now) }) : formatAgoShort(at, now)
  const shown = lawDueAt === null ? text : words.queue.byLaw({ when: text })
  return <span title={formatFull(at)}>{late || lawDueAt !== null ? <strong>{shown}</strong> : shown}</span>
}

function Answer({ row: { outcome, answeredAt }, now }: { row: ListedNotice; now: number }) {
  if (outcome === null || answeredAt === null) return '–'
  return (
    <span title={formatFull(answeredAt)}>
      {words.noticeList.outcomes[outcome]}, {formatAgoShort(answeredAt, now)}
    </span>
  )
}
