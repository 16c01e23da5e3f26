import assert from 'node:assert/strict'
import { test } from 'node:test'
import { startDirectory } from '../../../test/support/directory.ts'
import { SAML_KEYS } from '../../../test/support/saml-keys.ts'
import { answerSaml, type Said } from '../../../test/support/saml-provider.ts'
import { startSaml } from '../../../test/support/saml-sign-on.ts'

test("200: SAML signs in the person whose externalId is the provider's NameID", async (t) => {
  const desk = await startSaml(t)
  const { staffId } = await desk.join('ana', { externalId: 'x-1' })
  await desk.giveRole(staffId)
  assert.deepEqual((await desk.app.inject('/v1/sign-on')).json(), { available: true })
  const { url, header, cookie } = await desk.begin()
  assert.match(header, /^__Host-countersign-sign-on=[\w-]{43}; Max-Age=600; Path=\/; HttpOnly; SameSite=None; Secure$/)
  const back = await desk.send(await answerSaml(desk.metadata, url), cookie)
  assert.equal(back.status, 200, back.body)
  assert.match(back.session ?? '', /SameSite=Strict/)
  assert.equal(await desk.whoIs(back.session), staffId)
  assert.equal((await desk.app.inject('/v1/sign-on/callback?state=x&code=x')).statusCode, 401)
})

test('SAML may link people by an attribute; its roles are proposals', async (t) => {
  const desk = await startSaml(t, { linkAttribute: 'objectId' })
  const { id } = await desk.join('ana', { externalId: 'object-7' })
  const attributes = { objectId: ['object-7'], roles: ['lead'] }
  assert.equal((await desk.come({ nameId: 'any', attributes })).status, 200)
  assert.equal((await desk.come({ nameId: 'object-7' })).status, 401, 'without the attribute')
  const unnamed = (xml: string) => xml.replace(/<saml:NameID.*<\/saml:NameID>/, '')
  assert.equal((await desk.come({ attributes, edit: unnamed })).status, 200, 'without a NameID')
  const long = { attributes: { objectId: ['x'.repeat(257)] } }
  assert.equal((await desk.come(long)).status, 401, 'an id too long to store')
  const twice = { objectId: ['object-7', 'object-8'] }
  assert.equal((await desk.come({ nameId: 'any', attributes: twice })).status, 401, 'two values are no identity')
  const { rows } = await desk.db.query<{ roles: string[] }>(
    `select staff.roles from staff join directory_person on staff_id = staff.id where directory_person.id = '${id}'`,
  )
  assert.deepEqual(rows[0]?.roles, [])
})

