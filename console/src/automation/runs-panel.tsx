import { Select, Table, Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import type { AutomationRule, AutomationRun } from '../api/shapes.ts'
import { formatAgo } from '../components/format.ts'
import { StatePill } from '../components/state-pill.tsx'
import { useNow } from '../components/use-now.tsx'
import { Panel, Shown } from '../components/panel.tsx'
import { WideTable } from '../components/wide-table.tsx'
import type { StateTone } from '../shell/theme.ts'
import { words } from '../words/words.ts'
import { runsQuery } from './queries.ts'

/** Shows the last runs of rules, in force or in shadow, and how people answered them. */
export function RunsPanel({ rules }: { rules: readonly AutomationRule[] }) {
  const [rule, setRule] = useState<string | null>(null)
  const runs = useQuery(runsQuery(rule ?? undefined))
  return (
    <Panel title={words.automation.runs}>
      <Select
        label={words.automation.ofRule}
        placeholder={words.automation.allRules}
        data={rules.map(({ id }) => id)}
        value={rule}
        clearable
        maw={320}
        mb="sm"
        onChange={setRule}
      />
      <Shown query={runs}>
        {({ items }) =>
          items.length === 0 ? (
            <Text c="dimmed">{rule === null ? words.automation.noRuns : words.automation.noRunsOf}</Text>
          ) : (
            <Runs items={items} />
          )
        }
      </Shown>
    </Panel>
  )
}

const { columns } = words.automation

const Runs = ({ items }: { items: readonly AutomationRun[] }) => (
  <WideTable label={words.automation.runs} minWidth={640}>
    <Table.Thead>
      <Table.Tr>
        {(['at', 'rule', 'about', 'became', 'case'] as const).map((column) => (
          <Table.Th key={column}>{columns[column]}</Table.Th>
        ))}
      </Table.Tr>
    </Table.Thead>
    <Table.Tbody>
      {items.map((run) => (
        <RunRow key={run.id} run={run} />
      ))}
    </Table.Tbody>
  </WideTable>
)

const TONES: Record<AutomationRun['outcome'], StateTone> = {
  would: 'clock',
  done: 'alarm',
  stands: 'ended',
  left: 'waits',
  unknown: 'ended',
}

function RunRow({ run }: { run: AutomationRun }) {
  const { at, rule, does, subject, outcome, why, overturned, decided, caseId, enforcementId } = run
  const now = useNow()
  const since = [
    ...(why === null ? [] : [why]),
    ...(overturned ? [words.automation.overturned] : []),
    ...(decided === 'violation' || decided === 'no_violation' ? [words.automation.decided[decided]] : []),
  ]
  return (
    <Table.Tr data-row>
      <Table.Td>{formatAgo(at, now)}</Table.Td>
      <Table.Td ff="monospace">{rule}</Table.Td>
      <Table.Td style={{ overflowWrap: 'anywhere' }}>
        {words.automation.does[does]} · {words.queue.kinds[subject.kind]} {subject.id}
      </Table.Td>
      <Table.Td className="hostile">
        <StatePill tone={TONES[outcome]}>{words.automation.outcomes[outcome]}</StatePill>{' '}
        {enforcementId !== null && (
          <Link to="/enforcements/$enforcementId" params={{ enforcementId }}>
            {enforcementId}
          </Link>
        )}
        {since.length > 0 && ` ${since.join(', ')}`}
      </Table.Td>
      <Table.Td>
        {caseId !== null && (
          <Link to="/cases/$caseId" params={{ caseId }}>
            {caseId}
          </Link>
        )}
      </Table.Td>
    </Table.Tr>
  )
}
