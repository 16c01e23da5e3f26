import { Group, Table, Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import type { Order } from '../api/shapes.ts'
import { sayCountries, sayDuration, sayFull } from '../desk/format.ts'
import { LawDue } from '../desk/law-due.tsx'
import { orderQuery } from '../desk/order-query.ts'
import { Page } from '../desk/page.tsx'
import { Panel, Shown } from '../desk/panel.tsx'
import { sayAction } from '../desk/say-action.ts'
import { StateBadge } from '../desk/state-badge.tsx'
import { Unconfirmed } from '../desk/unconfirmed.tsx'
import { StopOrRestore } from '../desk/stop-or-restore.tsx'
import { words } from '../words/en.ts'
import { AcceptReach } from './accept-reach.tsx'
import { SecondMeasure } from './second-measure.tsx'
import { SignOwn } from './sign-own.tsx'
import { TakeUp } from './take-up.tsx'

/** One order: what it does, what it needs, what happened to it, the way back, and what takes it up again. */
export function OrderPage({ orderId }: { orderId: string }) {
  const found = useQuery(orderQuery(orderId))
  return (
    <Page title={orderId}>
      <Shown query={found}>
        {(order) => (
          <>
            <Group justify="space-between">
              <Group gap="sm">
                <StateBadge state={order.state} />
                <LawDue at={order.lawDueAt} />
                <Text span>
                  {sayAction(order.action)} {order.durationMs !== null && sayDuration(order.durationMs)}
                  {order.countries !== null && ` · ${words.orders.onlyIn(sayCountries(order.countries))}`}
                </Text>
                {order.accountId !== null && (
                  <Link to="/accounts/$accountId" params={{ accountId: order.accountId }}>
                    {order.accountId}
                  </Link>
                )}
                {order.caseId !== null && (
                  <Link to="/cases/$caseId" params={{ caseId: order.caseId }}>
                    {order.caseId}
                  </Link>
                )}
              </Group>
              <StopOrRestore order={order} size="md" />
            </Group>
            {order.reason !== null && <Text className="hostile">{words.orders.because(order.reason)}</Text>}
            <Unconfirmed order={order} />
            {order.needsAttention !== null && <Text role="note">{order.needsAttention}</Text>}
            <Panel title={words.orders.requirement}>
              <Text>{order.requirement.approvals.length === 0 ? words.orders.noNeeds : order.asks}</Text>
            </Panel>
            <Waits order={order} />
            <SignOwn order={order} />
            <AcceptReach order={order} />
            <SecondMeasure order={order} />
            <TakeUp order={order} />
            <History order={order} />
          </>
        )}
      </Shown>
    </Page>
  )
}

/** Everything a waiting enforcement still lacks, by when, and how many on duty can give it. */
function Waits({ order: { waits } }: { order: Order }) {
  if (waits.length === 0) return null
  return (
    <Panel title={words.orders.waits}>
      {waits.map(({ for: what, says, until, candidates }) => (
        <Text key={what}>
          {says}
          {until !== null && ` · ${words.orders.waitsUntil(sayFull(until))}`}
          {candidates !== null && ` · ${words.orders.candidates(candidates)}`}
        </Text>
      ))}
    </Panel>
  )
}

function History({ order }: { order: Order }) {
  const events = [
    ...order.moves.map((move) => ({ at: move.at, by: move.by, what: words.states[move.to], note: '' })),
    ...order.answers.map((answer) => ({ at: answer.at, by: answer.by, what: answer.answer, note: '' })),
    ...(order.restore
      ? [
          {
            at: order.restore.askedAt,
            by: order.restore.by,
            what: order.restore.cause,
            note: order.restore.reason ?? '',
          },
        ]
      : []),
    ...order.appeals.flatMap(({ id, receivedAt, endedAt, state }) => [
      { at: receivedAt, by: null, what: words.appeals.came(id), note: '' },
      ...(endedAt === null
        ? []
        : [{ at: endedAt, by: null, what: words.appeals.became(id, words.appeals.states[state]), note: '' }]),
    ]),
  ].sort((one, other) => one.at.localeCompare(other.at))
  return (
    <Panel title={words.orders.history}>
      <Table>
        <Table.Tbody>
          {events.map((event) => (
            <Table.Tr key={`${event.at} ${event.what} ${event.by}`}>
              <Table.Td>{sayFull(event.at)}</Table.Td>
              <Table.Td>{event.what}</Table.Td>
              <Table.Td>{event.by}</Table.Td>
              <Table.Td className="hostile">{event.note}</Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Panel>
  )
}
