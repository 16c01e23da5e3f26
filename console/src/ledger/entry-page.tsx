import { Code, DataList, Group, List, Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import type { LedgerProof } from '../api/shapes.ts'
import { formatFull } from '../components/format.ts'
import { Page } from '../components/page.tsx'
import { Panel, Shown } from '../components/panel.tsx'
import { StatePill } from '../components/state-pill.tsx'
import { words } from '../words/words.ts'
import { About, nameField, nameKind } from './format-entry.tsx'
import { entryQuery } from './queries.ts'

/** Shows one entry, and the proof that it is as recorded. */
export function EntryPage({ number }: { number: number }) {
  const found = useQuery(entryQuery(number))
  return (
    <Page title={words.ledger.entry({ number })} actions={<Neighbours of={number} />}>
      <Shown query={found}>
        {(entry) => (
          <>
            <Content entry={entry} />
            <Proof entry={entry} />
          </>
        )}
      </Shown>
    </Page>
  )
}

const Neighbours = ({ of: number }: { of: number }) => (
  <Group gap="md">
    {number > 1 && (
      <Link to="/ledger/$number" params={{ number: String(number - 1) }}>
        ‹ {words.ledger.previous}
      </Link>
    )}
    <Link to="/ledger/$number" params={{ number: String(number + 1) }}>
      {words.ledger.next} ›
    </Link>
  </Group>
)

function Content({ entry }: { entry: LedgerProof }) {
  const rows = [
    { name: words.ledger.at, value: entry.at === null ? '' : formatFull(entry.at) },
    { name: words.ledger.by, value: entry.by ?? words.ledger.notTold },
    ...entry.fields.map(({ name, value }) => ({ name: nameField(name), value })),
  ]
  return (
    <Panel title={nameKind(entry.kind)} aside={<About entry={entry} />}>
      <DataList>
        {rows.map(({ name, value }) => (
          <DataList.Item key={name}>
            <DataList.ItemLabel>{name}</DataList.ItemLabel>
            <DataList.ItemValue className="hostile">{value}</DataList.ItemValue>
          </DataList.Item>
        ))}
      </DataList>
      {entry.withheld.length > 0 && (
        <Text size="sm" c="dimmed" mt="sm">
          {words.ledger.withheld({ fields: entry.withheld.map(nameField).join(', ') })}
        </Text>
      )}
      {entry.erased && <Text>{words.ledger.erased}</Text>}
    </Panel>
  )
}

function Proof({ entry }: { entry: LedgerProof }) {
  const hashes = [
    { name: words.ledger.leaf, value: entry.leaf },
    { name: words.ledger.leafHash, value: entry.leafHash },
    { name: words.ledger.chainBefore, value: entry.chainBefore },
    { name: words.ledger.chain, value: entry.chain },
  ].filter(({ value }) => value !== null) // The first entry has none before it, an erased one no leaf.
  return (
    <Panel title={words.ledger.proof}>
      <StatePill tone={entry.holds ? 'safe' : 'alarm'}>
        {entry.holds ? words.ledger.proven : words.ledger.problems({ count: entry.problems.length })}
      </StatePill>
      <List size="sm">
        {entry.problems.map((problem) => (
          <List.Item key={problem}>{problem}</List.Item>
        ))}
      </List>
      <DataList mt="sm">
        {hashes.map(({ name, value }) => (
          <DataList.Item key={name}>
            <DataList.ItemLabel>{name}</DataList.ItemLabel>
            <DataList.ItemValue>
              <Code style={{ overflowWrap: 'anywhere' }}>{value}</Code>
            </DataList.ItemValue>
          </DataList.Item>
        ))}
      </DataList>
    </Panel>
  )
}
