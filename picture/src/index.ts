/** The picture of a failing run: one HTML file that needs nothing else. See docs/picture.md. */
export { renderPicture } from "./renderPicture";
