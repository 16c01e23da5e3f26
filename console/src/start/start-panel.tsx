import { Skeleton, Stack, Text } from '@mantine/core'
import { Link, type LinkProps } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { formatCount } from '../components/format.ts'
import { Panel } from '../components/panel.tsx'
import { ProblemNote } from '../components/problem-note.tsx'
import { words } from '../words/words.ts'

/** The most rows of a panel; on a phone the first three of them are shown. Its page has them all. */
export const ROWS_MAX = 5

/** One row of a panel: what it is, where it leads, and how it stands. */
export interface Row {
  key: string | number
  to: LinkProps
  name: ReactNode
  /** The followers of the account: they say how careful to be. */
  reach?: number | null
  text?: string
  /** The text in full, where it is a relative time. */
  title?: string | undefined
  pill?: ReactNode
}

interface Query<Answer> {
  data: Answer | undefined
  error: unknown
  isError: boolean
  refetch: () => unknown
}

interface Props<Answer> {
  text: { title: string; empty: string; next: string; go: string }
  /** The page that shows everything of this kind. */
  to: LinkProps
  query: Query<Answer>
  /** Undefined: the caller may read it now. */
  refusal?: string | undefined
  listRows: (answer: Answer) => readonly Row[]
}

/**
 * Shows the first rows of one query, with a link to their page. The panel has its final height from the start, so that
 * nothing moves when the answer arrives, and each panel loads and fails alone.
 */
export function StartPanel<Answer>({ text, to, query, refusal, listRows }: Props<Answer>) {
  return (
    <Panel
      title={text.title}
      aside={
        <Text size="sm" component="span">
          <Link {...to} preload={false}>
            {text.go}
          </Link>
        </Text>
      }
    >
      <div className="start-rows">
        <Body text={text} query={query} refusal={refusal} listRows={listRows} />
      </div>
    </Panel>
  )
}

function Body<Answer>({ text, query, refusal, listRows }: Omit<Props<Answer>, 'to'>) {
  if (refusal !== undefined) return <Text c="dimmed">{refusal}</Text>
  if (query.data === undefined)
    return query.isError ? <ProblemNote error={query.error} onAgain={() => void query.refetch()} /> : <Waiting />
  const rows = listRows(query.data)
  if (rows.length === 0)
    return (
      <Stack gap={4}>
        <Text>{text.empty}</Text>
        <Text size="sm" c="dimmed">
          {text.next}
        </Text>
      </Stack>
    )
  return (
    <ul aria-label={text.title}>
      {rows.map((row) => (
        <RowLine key={row.key} row={row} />
      ))}
    </ul>
  )
}

const RowLine = ({ row: { to, name, reach = null, text, title, pill } }: { row: Row }) => (
  <li data-row className="start-row">
    <Text span size="sm" truncate="end">
      <Link {...to} preload={false}>
        {name}
      </Link>
      {reach !== null && (
        <Text span size="xs" c="dimmed">
          {' '}
          {formatCount(reach)}
        </Text>
      )}
    </Text>
    <span className="start-side">
      {text !== undefined && (
        <Text span size="sm" c="dimmed" truncate="end" title={title}>
          {text}
        </Text>
      )}
      {pill}
    </span>
  </li>
)

/** The panel while its code loads. */
export const WaitingPanel = ({ title }: { title: string }) => (
  <Panel title={title}>
    <div className="start-rows">
      <Waiting />
    </div>
  </Panel>
)

const Waiting = () => (
  <div role="status" aria-label={words.app.loading}>
    <Stack gap={12} pt={8}>
      {[70, 55, 80].map((width) => (
        <Skeleton key={width} height={20} width={`${width}%`} className="loading" />
      ))}
    </Stack>
  </div>
)
