import { Button, Group, Stack, Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import type { LiveEnforcement } from '../api/shapes.ts'
import { words } from '../words/words.ts'
import { Countdown } from './countdown.tsx'
import { formatCount, formatFull } from './format.ts'
import { Handle } from './handle.tsx'
import { StatePill } from './state-pill.tsx'
import { Panel, Shown } from './panel.tsx'
import { formatDone } from './format-action.ts'
import { unconfirmedQuery } from './unconfirmed-query.ts'
import { useHasRole, useSeesEnforcements } from './use-roles.ts'

/**
 * Lists the actions that wait for a confirmation by this person, on or off duty, each with the way to its evidence. On duty it is left out
 * where nothing waits.
 */
export function WaitingConfirmations() {
  const reviews = useHasRole('reviewer', 'senior', 'lead')
  const isOnDuty = useSeesEnforcements()
  const found = useQuery({ ...unconfirmedQuery, enabled: reviews })
  if (!reviews || (isOnDuty && (found.data?.items.length ?? 0) === 0)) return null
  return (
    <Panel title={words.countersign.alone.toConfirm}>
      <Shown query={found}>
        {({ items }) => (
          <Stack gap="sm">
            {!isOnDuty && (
              <Text size="sm" c="dimmed" maw="72ch">
                {words.countersign.alone.offDuty}
              </Text>
            )}
            {items.length === 0 && <Text c="dimmed">{words.countersign.alone.nothingToConfirm}</Text>}
            {items.map((enforcement) => (
              <Row key={enforcement.id} enforcement={enforcement} />
            ))}
          </Stack>
        )}
      </Shown>
    </Panel>
  )
}

function Row({
  enforcement: { id, handle, reach, action, own, ground, proposedAt, confirmBy },
}: {
  enforcement: LiveEnforcement
}) {
  return (
    <Group justify="space-between" gap="sm" data-row>
      <Stack gap={0} style={{ minWidth: 0, flex: '1 1 240px' }}>
        <Group gap="xs">
          <Handle handle={handle} />
          {reach !== null && <Text span>{words.who.followers({ count: formatCount(reach) })}</Text>}
          <Text span>{formatDone({ action, own })}</Text>
        </Group>
        <Group gap="xs">
          <StatePill tone="alarm">{ground === null ? id : words.countersign.alone.grounds[ground]}</StatePill>
          <Text span size="sm">
            {words.countersign.alone.since({ when: formatFull(proposedAt) })} ·{' '}
            {confirmBy === null ? (
              words.countersign.alone.stays
            ) : (
              <Countdown until={confirmBy} say={words.enforcements.backUnless} />
            )}
          </Text>
        </Group>
      </Stack>
      <Button
        renderRoot={(props) => <Link to="/countersign/$enforcementId" params={{ enforcementId: id }} {...props} />}
        size="compact-sm"
        variant="default"
        aria-label={`${words.countersign.alone.read} ${id}`}
      >
        {words.countersign.alone.read}
      </Button>
    </Group>
  )
}
