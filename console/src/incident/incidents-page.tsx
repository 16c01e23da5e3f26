import { EmptyState, Paper, Table, Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import type { ListedIncident } from '../api/shapes.ts'
import { formatDone } from '../components/format-action.ts'
import { formatCount, formatFull, formatLength } from '../components/format.ts'
import { Handle } from '../components/handle.tsx'
import { StatePill } from '../components/state-pill.tsx'
import { useNow } from '../components/use-now.tsx'
import { Page } from '../components/page.tsx'
import { Shown } from '../components/panel.tsx'
import { WideTable } from '../components/wide-table.tsx'
import { words } from '../words/words.ts'
import { incidentsQuery } from './queries.ts'

/** Shows the incidents, in which a subject was offline by mistake, newest first. */
export function IncidentsPage() {
  const found = useQuery(incidentsQuery)
  return (
    <Page title={words.incidents.title} about={words.incidents.about}>
      <Shown query={found}>
        {({ items }) =>
          items.length === 0 ? (
            <EmptyState title={words.incidents.empty} description={words.incidents.emptyNext} />
          ) : (
            <List items={items} />
          )
        }
      </Shown>
    </Page>
  )
}

const List = ({ items }: { items: readonly ListedIncident[] }) => (
  <Paper withBorder>
    <WideTable label={words.incidents.title} minWidth={640} highlight>
      <Table.Thead>
        <Table.Tr>
          <Table.Th>{words.incidents.account}</Table.Th>
          <Table.Th>{words.incidents.what}</Table.Th>
          <Table.Th>{words.incidents.offline}</Table.Th>
          <Table.Th>{words.incidents.why}</Table.Th>
          <Table.Th>{words.incidents.when}</Table.Th>
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {items.map((incident) => (
          <Table.Tr key={incident.id}>
            <Table.Td>
              <Link to="/incidents/$incidentId" params={{ incidentId: incident.id }}>
                <Handle handle={incident.handle} />
              </Link>{' '}
              {incident.reach !== null && (
                <Text span size="sm">
                  {words.who.followers({ count: formatCount(incident.reach) })}
                </Text>
              )}
            </Table.Td>
            <Table.Td className="capital">{formatDone(incident)}</Table.Td>
            <Table.Td>
              <OfflineFor incident={incident} />
            </Table.Td>
            <Table.Td>
              {incident.drill ? (
                <StatePill tone="waits">{words.incidents.drill}</StatePill>
              ) : (
                words.incidents.causes[incident.cause]
              )}
            </Table.Td>
            <Table.Td>{formatFull(incident.at)}</Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
    </WideTable>
  </Paper>
)

function OfflineFor({ incident: { offlineFrom, offlineUntil } }: { incident: ListedIncident }) {
  const now = useNow()
  if (offlineFrom === null) return words.incidents.neverOffline
  const lasted = formatLength((offlineUntil === null ? now : Date.parse(offlineUntil)) - Date.parse(offlineFrom))
  if (offlineUntil !== null) return lasted
  return <StatePill tone="alarm">{words.incidents.stillOfflineFor({ time: lasted })}</StatePill>
}
