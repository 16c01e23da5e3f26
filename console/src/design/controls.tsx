import { Button, Checkbox, Group, SegmentedControl, Select, Stack, Switch, Textarea, TextInput } from '@mantine/core'
import { IconSnowflake } from '@tabler/icons-react'
import { useState } from 'react'
import { CollapsedForm } from '../components/collapsed-form.tsx'
import { CopyText } from '../components/copy-text.tsx'
import { RationaleField } from '../components/rationale-field.tsx'
import { ReasonField } from '../components/reason-field.tsx'
import { Panel } from '../components/panel.tsx'
import { words } from '../words/words.ts'

/** Shows the buttons and the fields, in each of their states. */
export function Controls() {
  return (
    <>
      <Panel title={words.design.buttons}>
        <Group gap="sm">
          <Button>{words.design.sample}</Button>
          <Button variant="default">{words.design.sample}</Button>
          <Button variant="outline">{words.design.sample}</Button>
          <Button variant="subtle">{words.design.sample}</Button>
          <Button color="gray.7">{words.design.sample}</Button>
          <Button color="var(--harm)">{words.design.sample}</Button>
          <Button color="var(--state-alarm)" variant="outline">
            {words.design.sample}
          </Button>
          <Button disabled>{words.design.sample}</Button>
          <Button loading>{words.design.sample}</Button>
          <Button variant="default" size="compact-sm">
            {words.design.sample}
          </Button>
          <Button variant="default" leftSection={<IconSnowflake size={16} stroke={1.8} aria-hidden="true" />}>
            {words.design.sample}
          </Button>
          <CopyText text={words.design.sample} label={words.errors.copy} />
        </Group>
        <CollapsedForm button={words.design.fields}>
          <TextInput label={words.design.sample} />
        </CollapsedForm>
      </Panel>
      <Fields />
    </>
  )
}

function Fields() {
  const [text, setText] = useState('')
  return (
    <Panel title={words.design.fields}>
      <Stack gap="sm" maw={480}>
        <TextInput label={words.design.sample} description={words.design.about} />
        <TextInput label={words.design.sample} error={words.design.refused} />
        <ReasonField label={words.design.sample} value={text} onChange={setText} />
        <RationaleField value={text} onChange={setText} />
        <Textarea label={words.design.sample} disabled />
        <Select label={words.design.sample} data={[words.design.title, words.design.sample]} />
        <Checkbox label={words.design.sample} defaultChecked />
        <Switch label={words.design.sample} defaultChecked />
        <SegmentedControl w="fit-content" data={[words.design.title, words.design.sample]} />
      </Stack>
    </Panel>
  )
}
