import { SegmentedControl, useMantineColorScheme } from '@mantine/core'
import { Panel } from '../components/panel.tsx'
import { words } from '../words/words.ts'

/** The form for the colour scheme. */
export function ColourScheme() {
  const { colorScheme, setColorScheme } = useMantineColorScheme()
  return (
    <Panel title={words.me.scheme}>
      <SegmentedControl
        aria-label={words.me.scheme}
        value={colorScheme}
        onChange={setColorScheme}
        data={(['light', 'dark', 'auto'] as const).map((value) => ({ value, label: words.me.schemes[value] }))}
      />
    </Panel>
  )
}
