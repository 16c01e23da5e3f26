import { Button, Group, Popover, Stack, Text, TextInput } from '@mantine/core'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { api, unwrap } from '../api/client.ts'
import type { Freeze } from '../api/shapes.ts'
import { sayClock } from '../desk/format.ts'
import { useNow } from '../desk/now.tsx'
import { useSeesEnforcements } from '../desk/use-roles.ts'
import { ProblemNote } from '../desk/problem-note.tsx'
import { words } from '../words/words.ts'
import { useLetters } from '../shell/keys.ts'
import { freezesQuery } from '../shell/queries.ts'

/** The freeze in force, if there is one. */
export function useFreeze(): Freeze | undefined {
  const freezes = useQuery({ ...freezesQuery, enabled: useSeesEnforcements() })
  const now = useNow()
  return freezes.data?.items.find(({ until, endedAt }) => endedAt === null && Date.parse(until) > now)
}

/** The button and form that freeze all restrictive enforcements, with a reason; during a freeze, its state. */
export function FreezeButton() {
  const [isOpen, setOpen] = useState(false)
  const [reason, setReason] = useState('')
  const client = useQueryClient()
  const freeze = useFreeze()
  const press = useMutation({
    mutationFn: () => unwrap(api.POST('/v1/freezes', { body: { reason } })),
    onSuccess: () => {
      setReason('')
      setOpen(false)
    },
    onSettled: () => client.invalidateQueries({ queryKey: ['freezes'] }),
  })
  useLetters({ f: () => setOpen(true) })
  if (freeze !== undefined) return <Frozen until={freeze.until} />
  return (
    <Popover opened={isOpen} onChange={setOpen} trapFocus width={320} position="bottom-end">
      <Popover.Target>
        <Button size="compact-sm" variant="default" aria-label={words.freeze.button} onClick={() => setOpen(!isOpen)}>
          ▣&nbsp;
          <Text span inherit visibleFrom="sm">
            {words.freeze.button}
          </Text>
          <Text span inherit hiddenFrom="sm">
            {words.freeze.short}
          </Text>
        </Button>
      </Popover.Target>
      <Popover.Dropdown>
        <Stack gap="sm">
          <Text size="sm">{words.freeze.explain}</Text>
          <TextInput
            label={words.freeze.why}
            value={reason}
            maxLength={1_800}
            onChange={(event) => setReason(event.currentTarget.value)}
          />
          <Group>
            <Button
              color="gray.7"
              disabled={reason.trim() === ''}
              loading={press.isPending}
              onClick={() => press.mutate()}
            >
              {words.freeze.button}
            </Button>
          </Group>
          {press.isError && <ProblemNote error={press.error} />}
        </Stack>
      </Popover.Dropdown>
    </Popover>
  )
}

const Frozen = ({ until }: { until: string }) => (
  <Text fw={600} style={{ whiteSpace: 'nowrap' }}>
    ▣{' '}
    <Text span inherit visibleFrom="sm">
      {words.freeze.lasts({ until: sayClock(until) })}
    </Text>
    <Text span inherit hiddenFrom="sm">
      {words.freeze.until({ until: sayClock(until) })}
    </Text>
  </Text>
)
