import { Button, Stack, Table, Text } from '@mantine/core'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { api, unwrap } from '../api/client.ts'
import type { RotaEntry } from '../api/shapes.ts'
import { formatDate, formatWeekday } from '../components/format.ts'
import { StatePill } from '../components/state-pill.tsx'
import { Panel, Shown } from '../components/panel.tsx'
import { ProblemNote } from '../components/problem-note.tsx'
import { sign } from '../components/sign.ts'
import { useHasRole } from '../components/use-roles.ts'
import { WideTable } from '../components/wide-table.tsx'
import { words } from '../words/words.ts'
import { PlanTurn } from './plan-turn.tsx'
import { rotaQuery } from './queries.ts'

/** Shows the people on call, week by week; leads and administrators plan it. */
export function RotaPanel() {
  const rota = useQuery(rotaQuery)
  const mayPlan = useHasRole('lead', 'admin')
  return (
    <Panel title={words.team.rota} id="rota">
      <Stack gap="md">
        <Shown query={rota}>
          {({ items }) =>
            items.length === 0 ? (
              <Text c="dimmed">{words.team.rotaNone}</Text>
            ) : (
              <RotaTable entries={items} mayPlan={mayPlan} />
            )
          }
        </Shown>
        {mayPlan && <PlanTurn />}
      </Stack>
    </Panel>
  )
}

const RotaTable = ({ entries, mayPlan }: { entries: readonly RotaEntry[]; mayPlan: boolean }) => (
  <WideTable label={words.team.rota} minWidth={640}>
    <Table.Thead>
      <Table.Tr>
        {[words.team.who, words.team.turn, words.team.days, words.team.hours, words.team.dates, words.team.now].map(
          (head) => (
            <Table.Th key={head}>{head}</Table.Th>
          ),
        )}
        {mayPlan && <Table.Td />}
      </Table.Tr>
    </Table.Thead>
    <Table.Tbody>
      {entries.map((entry) => (
        <Row key={entry.id} entry={entry} mayPlan={mayPlan} />
      ))}
    </Table.Tbody>
  </WideTable>
)

function Row({ entry, mayPlan }: { entry: RotaEntry; mayPlan: boolean }) {
  const { id, staffId, pseudonym, turn, days, begins, ends, zone, fromDay, untilDay, onCall } = entry
  const client = useQueryClient()
  const remove = useMutation({
    mutationFn: async () => {
      const body = { signature: await sign('staff_rights', `${staffId}:shift:${id}`) }
      return unwrap(api.POST('/v1/rota/{entryId}/remove', { params: { path: { entryId: id } }, body }))
    },
    onSettled: () => client.invalidateQueries({ queryKey: ['team'] }),
  })
  return (
    <Table.Tr>
      <Table.Td>{pseudonym}</Table.Td>
      <Table.Td>{words.team.turns[turn]}</Table.Td>
      <Table.Td>{days.map(formatWeekday).join(' ')}</Table.Td>
      <Table.Td>
        {begins}–{ends} {zone}
      </Table.Td>
      <Table.Td>
        {untilDay === null
          ? words.team.sinceDay({ from: formatDate(fromDay) })
          : words.team.betweenDays({ from: formatDate(fromDay), until: formatDate(untilDay) })}
      </Table.Td>
      <Table.Td>
        <StatePill tone={onCall ? 'clock' : 'ended'}>{onCall ? words.team.states.onCall : words.team.notNow}</StatePill>
      </Table.Td>
      {mayPlan && (
        <Table.Td>
          <Button
            size="compact-xs"
            variant="default"
            loading={remove.isPending}
            aria-label={`${words.team.remove} ${pseudonym} ${id}`}
            onClick={() => remove.mutate()}
          >
            {words.team.remove}
          </Button>
          {remove.isError && <ProblemNote error={remove.error} />}
        </Table.Td>
      )}
    </Table.Tr>
  )
}
