import { describe, expect, it } from "vitest";
import { hearsOf } from "./silence.ts";
import { NO_SHARING, sees } from "./visibility.ts";
import { ROLES, STANDINGS } from "./words.ts";

const SHARED = { amberToObservers: true, amberToCommunications: true };

describe("silence", () => {
  it.each(["observer", "communications", "guest"] as const)("is not claimed of others to a %s", (role) => {
    const hears = hearsOf({ organisation: "own", role, standing: "vouched" }, NO_SHARING);
    expect([hears("other"), hears(null), hears("own")]).toEqual([false, false, role !== "guest"]);
  });

  it("is claimed to nobody who could not have read the word at TLP:AMBER", () => {
    for (const role of ROLES)
      for (const standing of STANDINGS)
        for (const sharing of [NO_SHARING, SHARED])
          for (const organisation of ["own", "other"]) {
            const viewer = { person: "me", organisation: "own", sector: "rail", role, standing };
            const said = { marking: "TLP:AMBER", origin: organisation, author: "somebody" } as const;
            expect(hearsOf(viewer, sharing)(organisation)).toBe(sees(viewer, said, sharing));
          }
  });
});
