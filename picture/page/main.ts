import { buildPicture } from "../src/model/buildPicture";
import { openingViewOf } from "../src/model/openingViewOf";
import { unpackRecord, type PackedRecord } from "../src/packRecord";
import { pageElement } from "./view/pageElement";
import { failureHeader } from "./panels/FailureHeader";
import { helpDialog } from "./controls/helpDialog";
import { busyHosts, concernedHosts } from "./controls/hostFilter";
import { keyBindings, listenToKeys } from "./controls/keys";
import { pictureLegend } from "./panels/pictureLegend";
import { LikelihoodStrip } from "./panels/LikelihoodStrip";
import { Overview } from "./panels/Overview";
import { closePopovers, closePopoversByClick } from "./controls/popovers";
import { SidePanel } from "./panels/SidePanel";
import { PictureStage } from "./stage/PictureStage";
import { startTheme } from "./controls/theme";
import { Toolbar } from "./controls/Toolbar";
import { PictureView } from "./view/PictureView";

/** With more hosts than this, the page opens with those that the failure concerns, else with all that did something. */
const MANY_HOSTS = 14;

function startPicturePage(): void {
  const packed = JSON.parse(document.getElementById("record")?.textContent ?? "") as PackedRecord;
  const picture = buildPicture(unpackRecord(packed));
  const view = new PictureView(picture);
  const first = openingViewOf(picture);
  const switchTheme = startTheme(() => view.notify("theme"));
  const chosen = picture.hosts.length > MANY_HOSTS ? concernedHosts(view) : busyHosts(view);
  if (chosen.length > 0 && chosen.length < picture.hosts.length) view.setFilter({ hosts: new Set(chosen) });
  const stage = new PictureStage(view);
  const actions = {
    failure: (): void => {
      stage.camera.show(first);
      view.select(first.event);
    },
    whole: (): void => stage.camera.show({ from: picture.from, until: picture.until }),
    zoom: (factor: number): void => stage.camera.zoomBy(factor, view.selectedEvent?.at),
    move: (part: number): void => stage.camera.moveBy(part),
    theme: switchTheme,
    help: (): void => {
      help.showModal();
    },
    search: (): void => toolbar.search.focus(),
    stepState: (direction: 1 | -1): void => side.stepState(direction),
    close: (): void => {
      if (help.open) help.close();
      else if (!closePopovers()) view.select(undefined);
    },
  };
  const toolbar = new Toolbar(view, actions);
  // The field in the toolbar shows it.
  if (first.key !== undefined) view.setFilter({ key: first.key });
  const side = new SidePanel(view);
  const keys = keyBindings(view, actions);
  const help = helpDialog(keys);
  const overview = new Overview(view, (ms) => {
    const half = (view.axis.place(view.range.until) - view.axis.place(view.range.from)) / 2;
    const middle = view.axis.place(ms);
    stage.camera.show({ from: view.axis.time(middle - half), until: view.axis.time(middle + half) });
  });
  const { likelihood } = picture.record;
  const curve = likelihood === undefined ? [] : [new LikelihoodStrip(view, likelihood).root];
  document
    .getElementById("app")
    ?.replaceChildren(
      failureHeader(view),
      toolbar.root,
      pageElement(
        "main",
        {},
        pageElement("div", { class: "diagram" }, ...curve, stage.root, overview.root, pictureLegend(picture)),
        side.root,
      ),
      help,
    );
  listenToKeys(keys);
  closePopoversByClick();
  stage.camera.show(first);
  view.select(first.event);
  document.documentElement.dataset["ready"] = "true";
}

startPicturePage();
