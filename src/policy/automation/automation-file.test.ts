import assert from 'node:assert/strict'
import { test } from 'node:test'
import { AutomationError, type Deed, readAutomation } from './automation-file.ts'
import { formatRule, formatSource } from './format-rule.ts'
import { renderText } from '../../foundation/messages/render-message.ts'

const SOURCE = '{ id: links, why: W, owner: Heron, budget: { within: 1h, acts: 100 } }'
const file = (rule: string, source = SOURCE) => `sources:\n  - ${source}\nrules:\n  - ${rule}\n`
const rule = (when: string, does: string, more = 'mode: shadow') =>
  `{ id: one, why: W, source: links, when: "${when}", do: ${does}, ${more} }`

function problemsOf(text: string): string[] {
  try {
    readAutomation('automation.yaml', text)
    return []
  } catch (error) {
    if (!(error instanceof AutomationError)) throw error
    return error.problems.map(({ line, column, message }) => `${line}:${column} ${renderText(message)}`)
  }
}

test('an automation rule is parsed and described in plain words', () => {
  const said: readonly [when: string, does: string, deed: Deed, words: string][] = [
    [
      "signal.score >= 0.97 && signal.category == 'SCAMS_AND_FRAUD' && !account.protected",
      '{ hide: { policy: spam } }',
      { kind: 'hide', policyId: 'spam' },
      'When the score is 0.97 or more and the signal says scams and fraud and the account is not protected, it hides the content for an hour by the policy spam, and opens a case for people; on a protected account, and where guards require an approval, it waits until a reviewer agrees.',
    ],
    [
      "signal.score >= 0.9 && account.tags.exists(t, t in ['candidate', 'newsroom'])",
      '{ label: { label: disputed, policy: spam } }',
      { kind: 'label', label: 'disputed', policyId: 'spam' },
      'When the score is 0.9 or more and the account has one of the public roles candidate or newsroom, it puts the label “disputed” on it by the policy spam.',
    ],
    [
      "signal.kind == 'hash_match'",
      '{ propose: { action: suspend, policy: spam, for: 24h } }',
      { kind: 'propose', action: 'suspend', policyId: 'spam', durationMs: 86_400_000 },
      'When the signal is a hash match, it asks people to suspend for 24h by the policy spam; nothing is done until a reviewer agrees.',
    ],
    [
      "signal.kind == 'hash_match'",
      '{ propose: { own_action: mute, parameters: { channel: all }, policy: spam, for: 24h } }',
      {
        kind: 'propose',
        policyId: 'spam',
        durationMs: 86_400_000,
        own: { id: 'mute', parameters: { channel: 'all' } },
      },
      'When the signal is a hash match, it asks people to apply mute (channel: all) for 24h by the policy spam; nothing is done until a reviewer agrees.',
    ],
    [
      'report.reporters >= 20',
      '{ route: { queue: lead } }',
      { kind: 'route', queue: 'lead' },
      'When 20 or more different people reported it, it moves the case to the queue lead.',
    ],
    [
      "signal.name in ['a', 'b']",
      '{ label: { label: disputed, policy: spam } }',
      { kind: 'label', label: 'disputed', policyId: 'spam' },
      'When it comes from one of a or b, it puts the label “disputed” on it by the policy spam.',
    ],
  ]
  for (const [when, does, deed, words] of said) {
    const { rules } = readAutomation('automation.yaml', file(rule(when, does)))
    assert.deepEqual(
      rules.map((one) => one.does),
      [deed],
    )
    assert.deepEqual(rules.map(formatRule), [words])
  }
  const { sources } = readAutomation('automation.yaml', file(rule('report.count > 1', '{ route: { queue: lead } }')))
  assert.deepEqual([...sources.values()].map(formatSource), [
    'Heron answers for it. It takes at most 100 actions within 1h.',
  ])
})

