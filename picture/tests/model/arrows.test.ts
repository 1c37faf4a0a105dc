import { expect } from "chai";
import { buildPicture } from "../../src/model/buildPicture";
import type { MessageArrow } from "../../src/model/Picture";
import { shortMessage } from "../../src/model/shortMessage";
import { event, madeRecord } from "../support/madeRecord";

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
