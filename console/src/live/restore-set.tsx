import { Button, Group, List, Stack, Text } from '@mantine/core'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { api, unwrap } from '../api/client.ts'
import type { RestoreSet as Chosen } from '../api/shapes.ts'
import { formatCount, formatFull } from '../components/format.ts'
import { Shown } from '../components/panel.tsx'
import { ProblemNote } from '../components/problem-note.tsx'
import { ReasonField } from '../components/reason-field.tsx'
import { OpenTextToSign } from '../components/sign-text.tsx'
import { useMe } from '../shell/me.tsx'
import { words } from '../words/words.ts'
import { bulkQuery } from './queries.ts'
import { RestoreItems } from './restore-items.tsx'

/** Shows a set as it was fixed: its size, the people who may start it, and its progress. */
export function RestoreSet({ restoreId, onAnother }: { restoreId: string; onAnother: () => void }) {
  const found = useQuery(bulkQuery(restoreId))
  return (
    <Stack gap="sm" align="flex-start">
      <Shown query={found}>
        {(set) => (
          <>
            <Text fw={600}>{formatFound(set)}</Text>
            {set.enforcements > 0 && <RestoreItems restoreId={set.id} count={set.enforcements} />}
            {set.startedAt !== null ? <Progress set={set} /> : set.enforcements > 0 && <Begin set={set} />}
          </>
        )}
      </Shown>
      <Button size="compact-sm" variant="default" onClick={onAnother}>
        {words.undo.another}
      </Button>
    </Stack>
  )
}

const formatFound = ({ enforcements, reach, by, since, until }: Chosen): string =>
  enforcements === 0
    ? words.undo.nothing({ by: by.id })
    : words.undo.found({
        enforcements,
        reach: formatCount(reach),
        by: by.id,
        from: formatFull(since),
        until: formatFull(until),
      })

function Begin({ set }: { set: Chosen }) {
  const me = useMe()?.pseudonym
  if (set.needsTwo !== null && set.askedBy !== null) {
    return set.askedBy === me ? (
      <Text role="status">{words.undo.asked}</Text>
    ) : (
      <>
        <Text>
          {words.undo.askedBy({ who: set.askedBy })} {words.undo.two({ why: set.needsTwo })}
        </Text>
        <OpenTextToSign act="restore_second" about={set.id} label={words.undo.second} />
      </>
    )
  }
  return <Start set={set} />
}

function Start({ set }: { set: Chosen }) {
  const [reason, setReason] = useState('')
  const client = useQueryClient()
  const params = { path: { restoreId: set.id } }
  const start = useMutation({
    mutationFn: () => unwrap(api.POST('/v1/restores/{restoreId}/start', { params, body: { reason: reason.trim() } })),
    onSuccess: (started) => client.setQueryData(bulkQuery(set.id).queryKey, started),
    onSettled: () => client.invalidateQueries({ queryKey: ['enforcements'] }),
  })
  return (
    <>
      {set.needsTwo !== null && <Text>{words.undo.two({ why: set.needsTwo })}</Text>}
      <Group align="flex-end" gap="sm" w="100%">
        <ReasonField label={words.undo.why} value={reason} onChange={setReason} />
        <Button color="gray.7" disabled={reason.trim() === ''} loading={start.isPending} onClick={() => start.mutate()}>
          {set.needsTwo === null
            ? words.undo.start({ count: set.enforcements })
            : words.undo.ask({ count: set.enforcements })}
        </Button>
      </Group>
      {start.isError && <ProblemNote error={start.error} />}
    </>
  )
}

const PARTS = ['waiting', 'restoring', 'restored', 'stopped', 'skipped'] as const

function Progress({ set }: { set: Chosen }) {
  return (
    <div role="status">
      <Text>{set.doneAt === null ? words.undo.progress : words.undo.done}</Text>
      <List size="sm">
        {PARTS.filter((part) => set.progress[part] > 0).map((part) => (
          <List.Item key={part}>
            {words.undo.counts[part]}: {set.progress[part]}
          </List.Item>
        ))}
      </List>
    </div>
  )
}
