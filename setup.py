"""What pyproject.toml cannot say: the folder `scenarios/` travels in the wheel as `mi_abm/scenarios/`."""

from setuptools import find_packages, setup

SCENARIOS = {"mi_abm.scenarios": "scenarios", "mi_abm.scenarios.organisations": "scenarios/organisations"}

setup(
    packages=[*find_packages(include=["mi_abm*"]), *SCENARIOS],
    package_dir=SCENARIOS,
    package_data={"": ["*.yaml", "*.json", "*.html", "py.typed"]},
)
