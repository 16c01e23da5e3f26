import { Button, Group, Modal, Stack, Text } from '@mantine/core'
import { IconSnowflake } from '@tabler/icons-react'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { api, unwrap } from '../api/client.ts'
import type { Live } from '../api/shapes.ts'
import { formatClock } from '../components/format.ts'
import { useSecond } from '../components/use-now.tsx'
import { useWasTrue } from '../components/use-was-true.ts'
import { useSeesEnforcements } from '../components/use-roles.ts'
import { ProblemNote } from '../components/problem-note.tsx'
import { showDoneAct } from '../shell/done-acts.ts'
import { words } from '../words/words.ts'
import { useLetters } from '../shell/keys.ts'
import { liveQuery } from '../shell/queries.ts'

/** The freeze in force, if there is one. */
export function useFreeze(): NonNullable<Live['freeze']> | undefined {
  const live = useQuery({ ...liveQuery, enabled: useSeesEnforcements() })
  const now = useSecond()
  const freeze = live.data?.freeze ?? undefined
  return freeze !== undefined && Date.parse(freeze.until) > now ? freeze : undefined
}

/** The button and form that freeze all restrictive enforcements, without a reason first; during a freeze, its state. */
export function FreezeButton({ isOpen, onOpen }: { isOpen: boolean; onOpen: (isOpen: boolean) => void }) {
  const client = useQueryClient()
  const freeze = useFreeze()
  const press = useMutation({
    mutationFn: () => unwrap(api.POST('/v1/freezes', { body: {} })),
    onSuccess: ({ id, until }) => {
      showDoneAct(client, { kind: 'freeze', id, until })
      onOpen(false)
    },
    onSettled: () => client.invalidateQueries({ queryKey: ['enforcements'] }),
  })
  useLetters({ f: () => onOpen(true) })
  const isUsed = useWasTrue(isOpen)
  if (freeze !== undefined) return <Frozen until={freeze.until} />
  return (
    <>
      <Button
        size="compact-sm"
        variant="default"
        aria-label={words.freeze.button}
        aria-haspopup="dialog"
        className="icon-on-phone"
        leftSection={<IconSnowflake size={16} stroke={1.8} aria-hidden="true" />}
        onClick={() => onOpen(!isOpen)}
      >
        <Text span inherit visibleFrom="sm">
          {words.freeze.button}
        </Text>
      </Button>
      {isUsed && (
        <Modal
          opened={isOpen}
          onClose={() => onOpen(false)}
          title={words.freeze.button}
          size={320}
          withOverlay={false}
          classNames={{ inner: 'under-bar' }}
        >
          <Stack gap="sm">
            <Text size="sm">{words.freeze.explain}</Text>
            <Group>
              <Button color="gray.7" loading={press.isPending} onClick={() => press.mutate()} data-autofocus>
                {words.freeze.now}
              </Button>
            </Group>
            {press.isError && <ProblemNote error={press.error} />}
          </Stack>
        </Modal>
      )}
    </>
  )
}

const Frozen = ({ until }: { until: string }) => (
  <Text fw={600} style={{ whiteSpace: 'nowrap' }}>
    <IconSnowflake size={16} stroke={1.8} aria-hidden="true" />{' '}
    <Text span inherit visibleFrom="sm">
      {words.freeze.lasts({ until: formatClock(until) })}
    </Text>
    <Text span inherit hiddenFrom="sm">
      {words.freeze.until({ until: formatClock(until) })}
    </Text>
  </Text>
)
