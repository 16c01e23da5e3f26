import { Table, Text } from '@mantine/core'
import { useInfiniteQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import type { View } from '../api/shapes.ts'
import { choicesOf } from '../components/choices.ts'
import { formatFull } from '../components/format.ts'
import { WideTable } from '../components/wide-table.tsx'
import { words } from '../words/words.ts'
import { Filters } from './filters.tsx'
import { About } from './format-entry.tsx'
import { Paged } from './paged.tsx'
import { type LedgerFilter, readViewFile, viewsQuery } from './queries.ts'

const VIEW_KINDS = choicesOf(words.ledger.viewKinds)

/** Shows who was shown what, newest first. This look is recorded as well. */
export function Views({ filter, onFilter }: { filter: LedgerFilter; onFilter: (filter: LedgerFilter) => void }) {
  const found = useInfiniteQuery(viewsQuery(filter))
  const views = found.data?.pages.flatMap(({ items }) => items) ?? []
  return (
    <>
      <Filters
        kinds={VIEW_KINDS}
        fields={['subject', 'staff']}
        filter={filter}
        onFilter={onFilter}
        file="access-log"
        read={readViewFile}
      />
      <Paged found={found} isEmpty={views.length === 0} empty={words.ledger.viewEmpty}>
        <Rows views={views} />
      </Paged>
    </>
  )
}

const Rows = ({ views }: { views: readonly View[] }) => (
  <WideTable label={words.ledger.shows.views} minWidth={640} highlight>
    <Table.Thead>
      <Table.Tr>
        <Table.Th>{words.ledger.at}</Table.Th>
        <Table.Th>{words.ledger.person}</Table.Th>
        <Table.Th>{words.ledger.viewed}</Table.Th>
        <Table.Th>{words.ledger.about}</Table.Th>
        <Table.Th>{words.ledger.reason}</Table.Th>
      </Table.Tr>
    </Table.Thead>
    <Table.Tbody>
      {views.map((view) => (
        <Table.Tr key={view.id}>
          <Table.Td style={{ whiteSpace: 'nowrap' }}>{formatFull(view.at)}</Table.Td>
          <Table.Td>{view.staff}</Table.Td>
          <Table.Td>
            {words.ledger.viewKinds[view.kind]} {words.ledger.shown({ count: view.shown })}
          </Table.Td>
          <Table.Td>
            <About entry={view} />
            {view.caseId !== null && (
              <Link to="/cases/$caseId" params={{ caseId: view.caseId }}>
                {view.caseId}
              </Link>
            )}
          </Table.Td>
          <Table.Td>
            <Text span size="sm" className="hostile">
              {view.reason ?? (view.inCase ? words.ledger.inCase : '')} {view.words}
            </Text>
          </Table.Td>
        </Table.Tr>
      ))}
    </Table.Tbody>
  </WideTable>
)
