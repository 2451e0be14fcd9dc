"""The compiled engine: the rule files of the numpy engine, each phase turned into loops; the same bits."""
