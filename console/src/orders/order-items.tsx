import { Stack, Text } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import { formatFull } from '../components/format.ts'
import { Hostile } from '../components/handle.tsx'
import { LawDue } from '../components/law-due.tsx'
import { Panel } from '../components/panel.tsx'
import { StatePill } from '../components/state-pill.tsx'
import { words } from '../words/words.ts'
import type { Order } from './queries.ts'

/** Shows the items of an order, each with its case, its clock, and the time since which it is out of sight. */
export const OrderItems = ({ order: { items, unresolved } }: { order: Order }) => (
  <Panel title={words.orders.items}>
    <Stack gap={4}>
      {items.map(({ subject, caseId, dueAt, offlineAt }) => (
        <Text key={`${subject.kind} ${subject.id}`} size="sm" component="div" data-row>
          {offlineAt !== null && (
            <StatePill tone="ended">{words.orders.offlineSince({ at: formatFull(offlineAt) })}</StatePill>
          )}{' '}
          <LawDue at={dueAt} /> {words.queue.kinds[subject.kind]} <Hostile>{subject.id}</Hostile>{' '}
          {caseId !== null && (
            <Link to="/cases/$caseId" params={{ caseId }}>
              {caseId}
            </Link>
          )}
        </Text>
      ))}
      {unresolved.map((address) => (
        <Text key={address} size="sm" component="div" data-row>
          <StatePill tone="waits">{words.orders.unresolved}</StatePill> <Hostile full>{address}</Hostile>
        </Text>
      ))}
      <Text size="sm" c="dimmed">
        {words.orders.noFastPath}
      </Text>
    </Stack>
  </Panel>
)
