import { Group, Paper, Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { enforcementQuery } from '../components/enforcement-query.ts'
import { formatDone } from '../components/format-action.ts'
import { StateBadge } from '../components/state-badge.tsx'
import { StopOrRestore } from '../components/stop-or-restore.tsx'
import { TakeNext } from '../components/take-next.tsx'
import { words } from '../words/words.ts'
import type { Conclusion } from './draft.ts'

export interface Outcome {
  caseId: string
  conclusion: Conclusion
  enforcements: readonly string[]
}

/** Shows the result of a decision, with stop or restore while possible. It stays until the reviewer continues. */
export function DecisionResult({ outcome }: { outcome: Outcome }) {
  return (
    <Paper withBorder p="sm" role="status">
      <Group justify="space-between">
        <Group gap="md">
          <Text fw={600}>{words.review.recorded({ caseId: outcome.caseId })}</Text>
          <Text>{words.review.conclusions[outcome.conclusion]}</Text>
          {outcome.enforcements.map((enforcementId) => (
            <DoneEnforcement key={enforcementId} enforcementId={enforcementId} />
          ))}
        </Group>
        <TakeNext autoFocus />
      </Group>
    </Paper>
  )
}

function DoneEnforcement({ enforcementId }: { enforcementId: string }) {
  const enforcement = useQuery(enforcementQuery(enforcementId))
  if (enforcement.data === undefined) return null
  return (
    <Group gap="xs">
      <Link to="/enforcements/$enforcementId" params={{ enforcementId }}>
        {enforcementId}
      </Link>
      <Text span>{formatDone(enforcement.data)}</Text>
      <StateBadge state={enforcement.data.state} />
      <StopOrRestore enforcement={enforcement.data} />
    </Group>
  )
}
