"use client";

import { api } from "#client/api";
import { useSubmission } from "#client/use-submission";
import { ProblemNote } from "#components/entrance/problem-note";
import { Icon, type IconName } from "#components/ui/icon";
import type { Seat } from "#domain/words";
import { SeatPicture } from "./seat-picture.tsx";

type SeatWords = { seat: Seat; name: string; icon: IconName; about: string; duties: readonly string[] };

const seatsOf = (organisations: number): readonly SeatWords[] => [
  {
    seat: "commander",
    name: "Commander",
    icon: "flag",
    about: `Coordinate all ${organisations} organisations`,
    duties: [
      "Watch the board: worst first, silence marked",
      "Invite others, relay what comes by phone",
      "Pause the drill, speed it up or jump ahead",
    ],
  },
  {
    seat: "liaison",
    name: "Liaison",
    icon: "say",
    about: "Speak for one organisation",
    duties: [
      "Set your status with one key or one tap",
      "Two numbers and one line, under 15 seconds",
      "See who will read it before you send",
    ],
  },
  {
    seat: "executive",
    name: "Executive",
    icon: "chart",
    about: "Know where it stands in ten seconds",
    duties: ["One sentence, five numbers, one curve", "What changed since you last looked", "Nothing to fill in"],
  },
];

/** Where each seat begins. */
const FIRST_SCREEN: Record<Seat, string> = { commander: "", liaison: "/me", executive: "/exec" };

type Props = { drill: string; organisations: number };

/** Three equal seats in the running drill; one press sits down. */
export const SeatCards = ({ drill, organisations }: Props) => {
  const { submit, isBusy, problem } = useSubmission(
    async (seat: Seat) => {
      await api.post("/api/v1/drill/seats", { seat });
      return seat;
    },
    (seat) => window.location.assign(`/i/${drill}${FIRST_SCREEN[seat]}`),
    { staysBusy: true },
  );
  return (
    <>
      <ul className="seats">
        {seatsOf(organisations).map(({ seat, name, icon, about, duties }) => (
          <li key={seat} className="seat">
            <div className="seat-head">
              <span className="seat-icon">
                <Icon name={icon} size="md" />
              </span>
              <div>
                <h2>{name}</h2>
                <p className="seat-about">{about}</p>
              </div>
            </div>
            <SeatPicture seat={seat} />
            <ul className="seat-duties">
              {duties.map((duty) => (
                <li key={duty}>{duty}</li>
              ))}
            </ul>
            <button type="button" className="seat-go" disabled={isBusy} onClick={() => submit(seat)}>
              <span>Sit as {seat}</span>
              <Icon name="arrow" size="md" />
            </button>
          </li>
        ))}
      </ul>
      <ProblemNote problem={problem} />
    </>
  );
};
