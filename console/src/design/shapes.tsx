import { Avatar, EmptyState, Group, Kbd, Stack, Table } from '@mantine/core'
import { OFFLINE, ProblemError } from '../api/problem.ts'
import { Countdown } from '../components/countdown.tsx'
import { DeskText } from '../components/desk-text.tsx'
import { Handle, Hostile } from '../components/handle.tsx'
import { Initials } from '../components/initials.tsx'
import { KeyTable } from '../components/key-table.tsx'
import { Loading, Panel } from '../components/panel.tsx'
import { ProblemNote } from '../components/problem-note.tsx'
import { WideTable } from '../components/wide-table.tsx'
import { HOUR_MS } from '../components/durations.ts'
import { words } from '../words/words.ts'

const REFUSED = 403
const FAILED = 500
const SHORTCUT = 'Ctrl K'
const NAMES = ['rosa_bakes', 'minister_vale', 'tide_daily', 'salma_writes', 'a'.repeat(60)]

/** Shows notes, loading, tables, people and accounts. */
export const Shapes = () => (
  <>
    <Panel title={words.design.notes}>
      <Stack gap="sm">
        <ProblemNote error={new ProblemError(REFUSED, words.design.refused)} />
        <ProblemNote
          error={new ProblemError(FAILED, words.design.refused, { reference: 'req-12' })}
          onAgain={() => undefined}
        />
        <ProblemNote error={new ProblemError(OFFLINE, '')} />
        <Loading />
        <EmptyState title={words.design.sample} description={words.design.sentence} />
      </Stack>
    </Panel>
    <Panel title={words.design.data}>
      <Stack gap="sm">
        <WideTable label={words.design.data} minWidth={480} highlight>
          <Table.Thead>
            <Table.Tr>
              <Table.Th>{words.design.sample}</Table.Th>
              <Table.Th>{words.design.data}</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {NAMES.map((name) => (
              <Table.Tr key={name}>
                <Table.Td>
                  <Group gap="xs" wrap="nowrap">
                    <Initials name={name} seed={name} />
                    <Handle handle={name} />
                  </Group>
                </Table.Td>
                <Table.Td>
                  <Hostile>{name}</Hostile>
                </Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </WideTable>
        <Group gap="sm">
          <Avatar name="wren" color="accent" radius="xl" />
          <Kbd>{SHORTCUT}</Kbd>
          <Countdown until={new Date(Date.now() + HOUR_MS).toISOString()} say={words.law.dueIn} />
        </Group>
        <DeskText text={`${words.design.sentence} 2031-05-17T09:30:00Z`} language={document.documentElement.lang} />
        <KeyTable />
      </Stack>
    </Panel>
  </>
)
