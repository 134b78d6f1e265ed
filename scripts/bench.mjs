// The load benchmark: Muster on its stores beside bare Socket.IO, in turns, by the same clients on the same machine.
import { randomUUID } from "node:crypto";
import { relative } from "node:path";
import { figuresOf, isRight, postsOf } from "./bench/figures.mjs";
import { gather } from "./bench/gathering.mjs";
import { readOptions, usage } from "./bench/options.mjs";
import { playPage } from "./bench/page.mjs";
import { makePageScene } from "./bench/page-scene.mjs";
import { frameRows, openingRows, printTable, stormRows, writeResults } from "./bench/report.mjs";
import { makeScene } from "./bench/scene.mjs";
import { playStorm } from "./bench/storm.mjs";
import { startBare, startProduct } from "./bench/targets.mjs";
import { playRound } from "./bench/wall.mjs";
import { prepare } from "./prepare/prepare.mjs";

const started = [];
const stopAll = async () => {
  for (const target of started.splice(0)) await target.stop();
};
for (const signal of ["SIGINT", "SIGTERM"]) process.on(signal, () => void stopAll().finally(() => process.exit(130)));

try {
  const options = readOptions(process.argv.slice(2));
  if (options.help) console.log(usage);
  else process.exitCode = await bench(options);
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
} finally {
  await stopAll();
}

async function bench(options) {
  const { viewers, rate, seconds, rounds, posters, scenario } = options;
  await prepare();
  if (scenario === "page") return page(options);
  const targets = [await open(startBare(), options)];
  for (const store of options.stores) {
    const setupToken = randomUUID() + randomUUID();
    targets.push(await open(startProduct(store, setupToken), options, setupToken));
  }
  const turns = rounds === 1 ? "one after the other" : `in ${rounds} turns`;
  console.log(
    scenario === "storm"
      ? `storm: ${viewers} viewers lose the server and come back.`
      : `${scenario}: ${viewers} viewers, ${rate} posts/s by ${posters} of them, ${seconds} s for each server, ${turns}.`,
  );
  const gathering = gather(options);
  try {
    const figures = scenario === "storm" ? await storm(targets, gathering) : await wall(targets, gathering, options);
    printTable(figures, scenario === "storm" ? stormRows : undefined);
    console.log(`Written to ${relative(process.cwd(), writeResults(options, figures))}.`);
    return figures.every(isRight) ? 0 : 1;
  } finally {
    gathering.close();
  }
}

async function open(starting, options, setupToken) {
  const target = await starting;
  started.push(target);
  const scene = setupToken
    ? await makeScene(target.url, setupToken, options)
    : {
        incident: randomUUID(),
        people: Array.from({ length: options.viewers }, () => ({ organisation: randomUUID() })),
      };
  return Object.assign(target, { scene, rounds: [] });
}

/** A browser beside one server: what it measures has no bare counterpart. */
async function page(options) {
  const setupToken = randomUUID() + randomUUID();
  const target = await startProduct(options.stores[0], setupToken);
  started.push(target);
  target.scene = await makePageScene(target.url, setupToken, options);
  const { organisations, rate, seconds } = options;
  console.log(`page: ${organisations} organisations, ${rate} changes/s, ${seconds} s for each shape of the board.`);
  const { frames, lines } = await playPage(target, options);
  printTable(
    frames.map(({ view, ...figures }) => ({ name: view, ...figures })),
    frameRows,
  );
  console.log();
  printTable(lines, openingRows);
  console.log(`Written to ${relative(process.cwd(), writeResults(options, { frames, lines }))}.`);
  return 0;
}

async function wall(targets, gathering, options) {
  for (let round = 0; round < options.rounds; round += 1)
    for (const target of targets) await playRound(target, gathering, options);
  const figures = [];
  for (const target of targets) {
    const log = target.scene.readLog ? postsOf(await target.scene.readLog()) : target.rounds.flatMap(firstOrder);
    figures.push(figuresOf(target, log));
  }
  return figures;
}

/** Without a log, all have to agree with the first. */
function firstOrder({ members }) {
  return [...members[0].order];
}

async function storm(targets, gathering) {
  const figures = [];
  for (const target of targets) figures.push(await playStorm(target, gathering));
  return figures;
}
