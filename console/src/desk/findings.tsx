import { Button, Group, Stack, Text } from '@mantine/core'
import { queryOptions, useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { api, unwrap } from '../api/client.ts'
import type { Finding } from '../api/shapes.ts'
import { words } from '../words/words.ts'
import { sayCount, sayMinute } from './format.ts'
import { Shown } from './panel.tsx'
import { ProblemNote } from './problem-note.tsx'
import { ReasonAct } from './reason-act.tsx'

const LOOK_EVERY_MS = 15_000

/** The drift of one account, or all open drift. */
const findingsQuery = (account?: string) =>
  queryOptions({
    queryKey: ['findings', account ?? ''],
    queryFn: ({ signal }) =>
      unwrap(
        api.GET('/v1/findings', { params: { query: account === undefined ? { open: true } : { account } }, signal }),
      ),
    refetchInterval: LOOK_EVERY_MS,
  })

/** Shows each drift with the one act by which a person can resolve it. */
export function Findings({ account }: { account?: string }) {
  const findings = useQuery(findingsQuery(account))
  return (
    <Shown query={findings}>
      {({ items }) => (
        <Stack gap="md">
          {items.length === 0 && <Text c="dimmed">{words.watch.none}</Text>}
          {items.map((finding) => (
            <FindingRow key={finding.id} finding={finding} />
          ))}
        </Stack>
      )}
    </Shown>
  )
}

function FindingRow({ finding }: { finding: Finding }) {
  const { id, accountId, handle, reach, says, was, isNow, times, answer, foundAt } = finding
  const isOpen = finding.endedAt === null && finding.closedAt === null
  return (
    <Stack gap="xs" id={id}>
      <Text size="sm" {...(isOpen ? {} : { c: 'dimmed' })} style={{ overflowWrap: 'anywhere' }}>
        {sayMinute(foundAt)} ·{' '}
        <Link to="/accounts/$accountId" params={{ accountId }}>
          <bdi>{handle === null ? accountId : `@${handle}`}</bdi>
        </Link>
        {reach !== null && ` (${sayCount(reach)})`} {says}.{' '}
        {was !== null && isNow !== null && words.watch.change({ was, isNow })}{' '}
        {times > 1 && words.watch.times({ times })} {answer === 'brought_up' && words.watch.broughtUp}{' '}
        {finding.endedAt !== null && words.watch.over({ at: sayMinute(finding.endedAt) })}
        {finding.closedBy !== null && words.watch.closed({ by: finding.closedBy, why: finding.closeReason ?? '' })}
      </Text>
      {isOpen && (finding.mends ? <BringUp finding={finding} /> : <Close finding={finding} />)}
    </Stack>
  )
}

function BringUp({ finding: { id } }: { finding: Finding }) {
  const client = useQueryClient()
  const bringUp = useMutation({
    mutationFn: () => unwrap(api.POST('/v1/findings/{findingId}/bring-up', { params: { path: { findingId: id } } })),
    onSettled: () => client.invalidateQueries({ queryKey: ['findings'] }),
  })
  return (
    <Group gap="sm">
      <Button
        size="compact-sm"
        variant="filled"
        color="gray.7"
        loading={bringUp.isPending}
        onClick={() => bringUp.mutate()}
      >
        {words.watch.bringUp}
      </Button>
      {bringUp.isError && <ProblemNote error={bringUp.error} />}
    </Group>
  )
}

function Close({ finding: { id } }: { finding: Finding }) {
  const client = useQueryClient()
  const close = useMutation({
    mutationFn: (reason: string) =>
      unwrap(api.POST('/v1/findings/{findingId}/close', { params: { path: { findingId: id } }, body: { reason } })),
    onSettled: () => client.invalidateQueries({ queryKey: ['findings'] }),
  })
  return <ReasonAct label={words.watch.why} button={words.watch.close} size="compact-sm" act={close} />
}
