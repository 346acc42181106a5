"""What is really true of the borough, for evaluation only: a folder of its own that no loader picks up."""

from __future__ import annotations

import json
from typing import Any

from loaders.borough.agencies import BIASES, Watch
from loaders.borough.facts import RECENT
from loaders.borough.rolls import unlinked

README = """What is true of the borough and what each agency does not see.

Only evaluation reads this folder. Loading it would be cheating: nothing here is in any extract.

truth.json
  children    id, harm (line, kestrel, violence, alone), harm_type, stage (harmed, approached), since, open,
              hidden, thin. hidden: harmed or approached, and not open to the hub.
              thin: hardly anything is recorded.
  adults      id, exploits (line, kestrel) or named_by_mistake
  groups      the true circles, with all their members, named by anybody or not
  hotspot     the places and days of the newest hotspot
  same_person police numbers that are the same child as a hub number and that no extract links

How agencies differ, on purpose
"""


def truth(found: Watch) -> str:
    """Write the truth as JSON, sorted and the same for the same seed."""
    world = found.world
    children = []
    for child in world.people.children:
        harm = world.harms.get(child.index)
        if harm is None and child.id not in found.thin:
            continue
        children.append(
            {
                "id": child.id,
                "harm": harm.theme if harm else None,
                "harm_type": harm.harm_type if harm else None,
                "stage": harm.stage if harm else None,
                "since": harm.since.isoformat() if harm else None,
                "open": child.id in found.open_now,
                "hidden": harm is not None and harm.theme != "alone" and child.id not in found.open_now,
                "thin": child.id in found.thin,
            }
        )
    told: dict[str, Any] = {
        "until": world.until.isoformat(),
        "children": children,
        "adults": [{"id": id, "exploits": theme} for id, theme in sorted(world.exploiters.items())]
        + [{"id": id, "named_by_mistake": True} for id in sorted(set(world.mistaken))],
        "groups": [{"name": group.name, "theme": group.theme, "members": group.members} for group in world.groups],
        "hotspot": {"places": world.hot, "from": (world.until - RECENT).isoformat(), "to": world.until.isoformat()},
        "same_person": {found.police_ids[id]: id for id in sorted(unlinked(found))},
    }
    return json.dumps(told, indent=1, ensure_ascii=False) + "\n"


def readme() -> str:
    """Say what the truth holds and how the agencies differ."""
    return README + "".join(f"- {line}\n" for line in BIASES)
