import { Button, Group, Text, TextInput } from '@mantine/core'
import { useInfiniteQuery } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { dayOf } from '../components/local-time.ts'
import type { HistoryEntry } from '../api/shapes.ts'
import { Holds } from '../components/holds.tsx'
import { Page } from '../components/page.tsx'
import { Loading, Panel } from '../components/panel.tsx'
import { Referrals } from '../components/referrals.tsx'
import { ProblemNote } from '../components/problem-note.tsx'
import { Timeline, type TimelineEntry, TimelineTools } from '../components/timeline.tsx'
import type { TimelineView } from '../components/timeline-view.ts'
import { useHasRole } from '../components/use-roles.ts'
import { AccountFacts } from '../components/account-summary.tsx'
import { lacksReason, ViewReasonForm } from '../components/view-reason-form.tsx'
import { words } from '../words/words.ts'
import { AccountDrift } from './account-drift.tsx'
import { toEntry } from './entry.tsx'
import { Protect } from './protect.tsx'
import { historyQuery } from './queries.ts'

/** The most pages fetched by themselves to reach the entry that the address names. */
const SOUGHT_PAGES_MAX = 10

interface Props {
  accountId: string
  view: TimelineView
  onView: (view: TimelineView) => void
}

/** Shows everything that happened to one account on one timeline; the address names the part shown. */
export function AccountPage({ accountId, view, onView }: Props) {
  const [why, setWhy] = useState('')
  const history = useInfiniteQuery(historyQuery(accountId, why, view))
  const mayProtect = useHasRole('lead', 'policy')
  const first = history.data?.pages[0]
  const all = history.data?.pages.flatMap((page) => page.history.items) ?? []
  useSought(history, all, view.entry)
  const entries = all
    .map(toEntry)
    .filter(({ at }) => view.from === undefined || dayOf(at) >= view.from)
    .sort((one, other) => other.at.localeCompare(one.at))
  const goesOn = history.hasNextPage && entries.length === all.length
  return (
    <Page title={first?.account?.handle ? `@${first.account.handle}` : accountId}>
      {lacksReason(history.error) ? (
        <ViewReasonForm says={words.why.account} onWhy={setWhy} />
      ) : (
        history.isError && <ProblemNote error={history.error} onAgain={() => void history.refetch()} />
      )}
      {first?.account && (
        <Panel
          title={words.who.title}
          aside={<Text size="sm">{words.account.strikes({ count: first.counts.strikes })}</Text>}
        >
          <AccountFacts account={first.account} />
        </Panel>
      )}
      {first?.account && <AccountDrift accountId={accountId} />}
      {!history.isError && (
        <Panel title={words.account.history} aside={<TimelineTools view={view} onView={onView} />}>
          <Span view={view} onView={onView} />
          {history.isPending || history.isPlaceholderData ? (
            <Loading />
          ) : (
            <Timeline entries={entries} view={view} hrefOf={(entry) => hrefOf(accountId, entry)} />
          )}
          {history.isSuccess && !history.isPlaceholderData && entries.length === 0 && (
            <Text c="dimmed">{formatEmptyState(view)}</Text>
          )}
          {goesOn && (
            <Button
              variant="default"
              mt="sm"
              loading={history.isFetchingNextPage}
              onClick={() => void history.fetchNextPage()}
            >
              {words.account.more}
            </Button>
          )}
        </Panel>
      )}
      {first && <Referrals of={{ account: accountId }} />}
      {first && <Holds account={accountId} />}
      {first && mayProtect && <Protect accountId={accountId} tags={first.account?.tags ?? []} />}
    </Page>
  )
}

const hrefOf = (accountId: string, { id, at }: TimelineEntry): string =>
  `/accounts/${encodeURIComponent(accountId)}?until=${dayOf(at)}&entry=${id}`

const formatEmptyState = ({ show = 'all', from, until }: TimelineView): string =>
  show === 'all' && from === undefined && until === undefined ? words.account.empty : words.account.emptyPart

/** Loads further pages until the entry that the address names is there. */
function useSought(
  {
    data,
    hasNextPage,
    isFetching,
    fetchNextPage,
  }: Pick<ReturnType<typeof useInfiniteQuery<unknown>>, 'hasNextPage' | 'isFetching' | 'fetchNextPage'> & {
    data: { pages: readonly unknown[] } | undefined
  },
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
