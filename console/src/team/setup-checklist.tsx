import { Button, Group, Progress, Stack, Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { Panel, Shown } from '../components/panel.tsx'
import { ProblemNote } from '../components/problem-note.tsx'
import { SETUP_PLACES, type SetupStep, setupQuery } from '../components/setup-steps.ts'
import { StatePill } from '../components/state-pill.tsx'
import { usePreferences } from '../components/use-preferences.ts'
import { words } from '../words/words.ts'

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
      <Link {...SETUP_PLACES[step]}>{go}</Link>
    </Group>
  )
}
