"""Mesa's own page over a TeamModel: step it, look at the network and at what it measures.

    pip install "mi_abm[viz]"
    solara run app.py --production

Figures are matplotlib's: the other backend fetches its front end from the network, and stays blank without.
"""

from mesa.visualization import SolaraViz, SpaceRenderer, make_plot_component
from mesa.visualization.components import AgentPortrayalStyle

from mi_abm import TeamModel

COLOURS = ("#ffffcc", "#c7e9b4", "#7fcdbb", "#41b6c4", "#2c7fb8", "#253494")  # pale to dark with skill


def portray(agent):
    """Show a practitioner as a dot, the darker the more skilled."""
    return AgentPortrayalStyle(color=COLOURS[min(5, int(6 * agent.skill))], size=60, edgecolors="#444444")


choices = ["baseline", "rotation", "peer_feedback", "manager_signal", "full_programme"]
params = {
    "scenario": {"type": "Select", "value": "rotation", "values": choices, "label": "scenario"},
    "rng": {"type": "SliderInt", "value": 7, "min": 1, "max": 50, "step": 1, "label": "seed"},
}
model = TeamModel("rotation", rng=7)
people = SpaceRenderer(model, backend="matplotlib")
people.draw_structure(
    node_kwargs={"node_size": 0}, edge_kwargs={"edge_color": "#bbbbbb", "style": "-", "arrows": False}
)
people.draw_agents(portray)
page = SolaraViz(
    model,
    people,
    components=[make_plot_component(name, backend="matplotlib") for name in ("miti", "practice")],
    model_params=params,
    name="mi_abm: a team, week by week",
)
page  # noqa: B018  (what solara shows)
