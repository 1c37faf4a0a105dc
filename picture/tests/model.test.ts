import { expect } from "chai";
import { buildPicture } from "../src/model/buildPicture";
import { filterPicture, isArrowVisible } from "../src/model/filterPicture";
import { openingViewOf } from "../src/model/openingViewOf";
import type { MessageArrow } from "../src/model/Picture";
import { prettyMessageBody, readMessage } from "../src/model/readMessage";
import { cutMiddleOfText, cutMessageValues, shortMessage } from "../src/model/shortMessage";
import { evenTimeAxis, pausingTimeAxis } from "../src/model/TimeAxis";
import { packRecord, unpackRecord } from "../src/packRecord";
import { event, madeRecord } from "./support/madeRecord";
import { syntheticRecord } from "./support/syntheticRecord";

const CALL = 'get({"key":"k"})';

/** What is drawn of an arrow. */
function drawn({ leg, from, to, sent, ended, arrival }: MessageArrow): object {
  return { leg, from, to, sent, ended, arrival };
}

describe("values that a trace leaves away", () => {
  it("are called undefined", () => {
    const { events, bars } = buildPicture(
      madeRecord([
        event(1, "begin", "client", undefined, 7, 'get("k")'),
        event(3, "reply", "server", "client", 1, "get: "),
        event(4, "end", "client", undefined, 7, 'get("k") → done'),
      ]),
    );
    expect(events.map(({ text }) => text).slice(1)).to.deep.equal(["get: undefined", 'get("k") → undefined']);
    expect(bars.map(({ text }) => text)).to.deep.equal(['get("k") → undefined']);
    expect(shortMessage("get: undefined")).to.equal("get undefined");
  });
});

describe("arrows", () => {
  const arrowsOf = (...events: Parameters<typeof madeRecord>[0]): object[] =>
    buildPicture(madeRecord(events)).arrows.map(drawn);
  // The client stands above the server.
  const [client, server] = [0, 1];

  it("join a request to its delivery and a reply to its return", () => {
    const arrows = arrowsOf(
      event(1, "call", "client", "server", 1, CALL),
      event(2, "deliver", "server", "client"),
      event(3, "reply", "server", "client"),
      event(4, "return", "client", "server"),
    );
    expect(arrows).to.deep.equal([
      { leg: "request", from: client, to: server, sent: 1, ended: 2, arrival: "arrived" },
      { leg: "reply", from: server, to: client, sent: 3, ended: 4, arrival: "arrived" },
    ]);
  });

  it("end where a message is lost", () => {
    const request = arrowsOf(
      event(1, "call", "client", "server", 1, CALL),
      event(1, "lost-request", "client", "server"),
      event(9, "timeout", "client", "server"),
    );
    expect(request).to.deep.equal([
      { leg: "request", from: client, to: server, sent: 1, ended: 1, arrival: "lost" },
    ]);
    const reply = arrowsOf(
      event(1, "call", "client", "server", 1, CALL),
      event(2, "deliver", "server", "client"),
      event(3, "reply", "server", "client"),
      event(5, "lost-reply", "server", "client"),
    );
    expect(reply[1]).to.deep.equal({
      leg: "reply",
      from: server,
      to: client,
      sent: 3,
      ended: 5,
      arrival: "lost",
    });
  });

  it("tell a copy from the request, and a late reply from one in time", () => {
    const arrows = arrowsOf(
      event(1, "call", "client", "server", 1, CALL),
      event(2, "deliver", "server", "client"),
      event(3, "reply", "server", "client"),
      event(4, "copy", "server", "client"),
      event(5, "reply", "server", "client"),
      event(6, "return", "client", "server"),
      event(7, "late", "client", "server"),
    );
    expect(arrows).to.deep.include({
      leg: "copy",
      from: client,
      to: server,
      sent: 1,
      ended: 4,
      arrival: "arrived",
    });
    expect(arrows).to.deep.include({
      leg: "reply",
      from: server,
      to: client,
      sent: 5,
      ended: 7,
      arrival: "late",
    });
  });

  it("go nowhere when nobody takes the message, and stay open when the run ends before", () => {
    expect(
      arrowsOf(event(1, "call", "client", "server", 1, CALL), event(9, "timeout", "client", "server"))[0],
    ).to.include({ arrival: "nobody" });
    expect(
      arrowsOf(event(1, "call", "client", "server", 1, CALL), event(9, "start", "server"))[0],
    ).to.include({
      arrival: "open",
      ended: 9,
    });
  });

  it("are drawn for calls whose beginning was dropped", () => {
    expect(arrowsOf(event(4, "return", "client", "server"))).to.deep.equal([
      { leg: "reply", from: server, to: client, sent: 4, ended: 4, arrival: "arrived" },
    ]);
  });

  it("carry the number of the fault that happened to them", () => {
    const events = [
      event(1, "call", "client", "server", 1, CALL),
      event(1, "lost-request", "client", "server"),
      event(2, "call", "client", "server", 2, CALL),
      event(3, "deliver", "server", "client", 2),
    ];
    const { arrows, faults } = buildPicture(
      madeRecord(events, { faults: [{ id: 1, at: 1, text: "the request is lost" }] }),
    );
    expect(arrows.map(({ fault }) => fault)).to.deep.equal([1, 0]);
    expect(faults[0]).to.include({ number: 1, event: 1 });
  });
});

