import { Stack, Text } from '@mantine/core'
import type { ApprovalProgress as Shown } from '../api/shapes.ts'
import { words } from '../words/words.ts'

/** Shows how many approvals are given, who is asked, and each missing condition with the people who can meet it. */
export function ApprovalProgress({ progress: { given, needed, asked, waits } }: { progress: Shown }) {
  return (
    <Stack gap={2}>
      {needed > 0 && (
        <Text size="sm" fw={600}>
          {words.countersign.list.given({ given, needed })}
        </Text>
      )}
      {asked !== null && asked.length > 0 && (
        <Text size="sm">{words.countersign.list.asked({ people: asked.join(', ') })}</Text>
      )}
      {waits.map(({ for: what, says, candidates }) => (
        <Text key={what} size="sm">
          {words.countersign.list.missing({ what: says })}
          {candidates !== null && ` · ${words.enforcements.candidates({ count: candidates })}`}
        </Text>
      ))}
    </Stack>
  )
}
