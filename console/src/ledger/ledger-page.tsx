import { Tabs, Text } from '@mantine/core'
import { Page } from '../components/page.tsx'
import { useHasRole } from '../components/use-roles.ts'
import { words } from '../words/words.ts'
import { Entries } from './entries.tsx'
import type { LedgerFilter } from './queries.ts'
import { VerificationPanel } from './verification-panel.tsx'
import { Views } from './views.tsx'

export type Shows = keyof typeof words.ledger.shows

interface Props {
  shows: Shows
  filter: LedgerFilter
  onShows: (shows: Shows) => void
  onFilter: (filter: LedgerFilter) => void
}

/** Shows whether the ledger verifies, its entries, and the recorded views. */
export function LedgerPage({ shows, filter, onShows, onFilter }: Props) {
  const isAuditor = useHasRole('auditor')
  return (
    <Page title={words.ledger.title}>
      <VerificationPanel />
      {isAuditor ? (
        <Tabs value={shows} onChange={(value) => onShows(value === 'views' ? 'views' : 'entries')} keepMounted={false}>
          <Tabs.List>
            <Tabs.Tab value="entries">{words.ledger.shows.entries}</Tabs.Tab>
            <Tabs.Tab value="views">{words.ledger.shows.views}</Tabs.Tab>
          </Tabs.List>
          <Tabs.Panel value="entries" pt="md">
            <Entries filter={filter} onFilter={onFilter} />
          </Tabs.Panel>
          <Tabs.Panel value="views" pt="md">
            <Views filter={filter} onFilter={onFilter} />
          </Tabs.Panel>
        </Tabs>
      ) : (
        <Text c="dimmed">{words.ledger.forAuditors}</Text>
      )}
    </Page>
  )
}
