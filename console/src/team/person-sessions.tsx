import { Stack, Text } from '@mantine/core'
import { queryOptions, useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { api, unwrap, unwrapAll } from '../api/client.ts'
import { Panel, Shown } from '../components/panel.tsx'
import { ReasonForm } from '../components/reason-form.tsx'
import { SessionTable } from '../components/session-table.tsx'
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

/** Shows the sessions of a person to an administrator, and ends them all by a signature, with a reason. */
export function PersonSessions({ staffId }: { staffId: string }) {
  const client = useQueryClient()
  const sessions = useQuery(sessionsQuery(staffId))
  const end = useMutation({
    mutationFn: async (reason: string) => {
      const signature = await sign('staff_rights', `${staffId}:session`)
      const params = { path: { staffId } }
      return unwrap(api.POST('/v1/staff/{staffId}/sessions/revoke', { params, body: { signature, reason } }))
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
              {items.length > 0 && (
                <>
                  <SessionTable items={items} />
                  <Text size="sm" c="dimmed">
                    {words.sessions.endHint}
                  </Text>
                  <ReasonForm
                    label={words.team.reason}
                    button={words.sessions.end({ count: items.length })}
                    act={end}
                  />
                </>
              )}
            </>
          )}
        </Shown>
        {end.isSuccess && <Text role="status">{words.sessions.ended({ count: end.data.revoked })}</Text>}
      </Stack>
    </Panel>
  )
}
