import { Button, Checkbox, Group, Stack, Text } from '@mantine/core'
import { queryOptions, useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { api, unwrap, unwrapAll } from '../api/client.ts'
import type { Change } from '../api/shapes.ts'
import { formatCount } from '../components/format.ts'
import { Shown } from '../components/panel.tsx'
import { ProblemNote } from '../components/problem-note.tsx'
import { useHasRole } from '../components/use-roles.ts'
import { useMe } from '../shell/me.tsx'
import { words } from '../words/words.ts'

const sampleQuery = (changeId: string) =>
  queryOptions({
    queryKey: ['changes', changeId, 'sample'],
    queryFn: ({ signal }) =>
      unwrapAll((page) =>
        api.GET('/v1/changes/{changeId}/sample', { params: { path: { changeId }, query: page }, signal }),
      ),
  })

/** Shows the random sample of a public list to a person who may approve it. They name the wrong accounts, once. */
export function ListSample({ change: { id: changeId, proposedBy, state } }: { change: Change }) {
  const mayAnswer = useHasRole('lead', 'policy', 'admin')
  const isMine = useMe()?.pseudonym === proposedBy
  return mayAnswer && !isMine && state === 'proposed' ? <Judge changeId={changeId} /> : null
}

function Judge({ changeId }: { changeId: string }) {
  const client = useQueryClient()
  const sample = useQuery(sampleQuery(changeId))
  const [wrong, setWrong] = useState<string[]>([])
  const judge = useMutation({
    mutationFn: () =>
      unwrap(api.POST('/v1/changes/{changeId}/sample', { params: { path: { changeId } }, body: { wrong } })),
    onSettled: () => client.invalidateQueries({ queryKey: ['changes'] }),
  })
  if (judge.isSuccess) return <Text role="status">{words.protectionLists.judged}</Text>
  return (
    <Shown query={sample}>
      {({ items }) => (
        <Stack gap="xs" component="section" aria-label={words.protectionLists.sample}>
          <Text size="sm">{words.protectionLists.judging}</Text>
          <Checkbox.Group value={wrong} onChange={setWrong}>
            <Stack gap={4}>
              {items.map(({ accountId, handle, displayName, reach, bioDomains }) => (
                <Checkbox
                  key={accountId}
                  value={accountId}
                  label={[
                    handle === null ? accountId : `@${handle} (${accountId})`,
                    displayName,
                    reach === null ? null : words.protectionLists.reach({ reach: formatCount(reach) }),
                    ...(bioDomains ?? []),
                  ]
                    .filter((part) => part !== null)
                    .join(' · ')}
                />
              ))}
            </Stack>
          </Checkbox.Group>
          <Group>
            <Button variant="default" size="compact-sm" loading={judge.isPending} onClick={() => judge.mutate()}>
              {words.protectionLists.judge({ count: wrong.length })}
            </Button>
          </Group>
          {judge.isError && <ProblemNote error={judge.error} />}
        </Stack>
      )}
    </Shown>
  )
}
