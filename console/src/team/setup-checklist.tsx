import { Button, Group, Progress, Stack, Text } from '@mantine/core'
import { queryOptions, useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { api, type Reply, unwrap } from '../api/client.ts'
import { Panel, Shown } from '../components/panel.tsx'
import { ProblemNote } from '../components/problem-note.tsx'
import { StatePill } from '../components/state-pill.tsx'
import { usePreferences } from '../components/use-preferences.ts'
import { words } from '../words/words.ts'

type SetupStep = Reply<'/v1/setup-steps', 'get'>['steps'][number]

/** The page on which each step is done. */
const PLACES = {
  people: { to: '/team', search: { tab: 'joining' } },
  passkeys: { to: '/team', search: { tab: 'joining' } },
  policies: { to: '/changes' },
  connector: { to: '/changes' },
  on_call: { to: '/team', search: { tab: 'duty' } },
  backup: { to: '/help' },
} as const satisfies Record<SetupStep['step'], object>

const setupQuery = queryOptions({
  queryKey: ['team', 'setup'],
  queryFn: ({ signal }) => unwrap(api.GET('/v1/setup-steps', { signal })),
})

/** Shows an administrator which steps of the setup are done, until they hide it. */
export default function SetupChecklist() {
  const setup = useQuery(setupQuery)
  const { change } = usePreferences()
  return (
    <Panel
      title={words.setup.title}
      aside={
        <Button
          size="compact-sm"
          variant="subtle"
          loading={change.isPending}
          onClick={() => change.mutate({ checklistClosed: true })}
        >
          {words.setup.close}
        </Button>
      }
    >
      <Shown query={setup}>
        {({ steps }) => {
          const done = steps.filter((each) => each.done).length
          return (
            <Stack gap="sm">
              <Text size="sm" c="dimmed">
                {words.setup.about({ done, count: steps.length })}
              </Text>
              <Progress value={(100 * done) / steps.length} size="sm" aria-hidden="true" />
              {steps.map((each) => (
                <Step key={each.step} step={each} />
              ))}
            </Stack>
          )
        }}
      </Shown>
      {change.isError && <ProblemNote error={change.error} />}
    </Panel>
  )
}

function Step({ step: { step, done, count } }: { step: SetupStep }) {
  const { title, says, go } = words.setup.steps[step]
  return (
    <Group gap="sm" className="setup-step">
      <StatePill tone={done ? 'safe' : 'waits'}>{done ? words.setup.done : words.setup.open}</StatePill>
      <Text size="sm" flex={1} miw={220}>
        <Text span fw={600} inherit>
          {title}
        </Text>{' '}
        {says({ count })}
      </Text>
      <Link {...PLACES[step]}>{go}</Link>
    </Group>
  )
}
