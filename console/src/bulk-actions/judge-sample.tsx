import { Button, Group, List, Progress, Stack, Text } from '@mantine/core'
import { api, unwrap } from '../api/client.ts'
import type { BulkAction, Drawn } from '../api/shapes.ts'
import { formatCount, formatDay } from '../components/format.ts'
import { Handle, Hostile } from '../components/handle.tsx'
import { Panel } from '../components/panel.tsx'
import { ProblemNote } from '../components/problem-note.tsx'
import { useLetters } from '../shell/keys.ts'
import { words } from '../words/words.ts'
import { useBulkActionAct } from './use-bulk-action-act.ts'

/** Shows an approver the sample they drew, one subject after the other, with the facts of each and nothing else. */
export function JudgeSample({ bulkAction }: { bulkAction: BulkAction }) {
  const { sample, you, toJudge } = bulkAction
  const next = sample.find(({ conclusion }) => conclusion === null)
  if (sample.length === 0) {
    return you.judge === null ? (
      <Panel title={words.bulkActions.judge}>
        <Stack gap="sm" align="flex-start">
          <Text maw="72ch">{words.bulkActions.judgeFirst({ count: toJudge })}</Text>
          <Draw bulkActionId={bulkAction.id} />
        </Stack>
      </Panel>
    ) : null
  }
  const judged = sample.filter(({ conclusion }) => conclusion !== null).length
  return (
    <Panel title={words.bulkActions.judge}>
      <Stack gap="sm">
        <Text size="sm" role="status">
          {words.bulkActions.judged({ done: judged, all: sample.length })}
        </Text>
        <Progress value={(judged / sample.length) * 100} aria-label={words.bulkActions.judge} />
        {next === undefined ? (
          <Outcome sample={sample} />
        ) : (
          <Judge key={next.place} bulkActionId={bulkAction.id} drawn={next} />
        )}
      </Stack>
    </Panel>
  )
}

const Outcome = ({ sample }: { sample: readonly Drawn[] }) => (
  <Text>
    {words.bulkActions.outcome({
      wrong: sample.filter(({ conclusion }) => conclusion === 'no_violation').length,
      all: sample.length,
    })}
  </Text>
)

function Draw({ bulkActionId }: { bulkActionId: string }) {
  const draw = useBulkActionAct(bulkActionId, () =>
    unwrap(api.POST('/v1/bulk-actions/{bulkActionId}/sample', { params: { path: { bulkActionId } } })),
  )
  return (
    <>
      <Button variant="outline" loading={draw.isPending} onClick={() => draw.mutate()}>
        {words.bulkActions.draw}
      </Button>
      {draw.isError && <ProblemNote error={draw.error} />}
    </>
  )
}

function Judge({ bulkActionId, drawn }: { bulkActionId: string; drawn: Drawn }) {
  const judge = useBulkActionAct(bulkActionId, (conclusion: 'violation' | 'no_violation') =>
    unwrap(
      api.POST('/v1/bulk-actions/{bulkActionId}/sample/{place}', {
        params: { path: { bulkActionId, place: drawn.place } },
        body: { conclusion },
      }),
    ),
  )
  const sendConclusion = (conclusion: 'violation' | 'no_violation') => {
    if (!judge.isPending) judge.mutate(conclusion)
  }
  useLetters({ n: () => sendConclusion('no_violation'), v: () => sendConclusion('violation') })
  return (
    <Stack gap="xs" component="article" aria-label={words.bulkActions.number({ place: drawn.place })}>
      <About drawn={drawn} />
      <Group gap="sm">
        <Button variant="default" loading={judge.isPending} onClick={() => sendConclusion('no_violation')}>
          {words.countersign.noViolation}
        </Button>
        <Button variant="default" loading={judge.isPending} onClick={() => sendConclusion('violation')}>
          {words.countersign.violation}
        </Button>
      </Group>
      {judge.isError && <ProblemNote error={judge.error} />}
    </Stack>
  )
}

const About = ({ drawn }: { drawn: Drawn }) => (
  <>
    <Group gap="sm">
      <Handle handle={drawn.handle} />
      {drawn.displayName !== null && <Hostile>{drawn.displayName}</Hostile>}
      <Text span c="dimmed">
        {drawn.subject.kind}:<Hostile>{drawn.subject.id}</Hostile>
      </Text>
    </Group>
    <Text size="sm">
      {drawn.reach === null ? words.who.reachUnknown : words.who.followers({ count: formatCount(drawn.reach) })}
      {drawn.createdAt !== null && ` · ${words.who.age({ age: formatDay(drawn.createdAt) })}`}
    </Text>
    <Texts title={words.bulkActions.wrote} texts={drawn.texts} none={words.bulkActions.wroteNothing} />
    <Texts title={words.bulkActions.reported} texts={drawn.comments} none={words.bulkActions.notReported} />
  </>
)

const Texts = ({ title, texts, none }: { title: string; texts: readonly string[]; none: string }) => (
  <div>
    <Text size="sm" fw={600}>
      {title}
    </Text>
    {texts.length === 0 ? (
      <Text size="sm" c="dimmed">
        {none}
      </Text>
    ) : (
      <List size="sm">
        {[...new Set(texts)].map((text) => (
          <List.Item key={text} className="hostile">
            {text}
          </List.Item>
        ))}
      </List>
    )}
  </div>
)
