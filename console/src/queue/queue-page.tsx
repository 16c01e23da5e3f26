import { Button, EmptyState, Group, Skeleton, Stack, Title } from '@mantine/core'
import { IconInbox } from '@tabler/icons-react'
import { Link } from '@tanstack/react-router'
import { memo, useCallback, useMemo, useState } from 'react'
import { ProblemNote } from '../components/problem-note.tsx'
import { TakeNext } from '../components/take-next.tsx'
import { useHasRole } from '../components/use-roles.ts'
import { words } from '../words/words.ts'
import { CaseTable } from './case-table.tsx'
import { Dismissed, type DismissedSet, DismissSet } from './dismiss-set.tsx'
import { Filters, OrderAndViews } from './filters.tsx'
import { PreviewPane } from './preview-pane.tsx'
import { QueueTabs } from './queue-tabs.tsx'
import { SelectionBar } from './selection-bar.tsx'
import { SetResult } from './set-result.tsx'
import { type SetOutcome, useSetAct } from './use-set-act.ts'
import { useRows } from './use-rows.ts'
import { useSelection } from './use-selection.ts'
import { filterOf, isFiltered, type QueueFilter, type QueueView } from './view.ts'

interface Props {
  view: QueueView
  onView: (view: QueueView) => void
}

interface NarrowingProps {
  filter: QueueFilter
  onFilter: (filter: QueueFilter) => void
}

/** Shows the cases that wait, with the one under the cursor beside them. Looking claims nothing. */
export function QueuePage({ view, onView }: Props) {
  const filter = useMemo(() => filterOf(view), [view])
  const { list, rows, fresh, reload } = useRows(filter)
  const order = rows.map(({ id }) => id)
  const selection = useSelection(order)
  const [outcome, setOutcome] = useState<SetOutcome>()
  const [dismissed, setDismissed] = useState<DismissedSet>()
  const act = useSetAct((done) => {
    setOutcome(done)
    selection.keep(done.refused.map(({ caseId }) => caseId))
  })
  const mayOpen = useHasRole('reviewer', 'senior', 'lead', 'policy')
  const selected = order.filter((id) => selection.ids.has(id))
  const { keep } = selection
  const show = useCallback(
    (next: QueueFilter) => {
      keep([])
      onView(next)
    },
    [keep, onView],
  )
  return (
    <Stack gap="sm" className="queue-page">
      <Head mayOpen={mayOpen} />
      <Narrowing filter={filter} onFilter={show} />
      {dismissed !== undefined && (
        <Dismissed key={dismissed.setId} set={dismissed} onClose={() => setDismissed(undefined)} />
      )}
      {outcome !== undefined && <SetResult outcome={outcome} onClose={() => setOutcome(undefined)} />}
      <div className="queue-split">
        <section className="queue-list" aria-label={words.queue.title} aria-busy={list.isPending}>
          <News count={fresh} onShow={() => void reload()} />
          {list.isPending && <Waiting />}
          {list.isError && <ProblemNote error={list.error} onAgain={() => void list.refetch()} />}
          {list.data !== undefined && rows.length === 0 && (
            <Empty isFiltered={isFiltered(filter)} onClear={() => show({})} />
          )}
          {rows.length > 0 && (
            <CaseTable rows={rows} at={view.at} onAt={(at) => onView({ ...filter, at })} selection={selection} />
          )}
          {list.hasNextPage && <More isLoading={list.isFetchingNextPage} onPress={() => void list.fetchNextPage()} />}
        </section>
        <PreviewPane
          caseId={view.at}
          onAssign={(caseId) => act.mutate({ caseIds: [caseId], act: { kind: 'claim' } })}
        />
      </div>
      {selected.length > 0 && (
        <SelectionBar
          count={selected.length}
          isBusy={act.isPending}
          onAct={(chosen) => act.mutate({ caseIds: selected, act: chosen })}
          onClear={() => selection.keep([])}
        >
          {mayOpen && (
            <DismissSet
              caseIds={selected}
              onDismissed={(set) => {
                setDismissed(set)
                selection.keep([])
              }}
              onKeep={selection.keep}
            />
          )}
        </SelectionBar>
      )}
    </Stack>
  )
}

function Head({ mayOpen }: { mayOpen: boolean }) {
  return (
    <Group justify="space-between">
      <Title order={1} size="h3">
        {words.queue.title}
      </Title>
      <Group gap="sm">
        {mayOpen && (
          <Button size="sm" variant="default" renderRoot={(props) => <Link to="/open-case" {...props} />}>
            {words.opening.begin}
          </Button>
        )}
        <TakeNext size="sm" />
      </Group>
    </Group>
  )
}

function More({ isLoading, onPress }: { isLoading: boolean; onPress: () => void }) {
  return (
    <Button m="sm" variant="default" loading={isLoading} onClick={onPress}>
      {words.queue.more}
    </Button>
  )
}

/** The tabs, filters and order of the list. Rows that arrive do not draw them again: fields cost more than rows. */
const Narrowing = memo(function Narrowing({ filter, onFilter }: NarrowingProps) {
  return (
    <>
      <div className="queue-top">
        <QueueTabs queue={filter.queue} onQueue={(queue) => onFilter(withQueue(filter, queue))} />
        <OrderAndViews filter={filter} onFilter={onFilter} />
      </div>
      <Filters filter={filter} onFilter={onFilter} />
    </>
  )
})

function withQueue({ queue: _before, ...others }: QueueFilter, queue: string | undefined): QueueFilter {
  return queue === undefined ? others : { ...others, queue }
}

/** The place for new cases is always there, so that its chip moves no row. */
function News({ count, onShow }: { count: number; onShow: () => void }) {
  return (
    <div className="queue-news" role="status">
      {count > 0 && (
        <Button size="compact-xs" radius="xl" onClick={onShow}>
          {words.queue.news({ count })}
        </Button>
      )}
    </div>
  )
}

const ROWS_WAITED_FOR = Array.from({ length: 12 }, (_, place) => `row ${place}`)

/** Rows of the final height while the list loads. */
const Waiting = () => (
  <div role="status" aria-label={words.app.loading}>
    {ROWS_WAITED_FOR.map((row) => (
      <div key={row} className="case-row-waiting">
        <Skeleton height={12} radius="xl" className="loading" />
      </div>
    ))}
  </div>
)

function Empty({ isFiltered: isNarrowed, onClear }: { isFiltered: boolean; onClear: () => void }) {
  return (
    <Stack align="center" p="xl" gap="sm">
      <EmptyState
        icon={<IconInbox size={28} aria-hidden="true" />}
        title={isNarrowed ? words.queue.empty.filtered : words.queue.empty.title}
        description={isNarrowed ? words.queue.empty.filteredNext : words.queue.empty.next}
      />
      {isNarrowed && (
        <Button variant="default" size="xs" onClick={onClear}>
          {words.queue.filters.clear}
        </Button>
      )}
    </Stack>
  )
}
