import { Button, Group, Stack, Text } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import type { LiveEnforcement } from '../api/shapes.ts'
import { words } from '../words/words.ts'
import { Countdown } from './countdown.tsx'
import { sayCount, sayCountries, sayDuration } from './format.ts'
import { Handle } from './handle.tsx'
import { LawDue } from './law-due.tsx'
import { sayAction } from './say-action.ts'
import { StateBadge } from './state-badge.tsx'
import { Unconfirmed } from './unconfirmed.tsx'
import { StopOrRestore } from './stop-or-restore.tsx'

/** Shows one enforcement in a row: account, action, clock with its outcome, and stop or restore. */
export function EnforcementRow({ enforcement }: { enforcement: LiveEnforcement }) {
  return (
    <Group justify="space-between" wrap="wrap" gap="sm" py={4} data-row>
      <Stack gap={0} style={{ minWidth: 0, flex: '1 1 240px' }}>
        <Group gap="xs">
          <Handle handle={enforcement.handle} />
          {enforcement.reach !== null && (
            <Text span>{words.who.followers({ count: sayCount(enforcement.reach) })}</Text>
          )}
          <Text span>
            {sayAction(enforcement.action)}
            {enforcement.durationMs !== null && ` ${sayDuration(enforcement.durationMs)}`}
            {enforcement.countries !== null &&
              ` · ${words.enforcements.onlyIn({ countries: sayCountries(enforcement.countries) })}`}
          </Text>
        </Group>
        <Group gap="xs">
          <StateBadge state={enforcement.state} />
          <Text span size="sm">
            <Clock enforcement={enforcement} />
          </Text>
          <LawDue at={enforcement.lawDueAt} />
          <Link to="/enforcements/$enforcementId" params={{ enforcementId: enforcement.id }}>
            {enforcement.id}
          </Link>
        </Group>
        {enforcement.reason !== null && (
          <Text size="sm" className="hostile">
            {words.enforcements.because({ reason: enforcement.reason })}
          </Text>
        )}
        <Unconfirmed enforcement={enforcement} />
        {enforcement.needsAttention !== null && <Text size="sm">{enforcement.needsAttention}</Text>}
      </Stack>
      <Group gap="xs">
        {enforcement.mayConfirm && <ToConfirm enforcementId={enforcement.id} />}
        <StopOrRestore enforcement={enforcement} />
      </Group>
    </Group>
  )
}

/** The link to the page where the confirming person reads an enforcement again and signs that it is right. */
const ToConfirm = ({ enforcementId }: { enforcementId: string }) => (
  <Button
    renderRoot={(props) => <Link to="/countersign/$enforcementId" params={{ enforcementId }} {...props} />}
    size="compact-sm"
    variant="default"
    aria-label={`${words.enforcements.confirm} ${enforcementId}`}
  >
    {words.enforcements.confirm}
  </Button>
)

function Clock({ enforcement }: { enforcement: LiveEnforcement }) {
  if (enforcement.isShut) return words.enforcements.shut
  if (enforcement.heldUntil !== null)
    return <Countdown until={enforcement.heldUntil} say={words.enforcements.takesEffect} />
  if (enforcement.agreeBy !== null) return <Countdown until={enforcement.agreeBy} say={words.enforcements.agreeBy} />
  if (enforcement.confirmBy !== null && enforcement.state !== 'confirmed')
    return <Countdown until={enforcement.confirmBy} say={words.enforcements.backUnless} />
  if (enforcement.interim && enforcement.endsAt !== null && enforcement.state !== 'restoring')
    return <Countdown until={enforcement.endsAt} say={words.enforcements.endsBy} />
  return null
}
