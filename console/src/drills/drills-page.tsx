import { Group, Stack, Text, TextInput } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import type { Drills } from '../api/shapes.ts'
import { ProposeChangeForm } from '../components/propose-change-form.tsx'
import { Page } from '../components/page.tsx'
import { Panel, Shown } from '../components/panel.tsx'
import { useHasRole } from '../components/use-roles.ts'
import { words } from '../words/words.ts'
import { PlanDrill } from './plan-drill.tsx'
import { drillsQuery } from './queries.ts'
import { Results } from './results.tsx'
import { Schedules } from './schedules.tsx'

const ID_MAX = 256

/** Shows drills: the form that plans one, repeating ones, and results. */
export function DrillsPage() {
  const found = useQuery(drillsQuery)
  const mayPlan = useHasRole('lead', 'policy', 'admin')
  return (
    <Page title={words.drills.title} about={words.drills.about}>
      <Shown query={found}>
        {(drills) => (
          <Stack gap="md">
            {drills.now !== null && (
              <Text role="status">
                {words.drills.now({ id: drills.now })} <Link to="/live">{words.drills.nowLink}</Link>
              </Text>
            )}
            {mayPlan && drills.accounts.length > 0 && <PlanDrill drills={drills} />}
            <Schedules schedules={drills.schedules} mayPlan={mayPlan} />
            <Results drills={drills.items} now={drills.now} mayPlan={mayPlan} />
            <Accounts accounts={drills.accounts} mayPlan={mayPlan} />
          </Stack>
        )}
      </Shown>
    </Page>
  )
}

function Accounts({ accounts, mayPlan }: Pick<Drills, 'accounts'> & { mayPlan: boolean }) {
  const [accountId, setAccountId] = useState('')
  const id = accountId.trim()
  return (
    <Panel title={words.drills.accounts}>
      <Stack gap="sm">
        <Text size="sm" c="dimmed" maw="72ch">
          {words.drills.accountsHint}
        </Text>
        {accounts.length === 0 && <Text>{words.drills.noAccounts}</Text>}
        <Group gap="md">
          {accounts.map((account) => (
            <Link key={account.id} to="/accounts/$accountId" params={{ accountId: account.id }}>
              {account.handle === null ? account.id : `@${account.handle}`}
            </Link>
          ))}
        </Group>
        {mayPlan && (
          <>
            <TextInput
              label={words.drills.accountId}
              value={accountId}
              maxLength={ID_MAX}
              maw={320}
              onChange={({ currentTarget: { value } }) => setAccountId(value)}
            />
            <ProposeChangeForm
              wanted={id === '' ? undefined : { kind: 'drill_account', op: 'add', accountId: id }}
              button={words.drills.mark}
            />
          </>
        )}
      </Stack>
    </Panel>
  )
}
