import { Channels } from '../components/channels.tsx'
import { Page } from '../components/page.tsx'
import { useHasRole } from '../components/use-roles.ts'
import { words } from '../words/words.ts'

/** Shows the channels by which the desk notifies people and machines outside the console. */
export function ChannelsPage() {
  const mayChange = useHasRole('admin')
  return (
    <Page title={words.nav.channels}>
      <Channels own={false} mayChange={mayChange} />
    </Page>
  )
}
