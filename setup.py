"""What pyproject.toml cannot say: `scenarios/` travels in the wheel, and so does the starter that `mi-abm new` copies."""

from setuptools import find_packages, setup

SCENARIOS = {"mi_abm.scenarios": "scenarios", "mi_abm.scenarios.organisations": "scenarios/organisations"}

setup(
    packages=[*find_packages(include=["mi_abm*"]), *SCENARIOS],
    package_dir=SCENARIOS,
    package_data={
        "": ["*.yaml", "*.json", "*.html", "*.csv", "*.ipynb", "*.j2", "py.typed"],
        "mi_abm": ["starter/*"],
        "mi_abm.widgets": ["page/jupyter/voila/templates/mi_abm/*"],
    },
)
