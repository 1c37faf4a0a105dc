"use strict";
// The process that compiles submissions for the cache: one CompileRequest a line.
require("../../toolkit/bin/register");
require("../src/compile/serveCompiling.ts").serveCompiling();
