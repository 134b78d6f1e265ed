"use client";

import { lazy, Suspense, useCallback, useState } from "react";
import { Icon } from "#components/ui/icon";
import { MARKING_MEANINGS } from "#domain/marking-meanings";
import { type AudienceProps, readerWords } from "./audience-words.ts";
import { useAudience } from "./use-audience.tsx";

const AudienceSheet = lazy(async () => ({ default: (await import("./audience-sheet.tsx")).AudienceSheet }));

/** "Seen by 212 people in 14 organisations": said before it is sent; names and choices are behind it. */
export const AudienceButton = (props: AudienceProps) => {
  const { incident, organisation, draft } = props;
  const audience = useAudience(incident, organisation, draft);
  const [isOpen, setOpen] = useState(false);
  const close = useCallback(() => setOpen(false), []);
  const isUnnamed = draft.marking === "TLP:RED" && draft.people === "";
  return (
    <>
      <button type="button" className="composer-seen" aria-haspopup="dialog" onClick={() => setOpen(true)}>
        <Icon name="eye" />
        {isUnnamed
          ? "Seen by you alone: name people"
          : audience === null
            ? `For ${MARKING_MEANINGS[draft.marking]}`
            : readerWords(audience)}
      </button>
      {isOpen ? (
        <Suspense>
          <AudienceSheet {...props} onClose={close} />
        </Suspense>
      ) : null}
    </>
  );
};
