import assert from 'node:assert/strict'
import { test } from 'node:test'
import { SAML_KEYS } from '../../../test/support/saml-keys.ts'
import { readerOf } from './environment.ts'
import { readSaml } from './saml-settings.ts'

const read = (env: Record<string, string>) => {
  const problems: string[] = []
  return { saml: readSaml(readerOf(env, problems), problems), problems: problems.join('\n') }
}
const { known, other } = SAML_KEYS
const SAML = {
  COUNTERSIGN_SAML_URL: 'https://id.example/saml?tenant=1',
  COUNTERSIGN_SAML_ENTITY_ID: 'https://id.example/metadata',
  COUNTERSIGN_SAML_CERTIFICATE: known.certificate,
}

test('single sign-on by SAML takes address, entity ID and certificate, or none', () => {
  assert.deepEqual(read({}), { saml: undefined, problems: '' })
  for (const name of Object.keys(SAML))
    assert.match(read({ ...SAML, [name]: '' }).problems, new RegExp(`^${name} is missing`), name)
  const { saml, problems } = read({ ...SAML, COUNTERSIGN_SAML_LINK_ATTRIBUTE: 'oid' })
  assert.equal(problems, '')
  assert.deepEqual([saml?.url, saml?.linkAttribute], [SAML.COUNTERSIGN_SAML_URL, 'oid'])
})

test('a SAML provider may change its certificate; wrong ones are refused', () => {
  const both = `${known.certificate}\n${other.certificate}`
  assert.equal(read({ ...SAML, COUNTERSIGN_SAML_CERTIFICATE: both }).saml?.certificates.length, 2)
  for (const wrong of ['x', known.privateKey, known.certificate.replaceAll('A', 'B'), both.repeat(3)])
    assert.match(
      read({ ...SAML, COUNTERSIGN_SAML_CERTIFICATE: wrong }).problems,
      /^COUNTERSIGN_SAML_CERTIFICATE must be/,
    )
})

test('SAML never goes unencrypted, nor beside OpenID Connect', () => {
  for (const url of ['http://id.example/saml', 'ftp://id.example', 'id.example'])
    assert.match(read({ ...SAML, COUNTERSIGN_SAML_URL: url }).problems, /must be an https address/, url)
  assert.match(read({ ...SAML, COUNTERSIGN_OIDC_ISSUER: 'https://id.example' }).problems, /are both set/)
})