test('401: SAML refuses answers of others and for other browsers', async (t) => {
  const desk = await startSaml(t)
  await desk.join('ana', { externalId: 'x-1' })
  await desk.join('eva', { externalId: 'x-2' })
  const past = new Date(Date.now() - 3_600_000).toISOString()
  const wrong: Readonly<Record<string, Said>> = {
    'another key': { keys: SAML_KEYS.other },
    'another audience': { tags: { Audience: 'https://other.example' } },
    'another recipient': { tags: { SubjectRecipient: 'https://other.example' } },
    'another issuer': { tags: { Issuer: 'https://other.example' } },
    'another request': { tags: { InResponseTo: '_another' } },
    'no request': { edit: (xml) => xml.replaceAll(/ InResponseTo="[^"]*"/g, '') },
    'no end': { edit: (xml) => xml.replace(/ NotOnOrAfter="[^"]*" Recipient/, ' Recipient') },
    'no confirmation': { edit: (xml) => xml.replace(/<saml:SubjectConfirmation .*<\/saml:SubjectConfirmation>/, '') },
    'an old assertion': { tags: { ConditionsNotOnOrAfter: past, SubjectConfirmationDataNotOnOrAfter: past } },
    'an unknown person': { nameId: 'x-3' },
    'a refusal': { tags: { StatusCode: 'urn:oasis:names:tc:SAML:2.0:status:Responder' }, nameId: '' },
  }
  for (const [name, said] of Object.entries(wrong)) assert.equal((await desk.come(said)).status, 401, name)
  const [mine, theirs] = [await desk.begin(), await desk.begin()]
  const answer = await answerSaml(desk.metadata, mine.url)
  assert.equal((await desk.send(answer, '')).status, 401, 'no cookie')
  assert.equal((await desk.send(answer, theirs.cookie)).status, 401, "another browser's cookie")
  assert.equal((await desk.send({ ...answer, RelayState: 'x' }, mine.cookie)).status, 401, 'a form of another page')
  assert.equal((await desk.send(answer, mine.cookie)).status, 200)
  assert.equal((await desk.send(answer, mine.cookie)).status, 401, 'a replay')
  assert.doesNotMatch(JSON.stringify(desk.logged), /x-\d/)
})

test('401: SAML takes no person from outside the signed assertion', async (t) => {
  const desk = await startSaml(t)
  await desk.join('ana', { externalId: 'x-1' })
  await desk.join('eva', { externalId: 'x-2' })
  const change = async (edit: (xml: string) => string) => {
    const { url, cookie } = await desk.begin()
    const form = await answerSaml(desk.metadata, url)
    const xml = Buffer.from(form.SAMLResponse ?? '', 'base64').toString()
    assert.match(xml, />x-1</)
    return desk.send({ ...form, SAMLResponse: Buffer.from(edit(xml)).toString('base64') }, cookie)
  }
  const signedOf = (xml: string) => /<saml:Assertion .*<\/saml:Assertion>/.exec(xml)?.[0] ?? ''
  const forged = (xml: string) =>
    signedOf(xml)
      .replace('>x-1<', '>x-2<')
      .replace(/<ds:Signature.*<\/ds:Signature>/, '')
      .replace('_assertion', '_forged')
  assert.equal((await change((xml) => xml)).status, 200)
  const wrapped: Readonly<Record<string, (xml: string) => string>> = {
    'another name': (xml) => xml.replace('>x-1<', '>x-2<'),
    'no signature': (xml) => xml.replace(/<ds:Signature.*<\/ds:Signature>/, '').replace('>x-1<', '>x-2<'),
    'a forged assertion before it': (xml) => xml.replace(signedOf(xml), forged(xml) + signedOf(xml)),
    'a forged assertion after it': (xml) => xml.replace(signedOf(xml), signedOf(xml) + forged(xml)),
    'the signed one inside an extension': (xml) =>
      xml.replace(signedOf(xml), `<samlp:Extensions>${signedOf(xml)}</samlp:Extensions>${forged(xml)}`),
    'the signed one inside the forged one': (xml) =>
      xml.replace(
        signedOf(xml),
        forged(xml).replace('<saml:Subject>', `<saml:Advice>${signedOf(xml)}</saml:Advice><saml:Subject>`),
      ),
    'a comment inside the name': (xml) => xml.replace('>x-1<', '>x-2<!-- -->x<'),
    'a document type': (xml) => `<!DOCTYPE r [<!ENTITY a "x-2">]>${xml.replace('>x-1<', '>&a;<')}`,
    'no XML': () => 'x'.repeat(1_000),
    'deep XML': () => '<a>'.repeat(30_000),
    'many attributes': () => `<a ${Array.from({ length: 10_000 }, (_, index) => `a${index}=''`).join(' ')}/>`,
  }
  for (const [name, edit] of Object.entries(wrapped)) assert.equal((await change(edit)).status, 401, name)
})

test('400, 404: SAML needs an answer, and a configured provider', async (t) => {
  const desk = await startSaml(t)
  assert.equal((await desk.send({ RelayState: 'x' }, '')).status, 400)
  assert.equal((await desk.send({ SAMLResponse: '%', RelayState: 'x' }, '')).status, 400)
  assert.equal((await desk.send({ SAMLResponse: 'A'.repeat(174_765), RelayState: 'x' }, '')).status, 400)
  const without = await startDirectory(t)
  for (const [method, url] of [['GET', '/v1/sign-on/saml/metadata']] as const)
    assert.equal((await without.app.inject({ method, url })).statusCode, 404)
})
