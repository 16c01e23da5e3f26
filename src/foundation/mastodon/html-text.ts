/**
 * Tags and texts of Mastodon's HTML. No part of the expression reads beyond the next angle bracket, so the time is
 * linear in the length.
 */
const PART = /<([^<>]*)>|([^<]+)|</g
const TAG = /^(\/?)([a-z][a-z0-9]*)/i
const HREF = /\shref\s*=\s*(?:"([^"]*)"|'([^']*)')/i
const ENTITY = /&(?:#(\d{1,7})|#x([0-9a-f]{1,6})|([a-z]{2,6}));/gi
const NAMED: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'", nbsp: ' ' }
/** The tags after which a new line begins. */
const ENDS_LINE = new Set(['p', 'li', 'blockquote', 'pre', 'div', 'h1', 'h2', 'h3', 'h4', 'h5', 'h6'])

/**
 * Returns the text of a post or a profile. The address of a link follows its text where the text names another host: a
 * reviewer must see where a link leads.
 */
export function htmlText(html: string): string {
  let text = ''
  let link: { href: string; from: number } | undefined
  for (const [, tag, plain] of html.matchAll(PART)) {
    if (tag === undefined) {
      text += plain === undefined ? '<' : decode(plain)
      continue
    }
    const [, slash, name = ''] = TAG.exec(tag)?.map((part) => part.toLowerCase()) ?? []
    if (name === 'br') text += '\n'
    else if (name === 'a' && slash === '') link = { href: hrefOf(tag), from: text.length }
    else if (name === 'a' && link !== undefined) {
      text += targetAfter(text.slice(link.from), link.href)
      link = undefined
    } else if (slash !== '' && ENDS_LINE.has(name)) text += '\n\n'
  }
  return text.replace(/\n{3,}/g, '\n\n').trim()
}

/** Matches the link of a mention or a hashtag, which Mastodon itself adds. */
const IS_MENTION = /\sclass\s*=\s*"[^"]*\b(?:mention|hashtag)\b/i

/** Returns the hosts to which the author's own links lead, without duplicates. */
export function linkHosts(html: string): string[] {
  const hosts = [...html.matchAll(PART)].flatMap(([, tag]) => {
    if (tag === undefined || !/^a\s/i.test(tag) || IS_MENTION.test(tag)) return []
    const host = hostOf(hrefOf(tag))
    return host === undefined ? [] : [host]
  })
  return [...new Set(hosts)]
}

const hrefOf = (tag: string): string => {
  const [, double, single] = HREF.exec(tag) ?? []
  return decode(double ?? single ?? '')
}

function targetAfter(label: string, href: string): string {
  const host = hostOf(href)
  if (host === undefined || /^[@#]/.test(label.trim()) || label.toLowerCase().includes(host)) return ''
  return ` (${href})`
}

function hostOf(href: string): string | undefined {
  const url = URL.parse(href)
  return url && ['http:', 'https:'].includes(url.protocol) ? url.hostname : undefined
}

const decode = (text: string): string =>
  text.replace(ENTITY, (whole, decimal?: string, hex?: string, name?: string) => {
    if (name !== undefined) return NAMED[name.toLowerCase()] ?? whole
    const code = decimal === undefined ? Number.parseInt(hex ?? '', 16) : Number(decimal)
    return code > 0 && code <= 0x10ffff ? String.fromCodePoint(code).toWellFormed() : whole
  })
