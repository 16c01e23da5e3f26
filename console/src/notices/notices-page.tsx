import { Button, EmptyState, Group, Stack } from '@mantine/core'
import { IconInbox } from '@tabler/icons-react'
import { useInfiniteQuery } from '@tanstack/react-query'
import { MoreButton } from '../components/more-button.tsx'
import { Page } from '../components/page.tsx'
import { Loading } from '../components/panel.tsx'
import { ProblemNote } from '../components/problem-note.tsx'
import { SavedViews } from '../components/saved-views.tsx'
import { words } from '../words/words.ts'
import { Filters } from './filters.tsx'
import { NoticeTable } from './notice-table.tsx'
import { noticesQuery } from './queries.ts'
import { StateTabs } from './state-tabs.tsx'
import { isFiltered, type NoticeView, readView, stateOf } from './view.ts'

interface Props {
  view: NoticeView
  onView: (view: NoticeView) => void
}

/** Shows the notices of people outside and of trusted flaggers, newest first. Looking claims nothing. */
export function NoticesPage({ view, onView }: Props) {
  const list = useInfiniteQuery(noticesQuery(view))
  const rows = list.data?.pages.flatMap(({ items }) => items) ?? []
  const state = stateOf(view)
  return (
    <Page title={words.noticeList.title} about={words.noticeList.about}>
      <div className="queue-top">
        <StateTabs state={state} onState={(next) => onView(readView({ ...view, state: next }))} />
        <SavedViews list="notice" filter={view} isFiltered={isFiltered(view)} read={readView} onFilter={onView} />
      </div>
      <Filters view={view} onView={onView} />
      {list.isPending && <Loading />}
      {list.isError && <ProblemNote error={list.error} onAgain={() => void list.refetch()} />}
      {list.isSuccess && rows.length === 0 && (
        <Empty
          isNarrowed={isFiltered(view)}
          onClear={() => onView(readView({ state }))}
          onAll={() => onView({ state: 'all' })}
        />
      )}
      {rows.length > 0 && <NoticeTable rows={rows} />}
      <Group className="no-print">
        <MoreButton list={list} label={words.noticeList.older} />
      </Group>
    </Page>
  )
}

function Empty({ isNarrowed, onClear, onAll }: { isNarrowed: boolean; onClear: () => void; onAll: () => void }) {
  return (
    <Stack align="center" p="xl" gap="sm">
      <EmptyState
        icon={<IconInbox size={28} aria-hidden="true" />}
        title={isNarrowed ? words.noticeList.empty.filtered : words.noticeList.empty.title}
        description={isNarrowed ? words.noticeList.empty.filteredNext : words.noticeList.empty.next}
      />
      <Button variant="default" size="xs" onClick={isNarrowed ? onClear : onAll}>
        {isNarrowed ? words.noticeList.filters.clear : words.noticeList.empty.all}
      </Button>
    </Stack>
  )
}
