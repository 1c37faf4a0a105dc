/** TextEncoder, TextDecoder, atob and btoa for UTF-8, in terms of Buffer. */
interface BufferLike {
  from(data: unknown, encoding?: string): Uint8Array & { toString(encoding?: string): string };
}

export function textTools(buffer: () => BufferLike): Record<string, unknown> {
  class TextEncoder {
    readonly encoding = "utf-8";
    encode(text = ""): Uint8Array {
      return new Uint8Array(buffer().from(text, "utf8"));
    }
  }
  class TextDecoder {
    readonly encoding = "utf-8";
    decode(bytes?: ArrayBufferView | ArrayBuffer): string {
      if (bytes === undefined) return "";
      const view = ArrayBuffer.isView(bytes)
        ? new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.byteLength)
        : bytes;
      return buffer().from(view).toString("utf8");
    }
  }
  return {
    TextEncoder,
    TextDecoder,
    btoa: (text: unknown) => buffer().from(String(text), "latin1").toString("base64"),
    atob: (text: unknown) => buffer().from(String(text), "base64").toString("latin1"),
  };
}
