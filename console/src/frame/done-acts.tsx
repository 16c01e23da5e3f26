import { CloseButton, Group, Paper, Stack, Text } from '@mantine/core'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useEffect, useRef } from 'react'
import { formatClock } from '../components/format.ts'
import { Handle } from '../components/handle.tsx'
import { LaterReasonForm } from '../components/later-reason-form.tsx'
import { type DoneAct, doneActsQuery, hideDoneAct } from '../shell/done-acts.ts'
import { words } from '../words/words.ts'

/**
 * Shows the results of the reader's stops, restores and freezes, each with a field for the reason. It lies above the
 * page, so nothing moves.
 */
export default function DoneActs() {
  const acts = useQuery(doneActsQuery).data
  return (
    <Stack component="section" className="done-acts no-print" gap="xs" aria-label={words.enforcements.done.title}>
      {acts.map((act) => (
        <Done key={`${act.kind} ${act.id}`} act={act} />
      ))}
    </Stack>
  )
}

function Done({ act }: { act: DoneAct }) {
  const client = useQueryClient()
  const line = useRef<HTMLParagraphElement>(null)
  // The pressed button leaves with its row. The focus stays beside the result, from where S and R work on.
  useEffect(() => line.current?.focus({ preventScroll: true }), [])
  const hide = () => hideDoneAct(client, act)
  return (
    <Paper withBorder shadow="md" p="sm">
      <Stack gap="xs">
        <Group justify="space-between" wrap="nowrap" gap="xs" align="flex-start">
          <Text ref={line} role="status" size="sm" fw={600} tabIndex={-1}>
            <Result act={act} />
          </Text>
          <CloseButton size="sm" aria-label={words.app.close} onClick={hide} />
        </Group>
        <LaterReasonForm act={act} onGiven={hide} />
      </Stack>
    </Paper>
  )
}

function Result({ act }: { act: DoneAct }) {
  if (act.kind === 'freeze') return words.freeze.begun({ until: formatClock(act.until) })
  return (
    <>
      <Handle handle={act.handle} /> {words.enforcements.done[act.kind]}
    </>
  )
}
