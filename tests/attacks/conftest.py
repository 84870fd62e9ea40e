"""Nothing below is for pytest to collect: these are submissions, which `test_attacks.py` runs."""

collect_ignore_glob = ["*"]
