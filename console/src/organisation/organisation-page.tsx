import { Columns, Page } from '../components/page.tsx'
import { words } from '../words/words.ts'
import { ElectionsPanel } from './elections-panel.tsx'
import { ProfilePanel } from './profile-panel.tsx'
import { ReviewsPanel } from './reviews-panel.tsx'
import { ShadowPanel } from './shadow-panel.tsx'

/** Shows the organisation profile, election windows, protection reviews, and the guards' shadow report. */
export const OrganisationPage = () => (
  <Page title={words.organisation.title} about={words.organisation.about}>
    <Columns>
      <ProfilePanel />
      <ElectionsPanel />
      <ReviewsPanel />
      <ShadowPanel />
    </Columns>
  </Page>
)
