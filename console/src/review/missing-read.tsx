import { Group } from '@mantine/core'
import { StatePill } from '../components/state-pill.tsx'
import { TextButton } from '../components/text-button.tsx'
import { words } from '../words/words.ts'
import type { CaseProfile } from './profile-query.ts'

/** Names the reason why the platform's answer is missing, with the button that reads again where that can help. */
export function Missing({ why, onAgain }: { why: CaseProfile['profileMissing']; onAgain: () => void }) {
  if (why === null) return null
  return (
    <Group gap="sm">
      <StatePill tone={why === 'absent' ? 'ended' : 'waits'}>{words.profile.missing[why]}</StatePill>
      {why !== 'absent' && <TextButton onPress={onAgain}>{words.profile.again}</TextButton>}
    </Group>
  )
}
