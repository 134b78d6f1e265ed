import { expect, test } from "vitest";
import { oneAct } from "./one-act.ts";

const counted = () => {
  let time = 0;
  const done: string[] = [];
  const finish: (() => void)[] = [];
  const once = oneAct(() => time);
  return {
    done,
    press: (what: string) =>
      once(what, async () => {
        done.push(what);
        await new Promise<void>((resolve) => finish.push(resolve));
      }),
    finish: () => finish.shift()?.(),
    pass: (ms: number) => {
      time += ms;
    },
  };
};

test("whatever is pressed while something is being kept does nothing", async () => {
  const { done, press, finish } = counted();
  const first = press("post");
  await press("post");
  await press("renew");
  finish();
  await first;
  expect(done).toEqual(["post"]);
});

test("the same press right after it was kept is still the same; another one and a later one are not", async () => {
  const { done, press, finish, pass } = counted();
  const kept = async (what: string): Promise<void> => {
    const act = press(what);
    finish();
    await act;
  };
  await kept("post");
  pass(120);
  await kept("post");
  await kept("renew");
  pass(1_500);
  await kept("renew");
  expect(done).toEqual(["post", "renew", "renew"]);
});
