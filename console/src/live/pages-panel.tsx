import { Button, Group, Stack, Text } from '@mantine/core'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { api, unwrap } from '../api/client.ts'
import type { Told } from '../api/shapes.ts'
import { sayAgo } from '../desk/format.ts'
import { useNow } from '../desk/now.tsx'
import { Panel, Shown } from '../desk/panel.tsx'
import { pagesQuery } from '../shell/queries.ts'
import { words } from '../words/en.ts'

/** More than so many stand in the way of what can still be stopped. */
const SHOWN_MAX = 4

/** What one is to be told at once, until one says that one has seen it. */
export function PagesPanel() {
  const pages = useQuery(pagesQuery)
  const [all, setAll] = useState(false)
  return (
    <Panel title={words.pages.title}>
      <Shown query={pages}>
        {({ items }) =>
          items.length === 0 ? (
            <Text c="dimmed">{words.pages.none}</Text>
          ) : (
            <Stack gap="xs" align="stretch">
              {items.slice(0, all ? items.length : SHOWN_MAX).map((page) => (
                <ToldOnce key={page.id} page={page} lines={all || items.length <= SHOWN_MAX ? undefined : 2} />
              ))}
              {items.length > SHOWN_MAX && (
                <Button size="compact-sm" variant="subtle" onClick={() => setAll(!all)} style={{ alignSelf: 'start' }}>
                  {all ? words.pages.fewer : words.pages.all(items.length)}
                </Button>
              )}
            </Stack>
          )
        }
      </Shown>
    </Panel>
  )
}

function ToldOnce({ page, lines }: { page: Told; lines: number | undefined }) {
  const now = useNow()
  const client = useQueryClient()
  const seen = useMutation({
    mutationFn: () => unwrap(api.POST('/v1/pages/{pageId}/seen', { params: { path: { pageId: page.id } } })),
    onSettled: () => client.invalidateQueries({ queryKey: ['pages'] }),
  })
  return (
    <Group justify="space-between" wrap="nowrap" gap="sm" align="flex-start">
      <Text size="sm" {...(lines !== undefined && { lineClamp: lines })}>
        {sayAgo(page.at, now)}
        {page.orderId !== null && (
          <>
            {' · '}
            <Link to="/orders/$orderId" params={{ orderId: page.orderId }}>
              {page.orderId}
            </Link>
          </>
        )}
        {' · '}
        {page.why}
      </Text>
      <Button size="compact-xs" variant="default" flex="none" onClick={() => seen.mutate()}>
        {words.pages.seen}
      </Button>
    </Group>
  )
}
