import { Group, Text } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import type { HistoryEntry } from '../api/shapes.ts'
import { sayDuration, sayFull } from '../desk/format.ts'
import { StateBadge } from '../desk/state-badge.tsx'
import { words } from '../words/en.ts'

/** One thing that happened, in a line. */
export function Entry({ entry }: { entry: HistoryEntry }) {
  return (
    <Group gap="sm" wrap="nowrap" align="baseline">
      <Text span size="sm" c="dimmed" style={{ flex: '0 0 170px' }}>
        {sayFull(entry.at)}
      </Text>
      <Text span size="sm" style={{ overflowWrap: 'anywhere' }}>
        <What entry={entry} />
      </Text>
    </Group>
  )
}

function What({ entry }: { entry: HistoryEntry }) {
  switch (entry.kind) {
    case 'reports':
      return <>✉ {words.account.reports(entry.count)}</>
    case 'decision':
      return (
        <>
          {words.review.conclusions[entry.conclusion]} {entry.policyId} {words.orders.by(entry.by)} ·{' '}
          <Link to="/cases/$caseId" params={{ caseId: entry.caseId }}>
            {entry.caseId}
          </Link>{' '}
          · {entry.rationale}
        </>
      )
    case 'case':
      return (
        <>
          <Link to="/cases/$caseId" params={{ caseId: entry.caseId }}>
            {entry.caseId}
          </Link>{' '}
          {entry.turn} {entry.by !== null && words.orders.by(entry.by)} {entry.why}
        </>
      )
    case 'order':
      return (
        <>
          <StateBadge state={entry.state} /> {words.actions[entry.action]}{' '}
          {entry.durationMs !== null && sayDuration(entry.durationMs)}{' '}
          <Link to="/orders/$orderId" params={{ orderId: entry.id }}>
            {entry.id}
          </Link>
          {entry.restore?.reason && ` · ${entry.restore.reason}`}
        </>
      )
  }
}
