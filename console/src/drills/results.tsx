import { Button, EmptyState, Table, Text } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { api, unwrap } from '../api/client.ts'
import type { Drill } from '../api/shapes.ts'
import { formatFull, formatLength } from '../components/format.ts'
import { StatePill } from '../components/state-pill.tsx'
import { Panel } from '../components/panel.tsx'
import { ProblemNote } from '../components/problem-note.tsx'
import { WideTable } from '../components/wide-table.tsx'
import { words } from '../words/words.ts'

interface Props {
  drills: readonly Drill[]
  /** The drill that runs now; null: none. */
  now: string | null
  mayPlan: boolean
}

/** Shows the results of drills, each beside the usual values. */
export const Results = ({ drills, now, mayPlan }: Props) => (
  <Panel title={words.drills.results}>
    {drills.length === 0 ? (
      <EmptyState title={words.drills.none} description={words.drills.noneNext} />
    ) : (
      <WideTable label={words.drills.results} minWidth={720}>
        <Table.Thead>
          <Table.Tr>
            {(['drill', 'account', 'begins', 'found', 'back', 'calls'] as const).map((head) => (
              <Table.Th key={head}>{words.drills[head]}</Table.Th>
            ))}
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {drills.map((drill) => (
            <Row key={drill.id} drill={drill} isNow={drill.id === now} mayPlan={mayPlan} />
          ))}
        </Table.Tbody>
      </WideTable>
    )}
  </Panel>
)

function Row({ drill, isNow, mayPlan }: { drill: Drill; isNow: boolean; mayPlan: boolean }) {
  const { id, scenario, handle, accountId, accounts, beginsAt, enforcementId, calls } = drill
  const name = `${id} · ${words.drills.scenarios[scenario]}`
  return (
    <Table.Tr>
      <Table.Th scope="row">
        {enforcementId === null ? (
          name
        ) : (
          <Link to="/incidents/$incidentId" params={{ incidentId: enforcementId }}>
            {name}
          </Link>
        )}
      </Table.Th>
      <Table.Td className="hostile">
        {handle === null ? accountId : `@${handle}`}
        {accounts > 1 && ` (${words.drills.onAccounts({ count: accounts })})`}
      </Table.Td>
      <Table.Td>{formatFull(beginsAt)}</Table.Td>
      <Table.Td>
        <Found drill={drill} isNow={isNow} mayPlan={mayPlan} />
      </Table.Td>
      <Table.Td>
        <Time ms={drill.restoreMs} usual={drill.usualRestoreMs} />
      </Table.Td>
      <Table.Td>{calls}</Table.Td>
    </Table.Tr>
  )
}

function Found({ drill, isNow, mayPlan }: { drill: Drill; isNow: boolean; mayPlan: boolean }) {
  const { refused, endedAlone, enforcementId, detectMs, usualDetectMs, beginsAt } = drill
  if (refused !== null) return words.drills.refused({ why: refused })
  if (enforcementId === null)
    return mayPlan ? <CallOff drill={drill} /> : words.drills.toCome({ at: formatFull(beginsAt) })
  if (endedAlone) return <StatePill tone="alarm">{words.drills.alone}</StatePill>
  if (detectMs === null && isNow) return <StatePill tone="waits">{words.drills.underWay}</StatePill>
  return <Time ms={detectMs} usual={usualDetectMs} />
}

function Time({ ms, usual }: { ms: number | null; usual: number | null }) {
  if (ms === null) return '–'
  return (
    <>
      {formatLength(ms)}{' '}
      <Text span size="sm" c="dimmed">
        {usual === null ? words.drills.first : words.drills.usual({ time: formatLength(usual) })}
      </Text>
    </>
  )
}

function CallOff({ drill: { id, beginsAt } }: { drill: Drill }) {
  const client = useQueryClient()
  const callOff = useMutation({
    mutationFn: () => unwrap(api.POST('/v1/drills/{drillId}/call-off', { params: { path: { drillId: id } } })),
    onSettled: () => client.invalidateQueries({ queryKey: ['drills'] }),
  })
  return (
    <>
      {words.drills.toCome({ at: formatFull(beginsAt) })}{' '}
      <Button variant="default" size="xs" loading={callOff.isPending} onClick={() => callOff.mutate()}>
        {words.drills.callOff}
      </Button>
      {callOff.isError && <ProblemNote error={callOff.error} />}
    </>
  )
}
