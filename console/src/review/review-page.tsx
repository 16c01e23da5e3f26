import { Button, Group, Stack, Text, Title } from '@mantine/core'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useEffect, useRef } from 'react'
import { api, unwrap } from '../api/client.ts'
import { Boundary, Shown } from '../desk/panel.tsx'
import { ProblemNote } from '../desk/problem-note.tsx'
import { words } from '../words/words.ts'
import { myCasesQuery } from './queries.ts'

/** Opens the case that the caller holds, or claims the next; shows when nothing waits. */
export function ReviewPage() {
  const navigate = useNavigate()
  const client = useQueryClient()
  const mine = useQuery(myCasesQuery)
  const claim = useMutation({
    mutationFn: () => unwrap(api.POST('/v1/cases/claim-next')),
    onSuccess: async (claimed) => {
      void client.invalidateQueries({ queryKey: ['queue'] })
      if (claimed) await navigate({ to: '/review/$caseId', params: { caseId: claimed.id } })
    },
  })
  const held = mine.data?.items[0]
  const asked = useRef(false)
  useEffect(() => {
    if (mine.data === undefined || mine.isFetching || asked.current) return
    asked.current = true // Once for each visit: a later case is claimed only by a press.
    if (held !== undefined) void navigate({ to: '/review/$caseId', params: { caseId: held.id }, replace: true })
    else claim.mutate()
  }, [mine.data, mine.isFetching, held, navigate, claim])
  return (
    <Stack>
      <Title order={1} size="h3">
        {words.review.title}
      </Title>
      <Boundary>
        <Shown query={mine}>
          {() => (
            <Stack align="flex-start" gap="sm">
              {claim.isSuccess && !claim.data && <Text>{words.review.empty}</Text>}
              {claim.isSuccess && !claim.data && (
                <Text size="sm" c="dimmed">
                  {words.review.emptyNext}
                </Text>
              )}
              {claim.isError && <ProblemNote error={claim.error} />}
              <Group>
                <Button variant="default" loading={claim.isPending} onClick={() => claim.mutate()}>
                  {words.review.look}
                </Button>
              </Group>
            </Stack>
          )}
        </Shown>
      </Boundary>
    </Stack>
  )
}
