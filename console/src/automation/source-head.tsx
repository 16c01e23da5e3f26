import { Group, Stack, Text } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import type { AutomationSource } from '../api/shapes.ts'
import { formatAgo, formatCount, formatDurationText } from '../components/format.ts'
import { useNow } from '../components/use-now.tsx'
import { useHasRole } from '../components/use-roles.ts'
import { words } from '../words/words.ts'
import { PauseNotice } from './pause-notice.tsx'
import { StopRulesForm } from './stop-rules-form.tsx'

/** Shows the owner of a source, its budget, its signals, and the ways to pause it or undo all its enforcements. */
export function SourceHead({ source, days }: { source: AutomationSource; days: number }) {
  const { id, why, owner, ownerIsHere, budget, pause } = source
  const mayUndo = useHasRole('senior', 'lead')
  return (
    <Stack gap="xs">
      <Text size="sm" c="dimmed" maw="72ch">
        {why}
      </Text>
      <Text size="sm">
        {words.automation.owner({ who: owner })}
        {!ownerIsHere && `, ${words.automation.ownerGone}`} · {words.automation.budgetName}:{' '}
        {words.automation.budget({
          spent: formatCount(budget.spent),
          acts: formatCount(budget.acts),
          within: formatDurationText(budget.withinMs),
        })}{' '}
        · <Said source={source} days={days} />
      </Text>
      {pause === null ? <StopRulesForm source={id} /> : <PauseNotice pause={pause} />}
      {mayUndo && (
        <Group gap="xs">
          <Link to="/live" search={{ source: id }}>
            {words.automation.undo({ source: id })}
          </Link>
          <Text size="sm" c="dimmed">
            {words.automation.undoHint}
          </Text>
        </Group>
      )}
    </Stack>
  )
}

function Said({ source: { signals, lastSignalAt }, days }: { source: AutomationSource; days: number }) {
  const now = useNow()
  return (
    <>
      {words.automation.signals({ count: formatCount(signals), days })}
      {lastSignalAt !== null && `, ${words.automation.lastSignal({ ago: formatAgo(lastSignalAt, now) })}`}
    </>
  )
}
