"""What the house promises of any rule, asked of one's own: `pytest` in this folder."""

from gossip import GossipNorm

from mi_abm.testing import check_rule

test_gossip = check_rule(GossipNorm)
