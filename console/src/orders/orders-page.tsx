import { SegmentedControl, Stack, Text } from '@mantine/core'
import { useInfiniteQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { CollapsedForm } from '../components/collapsed-form.tsx'
import { formatFull } from '../components/format.ts'
import { Hostile } from '../components/handle.tsx'
import { LawDue } from '../components/law-due.tsx'
import { Page } from '../components/page.tsx'
import { Loading, Panel } from '../components/panel.tsx'
import { ProblemNote } from '../components/problem-note.tsx'
import { useHasRole } from '../components/use-roles.ts'
import { MoreButton } from '../components/more-button.tsx'
import { words } from '../words/words.ts'
import { EnterOrder } from './enter-order.tsx'
import { type ListedOrder, type OrderState, ordersQuery } from './queries.ts'

const STATES = ['open', 'contested', 'answered'] as const

interface Props {
  state: OrderState
  onState: (state: OrderState) => void
}

/** Shows the orders of authorities by their state, with the form that enters one. */
export function OrdersPage({ state, onState }: Props) {
  const list = useInfiniteQuery(ordersQuery(state))
  const mayEnter = useHasRole('senior', 'lead', 'policy')
  const rows = list.data?.pages.flatMap(({ items }) => items) ?? []
  return (
    <Page title={words.orders.title} about={words.orders.about}>
      <SegmentedControl
        w="fit-content"
        aria-label={words.orders.show}
        data={STATES.map((value) => ({ value, label: words.orders.states[value] }))}
        value={state}
        onChange={(value) => onState(STATES.find((each) => each === value) ?? 'open')}
      />
      <Panel title={words.orders.states[state]}>
        <Stack gap="sm">
          {list.isPending && <Loading />}
          {list.isError && <ProblemNote error={list.error} onAgain={() => void list.refetch()} />}
          {list.isSuccess && rows.length === 0 && <Text c="dimmed">{words.authorityOrders.none}</Text>}
          {rows.map((order) => (
            <Row key={order.id} order={order} />
          ))}
          <MoreButton list={list} label={words.orders.more} />
        </Stack>
      </Panel>
      {mayEnter && (
        <Panel title={words.orders.enterTitle}>
          <CollapsedForm button={words.orders.enterOpen}>
            <EnterOrder />
          </CollapsedForm>
        </Panel>
      )}
    </Page>
  )
}

const Row = ({ order: { id, kind, authority, reference, receivedAt, dueAt, state } }: { order: ListedOrder }) => (
  <Text size="sm" component="div" data-row>
    <Link to="/law/orders/$orderId" params={{ orderId: id }}>
      {id}
    </Link>{' '}
    {state === 'open' && <LawDue at={dueAt} />} {words.orders.kinds[kind]} · <Hostile>{authority}</Hostile>,{' '}
    <Hostile>{reference}</Hostile> · {formatFull(receivedAt)}
  </Text>
)
