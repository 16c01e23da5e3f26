import { Burger } from '@mantine/core'
import { words } from '../words/words.ts'

export interface MenuProps {
  isOpen: boolean
  onToggle: () => void
}

/** The button that opens and closes the sidebar on a phone. */
export const MenuButton = ({ isOpen, onToggle }: MenuProps) => (
  <Burger opened={isOpen} onClick={onToggle} hiddenFrom="sm" size="sm" aria-label={words.app.menu} />
)
