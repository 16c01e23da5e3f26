import { Button, Group, Radio, Stack, Text, TextInput } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { Page } from '../components/page.tsx'
import { Panel, Shown } from '../components/panel.tsx'
import { words } from '../words/words.ts'
import { FoundCard } from './found-card.tsx'
import { OpeningForm } from './opening-form.tsx'
import { type FoundSubject, keyOf, lookupQuery } from './queries.ts'

const NAME_MAX = 1_000

interface Props {
  /** The handle, id or address that is looked up, as the address of the page has it. */
  name: string
  onName: (name: string) => void
}

/** Opens a case about an account or a content without a report: first who it is, then why. */
export function OpenCasePage({ name, onName }: Props) {
  const [typed, setTyped] = useState(name)
  const found = useQuery(lookupQuery(name))
  return (
    <Page title={words.opening.title} about={words.opening.about}>
      <Panel title={words.opening.find}>
        <form
          onSubmit={(event) => {
            event.preventDefault()
            onName(typed.trim())
          }}
        >
          <Group gap="sm" align="flex-end">
            <TextInput
              label={words.opening.name}
              description={words.opening.nameHint}
              value={typed}
              maxLength={NAME_MAX}
              style={{ flex: '1 1 320px', maxWidth: 640 }}
              onChange={({ currentTarget: { value } }) => setTyped(value)}
            />
            <Button type="submit" disabled={typed.trim() === ''} loading={found.isFetching}>
              {words.opening.lookUp}
            </Button>
          </Group>
        </form>
      </Panel>
      {name !== '' && <Shown query={found}>{({ items }) => <Choice key={name} items={items} />}</Shown>}
    </Page>
  )
}

function Choice({ items }: { items: readonly FoundSubject[] }) {
  const [chosen, setChosen] = useState<string | null>(null)
  if (items.length === 0) return <Text role="status">{words.opening.none}</Text>
  const subject = items.find((item) => keyOf(item) === chosen)
  return (
    <Stack gap="md">
      <Panel title={words.opening.found}>
        <Radio.Group label={words.opening.which} value={chosen} onChange={setChosen}>
          <Stack gap="sm" mt="xs">
            {items.map((item) => (
              <FoundCard key={keyOf(item)} found={item} />
            ))}
          </Stack>
        </Radio.Group>
      </Panel>
      {subject !== undefined && <OpeningForm key={chosen} found={subject} />}
    </Stack>
  )
}
