import { Alert, Stack, Text } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import type { Case, Strikes } from '../api/shapes.ts'
import { words } from '../words/words.ts'
import { formatDay, formatDurationText } from './format.ts'
import { formatAction } from './format-action.ts'
import { Panel } from './panel.tsx'

/** Shows the strikes of an account, each with its end, and their points against the thresholds. */
export function StrikesPanel({ strikes, opened = null }: { strikes: Strikes | null; opened?: Case['strikeCase'] }) {
  if (strikes === null || (strikes.items.length === 0 && opened === null)) return null
  return (
    <Panel title={words.strikes.title}>
      <Stack gap="xs">
        {opened !== null && (
          <Alert variant="outline">
            {words.strikes.opened({ points: opened.points, action: formatProposed(opened.threshold) })}
          </Alert>
        )}
        <Text fw={600}>{words.strikes.points({ count: strikes.points })}</Text>
        {strikes.thresholds.map((threshold) => (
          <Text key={threshold.points} size="sm" c="dimmed">
            {words.strikes.threshold({ ...threshold, action: formatProposed(threshold) })}
          </Text>
        ))}
        {strikes.items.map(({ enforcementId, policy, policyId, action, points, struckAt, expiresAt }) => (
          <Stack key={enforcementId} gap={0} data-row>
            <Text size="sm">
              {policy ?? policyId} · {formatAction(action)} · {words.strikes.points({ count: points })}
            </Text>
            <Text size="sm" c="dimmed">
              <Link to="/enforcements/$enforcementId" params={{ enforcementId }}>
                {enforcementId}
              </Link>{' '}
              · {words.strikes.times({ from: formatDay(struckAt), until: formatDay(expiresAt) })}
            </Text>
          </Stack>
        ))}
      </Stack>
    </Panel>
  )
}

const formatProposed = ({ action, durationMs }: Threshold): string =>
  durationMs === null
    ? formatAction(action)
    : words.strikes.proposed({ action: formatAction(action), time: formatDurationText(durationMs) })

type Threshold = NonNullable<Case['strikeCase']>['threshold']
