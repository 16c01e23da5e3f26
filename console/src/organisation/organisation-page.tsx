import { Columns, Page } from '../components/page.tsx'
import { useHasRole } from '../components/use-roles.ts'
import { useMe } from '../shell/me.tsx'
import { words } from '../words/words.ts'
import { ElectionsPanel } from './elections-panel.tsx'
import { FlaggersPanel } from './flaggers-panel.tsx'
import { ImportProtections } from './import-protections.tsx'
import { ProfilePanel } from './profile-panel.tsx'
import { RecoveryPanel } from './recovery-panel.tsx'
import { ReviewsPanel } from './reviews-panel.tsx'
import { SendersPanel } from './senders-panel.tsx'
import { ShadowPanel } from './shadow-panel.tsx'

/** Shows the recovery state if the desk is in it, the organisation profile, election windows, trusted flaggers, protection reviews, and the guards' shadow report. */
export function OrganisationPage() {
  const mayChange = useHasRole('lead', 'policy', 'admin')
  const isRecovering = useMe()?.recovering === true
  return (
    <Page title={words.organisation.title} about={words.organisation.about}>
      {isRecovering && <RecoveryPanel />}
      <Columns>
        <ProfilePanel />
        <ElectionsPanel />
        <FlaggersPanel />
        <SendersPanel />
        <ReviewsPanel />
        <ShadowPanel />
      </Columns>
      {mayChange && <ImportProtections />}
    </Page>
  )
}
