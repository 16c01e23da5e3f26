import { SegmentedControl, Select, Stack, Text } from '@mantine/core'
import { Panel } from '../components/panel.tsx'
import { BROWSER_ZONE, chooseLanguage, chooseZone, chosenLanguage, chosenZone } from '../words/language.ts'
import { LANGUAGES } from '../words/languages.ts'
import { words } from '../words/words.ts'

/** The value of a control that stands for the browser's own language or time zone. */
const OF_BROWSER = ''

/** Each language under its own name, so that a person finds it in any. */
const nameOf = (tag: string): string => new Intl.DisplayNames(tag, { type: 'language' }).of(tag) ?? tag

/** The form for the language and the time zone of the console. Both are stored in this browser, as the theme is. */
export function LanguageSettings() {
  return (
    <Panel title={words.me.language}>
      <Stack gap="sm" align="flex-start">
        <SegmentedControl
          aria-label={words.me.language}
          value={chosenLanguage ?? OF_BROWSER}
          onChange={(value) => chooseLanguage(LANGUAGES.find((each) => each === value) ?? null)}
          data={[
            { value: OF_BROWSER, label: words.me.languageOfBrowser },
            ...LANGUAGES.map((each) => ({ value: each, label: nameOf(each) })),
          ]}
        />
        <Select
          label={words.me.timeZone}
          searchable
          allowDeselect={false}
          value={chosenZone ?? OF_BROWSER}
          onChange={(value) => chooseZone(value === null || value === OF_BROWSER ? null : value)}
          data={[
            { value: OF_BROWSER, label: words.me.timeZoneOfBrowser({ zone: BROWSER_ZONE }) },
            ...Intl.supportedValuesOf('timeZone'),
          ]}
        />
        <Text size="sm" c="dimmed">
          {words.me.languageHint}
        </Text>
      </Stack>
    </Panel>
  )
}
