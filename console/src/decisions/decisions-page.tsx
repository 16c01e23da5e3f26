import { Button, EmptyState, Group } from '@mantine/core'
import { useInfiniteQuery } from '@tanstack/react-query'
import { ExportButton } from '../components/export-button.tsx'
import { Page } from '../components/page.tsx'
import { Loading } from '../components/panel.tsx'
import { ProblemNote } from '../components/problem-note.tsx'
import { useHasRole } from '../components/use-roles.ts'
import { words } from '../words/words.ts'
import { DecisionTable } from './decision-table.tsx'
import { Filters } from './filters.tsx'
import { decisionsQuery, readFile } from './queries.ts'
import { type DecisionView, LAST_DEFAULT } from './view.ts'

interface Props {
  view: DecisionView
  onView: (view: DecisionView) => void
}

/** Shows recent decisions, newest first. They are never counted, ordered or found by person. */
export function DecisionsPage({ view, onView }: Props) {
  const mayExport = useHasRole('lead', 'policy', 'auditor')
  const found = useInfiniteQuery(decisionsQuery(view))
  const rows = found.data?.pages.flatMap(({ items }) => items) ?? []
  return (
    <Page
      title={words.decisions.title}
      about={words.decisions.about}
      actions={
        mayExport && (
          <ExportButton label={words.decisions.csv} file="decisions.csv" read={(reason) => readFile(view, reason)} />
        )
      }
    >
      <Filters view={view} onView={onView} />
      {found.isPending && <Loading />}
      {found.isError && <ProblemNote error={found.error} onAgain={() => void found.refetch()} />}
      {found.isSuccess && rows.length === 0 && (
        <EmptyState
          title={words.decisions.empty}
          description={(view.last ?? LAST_DEFAULT) === '2208' ? words.decisions.emptyFilter : words.decisions.emptyNext}
        />
      )}
      {rows.length > 0 && <DecisionTable rows={rows} />}
      {found.hasNextPage && (
        <Group>
          <Button
            variant="default"
            loading={found.isFetchingNextPage}
            className="no-print"
            onClick={() => void found.fetchNextPage()}
          >
            {words.decisions.older}
          </Button>
        </Group>
      )}
    </Page>
  )
}
