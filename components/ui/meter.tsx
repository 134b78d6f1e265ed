type Props = { share: number; label: string };

/** A bar of ink: how much of the whole is done, 0 to 1. */
export const Meter = ({ share, label }: Props) => {
  const percent = Math.round(Math.min(1, Math.max(0, share)) * 100);
  return (
    <span className="meter" role="img" aria-label={`${label}: ${percent} %`}>
      <i style={{ width: `${percent}%` }} />
    </span>
  );
};
