import { h } from './dom.ts';
import type { Words } from './words.ts';

/** The sign-in form. `submit` signs in and throws what went wrong. */
export function signInView(
  words: Words, message: string, submit: (account: string, password: string) => Promise<void>,
  explain: (error: unknown) => string,
): HTMLElement {
  const { texts } = words;
  const account = h('input', { id: 'account', name: 'account', autocomplete: 'username', autocapitalize: 'none', spellcheck: 'false', 'aria-describedby': 'sign-in-message' });
  const password = h('input', { id: 'password', name: 'password', type: 'password', autocomplete: 'current-password', 'aria-describedby': 'sign-in-message' });
  const button = h('button', { type: 'submit', class: 'primary' }, texts.signIn);
  const said = h('p', { id: 'sign-in-message', class: 'message', role: 'alert' }, message);
  const form = h('form', { class: 'sign-in', novalidate: true },
    h('h1', {}, texts.title),
    h('p', { class: 'quiet' }, texts.signInLead),
    h('label', { for: 'account' }, texts.account), account,
    h('label', { for: 'password' }, texts.password), password,
    said, button);

  form.addEventListener('submit', (event) => {
    event.preventDefault();
    const name = account.value.trim();
    if (name === '' || password.value === '') {
      said.textContent = texts.fillBoth;
      (name === '' ? account : password).focus();
      return;
    }
    button.disabled = true;
    said.textContent = '';
    submit(name, password.value).catch((error: unknown) => {
      button.disabled = false;
      said.textContent = explain(error);
      password.focus();
      password.select();
    });
  });
  queueMicrotask(() => account.focus());
  return h('main', {}, form);
}
