import { SegmentedControl, Select, Stack, Text } from '@mantine/core'
import { Panel } from '../components/panel.tsx'
import { ProblemNote } from '../components/problem-note.tsx'
import { usePreferences } from '../components/use-preferences.ts'
import { BROWSER_ZONE } from '../words/language.ts'
import { nameOwnLanguage } from '../words/language-names.ts'
import { LANGUAGES } from '../words/languages.ts'
import { words } from '../words/words.ts'

/** The value of a control that stands for the browser's own language or time zone. */
const OF_BROWSER = ''

/** The form for the person's language and time zone. The desk stores them, for its own sentences and for every browser. */
export function LanguageSettings() {
  const { preferences, change } = usePreferences()
  if (preferences === undefined) return null
  return (
    <Panel title={words.me.language} id="language">
      <Stack gap="sm" align="flex-start">
        <SegmentedControl
          aria-label={words.me.language}
          value={preferences.language ?? OF_BROWSER}
          disabled={change.isPending}
          onChange={(value) => change.mutate({ language: LANGUAGES.find((each) => each === value) ?? null })}
          data={[
            { value: OF_BROWSER, label: words.me.languageOfBrowser },
            ...LANGUAGES.map((each) => ({ value: each, label: nameOwnLanguage(each) })),
          ]}
        />
        <Select
          label={words.me.timeZone}
          searchable
          allowDeselect={false}
          value={preferences.timeZone ?? OF_BROWSER}
          disabled={change.isPending}
          onChange={(value) => change.mutate({ timeZone: value === null || value === OF_BROWSER ? null : value })}
          data={[
            { value: OF_BROWSER, label: words.me.timeZoneOfBrowser({ zone: BROWSER_ZONE }) },
            ...Intl.supportedValuesOf('timeZone'),
          ]}
        />
        <Text size="sm" c="dimmed">
          {words.me.languageHint}
        </Text>
        {change.isError && <ProblemNote error={change.error} />}
      </Stack>
    </Panel>
  )
}
