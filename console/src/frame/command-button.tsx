import { Kbd, Text, UnstyledButton } from '@mantine/core'
import { IconSearch } from '@tabler/icons-react'
import { type ComponentType, useState } from 'react'
import { words } from '../words/words.ts'

const SHORTCUT = 'Ctrl K'

interface MenuProps {
  onStop?: () => void
  onFreeze?: () => void
}

export interface Commands {
  /** The menu; undefined: its code is not loaded yet. */
  Menu: ComponentType<MenuProps> | undefined
  /** True after its code failed to load. */
  isFailed: boolean
  /** Loads the code if necessary, then opens the menu. */
  open: () => void
}

/** The command menu. Its code loads at the first touch, and again after a failure. */
export function useCommands(): Commands {
  const [Menu, setMenu] = useState<ComponentType<MenuProps>>()
  const [isFailed, setFailed] = useState(false)
  const open = async () => {
    try {
      const { CommandMenu, openMenu } = await import('./commands.tsx')
      setMenu(() => CommandMenu)
      setFailed(false)
      openMenu()
    } catch {
      setFailed(true)
    }
  }
  return { Menu, isFailed, open: () => void open() }
}

/** Opens the command menu; looks like the search field that it leads to. */
export const CommandButton = ({ commands: { isFailed, open } }: { commands: Commands }) => (
  <UnstyledButton className="command-button" data-tour="commands" onClick={open}>
    <IconSearch size={16} stroke={1.8} aria-hidden="true" />
    <Text span size="sm" c="dimmed" flex={1} truncate {...(isFailed && { role: 'alert' })}>
      {isFailed ? words.frame.commands.failed : words.frame.commands.open}
    </Text>
    <Kbd size="xs" aria-hidden="true">
      {SHORTCUT}
    </Kbd>
  </UnstyledButton>
)
