import { Stack, Text } from '@mantine/core'
import type { Statement } from '../api/shapes.ts'
import { nameOwnLanguage } from '../words/language-names.ts'
import { language as readers } from '../words/language.ts'
import { words } from '../words/words.ts'

type Texts = Pick<Statement, 'texts' | 'redress'>

/** Shows the texts of a statement, the reader's own language open and the others folded. Addresses are no links here. */
export function StatementTexts({ texts, redress }: Texts) {
  const own = texts.find(({ language }) => language === readers) ?? texts[0]
  return (
    <Stack gap="xs">
      {texts.map(({ language, text }) => (
        <details key={language} open={language === own?.language}>
          <summary>{nameOwnLanguage(language)}</summary>
          <Text className="hostile" lang={language} dir="auto" style={{ whiteSpace: 'pre-wrap' }} maw="72ch">
            {text}
          </Text>
        </details>
      ))}
      {redress.length > 0 && (
        <Text size="sm" c="dimmed">
          {redress.map(({ kind, address }) => `${words.statement.redress[kind]}: ${address}`).join(' · ')}
        </Text>
      )}
    </Stack>
  )
}
