exports["x\n::error::POISON"] = class {};
