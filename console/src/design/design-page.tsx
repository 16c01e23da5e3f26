import { Group, SegmentedControl, Stack, Text, Title, useMantineColorScheme } from '@mantine/core'
import type { ReactNode } from 'react'
import type { EnforcementState } from '../api/shapes.ts'
import { Page } from '../components/page.tsx'
import { Panel } from '../components/panel.tsx'
import { StateBadge } from '../components/state-badge.tsx'
import { StatePill } from '../components/state-pill.tsx'
import { STATE_TONES } from '../shell/theme.ts'
import { words } from '../words/words.ts'
import { Controls } from './controls.tsx'
import { Shapes } from './shapes.tsx'

const SURFACES = ['sidebar', 'page', 'panel', 'raised', 'line'] as const
/** Signs that a good font tells apart. */
const ALIKE = '@l1lI0O · enf_12 · 1,098,211'
const SIZES = ['xs', 'sm', 'md', 'lg', 'xl'] as const

/** Shows every shared component in the chosen scheme, for developers alone. */
export function DesignPage() {
  const { colorScheme, setColorScheme } = useMantineColorScheme()
  return (
    <Page title={words.design.title} about={words.design.about}>
      <SegmentedControl
        w="fit-content"
        aria-label={words.me.scheme}
        value={colorScheme}
        onChange={setColorScheme}
        data={(['light', 'dark', 'auto'] as const).map((value) => ({ value, label: words.me.schemes[value] }))}
      />
      <Colours />
      <Type />
      <States />
      <Controls />
      <Shapes />
    </Page>
  )
}

const Colours = () => (
  <Panel title={words.design.colours}>
    <Group gap="sm">
      {SURFACES.map((name) => (
        <Swatch key={name} colour={`var(--surface-${name})`} name={name} />
      ))}
      {STATE_TONES.map((tone) => (
        <Swatch key={tone} colour={`var(--state-${tone})`} name={tone} />
      ))}
      <Swatch colour="var(--harm)" name="harm" />
      <Swatch colour="var(--mantine-primary-color-filled)" name="accent" />
    </Group>
  </Panel>
)

const Swatch = ({ colour, name }: { colour: string; name: string }) => (
  <Stack gap={4} w={88}>
    <div style={{ height: 48, borderRadius: 6, background: colour, border: '1px solid var(--surface-line)' }} />
    <Text size="xs">{name}</Text>
  </Stack>
)

const Type = () => (
  <Panel title={words.design.type}>
    <Stack gap="sm">
      <Title order={1} size="h3">
        {words.design.sentence}
      </Title>
      <Title order={2} size="h5">
        {words.design.sentence}
      </Title>
      {SIZES.map((size) => (
        <Text key={size} size={size}>
          {words.design.sentence}
        </Text>
      ))}
      <Text ff="monospace">{ALIKE}</Text>
      <Text c="dimmed">{words.design.sentence}</Text>
    </Stack>
  </Panel>
)

const States = () => (
  <Panel title={words.design.states}>
    <Stack gap="sm">
      <Row>
        {STATE_TONES.map((tone) => (
          <StatePill key={tone} tone={tone}>
            {tone}
          </StatePill>
        ))}
      </Row>
      <Row>
        {(Object.keys(words.states) as EnforcementState[]).map((state) => (
          <StateBadge key={state} state={state} />
        ))}
      </Row>
    </Stack>
  </Panel>
)

const Row = ({ children }: { children: ReactNode }) => <Group gap="sm">{children}</Group>
