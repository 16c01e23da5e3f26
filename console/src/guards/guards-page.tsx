import { Button, Code, Group, Stack, Text, Title } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import type { Guard } from '../api/shapes.ts'
import { Direction } from '../components/direction.tsx'
import { formatCount, formatDurationText } from '../components/format.ts'
import { Panel, Shown } from '../components/panel.tsx'
import { words } from '../words/words.ts'
import { BudgetsInForce } from './budgets-in-force.tsx'
import { guardsQuery, waitingQuery } from './queries.ts'

/** Shows what enforcements require, in plain language, and how often each guard fired. */
export function GuardsPage() {
  return (
    <Stack gap="md">
      <Group justify="space-between">
        <Title order={1} size="h3">
          {words.guards.title}
        </Title>
        <Group gap="sm">
          <Button variant="default" component={Link} to="/guards/try">
            {words.guards.tryIt}
          </Button>
          <Button variant="default" component={Link} to="/guards/replay">
            {words.guards.changeIt}
          </Button>
        </Group>
      </Group>
      <InForce />
    </Stack>
  )
}

function InForce() {
  const found = useQuery(guardsQuery)
  return (
    <Shown query={found}>
      {({ guards, enforcements, expiresMs, budgets, stopLimits }) => (
        <>
          <Text size="sm" c="dimmed" maw="72ch">
            {words.guards.explain({ enforcements: formatCount(enforcements), wait: formatDurationText(expiresMs) })}
          </Text>
          <Waiting />
          <Panel title={`${words.guards.inForce} ${guards.length}`}>
            {guards.length === 0 && <Text role="note">{words.guards.none}</Text>}
            <Stack gap="lg">
              {guards.map((guard) => (
                <GuardCard key={guard.id} guard={guard} />
              ))}
            </Stack>
          </Panel>
          <BudgetsInForce budgets={budgets} stopLimits={stopLimits} />
        </>
      )}
    </Shown>
  )
}

function Waiting() {
  const waiting = useQuery(waitingQuery)
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

function GuardCard({ guard }: { guard: Guard }) {
  const { id, why, says, when, actions, asks, enforcements, unknown } = guard
  return (
    <Stack gap={2} component="article" aria-label={id}>
      <Group justify="space-between" gap="sm">
        <Title order={3} size="h5" ff="monospace">
          {id}
        </Title>
        <Text size="sm" c={enforcements === 0 ? 'dimmed' : 'inherit'}>
          {enforcements === 0
            ? words.guards.neverSpoke
            : words.guards.spokeUp({ enforcements: formatCount(enforcements) })}
          {unknown > 0 && `, ${words.guards.unknown({ count: formatCount(unknown) })}`}
        </Text>
      </Group>
      <Text size="sm" c="dimmed">
        {why}
      </Text>
      <Text maw="72ch">
        {words.guards.when} {says},
      </Text>
      <Text maw="72ch">
        {words.guards.thenAsks}{' '}
        <Text span fw={600} inherit>
          {asks}
        </Text>{' '}
        ({actions.map((action) => words.actions[action]).join(', ')}).
      </Text>
      <Code style={{ overflowWrap: 'anywhere', alignSelf: 'flex-start' }} aria-label={words.guards.written}>
        {when}
      </Code>
    </Stack>
  )
}
