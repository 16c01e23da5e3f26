import assert from 'node:assert/strict'
import { cpSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { type TestContext, test } from 'node:test'
import { tempDir } from '../../../test/support/temp-dir.ts'
import { formatProblems } from '../../foundation/yaml/read-yaml.ts'
import { loadPolicies, PoliciesError } from '../policies.ts'
import { readNoticesText } from './bundle.ts'
import { loadNotices, NoticesError, readNotices } from './notices-file.ts'
import { TEMPLATE_KINDS } from './variables.ts'

/** Copies the shipped policies and changes one file of them. */
function changed(t: TestContext, name: string, text: string | null): string {
  const dir = join(tempDir(t), 'policies')
  cpSync('policies', dir, { recursive: true })
  if (text === null) rmSync(join(dir, name))
  else writeFileSync(join(dir, name), text)
  return dir
}

function problemsOf(read: () => unknown): string[] {
  try {
    read()
  } catch (error) {
    if (error instanceof NoticesError || error instanceof PoliciesError) return formatProblems(error.problems)
    throw error
  }
  return []
}

const shipped = (kind: string) => loadNotices('policies').files.get(`${kind}.en.md`) ?? ''

test('the shipped templates have every kind in every language', () => {
  const { templates, settings } = loadNotices('policies')
  assert.deepEqual([...templates.keys()].sort(), [...TEMPLATE_KINDS].sort())
  for (const [kind, ofKind] of templates) assert.deepEqual([...ofKind.keys()].sort(), ['ar', 'de', 'en'], kind)
  assert.deepEqual(settings?.languages, ['en', 'de', 'ar'])
})

test('a folder without templates gives none, and keeps its other rules', (t) => {
  const dir = changed(t, 'notices/settings.yaml', '')
  rmSync(join(dir, 'notices'), { recursive: true })
  assert.equal(loadPolicies(dir).notices.settings, null)
})

test('a faulty template is refused with its file, line and column', (t) => {
  const faults = [
    ['ended.en.md', `${shipped('ended')}\n{staff}`, /notices\/ended\.en\.md:6:1: there is no variable "staff"/],
    ['ended.de.md', 'Nichts.', /notices\/ended\.de\.md:1:1: a text of the kind ended must use the variable action/],
    ['ended.en.md', '{action, select, banned {x} other {y}}', /:1:1: "banned" is no value of action/],
    ['ended.en.md', '{action, plural, other {y}}', /:1:1: only variables and select are allowed here/],
    ['ended.en.md', 'one {', /:1:5: is not a valid template/],
    ['mistake.ar.md', null, /the file mistake\.ar\.md is missing/],
    ['correction.ar.md', null, /the file correction\.ar\.md is missing/],
    ['consumers.en.md', 'It is illegal.', /must use the variable product/],
    ['praise.en.md', 'Well done.', /notices\/praise\.en\.md:1:1: is no known file/],
    ['ended.fr.md', shipped('ended'), /notices\/ended\.fr\.md:1:1: is no known file/],
    ['warning.en.md', `${shipped('warning')}${'x'.repeat(2_000)}`, /can give a text of [0-9,]+ characters/],
    ['warning.en.md', 'x'.repeat(12_001), /has more than 12,000 characters/],
  ] as const
  for (const [name, text, expected] of faults) {
    const problems = problemsOf(() => loadNotices(changed(t, `notices/${name}`, text)))
    assert.match(problems.join('\n'), expected, name)
  }
})

test('settings with a link that is not https are refused', (t) => {
  const settings = loadNotices('policies').files.get('settings.yaml') ?? ''
  for (const address of ['http://appeals.example/{enforcement}', 'javascript:alert(1)', 'https://a.example/{handle}']) {
    const text = settings.replace('  days: 184', `  address: ${address}\n  days: 184`)
    const problems = problemsOf(() => loadNotices(changed(t, 'notices/settings.yaml', text)))
    assert.match(problems.join('\n'), /settings\.yaml:\d+:\d+: must be an https address/, address)
  }
})

test('a problem of the joined text names the line of that text', () => {
  const text = `${readNoticesText('policies')}{unknown}\n`
  const [problem] = problemsOf(() => readNotices(text))
  assert.match(problem ?? '', new RegExp(`^notices:${text.split('\n').length - 1}:1: warning.en.md: `))
})

test('a policy that names an unknown clause or law is refused', (t) => {
  const policy = (basis: string) => `policies:
  - { id: a, title: A, text: B, category: VIOLENCE, actions: [hide], basis: ${basis} }
terms: [{ id: '1', name: One }]
`
  const problem = (basis: string) =>
    problemsOf(() => loadPolicies(changed(t, 'policies.yaml', policy(basis)))).join('\n')
  assert.equal(problem("{ clause: '1', keywords: [OTHER] }"), '')
  assert.match(problem("{ clause: '2' }"), /policies\.yaml:2:\d+: terms has no entry with the id "2"/)
  assert.match(problem('{ law: dsa }'), /laws has no entry with the id "dsa"/)
  assert.match(problem('{ ground: illegal }'), /needs a law/)
  assert.match(problem('{ keywords: [PIRACY] }'), /must be one of/)
})
