import { Table, Text } from '@mantine/core'
import { useInfiniteQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import type { LedgerEntry } from '../api/shapes.ts'
import { formatFull } from '../components/format.ts'
import { WideTable } from '../components/wide-table.tsx'
import { words } from '../words/words.ts'
import { Filters } from './filters.tsx'
import { Paged } from './paged.tsx'
import { entriesQuery, type LedgerFilter, readEntryFile } from './queries.ts'
import { About, nameField, nameKind } from './format-entry.tsx'
import { KINDS } from './kinds.ts'

const VALUE_CHARS_MAX = 48
const FIELDS_MAX = 4

const KINDS_BY_GROUP = Object.entries(KINDS).map(([group, kinds]) => ({
  group: words.entryKinds.groups[group as keyof typeof KINDS],
  items: kinds.map((kind) => ({ value: kind, label: words.entryKinds.names[kind] })),
}))

/** Shows ledger entries, newest first, a page at a time. */
export function Entries({ filter, onFilter }: { filter: LedgerFilter; onFilter: (filter: LedgerFilter) => void }) {
  const found = useInfiniteQuery(entriesQuery(filter))
  const entries = found.data?.pages.flatMap(({ items }) => items) ?? []
  return (
    <>
      <Filters
        kinds={KINDS_BY_GROUP}
        fields={['subject', 'staff', 'enforcement']}
        filter={filter}
        onFilter={onFilter}
        file="ledger"
        read={readEntryFile}
      />
      <Paged found={found} isEmpty={entries.length === 0} empty={words.ledger.empty}>
        <Rows entries={entries} />
      </Paged>
    </>
  )
}

const Rows = ({ entries }: { entries: readonly LedgerEntry[] }) => (
  <WideTable label={words.ledger.shows.entries} minWidth={760} highlight>
    <Table.Thead>
      <Table.Tr>
        <Table.Th ta="right">{words.ledger.number}</Table.Th>
        <Table.Th>{words.ledger.at}</Table.Th>
        <Table.Th>{words.ledger.what}</Table.Th>
        <Table.Th>{words.ledger.by}</Table.Th>
        <Table.Th>{words.ledger.about}</Table.Th>
        <Table.Th>{words.ledger.says}</Table.Th>
      </Table.Tr>
    </Table.Thead>
    <Table.Tbody>
      {entries.map((entry, place) => (
        <Row key={entry.number ?? `waits ${place}`} entry={entry} />
      ))}
    </Table.Tbody>
  </WideTable>
)

const Row = ({ entry }: { entry: LedgerEntry }) => (
  <Table.Tr>
    <Table.Td ta="right">
      {entry.number === null ? (
        words.ledger.noNumber
      ) : (
        <Link to="/ledger/$number" params={{ number: String(entry.number) }}>
          {entry.number}
        </Link>
      )}
    </Table.Td>
    <Table.Td style={{ whiteSpace: 'nowrap' }}>{entry.at !== null && formatFull(entry.at)}</Table.Td>
    <Table.Td style={{ whiteSpace: 'nowrap' }}>
      <Link to="/ledger" search={{ kind: entry.kind }}>
        {nameKind(entry.kind)}
      </Link>
    </Table.Td>
    <Table.Td>{entry.by ?? words.ledger.notTold}</Table.Td>
    <Table.Td>
      <About entry={entry} />
    </Table.Td>
    <Table.Td>
      <Text span size="sm" className="hostile">
        {entry.erased ? words.ledger.erased : formatBriefly(entry)}
      </Text>
    </Table.Td>
  </Table.Tr>
)

/** Returns the first fields in a line, without hashes, which mean nothing to a reader. */
const formatBriefly = ({ fields }: LedgerEntry): string =>
  fields
    .filter(({ name, value }) => !/hash/i.test(name) && value !== '' && value !== 'null')
    .slice(0, FIELDS_MAX)
    .map(({ name, value }) => `${nameField(name)}: ${value.slice(0, VALUE_CHARS_MAX)}`)
    .join(' · ')
