import { Button, Group, Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { Direction } from '../components/direction.tsx'
import { formatCount, formatDurationText } from '../components/format.ts'
import { Page } from '../components/page.tsx'
import { Loading, Panel, Shown } from '../components/panel.tsx'
import { words } from '../words/words.ts'
import { BudgetsInForce } from './budgets-in-force.tsx'
import { GuardList, type ViewProps } from './guard-list.tsx'
import { guardsQuery, waitingQuery } from './queries.ts'

/** Shows what enforcements require, in plain language, and how often each guard fired. */
export function GuardsPage(props: ViewProps) {
  return (
    <Page title={words.guards.title} actions={<Actions />}>
      <InForce {...props} />
    </Page>
  )
}

const Actions = () => (
  <Group gap="sm">
    <Button variant="default" component={Link} to="/guards/files">
      {words.guards.files.title}
    </Button>
    <Button variant="default" component={Link} to="/guards/try">
      {words.guards.tryIt}
    </Button>
    <Button variant="default" component={Link} to="/guards/beside">
      {words.beside.title}
    </Button>
    <Button variant="default" component={Link} to="/guards/replay">
      {words.guards.changeIt}
    </Button>
  </Group>
)

function InForce({ view, onView }: ViewProps) {
  const found = useQuery(guardsQuery)
  return (
    <Shown query={found}>
      {({ guards, enforcements, expiresMs, budgets, stopLimits }) => (
        <>
          <Text size="sm" c="dimmed" maw="72ch">
            {words.guards.explain({ enforcements: formatCount(enforcements), wait: formatDurationText(expiresMs) })}
          </Text>
          <Waiting />
          <GuardList guards={guards} view={view} onView={onView} />
          <BudgetsInForce budgets={budgets} stopLimits={stopLimits} />
        </>
      )}
    </Shown>
  )
}

function Waiting() {
  const waiting = useQuery(waitingQuery)
  if (waiting.isPending) return <Loading />
  if (waiting.data === undefined || waiting.data.length === 0) return null
  return (
    <Panel title={words.guards.waiting}>
      {waiting.data.map(({ id, direction, proposedBy, reason }) => (
        <Group key={id} gap="sm">
          <Link to="/guards/changes/$changeId" params={{ changeId: id }}>
            {id}
          </Link>
          <Direction of={direction} />
          <Text size="sm" className="hostile">
            {words.guards.summary({ proposedBy, reason })}
          </Text>
        </Group>
      ))}
    </Panel>
  )
}
