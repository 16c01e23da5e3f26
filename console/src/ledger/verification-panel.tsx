import { Code, Group, List, Stack, Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import type { Verification } from '../api/shapes.ts'
import { CopyText } from '../components/copy-text.tsx'
import { formatAgo, formatNumber } from '../components/format.ts'
import { StatePill } from '../components/state-pill.tsx'
import { useNow } from '../components/use-now.tsx'
import { Panel, Shown } from '../components/panel.tsx'
import { words } from '../words/words.ts'
import { verificationQuery } from './queries.ts'

/** Shows whether the ledger verified in the desk's last check, and the limits of that check. */
export function VerificationPanel() {
  const found = useQuery(verificationQuery)
  return (
    <Panel title={words.ledger.state}>
      <Shown query={found}>
        {(verification) => (
          <Stack gap="xs">
            <State verification={verification} />
            <Whole verification={verification} />
            <Checkpoint verification={verification} />
            <Text size="sm" c="dimmed">
              {words.ledger.ownWord} <Code>{COMMAND}</Code>
            </Text>
          </Stack>
        )}
      </Shown>
    </Panel>
  )
}

/** The most problems shown; the command lists all. */
const PROBLEMS_SHOWN = 5
/** A command to type, in every language the same. */
const COMMAND = 'countersign verify --checkpoint'

const TONES = { holds: 'safe', broken: 'alarm', unknown: 'waits' } as const

function stateOf({ whole, followed }: Verification): keyof typeof TONES {
  if (whole?.holds === false || whole?.stands === false || followed?.holds === false) return 'broken'
  return whole === null ? 'unknown' : 'holds'
}

function State({ verification }: { verification: Verification }) {
  const state = stateOf(verification)
  return (
    <StatePill tone={TONES[state]} size="lg">
      {words.ledger.states[state]}
    </StatePill>
  )
}

function Whole({ verification: { whole, followed } }: { verification: Verification }) {
  const now = useNow()
  return (
    <>
      {whole === null ? (
        <Text>{words.ledger.wholeNever}</Text>
      ) : (
        <>
          <Text>
            {words.ledger.whole({
              ago: formatAgo(whole.endedAt, now),
              entries: formatNumber(whole.entries),
              tables: whole.tables,
            })}
          </Text>
          <Text size="sm" c="dimmed">
            {whole.checkpoints === 0
              ? words.ledger.noCheckpoints
              : words.ledger.checkpoints({ count: whole.checkpoints })}
          </Text>
          {!whole.stands && <Text fw={600}>{words.ledger.replaced}</Text>}
          <Problems whole={whole} />
        </>
      )}
      {followed !== null && (
        <Text>
          {words.ledger.followed({ number: formatNumber(followed.number), ago: formatAgo(followed.at, now) })}
        </Text>
      )}
    </>
  )
}

function Problems({ whole: { problemCount, problems } }: { whole: NonNullable<Verification['whole']> }) {
  if (problemCount === 0) return null
  return (
    <>
      <Text fw={600}>{words.ledger.problems({ count: problemCount })}</Text>
      <List size="sm">
        {problems.slice(0, PROBLEMS_SHOWN).map(({ table, id, fault, detail }) => (
          <List.Item key={`${table} ${id} ${detail}`} className="hostile">
            {table} {id}: {fault}. {detail}.
          </List.Item>
        ))}
      </List>
    </>
  )
}

function Checkpoint({ verification: { checkpoint, waiting } }: { verification: Verification }) {
  if (checkpoint === null) return <Text>{words.ledger.noCheckpointYet}</Text>
  const line = `countersign-ledger ${checkpoint.number} ${checkpoint.chain} ${checkpoint.at}`
  return (
    <Group gap="sm">
      <Text span>{words.ledger.checkpoint}</Text>
      <Code style={{ overflowWrap: 'anywhere' }}>{line}</Code>
      <CopyText text={line} label={words.ledger.copyCheckpoint} size="compact-xs" />
      {waiting > 0 && (
        <Text span size="sm">
          {words.ledger.waiting({ count: waiting })}
        </Text>
      )}
    </Group>
  )
}
