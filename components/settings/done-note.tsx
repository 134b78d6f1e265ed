import { Icon } from "#components/ui/icon";

/** Says that a change was kept; read aloud when it appears. */
export const DoneNote = ({ text }: { text: string | null }) => (
  <p role="status" className="flex items-center gap-2">
    {text === null ? null : (
      <>
        <Icon name="check" />
        {text}
      </>
    )}
  </p>
);
