import { Button, Group, Stack, Text } from '@mantine/core'
import { queryOptions, useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { api, unwrap, unwrapAll } from '../api/client.ts'
import { formatFull } from '../components/format.ts'
import { Panel, Shown } from '../components/panel.tsx'
import { ProblemNote } from '../components/problem-note.tsx'
import { sign } from '../components/sign.ts'
import { words } from '../words/words.ts'

const sessionsQuery = (staffId: string) =>
  queryOptions({
    queryKey: ['team', staffId, 'sessions'],
    queryFn: ({ signal }) =>
      unwrapAll((page) =>
        api.GET('/v1/staff/{staffId}/sessions', { params: { path: { staffId }, query: page }, signal }),
      ),
  })

/** Shows the sessions of a person to an administrator, and ends them all by a signature. */
export function PersonSessions({ staffId }: { staffId: string }) {
  const client = useQueryClient()
  const sessions = useQuery(sessionsQuery(staffId))
  const end = useMutation({
    mutationFn: async () => {
      const signature = await sign('staff_rights', `${staffId}:session`)
      const params = { path: { staffId } }
      return unwrap(api.POST('/v1/staff/{staffId}/sessions/revoke', { params, body: { signature } }))
    },
    onSettled: () => client.invalidateQueries({ queryKey: ['team', staffId] }),
  })
  return (
    <Panel title={words.sessions.title}>
      <Stack gap="sm">
        <Shown query={sessions}>
          {({ items }) => (
            <>
              {items.length === 0 && <Text c="dimmed">{words.sessions.none}</Text>}
              {items.map(({ id, beganAt, endsAt }) => (
                <Text key={id} size="sm">
                  {words.me.session({ since: formatFull(beganAt), until: formatFull(endsAt) })}
                </Text>
              ))}
              {items.length > 0 && (
                <Group>
                  <Button variant="default" size="compact-sm" loading={end.isPending} onClick={() => end.mutate()}>
                    {words.sessions.end({ count: items.length })}
                  </Button>
                </Group>
              )}
            </>
          )}
        </Shown>
        {end.isSuccess && <Text role="status">{words.sessions.ended({ count: end.data.revoked })}</Text>}
        {end.isError && <ProblemNote error={end.error} />}
      </Stack>
    </Panel>
  )
}