describe("bars", () => {
  const begin = event(1, "begin", "client", undefined, 7, 'get("k")');
  const end = event(4, "end", "client", undefined, 7, 'get("k") → "x"');

  it("come from begin and end, whatever calls have the same number", () => {
    const { bars, keys } = buildPicture(
      madeRecord([begin, event(2, "call", "client", "server", 7, CALL), end]),
    );
    expect(bars).to.have.length(1);
    expect(bars[0]).to.deep.include({ from: 1, until: 4, status: "plain", text: 'get("k") → "x"', key: 0 });
    expect(keys).to.deep.equal(["k"]);
  });

  it("come from the history, once each, with effect and order", () => {
    const operation = { client: "client", text: 'get("k") → "x"', called: 1.000001, returned: 4.000002 };
    const picture = buildPicture(
      madeRecord([begin, end], {
        history: {
          operations: [
            { ...operation, effect: 2, status: "placed" },
            { ...operation, client: "server", effect: null, status: "impossible" },
          ],
          reasons: ["because"],
        },
      }),
    );
    expect(picture.bars).to.have.length(2);
    expect(picture.bars.find(({ status }) => status === "placed")).to.deep.include({
      effect: 2,
      order: 1,
      beginEvent: 0,
      endEvent: 1,
    });
    expect(picture.failing?.why).to.equal("impossible");
  });

  it("of one host lie below each other when they overlap", () => {
    const { bars } = buildPicture(
      madeRecord([begin, event(2, "begin", "client", undefined, 8, 'get("j")'), end]),
    );
    expect(bars.map(({ row, until }) => ({ row, until }))).to.deep.equal([
      { row: 0, until: 4 },
      { row: 1, until: null },
    ]);
  });

  it("name the one that the failure is about", () => {
    const failingOf = (message: string): string | undefined =>
      buildPicture(
        madeRecord(
          [
            event(0, "begin", "client", undefined, 6, 'put("k")'),
            begin,
            event(3, "error", "client", undefined, 7, 'get("k") threw Error: no such thing'),
            event(4, "begin", "client", undefined, 9, 'get("z")'),
            event(5, "end", "client", undefined, 9, 'get("z") → 1'),
          ],
          { failure: { message, details: [] } },
        ),
      ).failing?.why;
    expect(failingOf("deadlock: nothing is left to run")).to.equal("never-returned");
    expect(failingOf("client's get threw Error: no such thing")).to.equal("threw");
    expect(failingOf("expected 2")).to.equal("last");
    expect(failingOf('client\'s get("z") must be 2')).to.equal("named");
  });
});

describe("the time axis", () => {
  it("keeps the order of time, and finds the time of a place", () => {
    const axis = pausingTimeAxis(0, 1010, [1, 2, 2, 3, 1003, 1004]);
    const places = [0, 1, 1.5, 2, 3, 500, 1003, 1010].map((ms) => axis.place(ms));
    expect(places).to.deep.equal([...places].sort((a, b) => a - b));
    for (const ms of [0, 1.5, 500, 1009]) expect(axis.time(axis.place(ms))).to.be.closeTo(ms, 1e-6);
  });

  it("draws a long pause short, and says which it is", () => {
    const axis = pausingTimeAxis(0, 1004, [1, 2, 3, 1003]);
    expect(axis.pauses).to.deep.equal([{ from: 3, until: 1003 }]);
    expect(axis.place(1003) - axis.place(3)).to.be.below(4 * (axis.place(2) - axis.place(1)));
    expect(evenTimeAxis(0, 1004).place(1003)).to.equal(1003);
  });

  it("copes with a run of a single moment", () => {
    expect(pausingTimeAxis(0, 0, [0]).place(0)).to.equal(0);
  });
});

describe("filters", () => {
  const record = syntheticRecord(600);
  const picture = buildPicture(record);
  const all = { hosts: undefined, key: undefined, hidden: new Set<never>() };

  it("show everything at first", () => {
    expect(filterPicture(picture, all).events).to.have.length(record.events.length);
  });

  it("leave one key's events and the hosts that have some", () => {
    const key = picture.keys.indexOf("plum");
    const visible = filterPicture(picture, { ...all, key });
    const calls = [...visible.events].map((at) => picture.events[at]!).filter(({ kind }) => kind === "call");
    expect(calls.length).to.be.above(5);
    expect(calls.every(({ text }) => text.includes('"plum"'))).to.equal(true);
    expect(visible.events.length).to.be.below(record.events.length);
  });

  it("leave the chosen hosts, and arrows between them only", () => {
    const hosts = new Set([0, picture.hosts.length - 1]);
    const visible = filterPicture(picture, { ...all, hosts });
    expect(visible.lanes).to.deep.equal([...hosts]);
    const arrows = picture.arrows.filter((arrow) => isArrowVisible(arrow, visible));
    expect(arrows.length).to.be.above(0);
    expect(arrows.every(({ from, to }) => hosts.has(from) && hosts.has(to))).to.equal(true);
  });

  it("hide kinds", () => {
    const visible = filterPicture(picture, { ...all, hidden: new Set(["lost", "duplicates"] as const) });
    const left = picture.arrows.filter((arrow) => isArrowVisible(arrow, visible));
    expect(left.some(({ arrival, leg }) => arrival === "lost" || leg === "copy")).to.equal(false);
    expect(left.length).to.be.above(0);
  });
});

