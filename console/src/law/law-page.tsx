import { MissedClocks, RunningClocks } from '../desk/law-clocks.tsx'
import { Page } from '../desk/page.tsx'
import { words } from '../words/en.ts'

/** What the law asks for, and until when. */
export const LawPage = () => (
  <Page title={words.law.title} about={words.law.about}>
    <RunningClocks />
    <MissedClocks />
  </Page>
)
