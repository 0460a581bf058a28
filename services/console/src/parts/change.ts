import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useAnnounce } from './announcer.tsx';

interface ChangeOptions<Input, Output> {
  readonly change: (input: Input) => Promise<Output>;
  /** What is told once it is done. */
  readonly done: string | ((output: Output) => string);
  /** The first words of the queries that are read anew. */
  readonly touches: readonly string[];
  readonly onDone?: (output: Output) => void;
}

/** Something that is changed by the API: it is told, and what it touches is read anew. */
export function useChange<Input, Output>({ change, done, touches, onDone }: ChangeOptions<Input, Output>) {
  const queryClient = useQueryClient();
  const announce = useAnnounce();
  return useMutation({
    mutationFn: change,
    onSuccess(output) {
      announce(typeof done === 'string' ? done : done(output));
      for (const first of touches) void queryClient.invalidateQueries({ queryKey: [first] });
      onDone?.(output);
    },
  });
}
