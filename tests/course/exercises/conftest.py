"""The fixture course's shared fixtures: none but the mark."""


def pytest_configure(config):
    config.addinivalue_line("markers", "hint(*rungs): from a nudge to an approach, one by one")
