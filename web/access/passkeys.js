import { browserSupportsWebAuthn, startAuthentication, startRegistration } from '@simplewebauthn/browser'

/** Asks for a challenge, lets the device sign it, and sends the answer as the form it stands beside. */
async function use(button) {
  const { passkey, ask, form } = button.dataset
  const answer = await fetch(ask, { method: 'POST', headers: { 'vuce-client': 'page' } })
  if (!answer.ok) throw new Error(String(answer.status))
  const { challenge, options } = await answer.json()
  const response =
    passkey === 'create'
      ? await startRegistration({ optionsJSON: options })
      : await startAuthentication({ optionsJSON: options })
  const target = document.getElementById(form)
  target.elements.challenge.value = challenge
  target.elements.response.value = JSON.stringify(response)
  target.submit()
}

if (browserSupportsWebAuthn())
  for (const button of document.querySelectorAll('[data-passkey]')) {
    const place = button.closest('.passkey')
    const failed = place.querySelector('[data-failed]')
    place.hidden = false
    button.addEventListener('click', () => {
      failed.textContent = ''
      button.disabled = true
      use(button)
        .catch(() => (failed.textContent = failed.dataset.failed))
        .finally(() => (button.disabled = false))
    })
  }
