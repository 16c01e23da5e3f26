import { Text } from '@mantine/core'
import { words } from '../words/words.ts'

/** Shows the result of making a passkey: it is valid, or another person must approve it first. */
export const PasskeyCreated = ({
  made: { fingerprint, changeId },
}: {
  made: { fingerprint: string; changeId: string | null }
}) => (
  <Text role="status">
    {words.enrol.fingerprint({ fingerprint })}{' '}
    {changeId === null ? words.enrol.counts : words.enrol.mustAgree({ changeId })}
  </Text>
)
