import { Text } from '@mantine/core'
import { words } from '../words/en.ts'

/** What became of a passkey that was made: it counts, or somebody else must agree to it first. */
export const KeyMade = ({
  made: { fingerprint, changeId },
}: {
  made: { fingerprint: string; changeId: string | null }
}) => (
  <Text role="status">
    {words.enrol.fingerprint(fingerprint)} {changeId === null ? words.enrol.counts : words.enrol.mustAgree(changeId)}
  </Text>
)
