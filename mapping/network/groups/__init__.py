"""Groups of people whom the ties hold together: suggestions that a worker confirms."""

from mapping.network.groups.found import FoundGroup, Groups, GroupSettings, Member, NamedGroup, groups

__all__ = ["FoundGroup", "GroupSettings", "Groups", "Member", "NamedGroup", "groups"]
