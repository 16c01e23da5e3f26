import { Button, Group, Text, TextInput } from '@mantine/core'
import { useInfiniteQuery } from '@tanstack/react-query'
import { useEffect } from 'react'
import type { HistoryEntry } from '../api/shapes.ts'
import { dayOf } from '../components/local-time.ts'
import { Loading, Panel } from '../components/panel.tsx'
import { Timeline, type TimelineEntry, TimelineTools } from '../components/timeline.tsx'
import type { TimelineView } from '../components/timeline-view.ts'
import { words } from '../words/words.ts'
import { toEntry } from './entry.tsx'
import { historyQuery } from './queries.ts'

/** The most pages fetched by themselves to reach the entry that the address names. */
const SOUGHT_PAGES_MAX = 10

/** Reads the pages of an account's history. The page of the account shows their first part, too. */
export const useHistory = (accountId: string, why: string, view: TimelineView) =>
  useInfiniteQuery(historyQuery(accountId, why, view))

interface Props {
  accountId: string
  view: TimelineView
  onView: (view: TimelineView) => void
  of: ReturnType<typeof useHistory>
}

/** Shows everything that happened to one account on one timeline. */
export function AccountHistory({ accountId, view, onView, of }: Props) {
  const all = of.data?.pages.flatMap((page) => page.history.items) ?? []
  useSought(of, all, view.entry)
  const entries = all
    .map(toEntry)
    .filter(({ at }) => view.from === undefined || dayOf(at) >= view.from)
    .sort((one, other) => other.at.localeCompare(one.at))
  const goesOn = of.hasNextPage && entries.length === all.length
  return (
    <Panel title={words.account.history} aside={<TimelineTools view={view} onView={onView} />}>
      <Span view={view} onView={onView} />
      {of.isPending || of.isPlaceholderData ? (
        <Loading />
      ) : (
        <Timeline entries={entries} view={view} hrefOf={(entry) => hrefOf(accountId, entry)} />
      )}
      {of.isSuccess && !of.isPlaceholderData && entries.length === 0 && (
        <Text c="dimmed">{formatEmptyState(view)}</Text>
      )}
      {goesOn && (
        <Button variant="default" mt="sm" loading={of.isFetchingNextPage} onClick={() => void of.fetchNextPage()}>
          {words.account.more}
        </Button>
      )}
    </Panel>
  )
}

const hrefOf = (accountId: string, { id, at }: TimelineEntry): string =>
  `/accounts/${encodeURIComponent(accountId)}?until=${dayOf(at)}&entry=${id}`

const formatEmptyState = ({ show = 'all', from, until }: TimelineView): string =>
  show === 'all' && from === undefined && until === undefined ? words.account.empty : words.account.emptyPart

/** Loads further pages until the entry that the address names is there. */
function useSought(
  { data, hasNextPage, isFetching, fetchNextPage }: Props['of'],
  entries: readonly HistoryEntry[],
  sought: string | undefined,
): void {
  const isMissing = sought !== undefined && !entries.some(({ id }) => id === sought)
  const pages = data?.pages.length ?? 0
  useEffect(() => {
    if (isMissing && hasNextPage && !isFetching && pages < SOUGHT_PAGES_MAX) void fetchNextPage()
  }, [isMissing, hasNextPage, isFetching, pages, fetchNextPage])
}

/** The first and the last day of the part that is shown. */
function Span({ view, onView }: Pick<Props, 'view' | 'onView'>) {
  const { entry: _entry, ...rest } = view
  return (
    <Group gap="sm" mb="sm" className="no-print">
      {(['from', 'until'] as const).map((end) => (
        <TextInput
          key={end}
          type="date"
          size="xs"
          label={words.account[end]}
          value={view[end] ?? ''}
          onChange={({ currentTarget: { value } }) => {
            const { [end]: _before, ...others } = rest
            onView(value === '' ? others : { ...others, [end]: value })
          }}
        />
      ))}
    </Group>
  )
}
