import { Group, Stack, Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { api, unwrap } from '../api/client.ts'
import type { ConsumerNotice, CounterNotice, Statement } from '../api/shapes.ts'
import { words } from '../words/words.ts'
import { formatFull } from './format.ts'
import { Panel } from './panel.tsx'
import { StatePill } from './state-pill.tsx'
import { StatementTexts } from './statement-texts.tsx'

const TONES = { shown: 'safe', unsupported: 'waits', withheld: 'waits' } as const

/** Shows each statement that the person affected got, as it was sent, with its delivery. */
export function StatementPanel({ enforcementId, state }: { enforcementId: string; state: string }) {
  const read = useQuery({
    queryKey: ['enforcement', enforcementId, 'statement', state],
    queryFn: ({ signal }) =>
      unwrap(api.GET('/v1/enforcements/{enforcementId}/statement', { params: { path: { enforcementId } }, signal })),
    retry: false,
  })
  if (read.data === undefined || read.data.statements.length === 0) return null
  return (
    <Panel title={words.statement.title}>
      <Stack gap="lg">
        {read.data.counterNotice !== null && <CounterNoticeState counterNotice={read.data.counterNotice} />}
        {read.data.statements.map((statement) => (
          <One key={statement.id} statement={statement} />
        ))}
        <Consumers from={read.data.consumersFrom} notices={read.data.consumers} />
      </Stack>
    </Panel>
  )
}

/** Shows the counter-notice against the restriction, with its state and the time at which it is lifted. */
function CounterNoticeState({ counterNotice }: { counterNotice: CounterNotice }) {
  const { counterNoticeId, state, receivedAt, liftAt, endedAt, words: said, reference } = counterNotice
  const { counter } = words.statement
  return (
    <Stack gap="xs">
      <Group gap="sm">
        <Text fw={600}>{counter.title}</Text>
        <StatePill tone={state === 'lifted' ? 'safe' : 'waits'}>{counter.states[state]}</StatePill>
        <Text size="sm" c="dimmed">
          {counterNoticeId} · {formatFull(endedAt ?? receivedAt)}
        </Text>
      </Group>
      {state === 'open' && <Text size="sm">{counter.liftAt({ at: formatFull(liftAt) })}</Text>}
      {reference !== null && <Text size="sm">{counter.reference({ reference })}</Text>}
      <Text size="sm" dir="auto" style={{ whiteSpace: 'pre-wrap', overflowWrap: 'anywhere' }}>
        {said ?? counter.erased}
      </Text>
    </Stack>
  )
}

/** Shows what the buyers of an illegal offer are told, how many the platform has told, or when they will be. */
function Consumers({ from, notices }: { from: string | null; notices: readonly ConsumerNotice[] }) {
  const said = words.statement.consumers
  if (from === null && notices.length === 0) return null
  return (
    <Stack gap="xs">
      <Text fw={600}>{said.title}</Text>
      {from !== null && <Text size="sm">{said.from({ at: formatFull(from) })}</Text>}
      {notices.map((notice) => (
        <ConsumersTold key={notice.id} notice={notice} />
      ))}
    </Stack>
  )
}

function ConsumersTold({ notice }: { notice: ConsumerNotice }) {
  const { id, kind, madeAt, listedAt, withdrawn, soldFrom, texts, receipt } = notice
  const said = words.statement.consumers
  return (
    <Stack gap="xs">
      <Group gap="sm">
        <Text size="sm">{said.kinds[kind]}</Text>
        {withdrawn && <StatePill tone="waits">{said.withdrawn}</StatePill>}
        <Text size="sm" c="dimmed">
          {id} · {formatFull(madeAt)}
        </Text>
      </Group>
      {listedAt !== madeAt && <Text size="sm">{said.again({ at: formatFull(listedAt) })}</Text>}
      <Text size="sm">
        {receipt === null
          ? said.waiting({ from: formatFull(soldFrom) })
          : said.told({ told: receipt.told, without: receipt.withoutContact, at: formatFull(receipt.statedAt) })}
      </Text>
      {texts.length === 0 ? <Text size="sm">{said.erased}</Text> : <StatementTexts texts={texts} redress={[]} />}
    </Stack>
  )
}

function One({ statement }: { statement: Statement }) {
  const { id, kind, madeAt, delivery, deliveredAt, texts, redress, letter } = statement
  const at = deliveredAt ?? madeAt
  return (
    <Stack gap="xs">
      <Group gap="sm">
        <Text fw={600}>{words.statement.kinds[kind]}</Text>
        <StatePill tone={delivery === null ? 'waits' : TONES[delivery]}>
          {delivery === null ? words.statement.onTheWay : words.statement.delivery[delivery]}
        </StatePill>
        <Text size="sm" c="dimmed">
          {id} · {formatFull(at)}
        </Text>
      </Group>
      {letter !== null && (
        <Text size="sm" c="dimmed">
          {formatLetter(letter)}
        </Text>
      )}
      {texts.length === 0 ? (
        <Text size="sm">{words.statement.noText}</Text>
      ) : (
        <StatementTexts {...{ texts, redress }} />
      )}
    </Stack>
  )
}

/** Returns what became of the e-mail, the origin of its address, and how often it was tried. */
function formatLetter({ state, at: time, attempts, addressOf, givenUpFor, returnedFor }: Letter): string {
  const { letter: said } = words.statement
  const at = formatFull(time)
  const fate = {
    waiting: () => said.waiting({ at }),
    sent: () => said.sent({ at }),
    given_up: () => said.given_up({ at, why: givenUpFor === null ? '' : said.why[givenUpFor] }),
    returned: () => said.returned({ at, status: returnedFor ?? '' }),
  }[state]()
  const tried = attempts > 0 ? [said.attempts({ count: attempts })] : []
  return [fate, ...(addressOf === null ? [] : [said.addressOf[addressOf]]), ...tried].join(' · ')
}

type Letter = NonNullable<Statement['letter']>
