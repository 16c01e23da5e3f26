import { Code, Stack, Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import type { Automation, AutomationSource } from '../api/shapes.ts'
import { Page } from '../components/page.tsx'
import { Panel, Shown } from '../components/panel.tsx'
import { words } from '../words/words.ts'
import { automationQuery } from './queries.ts'
import { RuleCard } from './rule-card.tsx'
import { RunsPanel } from './runs-panel.tsx'
import { SourceHead } from './source-head.tsx'

/** Shows the rules in plain words, their owners and their results, with the button that stops each. */
export function AutomationPage() {
  return (
    <Page title={words.automation.title} about={words.automation.about}>
      <Sources />
    </Page>
  )
}

function Sources() {
  const found = useQuery(automationQuery)
  return (
    <Shown query={found}>
      {(automation) => (
        <>
          {automation.sources.length === 0 && <NoRules />}
          {automation.sources.map((source) => (
            <SourcePanel key={source.id} source={source} automation={automation} />
          ))}
          {automation.sources.length > 0 && <RunsPanel rules={automation.rules} />}
        </>
      )}
    </Shown>
  )
}

const NoRules = () => (
  <Stack gap="xs">
    <Text role="note">{words.automation.none}</Text>
    <Text size="sm" c="dimmed">
      {words.automation.noneHint} <Code>{words.automation.command}</Code>
    </Text>
  </Stack>
)

function SourcePanel({ source, automation }: { source: AutomationSource; automation: Automation }) {
  const rules = automation.rules.filter((rule) => rule.source === source.id)
  return (
    <Panel title={words.automation.source({ id: source.id })}>
      <SourceHead source={source} days={automation.days} />
      <Stack gap="lg" mt="md">
        {rules.length === 0 && <Text c="dimmed">{words.automation.noRules}</Text>}
        {rules.map((rule) => (
          <RuleCard key={rule.id} rule={rule} days={automation.days} />
        ))}
      </Stack>
    </Panel>
  )
}
