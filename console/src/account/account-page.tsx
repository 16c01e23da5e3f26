import { Button, Group, Select, Stack, Text } from '@mantine/core'
import { useInfiniteQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { HistoryEntry } from '../api/shapes.ts'
import { CopyText } from '../desk/copy-text.tsx'
import { Page } from '../desk/page.tsx'
import { Panel } from '../desk/panel.tsx'
import { ProblemNote } from '../desk/problem-note.tsx'
import { AccountFacts } from '../desk/who-is-this.tsx'
import { lacksReason, WhyLook } from '../desk/why-look.tsx'
import { words } from '../words/en.ts'
import { AccountWatch } from './account-watch.tsx'
import { Entry } from './entry.tsx'
import { historyQuery } from './queries.ts'

export const FILTERS = ['all', 'decision', 'order', 'case', 'reports'] as const
export type Filter = (typeof FILTERS)[number]

/** Everything that happened to one account on one line of time; the address says which part of it. */
export function AccountPage({
  accountId,
  filter,
  onFilter,
}: {
  accountId: string
  filter: Filter
  onFilter: (filter: Filter) => void
}) {
  const [why, setWhy] = useState('')
  const history = useInfiniteQuery(historyQuery(accountId, why))
  const first = history.data?.pages[0]
  const entries = history.data?.pages.flatMap((page) => page.history.items) ?? []
  return (
    <Page title={first?.account?.handle ? `@${first.account.handle}` : accountId}>
      {lacksReason(history.error) ? (
        <WhyLook says={words.why.account} onWhy={setWhy} />
      ) : (
        history.isError && <ProblemNote error={history.error} onAgain={() => void history.refetch()} />
      )}
      {first?.account && (
        <Panel title={words.who.title} aside={<Text size="sm">{words.account.strikes(first.counts.strikes)}</Text>}>
          <AccountFacts account={first.account} />
        </Panel>
      )}
      {first?.account && <AccountWatch accountId={accountId} />}
      {!lacksReason(history.error) && (
        <Panel title={words.account.history} aside={<Tools filter={filter} onFilter={onFilter} />}>
          <Timeline entries={entries.filter(({ kind }) => filter === 'all' || kind === filter)} />
          {history.isSuccess && entries.length === 0 && <Text c="dimmed">{words.account.empty}</Text>}
          {history.hasNextPage && (
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
    </Page>
  )
}

function Tools({ filter, onFilter }: { filter: Filter; onFilter: (filter: Filter) => void }) {
  return (
    <Group gap="xs" className="no-print">
      <Select
        aria-label={words.account.filter}
        size="xs"
        w={140}
        data={FILTERS.map((value) => ({ value, label: words.account.filters[value] }))}
        value={filter}
        allowDeselect={false}
        onChange={(value) => onFilter(FILTERS.find((known) => known === value) ?? 'all')}
      />
      <Button size="compact-sm" variant="default" onClick={() => window.print()}>
        {words.account.print}
      </Button>
      <CopyText text={location.href} label={words.account.copy} />
    </Group>
  )
}

const Timeline = ({ entries }: { entries: readonly HistoryEntry[] }) => (
  <Stack gap={2}>
    {entries.map((entry) => (
      <Entry key={`${entry.kind} ${entry.at} ${'id' in entry ? entry.id : ''}`} entry={entry} />
    ))}
  </Stack>
)
