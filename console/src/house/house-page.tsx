import { Page } from '../desk/page.tsx'
import { words } from '../words/en.ts'
import { ElectionsPanel } from './elections-panel.tsx'
import { ProfilePanel } from './profile-panel.tsx'
import { ReviewsPanel } from './reviews-panel.tsx'
import { ShadowPanel } from './shadow-panel.tsx'

/** What kind of house this desk is, and how its guards do. */
export const HousePage = () => (
  <Page title={words.house.title} about={words.house.about}>
    <ProfilePanel />
    <ElectionsPanel />
    <ReviewsPanel />
    <ShadowPanel />
  </Page>
)
