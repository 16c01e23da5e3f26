import { Button, Group, SegmentedControl, Spoiler, Stack, Text } from '@mantine/core'
import { useInfiniteQuery, useMutation, useQueryClient } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { api, unwrap } from '../api/client.ts'
import type { Told } from '../api/shapes.ts'
import { DeskText } from '../components/desk-text.tsx'
import { formatMinute } from '../components/format.ts'
import { nameRecipient } from '../components/names.ts'
import { Page } from '../components/page.tsx'
import { Panel, Shown } from '../components/panel.tsx'
import { ProblemNote } from '../components/problem-note.tsx'
import { WaitingConfirmations } from '../components/waiting-confirmations.tsx'
import { words } from '../words/words.ts'

const ROWS = 50

/** Shows the alerts to the caller and their roles, first the unread ones. */
export function InboxPage() {
  const [unseen, setUnseen] = useState(true)
  const alerts = useInfiniteQuery({
    queryKey: ['alerts', 'inbox', unseen],
    queryFn: ({ signal, pageParam }) =>
      unwrap(
        api.GET('/v1/alerts', {
          params: { query: { unseen, limit: ROWS, ...(pageParam === '' ? {} : { cursor: pageParam }) } },
          signal,
        }),
      ),
    initialPageParam: '',
    getNextPageParam: ({ nextCursor }) => nextCursor,
  })
  return (
    <Page title={words.inbox.title} about={words.inbox.about}>
      <WaitingConfirmations />
      <SegmentedControl
        aria-label={words.inbox.which}
        w="fit-content"
        data={[
          { value: 'unseen', label: words.inbox.unseen },
          { value: 'all', label: words.inbox.all },
        ]}
        value={unseen ? 'unseen' : 'all'}
        onChange={(value) => setUnseen(value === 'unseen')}
      />
      <Panel title={unseen ? words.inbox.unseen : words.inbox.all}>
        <Shown query={alerts}>{({ pages: each }) => <Rows items={each.flatMap(({ items }) => items)} />}</Shown>
        {alerts.hasNextPage && (
          <Button
            mt="sm"
            variant="default"
            loading={alerts.isFetchingNextPage}
            onClick={() => void alerts.fetchNextPage()}
          >
            {words.inbox.older}
          </Button>
        )}
      </Panel>
    </Page>
  )
}

const Rows = ({ items }: { items: readonly Told[] }) => (
  <Stack gap={0} maw={880}>
    {items.length === 0 && <Text c="dimmed">{words.inbox.none}</Text>}
    {items.map((told) => (
      <Row key={told.id} told={told} />
    ))}
  </Stack>
)

/** Two lines: the whole text opens on request. */
const FOLDED_PX = 40

/** Shows one alert: its kind, time and recipient, then its text, which says what to do. */
function Row({ told: { id, at, kind, to, why, language, enforcementId, driftId, seenAt } }: { told: Told }) {
  const client = useQueryClient()
  const seen = useMutation({
    mutationFn: () => unwrap(api.POST('/v1/alerts/{alertId}/seen', { params: { path: { alertId: id } } })),
    onSettled: () => client.invalidateQueries({ queryKey: ['alerts'] }),
  })
  return (
    <Group justify="space-between" wrap="nowrap" gap="sm" align="flex-start" className="alert-row" data-row>
      <div style={{ minWidth: 0, flex: 1 }}>
        <Group gap="sm">
          <Text span size="sm" fw={seenAt === null ? 600 : undefined}>
            {words.alerts.kinds[kind]}
          </Text>
          {enforcementId !== null && (
            <Link to="/enforcements/$enforcementId" params={{ enforcementId }} className="id">
              {enforcementId}
            </Link>
          )}
          {driftId !== null && (
            <Link to="/live" hash={driftId}>
              {words.inbox.open}
            </Link>
          )}
          <Text span size="sm" c="dimmed">
            {formatMinute(at)} · {words.inbox.to({ whom: nameRecipient(to) })}
          </Text>
        </Group>
        <Spoiler
          maxHeight={FOLDED_PX}
          showLabel={words.alerts.whole}
          hideLabel={words.alerts.less}
          attributes={{ content: { 'aria-label': `${words.alerts.kinds[kind]} ${id}` } }}
        >
          <DeskText text={why} language={language} size="sm" />
        </Spoiler>
      </div>
      {seenAt === null ? (
        <Button
          size="compact-xs"
          variant="default"
          flex="none"
          loading={seen.isPending}
          aria-label={`${words.alerts.seen}: ${why}`}
          onClick={() => seen.mutate()}
        >
          {words.alerts.seen}
        </Button>
      ) : (
        <Text size="sm" c="dimmed" flex="none">
          {words.inbox.seenAt({ at: formatMinute(seenAt) })}
        </Text>
      )}
      {seen.isError && <ProblemNote error={seen.error} />}
    </Group>
  )
}
