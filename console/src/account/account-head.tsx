import { Avatar, Button, Group, Paper, Text } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import type { Account } from '../api/shapes.ts'
import { AccountFacts } from '../components/account-summary.tsx'
import { useHasRole } from '../components/use-roles.ts'
import { words } from '../words/words.ts'

/** Shows who an account is, with its violations, beside the button that opens a case about it. */
export function AccountHead({ account, violations }: { account: Account; violations: number }) {
  const mayOpen = useHasRole('reviewer', 'senior', 'lead', 'policy')
  return (
    <Paper component="section" withBorder p="md" aria-label={words.who.title}>
      <Group justify="space-between" align="flex-start">
        <Group gap="md" align="flex-start" miw={0}>
          <Avatar name={account.handle ?? ''} color="accent" size={56} radius="xl" aria-hidden="true" />
          <AccountFacts account={account} />
        </Group>
        <Group gap="md">
          <Text size="sm">{words.account.violations({ count: violations })}</Text>
          {mayOpen && (
            <Button
              variant="default"
              size="sm"
              className="no-print"
              renderRoot={(props) => (
                <Link to="/open-case" search={{ name: account.handle ?? account.id }} {...props} />
              )}
            >
              {words.opening.begin}
            </Button>
          )}
        </Group>
      </Group>
    </Paper>
  )
}
