import { Button, Group, Stack, Text } from '@mantine/core'
import { queryOptions, useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { api, unwrap } from '../api/client.ts'
import type { Drift } from '../api/shapes.ts'
import { words } from '../words/words.ts'
import { formatCount, formatMinute } from './format.ts'
import { Shown } from './panel.tsx'
import { ProblemNote } from './problem-note.tsx'
import { ReasonForm } from './reason-form.tsx'

const LOOK_EVERY_MS = 15_000

/** The drift of one account, or all open drift. */
const driftsQuery = (account?: string) =>
  queryOptions({
    queryKey: ['drifts', account ?? ''],
    queryFn: ({ signal }) =>
      unwrap(
        api.GET('/v1/drifts', { params: { query: account === undefined ? { open: true } : { account } }, signal }),
      ),
    refetchInterval: LOOK_EVERY_MS,
  })

/** Shows each drift with the one act by which a person can resolve it. */
export function Drifts({ account }: { account?: string }) {
  const drifts = useQuery(driftsQuery(account))
  return (
    <Shown query={drifts}>
      {({ items }) => (
        <Stack gap="md">
          {items.length === 0 && <Text c="dimmed">{words.drift.none}</Text>}
          {items.map((drift) => (
            <DriftRow key={drift.id} drift={drift} />
          ))}
        </Stack>
      )}
    </Shown>
  )
}

function DriftRow({ drift }: { drift: Drift }) {
  const { id, accountId, handle, reach, says, was, isNow, times, answer, foundAt } = drift
  const isOpen = drift.endedAt === null && drift.closedAt === null
  return (
    <Stack gap="xs" id={id}>
      <Text size="sm" {...(isOpen ? {} : { c: 'dimmed' })} style={{ overflowWrap: 'anywhere' }}>
        {formatMinute(foundAt)} ·{' '}
        <Link to="/accounts/$accountId" params={{ accountId }}>
          <bdi>{handle === null ? accountId : `@${handle}`}</bdi>
        </Link>
        {reach !== null && ` (${formatCount(reach)})`} {says}.{' '}
        {was !== null && isNow !== null && words.drift.change({ was, isNow })}{' '}
        {times > 1 && words.drift.times({ times })} {answer === 'brought_up' && words.drift.broughtUp}{' '}
        {drift.endedAt !== null && words.drift.over({ at: formatMinute(drift.endedAt) })}
        {drift.closedBy !== null && words.drift.closed({ by: drift.closedBy, why: drift.closeReason ?? '' })}
      </Text>
      {isOpen && (drift.mends ? <BringUp drift={drift} /> : <Close drift={drift} />)}
    </Stack>
  )
}

function BringUp({ drift: { id } }: { drift: Drift }) {
  const client = useQueryClient()
  const restoreAtPlatform = useMutation({
    mutationFn: () => unwrap(api.POST('/v1/drifts/{driftId}/bring-up', { params: { path: { driftId: id } } })),
    onSettled: () => client.invalidateQueries({ queryKey: ['drifts'] }),
  })
  return (
    <Group gap="sm">
      <Button
        size="compact-sm"
        variant="filled"
        color="gray.7"
        loading={restoreAtPlatform.isPending}
        onClick={() => restoreAtPlatform.mutate()}
      >
        {words.drift.bringUp}
      </Button>
      {restoreAtPlatform.isError && <ProblemNote error={restoreAtPlatform.error} />}
    </Group>
  )
}

function Close({ drift: { id } }: { drift: Drift }) {
  const client = useQueryClient()
  const close = useMutation({
    mutationFn: (reason: string) =>
      unwrap(api.POST('/v1/drifts/{driftId}/close', { params: { path: { driftId: id } }, body: { reason } })),
    onSettled: () => client.invalidateQueries({ queryKey: ['drifts'] }),
  })
  return <ReasonForm label={words.drift.why} button={words.drift.close} size="compact-sm" act={close} />
}
