import { Stack, Text } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import type { AutomationPause } from '../api/shapes.ts'
import { ProposeChangeForm } from '../components/propose-change-form.tsx'
import { formatFull } from '../components/format.ts'
import { StatePill } from '../components/state-pill.tsx'
import { useHasRole } from '../components/use-roles.ts'
import { words } from '../words/words.ts'

/** Shows who paused the source or rule and why, and the form that asks to resume it, which takes two people. */
export function PauseNotice({ pause: { id, by, at, reason, changeId } }: { pause: AutomationPause }) {
  const mayAsk = useHasRole('lead', 'policy', 'admin')
  return (
    <Stack gap={4}>
      <Text size="sm">
        <StatePill tone="ended">{words.automation.pausedBy({ who: by, when: formatFull(at) })}</StatePill>
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
        <ProposeChangeForm wanted={{ kind: 'automation_resume', pauseId: id }} button={words.automation.resume} />
      )}
    </Stack>
  )
}
