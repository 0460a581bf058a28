import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useEffect, useRef, useState } from 'react';
import { useApi } from '../api/api-context.tsx';
import { answerOf } from '../api/client.ts';
import { isSignedOut } from '../api/problem.ts';
import { forgetAnswers, SESSION_KEY } from '../api/query-client.ts';
import icon from '../icon.svg';
import { Action } from '../parts/action.tsx';
import { ProblemNotice } from '../parts/problem-notice.tsx';
import { TextInput } from '../parts/text-input.tsx';

/** Takes an API key or the admin token, which the browser then no longer has: the cookie of the session stands for it. */
export function SignIn() {
  const api = useApi();
  const queryClient = useQueryClient();
  const [token, setToken] = useState('');
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    document.title = 'Sign in · Hopline';
    heading.current?.focus();
  }, []);
  const signIn = useMutation({
    mutationFn: (given: string) => answerOf(api.POST('/api/sessions', { body: { token: given } })),
    async onSuccess() {
      setToken('');
      // Nothing that somebody else has seen here.
      forgetAnswers(queryClient);
      await queryClient.refetchQueries({ queryKey: SESSION_KEY });
    },
  });
  function submit(event: FormEvent): void {
    event.preventDefault();
    const given = token.trim();
    if (given !== '') signIn.mutate(given);
  }
  return (
    <main className="alone">
      <p className="brand">
        <img src={icon} alt="" /> Hopline
      </p>
      <h1 ref={heading} tabIndex={-1}>
        Sign in
      </h1>
      <form onSubmit={submit}>
        <TextInput
          label="API key or admin token"
          type="password"
          value={token}
          onChange={setToken}
          isRequired
          autoComplete="current-password"
          hint="You see and may do here what the key may. It is exchanged for a session and not kept."
        />
        {isSignedOut(signIn.error) ? (
          <p className="notice notice-bad" role="alert">
            This key or token is not valid. Check that it is whole, and neither revoked nor expired.
          </p>
        ) : (
          signIn.error !== null && <ProblemNotice error={signIn.error} />
        )}
        <Action type="submit" tone="main" isPending={signIn.isPending}>
          Sign in
        </Action>
      </form>
    </main>
  );
}
