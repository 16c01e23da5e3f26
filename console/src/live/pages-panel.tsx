import { Button, Group, Spoiler, Stack, Text } from '@mantine/core'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { api, unwrap } from '../api/client.ts'
import type { Told } from '../api/shapes.ts'
import { sayAgo } from '../desk/format.ts'
import { useNow } from '../desk/now.tsx'
import { Panel, Shown } from '../desk/panel.tsx'
import { ProblemNote } from '../desk/problem-note.tsx'
import { Says } from '../desk/says.tsx'
import { pagesQuery } from '../shell/queries.ts'
import { words } from '../words/en.ts'

/** The number of alerts shown at first, so that the enforcements below stay visible. */
const SHOWN = 4
/** Two lines. */
const FOLDED_PX = 40

/** Shows the caller's alerts until the caller marks each as seen. */
export function PagesPanel() {
  const pages = useQuery(pagesQuery)
  const [isWhole, setWhole] = useState(false)
  return (
    <Panel title={words.pages.title}>
      <Shown query={pages}>
        {({ items }) => (
          <Stack gap="sm">
            {items.length === 0 && <Text c="dimmed">{words.pages.none}</Text>}
            {items.slice(0, isWhole ? items.length : SHOWN).map((page) => (
              <Row key={page.id} page={page} />
            ))}
            {items.length > SHOWN && !isWhole && (
              <Group>
                <Button size="compact-sm" variant="default" onClick={() => setWhole(true)}>
                  {words.pages.all(items.length)}
                </Button>
              </Group>
            )}
          </Stack>
        )}
      </Shown>
    </Panel>
  )
}

/** Shows one alert: its kind, time and subject; on request its whole text, line by line. */
function Row({ page }: { page: Told }) {
  const now = useNow()
  const client = useQueryClient()
  const seen = useMutation({
    mutationFn: () => unwrap(api.POST('/v1/pages/{pageId}/seen', { params: { path: { pageId: page.id } } })),
    onSettled: () => client.invalidateQueries({ queryKey: ['pages'] }),
  })
  return (
    <Group justify="space-between" align="flex-start" wrap="nowrap" gap="sm" data-row>
      <div style={{ minWidth: 0, flex: 1 }}>
        <Group gap="xs">
          <Text span size="sm" fw={600}>
            {words.pages.kinds[page.kind]}
          </Text>
          <Text span size="sm" c="dimmed">
            {sayAgo(page.at, now)}
          </Text>
          <About page={page} />
        </Group>
        <Spoiler
          maxHeight={FOLDED_PX}
          showLabel={words.pages.whole}
          hideLabel={words.pages.less}
          attributes={{ content: { 'aria-label': `${words.pages.kinds[page.kind]} ${page.id}` } }}
        >
          <Says text={page.why} size="sm" />
        </Spoiler>
        {seen.isError && <ProblemNote error={seen.error} />}
      </div>
      <Button size="compact-xs" variant="default" flex="none" loading={seen.isPending} onClick={() => seen.mutate()}>
        {words.pages.seen}
      </Button>
    </Group>
  )
}

const CHANGE = /\bchg_\d+\b/
const RESTORE = /\brestore_\d+\b/

/** Links the place where the alert is handled: the enforcement, the change or the set of restores that it names. */
function About({ page: { enforcementId, why } }: { page: Told }) {
  const [change] = CHANGE.exec(why) ?? []
  const [restore] = RESTORE.exec(why) ?? []
  return (
    <>
      {enforcementId !== null && (
        <Link to="/enforcements/$enforcementId" params={{ enforcementId }}>
          {enforcementId}
        </Link>
      )}
      {change !== undefined && <Link to="/changes">{change}</Link>}
      {restore !== undefined && (
        <Link to="/live" search={{ restore }}>
          {restore}
        </Link>
      )}
    </>
  )
}