test('each wrong field of an automation file is named with place', () => {
  const HIDE = '{ hide: { policy: spam } }'
  const wrong: readonly [text: string, problem: RegExp][] = [
    [
      file(rule('signal.scor > 0.5', HIDE)),
      /^4:\d+ No such key: scor: the facts are signal\.kind, .*account\.restores$/,
    ],
    [
      file(rule("signal.score > 'x'", HIDE)),
      /both sides must be of one type, as "countersign automation facts" lists them/,
    ],
    [
      file(rule('!has(account.reach) && signal.score > 0.5', HIDE)),
      /what is unknown keeps the rule from doing anything/,
    ],
    [file(rule('account.reach < 5', HIDE)), /reads neither a signal nor a report, so nothing would ever ask it$/],
    [file(rule('true', HIDE)), /reads no fact, so it says the same of everything$/],
    [file(rule('signal.score > 0.5 && report.count > 100', HIDE)), /reads report\.count: reports alone never restrict/],
    [
      file(rule('report.count > 100', '{ label: { label: x, policy: spam } }')),
      /reads report\.count: reports alone never/,
    ],
    [file(rule('signal.score > 0.5', '{}')), /does nothing: one thing a rule$/],
    [
      file(rule('signal.score > 0.5', `{ hide: { policy: spam }, route: { queue: lead } }`)),
      /does hide and route: one thing/,
    ],
    [
      file(rule('signal.score > 0.5', '{ propose: { action: warn, policy: spam } }')),
      /a warning is a person’s to give$/,
    ],
    [
      file(rule('signal.score > 0.5', '{ propose: { action: suspend, policy: spam } }')),
      /lacks for: suspend has an end$/,
    ],
    [file(rule('signal.score > 0.5', '{ propose: { action: remove, policy: spam, for: 1h } }')), /remove has no end$/],
    [
      file(rule('signal.score > 0.5', '{ propose: { action: hide, own_action: mute, policy: spam } }')),
      /must name one action: action, or own_action$/,
    ],
    [file(rule('signal.score > 0.5', '{ propose: { policy: spam } }')), /must name one action/],
    [
      file(rule('signal.score > 0.5', '{ propose: { action: hide, parameters: { n: 1 }, policy: spam } }')),
      /belong to own_action$/,
    ],
    [file(rule('signal.score > 0.5', '{ approve: { policy: spam } }')), /unknown key "approve"/],
    [file(rule('signal.score > 0.5', HIDE, 'mode: on')), /must be one of shadow, live/],
    [
      file(rule('signal.score > 0.5', HIDE).replace('links', 'lists')),
      /there is no source "lists": name it under sources/,
    ],
    [file(rule('signal.score > 0.5', HIDE), SOURCE.replace('id: links', 'id: automation')), /take another name$/],
    [file(rule('signal.score > 0.5', HIDE), SOURCE.replace('1h', '25h')), /must be from 1m to 24h$/],
    [
      file(rule('signal.score > 0.5', HIDE), SOURCE.replace('owner: Heron, ', '')),
      /lacks owner \(must be the pseudonym/,
    ],
  ]
  for (const [text, problem] of wrong)
    assert.ok(
      problemsOf(text).some((said) => problem.test(said)),
      `${text}\n${problemsOf(text)}`,
    )
})

test("an automation rule's hash follows its effect and ignores its name", () => {
  const hashOf = (text: string) => readAutomation('automation.yaml', file(text)).rules[0]?.hash
  const one = rule('signal.score > 0.5', '{ hide: { policy: spam } }')
  assert.equal(hashOf(one), hashOf(one.replace('id: one, why: W', 'id: two, why: V').replace('shadow', 'live')))
  for (const other of [
    one.replace('0.5', '0.4'),
    one.replace('spam', 'scam'),
    one.replace('hide', 'hide ').replace('> 0.5', '>= 0.5'),
  ]) {
    assert.notEqual(hashOf(one), hashOf(other))
  }
})
