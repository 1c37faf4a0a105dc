import { expect } from "chai";
import { prettyMessageBody, readMessage } from "../../src/model/readMessage";
import { cutMiddleOfText, cutMessageValues, shortMessage } from "../../src/model/shortMessage";

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
