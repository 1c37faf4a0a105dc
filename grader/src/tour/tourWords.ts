import { TOUR, TOUR_FILE } from "./tourFolder";

/** What the tour says, step by step. The commands between the steps are run, and print what they print in every lab. */
export const TOUR_WORDS = {
  welcome: `This tour takes ten minutes. You repair a small counter, and meet the commands that you
will use in every lab. It needs no network, and touches no files but those in tour/, which goes
away at the end, and in reports/tour/.

tour/server.ts keeps a total, and tour/client.ts adds to it. Between them is a simulated network.
There are two mistakes in server.ts. Open the folder tour/ in your editor; then:`,

  verify: `1. verify: a quick look

It runs each test over two seeds. A seed decides everything that is random in a run.`,

  firstMistake: `TestAdds fails: it says what was expected, and what the code did instead.

Find the line in tour/server.ts, repair it, and save the file.`,

  firstHint: `add(2) makes the total 2. What does add(3) make of it? It should become 5.`,

  grade: `2. grade: points, and the failure to start with

It runs every test over all its seeds, checks types, and of what fails looks for the smallest run
that fails still: the counterexample.`,

  counterexample: `Read what it says of TestLostMessages, from the top:

  expected, got   what the test saw; the total is too large
  cause           what is left when nothing more can be left out: one lost reply, one add
  twin            the nearest run that passes, and what the server holds there and here
  the last events who sent what to whom, in virtual time
  hint            what to do about it
  replay          the command that runs this seed again
  minimal         the command that runs the counterexample alone

So the add was executed, its reply was lost, and the clerk sent the add again. That is no mistake of
the clerk: it cannot know which of the two was lost.`,

  picture: `3. The picture

Open this file in a browser; it needs nothing else:

  PICTURE

Time goes from left to right, each host has a line, each message an arrow. The lost reply ends in a
cross. Point at things; press ? for the keys.`,

  replay: `4. replay: the counterexample, again and again

It runs just that one small run. The code is the same, so the run is the same, event by event.
\`npm run replay -- FILE --inspect\` halts in it at your breakpoints.`,

  watch: `5. watch: a grading at each save

Now repair the second mistake. The server has to notice that it has executed an add before. Each add
has an id, which stays the same when the add is sent again: remember the answer to each id. As soon
as you save, the test that failed runs first.`,

  watching: `Now repair ${TOUR}/${TOUR_FILE}, and save it: each add counts once, however often it is sent.
Or type hint, solve or quit, and press Enter.`,

  secondHint: `Give the class a Map<string, number> from ids to totals. add looks there first, and
returns what it finds; if it finds nothing, it adds, and keeps the new total under the id.`,

  repaired: `Full marks. Does the old counterexample still find anything? (The tour has kept it: a grading
with full marks takes old ones away.)`,

  end: `The run takes a different course at the event where your change acts, and the test passes.

That was all. From here:

  npm run demo lab1                           shows your code at work
  npm run verify lab1                         the quick look
  npm run grade lab1 -- --watch               points, at each save
  npm run grade lab1 -- --explain TestName    any other failure in full

FIRST_LAB`,
} as const;
