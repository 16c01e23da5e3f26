import { Fieldset, Group, NumberInput, Select, Stack, Text } from '@mantine/core'
import { useState } from 'react'
import { ProposeChangeForm } from '../components/propose-change-form.tsx'
import { Panel } from '../components/panel.tsx'
import { words } from '../words/words.ts'
import { MINUTE_MS } from '../components/durations.ts'

type Tag = keyof typeof words.account.tags
const TAGS = Object.keys(words.account.tags) as Tag[]
const PEOPLE_MAX = 5
const HOLD_MINUTES_MAX = 1_440

/**
 * Shows what keeps one person from taking the account offline: its tags and its own minimum of approvals. Each changes
 * like any setting of the desk.
 */
export function Protect({ accountId, tags }: { accountId: string; tags: readonly string[] }) {
  return (
    <Panel title={words.account.protect} className="no-print">
      <Stack gap="md">
        <Text size="sm" c="dimmed" maw="72ch">
          {words.account.protectAbout}
        </Text>
        <TagChange accountId={accountId} tags={tags} />
        <Floor accountId={accountId} />
      </Stack>
    </Panel>
  )
}

function TagChange({ accountId, tags }: { accountId: string; tags: readonly string[] }) {
  const [tag, setTag] = useState<Tag | null>(null)
  const op = tag !== null && tags.includes(tag) ? 'remove' : 'add'
  return (
    <Fieldset legend={words.account.tag}>
      <Stack gap="sm">
        <Select
          aria-label={words.account.tag}
          data={TAGS.map((value) => ({
            value,
            label: tags.includes(value) ? `✓ ${words.account.tags[value]}` : words.account.tags[value],
          }))}
          value={tag}
          maw={280}
          onChange={(value) => setTag(TAGS.find((known) => known === value) ?? null)}
        />
        <ProposeChangeForm
          wanted={tag === null ? undefined : { kind: 'tag', op, accountId, tag }}
          button={op === 'add' ? words.account.addTag : words.account.removeTag}
        />
      </Stack>
    </Fieldset>
  )
}

function Floor({ accountId }: { accountId: string }) {
  const [people, setPeople] = useState<number | string>(1)
  const [minutes, setMinutes] = useState<number | string>(0)
  const isWhole = typeof people === 'number' && typeof minutes === 'number'
  return (
    <Fieldset legend={words.account.floor}>
      <Stack gap="sm">
        <Group gap="sm">
          <NumberInput
            label={words.account.floorPeople}
            value={people}
            min={0}
            max={PEOPLE_MAX}
            allowDecimal={false}
            w={140}
            onChange={setPeople}
          />
          <NumberInput
            label={words.account.floorHold}
            value={minutes}
            min={0}
            max={HOLD_MINUTES_MAX}
            allowDecimal={false}
            w={140}
            onChange={setMinutes}
          />
        </Group>
        <ProposeChangeForm
          wanted={
            isWhole
              ? {
                  kind: 'protection',
                  subject: { kind: 'account', id: accountId },
                  approvals: people,
                  holdMs: minutes * MINUTE_MS,
                }
              : undefined
          }
          button={words.account.setFloor}
        />
      </Stack>
    </Fieldset>
  )
}
