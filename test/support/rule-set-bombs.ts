const NUMBERS = Array.from({ length: 190 }, (_, n) => n).join(', ')

const guards = (conditions: readonly string[]): string =>
  `guards:\n${conditions
    .map(
      (when, n) =>
        `  - { id: g${n}, why: W, when: "${when}", actions: [suspend, deactivate], require: { approvals: [{ count: 1 }] } }`,
    )
    .join('\n')}\n`

/**
 * The most work that a file of guards may cause: every guard takes all of its steps, for every enforcement it is tried
 * with.
 */
export const MANY_STEPS = guards(
  Array.from({ length: 150 }, (_, n) => {
    const nested = `[${NUMBERS}].all(a, [${NUMBERS}].all(b, a + b >= ${n - 1_000}))`
    return `account.reach > ${n} && ${nested}`
  }),
)

/** Each line holds nine references to the line before. */
export const ALIASES = `a: &a [x, x, x, x, x, x, x, x, x]\n${[...'bcdefgh']
  .map((name, n) => `${name}: &${name} [${Array(9).fill(`*${'abcdefg'[n]}`).join(', ')}]`)
  .join('\n')}\nguards: []\n`

/** One macro in another, and so on: each multiplies the work by the length of a list. */
export const nestedMacros = (depth: number): string => {
  const tags = ['account.tags', ...Array(20).fill("['a', 'b', 'c']")].join(' + ')
  const nest = (left: number): string => (left === 0 ? "'x' == 'x'" : `(${tags}).all(t${left}, ${nest(left - 1)})`)
  return guards([nest(depth)])
}

/** Texts that are small and slow to read, or would be if the desk read them. */
export const BOMBS: Readonly<Record<string, string>> = {
  aliases: ALIASES,
  'nested macros': nestedMacros(3),
  'many steps': MANY_STEPS,
  'deep lists': `guards: ${'['.repeat(100_000)}`,
  'deep compact lists': '- '.repeat(100_000),
  'many entries': `guards: [${'{},'.repeat(90_000)}]`,
  // A text of blank lines alone is a bundle without files of notices.
  'many lines': `#${'\n'.repeat(290_000)}`,
  'many tags': '!a '.repeat(90_000),
  'many documents': '---\n'.repeat(70_000),
  'long text over many lines': `guards: ${'a\n'.repeat(140_000)}`,
  'a regular expression': guards(["account.tags.exists(t, t.matches('(a+)+$'))"]),
}
