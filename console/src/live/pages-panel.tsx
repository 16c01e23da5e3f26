import { Button, Group, Text } from '@mantine/core'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { api, unwrap } from '../api/client.ts'
import { sayAgo } from '../desk/format.ts'
import { useNow } from '../desk/now.tsx'
import { Panel, Shown } from '../desk/panel.tsx'
import { pagesQuery } from '../shell/queries.ts'
import { words } from '../words/en.ts'

/** What one is to be told at once, until one says that one has seen it. */
export function PagesPanel() {
  const pages = useQuery(pagesQuery)
  const now = useNow()
  const client = useQueryClient()
  const seen = useMutation({
    mutationFn: (pageId: number) => unwrap(api.POST('/v1/pages/{pageId}/seen', { params: { path: { pageId } } })),
    onSettled: () => client.invalidateQueries({ queryKey: ['pages'] }),
  })
  return (
    <Panel title={words.pages.title}>
      <Shown query={pages}>
        {({ items }) =>
          items.length === 0 ? (
            <Text c="dimmed">{words.pages.none}</Text>
          ) : (
            items.map((page) => (
              <Group key={page.id} justify="space-between" wrap="nowrap" gap="sm">
                <Text size="sm">
                  {sayAgo(page.at, now)} · {page.why}{' '}
                  {page.orderId !== null && (
                    <Link to="/orders/$orderId" params={{ orderId: page.orderId }}>
                      {page.orderId}
                    </Link>
                  )}
                </Text>
                <Button size="compact-xs" variant="default" flex="none" onClick={() => seen.mutate(page.id)}>
                  {words.pages.seen}
                </Button>
              </Group>
            ))
          )
        }
      </Shown>
    </Panel>
  )
}
