import { AppShell, Group } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import { Product } from '../components/product.tsx'
import { askForTour } from '../shell/tour-request.ts'
import { words } from '../words/words.ts'
import { MenuButton, type MenuProps } from './menu-button.tsx'
import { RestReminder } from './rest-reminder.tsx'
import { Sidebar } from './sidebar.tsx'
import { UserMenu } from './user-menu.tsx'

export interface SideProps extends MenuProps {
  onGo: () => void
  onShortcuts: () => void
}

/** Shows the sidebar: the pages, a reminder to rest, and the caller. */
export default function Side({ isOpen, onToggle, onGo, onShortcuts }: SideProps) {
  return (
    <>
      <AppShell.Section p="md">
        <Group justify="space-between" wrap="nowrap">
          <Link to="/start" onClick={onGo} className="home" aria-label={`${words.app.product}: ${words.nav.start}`}>
            <Product />
          </Link>
          <MenuButton isOpen={isOpen} onToggle={onToggle} />
        </Group>
      </AppShell.Section>
      <AppShell.Section grow px="sm" mih={0} data-tour="places">
        <Sidebar onGo={onGo} />
      </AppShell.Section>
      <AppShell.Section p="sm">
        <RestReminder />
        <UserMenu onShortcuts={onShortcuts} onTour={askForTour} />
      </AppShell.Section>
    </>
  )
}
