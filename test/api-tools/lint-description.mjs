// Prints the findings of Redocly CLI's rules and of Spectral's `spectral:oas` about the document in the first argument, as JSON.
import { readFileSync } from 'node:fs'
import { createConfig, lintFromString } from '@redocly/openapi-core'
import parsers from '@stoplight/spectral-parsers'
import rulesets from '@stoplight/spectral-rulesets'
import core from '@stoplight/spectral-core'

const source = readFileSync(process.argv[2], 'utf8')

const config = await createConfig({ extends: ['recommended-strict'] })
const redocly = (await lintFromString({ source, absoluteRef: 'openapi.json', config })).map(
  ({ ruleId, message, location: [place] }) => `redocly ${ruleId}: ${message} (${place?.pointer ?? ''})`,
)

const spectral = new core.Spectral()
spectral.setRuleset({ extends: [rulesets.oas] })
const found = await spectral.run(new core.Document(source, parsers.Json, 'openapi.json'))
const stoplight = found.map(({ code, message, path }) => `spectral ${code}: ${message} (${path.join('/')})`)

process.stdout.write(JSON.stringify([...redocly, ...stoplight]))
