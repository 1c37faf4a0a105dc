import type { DebugOffer, DebugView } from "labrpc/testing";
import { pageButton, pageElement } from "../view/pageElement";
import type { DebuggerClient } from "./DebuggerClient";

/** Starts operations. It stays as it is from one state to the next, with what somebody has typed. */
export class OperationForm {
  readonly root: HTMLElement;
  readonly #client: DebuggerClient;
  readonly #clerk = pageElement("select", { "aria-label": "clerk", name: "clerk" });
  readonly #operation = pageElement("select", { "aria-label": "operation", name: "operation" });
  readonly #args = pageElement("input", {
    "aria-label": "arguments, as JSON",
    name: "args",
    autocomplete: "off",
    spellcheck: "false",
  });
  readonly #problem = pageElement("p", { class: "problem", role: "alert" });
  readonly #judgements = pageElement("p", { class: "judgements" });
  readonly #newName = pageElement("input", {
    "aria-label": "name of a new clerk",
    placeholder: "clerk-c",
    name: "new-clerk",
    autocomplete: "off",
  });
  #offer: DebugOffer | undefined;

  constructor(client: DebuggerClient) {
    this.#client = client;
    this.#operation.addEventListener("change", () => this.#example());
    const form = pageElement(
      "form",
      {},
      this.#clerk,
      pageElement("span", {}, "."),
      this.#operation,
      pageElement("span", {}, "("),
      this.#args,
      pageElement("span", {}, ")"),
      pageElement("button", { type: "submit", class: "primary" }, "start"),
    );
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.#start();
    });
    const more = pageElement(
      "details",
      {},
      pageElement("summary", {}, "one more clerk"),
      this.#newName,
      pageButton("make it", "make a clerk of this name", () =>
        client.act({ kind: "new clerk", name: this.#newName.value || this.#newName.placeholder }),
      ),
    );
    this.root = pageElement(
      "section",
      { class: "card operations", "aria-label": "start an operation" },
      pageElement("h2", {}, "Start an operation"),
      form,
      this.#problem,
      this.#judgements,
      more,
    );
  }

  show(offer: DebugOffer, view: DebugView): void {
    this.root.hidden = !offer.isFree;
    if (this.#offer === undefined) {
      this.#operation.replaceChildren(
        ...offer.operations.map(({ name, parameters }) =>
          pageElement("option", { value: name, title: `${name}(${parameters.join(", ")})` }, name),
        ),
      );
      this.#judgements.replaceChildren(
        ...Object.entries(offer.judgements).map(([title, [call, args]]) =>
          pageButton(title, "ask the checker; that takes events of its own", () =>
            this.#client.act({ kind: "choice", choice: { kind: "do", call, args: args as never } }),
          ),
        ),
      );
      this.#offer = offer;
      this.#example();
    }
    const chosen = this.#clerk.value;
    const known = [...this.#clerk.options].map(({ value }) => value);
    if (known.join(" ") === view.clerks.join(" ")) return;
    this.#clerk.replaceChildren(...view.clerks.map((name) => pageElement("option", { value: name }, name)));
    if (view.clerks.includes(chosen)) this.#clerk.value = chosen;
  }

  #example(): void {
    this.#args.value =
      this.#offer?.operations.find(({ name }) => name === this.#operation.value)?.example ?? "";
  }

  #start(): void {
    let args: unknown[];
    try {
      args = JSON.parse(`[${this.#args.value}]`) as unknown[];
    } catch {
      this.#problem.textContent = 'expected arguments as JSON, such as "k", "x"';
      return;
    }
    this.#problem.textContent = "";
    this.#client.act({ kind: "operation", clerk: this.#clerk.value, name: this.#operation.value, args });
  }
}
