import { Stack, Text } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import type { AutomationPause } from '../api/shapes.ts'
import { AskChange } from '../desk/ask-change.tsx'
import { formatFull } from '../desk/format.ts'
import { Mark } from '../desk/mark.tsx'
import { useHasRole } from '../desk/use-roles.ts'
import { words } from '../words/words.ts'

/** Shows who paused the source or rule and why, and the form that asks to resume it, which takes two people. */
export function Paused({ pause: { id, by, at, reason, changeId } }: { pause: AutomationPause }) {
  const mayAsk = useHasRole('lead', 'policy', 'admin')
  return (
    <Stack gap={4}>
      <Text size="sm">
        <Mark tone="ended">{words.automation.pausedBy({ who: by, when: formatFull(at) })}</Mark>
      </Text>
      <Text size="sm" className="hostile">
        {words.automation.pauseWhy({ reason })}
      </Text>
      {changeId !== null && (
        <Text size="sm">
          {words.automation.resuming} <Link to="/changes">{changeId}</Link>
        </Text>
      )}
      {changeId === null && mayAsk && (
        <AskChange wanted={{ kind: 'automation_resume', pauseId: id }} button={words.automation.resume} />
      )}
    </Stack>
  )
}
