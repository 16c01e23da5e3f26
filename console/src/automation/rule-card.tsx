import { Code, Group, Stack, Text, Title } from '@mantine/core'
import type { AutomationRule } from '../api/shapes.ts'
import { formatCount, formatFull } from '../components/format.ts'
import { StatePill } from '../components/state-pill.tsx'
import type { StateTone } from '../shell/theme.ts'
import { words } from '../words/words.ts'
import { PauseNotice } from './pause-notice.tsx'
import { StopRulesForm } from './stop-rules-form.tsx'

type Standing = keyof typeof words.automation.modes
const TONES: Record<Standing, StateTone> = { live: 'alarm', shadow: 'clock', untried: 'waits', paused: 'ended' }

const standingOf = ({ pause, isLive, mode }: AutomationRule): Standing =>
  pause !== null ? 'paused' : isLive ? 'live' : mode === 'live' ? 'untried' : 'shadow'

/** Shows a rule in plain words: its condition, its effect, its mode, and its results. */
export function RuleCard({ rule, days }: { rule: AutomationRule; days: number }) {
  const { id, why, source, says, when, mode, isTried, askedSince, pause } = rule
  const standing = standingOf(rule)
  return (
    <Stack gap={4} component="article" aria-label={id}>
      <Group justify="space-between" gap="sm">
        <Title order={3} size="h5" ff="monospace">
          {id}
        </Title>
        <StatePill tone={TONES[standing]}>{words.automation.modes[standing]}</StatePill>
      </Group>
      <Text size="sm" c="dimmed" maw="72ch">
        {why}
      </Text>
      <Text maw="72ch">{says}</Text>
      <Text size="sm">
        {words.automation.modeHints[standing]}{' '}
        {askedSince === null
          ? words.automation.neverAsked
          : words.automation.askedSince({ when: formatFull(askedSince) })}
        .{mode === 'shadow' && isTried && ` ${words.automation.mayGoLive}`}
      </Text>
      <Text size="sm" fw={600}>
        {words.automation.counted({ days })}: {formatCounts(rule.counts)}.
      </Text>
      <Code style={{ overflowWrap: 'anywhere', alignSelf: 'flex-start' }} aria-label={words.automation.written}>
        {when}
      </Code>
      {pause === null && mode === 'live' && <StopRulesForm source={source} rule={id} />}
      {pause !== null && pause.rule !== null && <PauseNotice pause={pause} />}
    </Stack>
  )
}

const COUNTED = [
  'would',
  'done',
  'stands',
  'left',
  'unknown',
  'overturned',
  'foundNothing',
  'foundWrong',
] as const satisfies readonly (keyof AutomationRule['counts'])[]

function formatCounts(counts: AutomationRule['counts']): string {
  const said = COUNTED.filter((each) => counts[each] > 0).map((each) =>
    words.automation.counts[each]({ count: formatCount(counts[each]) }),
  )
  return said.length === 0 ? words.automation.counts.nothing : said.join(', ')
}
