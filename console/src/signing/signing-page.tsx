import { Text } from '@mantine/core'
import { Page } from '../components/page.tsx'
import { Panel } from '../components/panel.tsx'
import { SignText } from '../components/sign-text.tsx'
import type { Act } from '../components/sign.ts'
import { DOING } from '../components/signed-acts.ts'
import { words } from '../words/words.ts'

const isAct = (act: string): act is Act => Object.hasOwn(DOING, act)

/** Shows the exact text of a command's act, and signs that text and nothing else. */
export function SigningPage({ act, about }: { act: string; about: string }) {
  return (
    <Page title={words.signing.title}>
      {isAct(act) && about !== '' ? (
        <Panel title={about}>
          <SignText act={act} about={about} />
        </Panel>
      ) : (
        <Text role="note">{words.signing.nothing}</Text>
      )}
    </Page>
  )
}
