import { Button, Stack, Text } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { api, unwrap } from '../api/client.ts'
import { ReasonForm } from '../components/reason-form.tsx'
import { useHasRole } from '../components/use-roles.ts'
import { words } from '../words/words.ts'

/** Stops a rule, or all of a source, at once and by one person, with a reason. */
export function StopRulesForm({ source, rule }: { source: string; rule?: string }) {
  const mayStop = useHasRole('senior', 'lead', 'policy')
  const [isAsking, setAsking] = useState(false)
  const client = useQueryClient()
  const stop = useMutation({
    mutationFn: (reason: string) =>
      unwrap(api.POST('/v1/automation/pauses', { body: { source, reason, ...(rule === undefined ? {} : { rule }) } })),
    onSettled: () => client.invalidateQueries({ queryKey: ['automation'] }),
  })
  if (!mayStop) return null
  const what = rule ?? words.automation.stopAll
  if (!isAsking) {
    return (
      <Button size="compact-sm" variant="default" w="fit-content" onClick={() => setAsking(true)}>
        {words.automation.stop({ what })}
      </Button>
    )
  }
  return (
    <Stack gap="xs">
      <ReasonForm
        label={words.automation.stopWhy({ what })}
        button={words.automation.stop({ what })}
        variant="filled"
        act={stop}
      />
      <Text size="sm" c="dimmed">
        {words.automation.stopHint}
      </Text>
    </Stack>
  )
}
