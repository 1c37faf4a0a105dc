export class Clerk {
  "
::error::POISON
# POISON
  [2J ##[error]POISON <img src=x onerror=POISON> (((
