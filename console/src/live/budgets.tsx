import { Group, Stack, Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import type { Breaker, SpentBudget } from '../api/shapes.ts'
import { ProposeChangeForm } from '../components/propose-change-form.tsx'
import { formatClock, formatCount, formatDurationText } from '../components/format.ts'
import { StatePill } from '../components/state-pill.tsx'
import { Panel, Shown } from '../components/panel.tsx'
import { useHasRole } from '../components/use-roles.ts'
import { budgetsQuery } from '../shell/queries.ts'
import type { StateTone } from '../shell/theme.ts'
import { words } from '../words/words.ts'

/** The interval of refetches: counts change with every enforcement, and the desk sends no event for each. */
const AGAIN_MS = 15_000

/** Shows open circuit breakers, their reasons and the form that closes each, and the people near a budget. */
export function BudgetsPanel() {
  const found = useQuery({ ...budgetsQuery, refetchInterval: AGAIN_MS })
  return (
    <Panel title={words.budgets.title}>
      <Shown query={found}>
        {({ breakers, spent }) => (
          <Stack gap="md">
            {breakers.length === 0 && spent.length === 0 && <Text c="dimmed">{words.budgets.quiet}</Text>}
            {breakers.map((breaker) => (
              <BreakerRow key={breaker.id} breaker={breaker} />
            ))}
            {spent.map((one) => (
              <SpentRow key={`${one.of} ${one.who} ${one.withinMs} ${one.state} ${one.enforcements}`} spent={one} />
            ))}
          </Stack>
        )}
      </Shown>
    </Panel>
  )
}

const formatParty = (who: string | null): string => who ?? words.budgets.onePerson

function BreakerRow({ breaker }: { breaker: Breaker }) {
  const { id, who, enforcementId, openedAt, closedAt, waiting } = breaker
  return (
    <Stack gap={2} component="article" aria-label={`${words.budgets.shut} ${id}`}>
      <Group gap="xs">
        <StatePill tone={closedAt === null ? 'alarm' : 'safe'}>
          {closedAt === null ? words.budgets.shut : words.budgets.closed}
        </StatePill>
        <Text span fw={600}>
          {closedAt === null
            ? words.budgets.opened({ by: formatParty(who), since: formatClock(openedAt) })
            : words.budgets.closedAt({ by: formatParty(who), when: formatClock(closedAt) })}
        </Text>
        {closedAt === null && <Text span>{words.budgets.waiting({ count: waiting })}</Text>}
      </Group>
      <Counted of={breaker} />
      <Text size="sm">
        {words.budgets.opener}{' '}
        <Link to="/enforcements/$enforcementId" params={{ enforcementId }}>
          {enforcementId}
        </Link>
      </Text>
      {closedAt === null && <Closing breaker={breaker} />}
    </Stack>
  )
}

function Closing({ breaker: { id, changeId } }: { breaker: Breaker }) {
  const mayAsk = useHasRole('lead', 'policy', 'admin')
  if (changeId !== null) {
    return (
      <Text size="sm">
        {words.budgets.closing} <Link to="/changes">{changeId}</Link>
      </Text>
    )
  }
  if (!mayAsk) {
    return (
      <Text size="sm" c="dimmed">
        {words.budgets.whoCloses}
      </Text>
    )
  }
  return (
    <>
      <Text size="sm" c="dimmed">
        {words.budgets.closeHint}
      </Text>
      <ProposeChangeForm wanted={{ kind: 'breaker', breakerId: id }} button={words.budgets.close} />
    </>
  )
}

const TONES: Record<SpentBudget['state'], StateTone> = { near: 'clock', over: 'waits', open: 'alarm' }

function SpentRow({ spent }: { spent: SpentBudget }) {
  return (
    <Stack gap={2} data-row>
      <Group gap="xs">
        <StatePill tone={TONES[spent.state]}>{words.budgets.states[spent.state]}</StatePill>
        <Text span fw={600}>
          {formatParty(spent.who)}
        </Text>
      </Group>
      <Counted of={spent} />
    </Stack>
  )
}

const Counted = ({
  of: { enforcements, reach, withinMs },
}: {
  of: Pick<SpentBudget, 'enforcements' | 'reach' | 'withinMs'>
}) => (
  <Text size="sm" c="dimmed">
    {enforcements === null || reach === null
      ? words.budgets.hidden
      : words.budgets.counted({
          enforcements: formatCount(enforcements),
          within: formatDurationText(withinMs),
          reach: formatCount(reach),
        })}
  </Text>
)
