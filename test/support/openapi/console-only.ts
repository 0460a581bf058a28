/** Operations that a key may do and that no client has, each with the reason. */
export const CONSOLE_ONLY: Readonly<Record<string, string>> = {
  'GET /api/sessions/current':
    'what a page asks to learn who has signed in; whoever has made a client with a key knows it, and the names and scopes of keys are in the list of keys',
};
