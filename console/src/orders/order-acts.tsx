import { Stack, Text } from '@mantine/core'
import { formatFull } from '../components/format.ts'
import { Hostile } from '../components/handle.tsx'
import { Panel } from '../components/panel.tsx'
import { words } from '../words/words.ts'
import { nameGround } from './grounds.ts'
import type { Order } from './queries.ts'

/** Shows the acts on an order, oldest first. */
export const OrderActs = ({ acts }: { acts: Order['acts'] }) => (
  <Panel title={words.orders.acts}>
    <Stack gap={4}>
      {acts.length === 0 && <Text c="dimmed">{words.orders.noActs}</Text>}
      {acts.map(({ kind, outcome, ground, until, note, by, at }) => (
        <Text key={`${kind} ${at}`} size="sm" component="div" data-row>
          <b>{words.orders.actKinds[kind]}</b>
          {outcome !== null && ` · ${words.orders.outcomes[outcome]}`}
          {ground !== null && ` · ${nameGround(ground)}`}
          {until !== null && ` · ${words.orders.until({ at: formatFull(until) })}`} · {by} · {formatFull(at)}
          {note !== null && (
            <>
              {' '}
              <Hostile full>{note}</Hostile>
            </>
          )}
        </Text>
      ))}
    </Stack>
  </Panel>
)
