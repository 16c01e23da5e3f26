import { Anchor, Group, Paper, Stack, Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useEffect, useRef } from 'react'
import type { ListedEnforcement, Offer } from '../api/shapes.ts'
import { formatCount, formatFull } from '../components/format.ts'
import { words } from '../words/words.ts'
import { ApprovalProgress } from './approval-progress.tsx'
import { AskNext } from './ask-next.tsx'
import { offerQuery } from './queries.ts'

/** An answer of the reader, with the enforcement as the desk recorded it. */
export interface Given {
  answer: 'agree' | 'decline' | 'duty' | 'confirm'
  state: ListedEnforcement['state']
  heldUntil: string | null
}

/** Shows the result of an answer until the reader goes on, with the way to the next request. */
export function Answered({ offer, given }: { offer: Offer; given: Given }) {
  const line = useRef<HTMLParagraphElement>(null)
  useEffect(() => line.current?.focus(), [])
  const { enforcementId } = offer
  // Read after the answer, which the progress then counts.
  const progress = useQuery({ ...offerQuery(enforcementId), enabled: given.state === 'awaiting_approval' }).data
    ?.progress
  return (
    <Paper withBorder p="md">
      <Stack gap="md" align="flex-start">
        <Text ref={line} role="status" size="lg" tabIndex={-1} className="hostile">
          {formatResult(offer, given)}
        </Text>
        {given.state === 'awaiting_approval' && progress != null && <ApprovalProgress progress={progress} />}
        <Group gap="sm">
          <AskNext />
          <Anchor component={Link} to={`/enforcements/${enforcementId}`}>
            {enforcementId}
          </Anchor>
        </Group>
      </Stack>
    </Paper>
  )
}

/** Returns the result in one sentence, in the words of what the desk recorded. Pure. */
function formatResult({ handle, reach }: Offer, { answer, state, heldUntil }: Given): string {
  const followers =
    typeof reach === 'number' ? words.who.followers({ count: formatCount(reach) }) : words.who.reachUnknown
  const account = `@${handle ?? words.who.unknownHandle} (${followers})`
  const { results } = words.countersign
  if (answer === 'duty') return words.countersign.dutyTaken
  if (answer === 'decline') return results.declined({ account })
  if (answer === 'confirm') return results.confirmed({ account })
  if (state === 'awaiting_approval') return results.waits({ account })
  if (state === 'held' && heldUntil !== null) return results.held({ account, until: formatFull(heldUntil) })
  return results.acts({ account })
}
