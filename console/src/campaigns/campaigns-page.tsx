import { Button, Table, Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import type { CampaignSummary } from '../api/shapes.ts'
import { sayFull, sayNumber } from '../desk/format.ts'
import { Page } from '../desk/page.tsx'
import { Panel, Shown } from '../desk/panel.tsx'
import { useHasRole } from '../desk/use-roles.ts'
import { WideTable } from '../desk/wide-table.tsx'
import { words } from '../words/en.ts'
import { CampaignMark } from './campaign-mark.tsx'
import { campaignsQuery } from './queries.ts'

/** Decisions about many subjects at once, the newest first. */
export function CampaignsPage() {
  const campaigns = useQuery(campaignsQuery)
  const mayAsk = useHasRole('senior', 'lead')
  return (
    <Page title={words.campaigns.title} about={words.campaigns.about}>
      {mayAsk && (
        <div>
          <Button component={Link} to="/campaigns/new" variant="outline">
            {words.campaigns.create}
          </Button>
        </div>
      )}
      <Panel title={words.campaigns.all}>
        <Shown query={campaigns}>
          {({ items }) =>
            items.length === 0 ? <Text c="dimmed">{words.campaigns.none}</Text> : <List items={items} />
          }
        </Shown>
      </Panel>
    </Page>
  )
}

const List = ({ items }: { items: readonly CampaignSummary[] }) => (
  <WideTable label={words.campaigns.all} minWidth={640} highlight>
    <Table.Thead>
      <Table.Tr>
        <Table.Th>{words.campaigns.one}</Table.Th>
        <Table.Th>{words.campaigns.state}</Table.Th>
        <Table.Th>{words.campaigns.what}</Table.Th>
        <Table.Th>{words.campaigns.subjects}</Table.Th>
        <Table.Th>{words.campaigns.asked}</Table.Th>
      </Table.Tr>
    </Table.Thead>
    <Table.Tbody>
      {items.map(({ id, state, subjects, asked, proposedAt }) => (
        <Table.Tr key={id} data-row>
          <Table.Td>
            <Link to="/campaigns/$campaignId" params={{ campaignId: id }}>
              {id}
            </Link>
          </Table.Td>
          <Table.Td>
            <CampaignMark state={state} />
          </Table.Td>
          <Table.Td>
            {asked === null
              ? words.campaigns.kept
              : words.campaigns.says(words.actions[asked.action], asked.policyId, asked.proposedBy)}
          </Table.Td>
          <Table.Td>{sayNumber(subjects)}</Table.Td>
          <Table.Td>{sayFull(proposedAt)}</Table.Td>
        </Table.Tr>
      ))}
    </Table.Tbody>
  </WideTable>
)
