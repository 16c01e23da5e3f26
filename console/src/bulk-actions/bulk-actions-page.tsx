import { Button, Table, Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import type { BulkActionSummary } from '../api/shapes.ts'
import { formatFull, formatNumber } from '../components/format.ts'
import { formatDone } from '../components/format-action.ts'
import { Page } from '../components/page.tsx'
import { Panel, Shown } from '../components/panel.tsx'
import { useHasRole } from '../components/use-roles.ts'
import { WideTable } from '../components/wide-table.tsx'
import { words } from '../words/words.ts'
import { BulkActionMark } from './bulk-action-mark.tsx'
import { bulkActionsQuery } from './queries.ts'

/** Decisions about many subjects at once, the newest first. */
export function BulkActionsPage() {
  const bulkActions = useQuery(bulkActionsQuery)
  const mayAsk = useHasRole('senior', 'lead')
  return (
    <Page
      title={words.bulkActions.title}
      about={words.bulkActions.about}
      actions={
        mayAsk && (
          <Button component={Link} to="/bulk-actions/new" variant="outline">
            {words.bulkActions.create}
          </Button>
        )
      }
    >
      <Panel title={words.bulkActions.all}>
        <Shown query={bulkActions}>
          {({ items }) =>
            items.length === 0 ? <Text c="dimmed">{words.bulkActions.none}</Text> : <List items={items} />
          }
        </Shown>
      </Panel>
    </Page>
  )
}

const List = ({ items }: { items: readonly BulkActionSummary[] }) => (
  <WideTable label={words.bulkActions.all} minWidth={640} highlight>
    <Table.Thead>
      <Table.Tr>
        <Table.Th>{words.bulkActions.one}</Table.Th>
        <Table.Th>{words.bulkActions.state}</Table.Th>
        <Table.Th>{words.bulkActions.what}</Table.Th>
        <Table.Th>{words.bulkActions.subjects}</Table.Th>
        <Table.Th>{words.bulkActions.asked}</Table.Th>
      </Table.Tr>
    </Table.Thead>
    <Table.Tbody>
      {items.map(({ id, state, subjects, asked, proposedAt }) => (
        <Table.Tr key={id} data-row>
          <Table.Td>
            <Link to="/bulk-actions/$bulkActionId" params={{ bulkActionId: id }}>
              {id}
            </Link>
          </Table.Td>
          <Table.Td>
            <BulkActionMark state={state} />
          </Table.Td>
          <Table.Td>
            {asked === null
              ? words.bulkActions.kept
              : words.bulkActions.says({
                  action: formatDone(asked),
                  policyId: asked.policyId,
                  who: asked.proposedBy ?? words.enforcements.byLater,
                })}
          </Table.Td>
          <Table.Td>{formatNumber(subjects)}</Table.Td>
          <Table.Td>{formatFull(proposedAt)}</Table.Td>
        </Table.Tr>
      ))}
    </Table.Tbody>
  </WideTable>
)
