/** How the function begins that a file of the kit becomes: packages look for a console, and a realm has none of its own. */
export const KIT_FILE_HEAD = "(function (exports, require, module, console) { ";
