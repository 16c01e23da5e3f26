import { Button, EmptyState, Group, Skeleton, Stack, Title } from '@mantine/core'
import { useMediaQuery } from '@mantine/hooks'
import { IconAdjustmentsHorizontal, IconInbox } from '@tabler/icons-react'
import { Link } from '@tanstack/react-router'
import { lazy, memo, Suspense, useCallback, useDeferredValue, useMemo, useState } from 'react'
import { Boundary } from '../components/panel.tsx'
import { ProblemNote } from '../components/problem-note.tsx'
import { TakeNext } from '../components/take-next.tsx'
import { useHasRole } from '../components/use-roles.ts'
import { words } from '../words/words.ts'
import { CaseTable } from './case-table.tsx'
import { Dismissed, type DismissedSet } from './dismissed.tsx'
import { PreviewPane } from './preview-pane.tsx'
import { QueueTabs } from './queue-tabs.tsx'
import { SetResult } from './set-result.tsx'
import { type Rows, useRows } from './use-rows.ts'
import { type Selection, useSelection } from './use-selection.ts'
import { type SetOutcome, useSetAct } from './use-set-act.ts'
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
  const queue = useRows(filter)
  const { rows } = queue
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
  const goTo = useCallback((at: string) => onView({ ...filter, at }), [filter, onView])
  return (
    <Stack gap="sm" className="queue-page">
      <Head mayOpen={mayOpen} />
      <Narrowing filter={filter} onFilter={show} />
      {dismissed !== undefined && (
        <Dismissed key={dismissed.setId} set={dismissed} onClose={() => setDismissed(undefined)} />
      )}
      {outcome !== undefined && <SetResult outcome={outcome} onClose={() => setOutcome(undefined)} />}
      <div className="queue-split">
        <CaseList
          queue={queue}
          at={view.at}
          onAt={goTo}
          selection={selection}
          isFiltered={isFiltered(filter)}
          onClear={() => show({})}
        />
        <PreviewPane
          caseId={view.at}
          onAssign={(caseId) => act.mutate({ caseIds: [caseId], act: { kind: 'claim' } })}
        />
      </div>
      {selected.length > 0 && (
        <Boundary>
          <Suspense fallback={null}>
            <ActOnSet
              caseIds={selected}
              isBusy={act.isPending}
              onAct={(chosen) => act.mutate({ caseIds: selected, act: chosen })}
              onKeep={selection.keep}
              {...(mayOpen && { onDismissed: setDismissed })}
            />
          </Suspense>
        </Boundary>
      )}
    </Stack>
  )
}

interface ListProps {
  queue: Rows
  at: string | undefined
  onAt: (caseId: string) => void
  selection: Selection
  isFiltered: boolean
  onClear: () => void
}

/** React renders rows that have just arrived in slices (a deferred value), between which the page takes presses. */
function CaseList({ queue: { list, rows, fresh, reload }, at, onAt, selection, ...empty }: ListProps) {
  const shown = useDeferredValue(list.data && rows)
  const isWaiting = list.isPending || (list.data !== undefined && shown === undefined)
  return (
    <section className="queue-list" aria-label={words.queue.title} aria-busy={isWaiting}>
      <News count={fresh} onShow={() => void reload()} />
      {isWaiting && <Waiting />}
      {list.isError && <ProblemNote error={list.error} onAgain={() => void list.refetch()} />}
      {!isWaiting && shown?.length === 0 && <Empty {...empty} />}
      {!isWaiting && shown !== undefined && shown.length > 0 && (
        <CaseTable rows={shown} at={at} onAt={onAt} selection={selection} />
      )}
      {list.hasNextPage && <More isLoading={list.isFetchingNextPage} onPress={() => void list.fetchNextPage()} />}
    </section>
  )
}

const Head = memo(function Head({ mayOpen }: { mayOpen: boolean }) {
  return (
    <div className="queue-head">
      <Title order={1} size="h3">
        {words.queue.title}
      </Title>
      <Group gap="sm" className="queue-ways">
        <Button size="sm" variant="default" renderRoot={(props) => <Link to="/notices" {...props} />}>
          {words.nav.notices}
        </Button>
        {mayOpen && (
          <Button size="sm" variant="default" renderRoot={(props) => <Link to="/open-case" {...props} />}>
            {words.opening.begin}
          </Button>
        )}
      </Group>
      <TakeNext size="sm" />
    </div>
  )
})

function More({ isLoading, onPress }: { isLoading: boolean; onPress: () => void }) {
  return (
    <Button m="sm" variant="default" loading={isLoading} onClick={onPress}>
      {words.queue.more}
    </Button>
  )
}

/** In a narrower window the fields load when the reader asks for them: they take a phone longer than the rows. */
const WIDE = '(min-width: 760px)'
const readFields = () => import('./filters.tsx')
const fields = matchMedia(WIDE).matches ? await readFields() : undefined
const Filters = fields?.Filters ?? lazy(async () => ({ default: (await readFields()).Filters }))
const OrderAndViews = fields?.OrderAndViews ?? lazy(async () => ({ default: (await readFields()).OrderAndViews }))
/** Loads with the first selected case. */
const ActOnSet = lazy(async () => ({ default: (await import('./act-on-set.tsx')).ActOnSet }))

/** The tabs, filters and order of the list. Rows that arrive do not draw them again: fields cost more than rows. */
const Narrowing = memo(function Narrowing({ filter, onFilter }: NarrowingProps) {
  const isWide = useMediaQuery(WIDE, undefined, { getInitialValueInEffect: false })
  const [isAsked, setAsked] = useState(isFiltered(filter))
  const hasFields = isWide || isAsked
  return (
    <>
      <div className="queue-top">
        <QueueTabs queue={filter.queue} onQueue={(queue) => onFilter(withQueue(filter, queue))} />
        {!isWide && (
          <Button
            size="xs"
            variant="default"
            className="no-print"
            leftSection={<IconAdjustmentsHorizontal size={15} aria-hidden="true" />}
            aria-expanded={isAsked}
            onClick={() => setAsked(!isAsked)}
          >
            {words.queue.filters.show}
          </Button>
        )}
        <Suspense fallback={null}>{hasFields && <OrderAndViews filter={filter} onFilter={onFilter} />}</Suspense>
      </div>
      <Suspense fallback={null}>{hasFields && <Filters filter={filter} onFilter={onFilter} />}</Suspense>
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
