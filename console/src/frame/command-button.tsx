import { Kbd, Text, UnstyledButton } from '@mantine/core'
import { spotlight } from '@mantine/spotlight'
import { IconSearch } from '@tabler/icons-react'
import { lazy, Suspense } from 'react'
import { words } from '../words/words.ts'

const SHORTCUT = 'Ctrl K'

const Commands = lazy(() => import('./commands.tsx'))

export const openCommands = (): void => spotlight.open()

/** Opens the command menu; looks like the search field that it leads to. */
export const CommandButton = () => (
  <UnstyledButton className="command-button" data-tour="commands" onClick={openCommands}>
    <IconSearch size={16} stroke={1.8} aria-hidden="true" />
    <Text span size="sm" c="dimmed" flex={1} truncate>
      {words.frame.commands.open}
    </Text>
    <Kbd size="xs" aria-hidden="true">
      {SHORTCUT}
    </Kbd>
  </UnstyledButton>
)

/** The command menu, read after the page itself. */
export const CommandMenu = (props: { onStop?: () => void; onFreeze?: () => void }) => (
  <Suspense fallback={null}>
    <Commands {...props} />
  </Suspense>
)