describe("the opening", () => {
  it("has a small run whole, and of a long one the failing operation", () => {
    const small = buildPicture(syntheticRecord(50, { clients: 2 }));
    expect(openingViewOf(small)).to.include({ from: small.from, until: small.until });
    const large = buildPicture(syntheticRecord(5_000));
    const bar = large.bars[large.failing!.bar]!;
    const { from, until, event: selected } = openingViewOf(large);
    expect(from).to.be.at.most(bar.from);
    expect(until).to.be.at.least(bar.until!);
    const inView = large.events.filter(({ at }) => at >= from && at <= until);
    expect(inView.length).to.be.within(30, 260);
    expect(large.events[selected!]).to.include({ kind: "end", host: "clerk-0" });
  });

  it("of a long run has the key of the failure alone, and the last operations on it", () => {
    const large = buildPicture(syntheticRecord(5_000));
    const bar = large.bars[large.failing!.bar]!;
    expect(large.keys.length).to.be.above(1);
    const { from, key } = openingViewOf(large);
    expect(key).to.equal(bar.key);
    const before = large.bars.filter((one) => one.key === bar.key && one.from < bar.from);
    const last = before.reduce((a, b) => (b.from > a.from ? b : a));
    expect(from).to.be.at.most(last.from);
    expect(openingViewOf(buildPicture(syntheticRecord(50, { clients: 2 }))).key).to.equal(undefined);
  });
});

describe("messages", () => {
  it("are taken apart", () => {
    expect(readMessage('put({"a":1})')).to.deep.equal({ method: "put", body: '{"a":1}' });
    expect(readMessage("put: true")).to.deep.equal({ method: "put", body: "true" });
    expect(readMessage("put")).to.deep.equal({ method: "put", body: "" });
    expect(prettyMessageBody('{"a":[1]}')).to.equal('{\n  "a": [\n    1\n  ]\n}');
    expect(prettyMessageBody('{"a":"cut…')).to.equal('{"a":"cut…');
    expect(prettyMessageBody('{"$":"object","v":[["a",{"$":"bigint","v":"3"}]]}')).to.equal(
      '{\n  "a": "bigint 3"\n}',
    );
  });

  it("are put in a few words, without what says nothing", () => {
    const id = "3f2b9c1e-0d4a-4b7e-9c1e-0d4a4b7e9c1e";
    expect(shortMessage(`put({"client":"${id}","value":"x","key":"k"})`)).to.equal('put key "k", value "x"');
    expect(shortMessage('put: {"ok":true,"value":"x"}')).to.equal('put value "x"');
    expect(shortMessage('put: {"ok":false,"error":"ErrVersion"}')).to.equal(
      'put ok false, error "ErrVersion"',
    );
    expect(shortMessage('put: {"error":{"code":"ErrVersion","version":2}}')).to.equal(
      'put error "ErrVersion"',
    );
    expect(shortMessage(`put({"key":"l","value":"${id}"})`)).to.match(
      /^put key "l", value "[0-9a-f-]+…[0-9a-f-]+"$/,
    );
    // Where all requests go to one method, the command says which it is.
    expect(shortMessage('handle({"command":"EXPIRE","key":"a","ttl":1.5})')).to.equal(
      'handle command "EXPIRE", key "a", ttl 1.5',
    );
    expect(shortMessage('handle: {"status":"success","message":"Key found","key":"a","value":"x"}')).to.equal(
      'handle key "a", value "x"',
    );
    expect(shortMessage('put({"key":"a","value":"success"})')).to.equal('put key "a", value "success"');
    expect(shortMessage('handle: {"status":"error","message":"Key not found","key":"a"}')).to.equal(
      'handle key "a", status "error"',
    );
    expect(shortMessage('vote({"term":3})')).to.equal("vote term 3");
    expect(shortMessage("add([1,2])")).to.equal("add 1, 2");
  });

  it("keep the ends of long values", () => {
    expect(cutMiddleOfText("0123456789", 6)).to.equal("012…89");
    expect(cutMessageValues('get("k") → "aaaaaaaaaaaaz"', 8)).to.equal('get("k") → "aaaa…z"');
  });
});

describe("packing", () => {
  it("gives the same record back", () => {
    const record = syntheticRecord(400);
    expect(unpackRecord(packRecord(record))).to.deep.equal(record);
  });
});
