import { Button, Group, Stack, Text } from '@mantine/core'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { api, unwrap } from '../api/client.ts'
import { Panel, Shown } from '../components/panel.tsx'
import { ProblemNote } from '../components/problem-note.tsx'
import { SessionTable } from '../components/session-table.tsx'
import { useSignOut } from '../components/use-sign-out.ts'
import { words } from '../words/words.ts'
import { sessionsQuery } from './queries.ts'

const SESSIONS_SHOWN = 4

/** Shows the caller's sessions. Each can be ended, all others together, and this one by signing out. */
export function Sessions() {
  const client = useQueryClient()
  const sessions = useQuery(sessionsQuery)
  const [isWhole, setWhole] = useState(false)
  const signOut = useSignOut()
  const done = { onSettled: () => client.invalidateQueries({ queryKey: sessionsQuery.queryKey }) }
  const end = useMutation({
    mutationFn: (sessionId: string) =>
      unwrap(api.DELETE('/v1/me/sessions/{sessionId}', { params: { path: { sessionId } } })),
    ...done,
  })
  const endOthers = useMutation({ mutationFn: () => unwrap(api.DELETE('/v1/me/sessions')), ...done })
  const items = sessions.data?.items ?? []
  const others = items.filter(({ current }) => !current).length
  const error = signOut.error ?? end.error ?? endOthers.error
  return (
    <Panel title={words.sessions.title}>
      <Stack gap="sm" align="flex-start">
        <Text size="sm" c="dimmed">
          {words.sessions.hint}
        </Text>
        <Shown query={sessions}>
          {() => (
            <SessionTable items={isWhole ? items : items.slice(0, SESSIONS_SHOWN)} onEnd={(id) => end.mutate(id)} />
          )}
        </Shown>
        <Group gap="sm">
          {!isWhole && items.length > SESSIONS_SHOWN && (
            <Button size="compact-sm" variant="default" onClick={() => setWhole(true)}>
              {words.sessions.all({ count: items.length })}
            </Button>
          )}
          {others > 0 && (
            <Button variant="default" loading={endOthers.isPending} onClick={() => endOthers.mutate()}>
              {words.sessions.endOthers({ count: others })}
            </Button>
          )}
          <Button variant="default" loading={signOut.isPending} onClick={() => signOut.mutate()}>
            {words.signIn.out}
          </Button>
        </Group>
        {endOthers.isSuccess && <Text role="status">{words.sessions.ended({ count: endOthers.data.revoked })}</Text>}
        {error && <ProblemNote error={error} />}
      </Stack>
    </Panel>
  )
}
