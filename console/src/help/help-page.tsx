import { Anchor, Button, Code, Group, List, Stack, Table, Text, TextInput } from '@mantine/core'
import { IconMap2, IconSearch } from '@tabler/icons-react'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { KeyTable } from '../components/key-table.tsx'
import { Page } from '../components/page.tsx'
import { Panel } from '../components/panel.tsx'
import { askForTour } from '../shell/tour-request.ts'
import { words } from '../words/words.ts'

const FILES = {
  tour: 'docs/tutorial/first-tour.md',
  people: 'docs/how-to/passkeys.md',
  alone: 'docs/how-to/act-alone.md',
  access: 'docs/how-to/recover-access.md',
  notifications: 'docs/how-to/notifications.md',
  offline: 'docs/how-to/restore-offline.md',
} as const satisfies Record<keyof typeof words.help.files, string>

/** Explains the console: the tour, the meaning of each word, the shortcuts and the documents. */
export function HelpPage() {
  return (
    <Page title={words.help.title} about={words.help.about}>
      <div className="with-rail">
        <Glossary />
        <Stack gap="md">
          <Panel title={words.help.start}>
            <Stack gap="sm" align="flex-start">
              <Text size="sm">{words.help.tourHint}</Text>
              <Button
                variant="default"
                leftSection={<IconMap2 size={16} stroke={1.6} aria-hidden="true" />}
                onClick={askForTour}
              >
                {words.help.tour}
              </Button>
            </Stack>
          </Panel>
          <Panel title={words.keys.title} aside={<Link to="/me">{words.help.keys}</Link>}>
            <KeyTable />
          </Panel>
          <Documents />
        </Stack>
      </div>
    </Page>
  )
}

/** Every word of the glossary that contains the typed text, in its word or in its meaning. */
function Glossary() {
  const [text, setText] = useState('')
  const wanted = text.trim().toLocaleLowerCase()
  const found = Object.values(words.glossary)
    .filter(({ word, meaning }) => `${word} ${meaning}`.toLocaleLowerCase().includes(wanted))
    .sort((one, other) => one.word.localeCompare(other.word))
  return (
    <Panel title={words.help.glossary}>
      <Stack gap="sm">
        <TextInput
          aria-label={words.help.find}
          placeholder={words.help.find}
          leftSection={<IconSearch size={16} stroke={1.8} aria-hidden="true" />}
          value={text}
          maxLength={100}
          onChange={({ currentTarget }) => setText(currentTarget.value)}
        />
        <Table>
          <Table.Thead>
            <Table.Tr>
              <Table.Th>{words.help.word}</Table.Th>
              <Table.Th>{words.help.meaning}</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {found.map(({ word, meaning }) => (
              <Table.Tr key={word}>
                <Table.Td fw={600}>{word}</Table.Td>
                <Table.Td>{meaning}</Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
        <Text role="status" size="sm" c="dimmed">
          {found.length === 0 && words.help.none({ text: text.trim() })}
        </Text>
      </Stack>
    </Panel>
  )
}

/** Names the documents that help a person at work, and links to the description of the API, which the desk serves. */
const Documents = () => (
  <Panel title={words.help.documents}>
    <Stack gap="sm">
      <Text size="sm" c="dimmed">
        {words.help.documentsHint}
      </Text>
      <List size="sm" spacing={4}>
        {(Object.keys(FILES) as (keyof typeof FILES)[]).map((file) => (
          <List.Item key={file}>
            {words.help.files[file]} <Code className="hostile">{FILES[file]}</Code>
          </List.Item>
        ))}
      </List>
      <Group>
        <Anchor href="/docs" size="sm">
          {words.help.api}
        </Anchor>
      </Group>
    </Stack>
  </Panel>
)
