"""What records say and what children say: short invented sentences in which the one who harms is the one who acts."""

from __future__ import annotations

from collections.abc import Mapping

TELLINGS: Mapping[str, tuple[str, ...]] = {
    "works_for": ("Work together. {a} collects from {b}.", "Calls most days between the two."),
    "vehicle": ("{a} drives it. Insured in another name.", "Grey hatchback, {a} at the wheel on three evenings."),
    "phone": ("Number saved by two children as the one that rings for jobs.", "Handset answered by {a}."),
    "flat": ("{a} has the use of the flat. The tenant is afraid of him.",),
    "haunt": ("There most evenings.", "Staff know the face.", "Named as a place to wait."),
    "lifts": ("{a} gives {b} lifts and buys food.", "{a} gave {b} trainers and a phone.", "{a} messages {b} late at night."),
    "picked_up": ("{a} was picked up by {b} outside the station.", "{b} waited for {a} after school in a grey hatchback."),
    "second_phone": ("{a} has a second phone and cannot say who pays for it.", "Second phone found by a parent."),
    "packages": ("{a} sends {b} to collect packages.", "{a} puts {b} on trains with packages to carry."),
    "line": ("{a} uses {b} to hold and sell.", "Works {b} by phone, day and night.", "{a} has {b} answer the line."),
    "debt": ("{a} told {b} there is a debt to work off.", "{b} was threatened at home over lost money."),
    "vapes": ("{a} gives {b} vapes with something in them.", "Cannabis from {a}, never paid for."),
    "seen_adult": ("In the rear seat of the grey hatchback.", "Stood together at the taxi rank after 22:00."),
    "seen_child": ("Together at the station after 22:00.", "On the same train without tickets.", "Both at the taxi rank."),
    "linked": ("Rents it by the week.", "Works there most nights.", "Named on the booking.", "Has keys."),
    "account": ("{a} writes from this account.", "Recovery number of the account is {a}'s."),
    "messages": ("{a} messages {b} and asks for pictures.", "{a} pays for taxis to meet {b}.", "{a} met {b} at the takeaway."),
    "messaged": ("The account wrote to {a} forty times in a week.",),
    "free_food": ("Free food after closing.", "Sits upstairs after closing time.", "There when other children have gone home."),
    "abuse": ("{a} books rooms and brings {b} there.", "{a} makes {b} meet other men.", "{b} was found in a room {a} had paid for."),
    "vodka": ("{a} gives {b} vodka at the flat.", "Tablets from {a}, name unknown."),
    "harms": ("Punched and kicked.", "Phone taken by force.", "Hurt with a bottle."),
    "threatens": ("Threats by video, seen by half the year.", "Told not to come back to the park."),
    "rumour": ("Heard from somebody who heard it. Nothing seen.", "Anonymous call. No detail.", "Name is like that of another man."),
    "friend": ("Best friends since primary.", "Same form. Sit together.", "Walk home together.", "Met at the club.", "Friends again."),
    "partner": ("Going out since the summer. Same age.",),
    "sibling": ("Brother or sister.", "Same mother."),
    "mother": ("Mother.",), "father": ("Father.",), "foster carer": ("Foster carer.",),
    "grandmother": ("Grandmother, seen weekly.",), "grandfather": ("Grandfather.",), "aunt": ("Aunt.",), "uncle": ("Uncle.",),
    "lives": ("Same household.",), "home": ("Placed there.",), "club": ("Goes every week and is known by name.",),
    "youth worker": ("Meets on Fridays on the bus.",), "social worker": ("Allocated worker.",),
    "residential keyworker": ("Keyworker.",), "keyworker": ("Keyworker. The one who is rung at night.",),
    "mentor": ("Weekly mentoring.",), "football coach": ("Coach, twice a week.",), "boxing coach": ("Coach. Drives them home.",),
    "form tutor": ("Form tutor.",), "school pastoral lead": ("Has the pass to leave class and talk.",),
    "worker": ("Trusted worker.",),
}  # fmt: skip

EVENTS: Mapping[str, tuple[str, str]] = {
    "hatchback": ("Grey hatchback at {place}", "Grey hatchback used by {alleged} stopped near {place} at {time}, {harmed} in the rear seat."),
    "sighting": ("Seen with an adult at {place}", "{alleged} met {harmed} at {place} at {time}. They left on foot."),
    "stop": ("Stopped near {place}", "{alleged} stopped with {harmed} near {place} at {time}. Two phones seen on {harmed}."),
    "line_disclosure": ("Said to a worker", "{harmed} told a worker that {alleged} waits at {place} and rings until they come."),
    "line_referral": ("Referral, criminal exploitation", "{harmed} has money and clothes that nobody bought. {alleged} is named."),
    "out_of_area": ("Found out of area", "{harmed} found in a coastal town two hours away by train, in a house where {alleged} had put them to sell."),
    "kestrel_sighting": ("Seen with an adult at {place}", "{alleged} arrived at {place} with {harmed} at {time} and left alone."),
    "kestrel_incident": ("Found at {place}", "{harmed} found at {place} at {time}. {alleged} had paid."),
    "kestrel_disclosure": ("Said to a worker", "{harmed} said that {alleged} gives them drink at {place} and that it is not a choice."),
    "kestrel_referral": ("Referral, sexual exploitation", "Gifts and taxis from {alleged}. {harmed} is afraid of him."),
    "fight": ("Violence at {place}", "{harmed} hurt at {place}. {alleged} alleged. All are children."),
    "alone_incident": ("Incident at {place}", "{harmed} came to harm at {place}. Nobody else identified."),
    "alone_referral": ("Referral", "Concern for {harmed} from a parent or school."),
    "alone_disclosure": ("Said to a worker", "{harmed} told a worker what somebody did. No name given."),
    "alone_exclusion": ("Suspended from school", "{harmed} suspended for a fixed period."),
    "missing": ("Reported missing", ""),
}  # fmt: skip

SAID: Mapping[str, tuple[str, ...]] = {
    "line": (
        "He got me the phone so he could ring me for jobs. I can't just turn it off.",
        "He says I still owe him. He decides when it's paid.",
        "He sent me on the train. I didn't know where till I got there.",
        "He knows where my mum works. He said it twice.",
        "He waits by the taxis. If I walk past he shouts my name.",
        "He gave the little one a phone as well. She's twelve.",
    ),
    "kestrel": (
        "He pays for the room and then he says I asked for it.",
        "They let us upstairs after it shuts. He locks it.",
        "He keeps messaging on a new account when I block him.",
        "He gives us drink and then you can't remember getting home.",
        "I only went because she was scared to go by herself.",
    ),
    "violence": (
        "They said they'd get me on the way home so I didn't go home.",
        "I can't go through the park any more.",
        "They put the video up. Everyone has seen it.",
    ),
    "": (
        "I just wanted to be at my nan's.",
        "It was loud at home. I walked about.",
        "We missed the last bus. Nobody picked up.",
        "I like it at hers. Her mum cooks.",
        "I don't want to talk about it.",
        "I went to see my brother.",
    ),
}
PUSH = ("Arguments at home.", "Did not want to be in the new placement.", "Afraid to walk home.", "", "", "Bored, nothing to do.")
PULL: Mapping[str, tuple[str, ...]] = {
    "line": ("He rang.", "He said he had trainers for me.", "Somewhere warm."),
    "kestrel": ("He said there was a party.", "Free food.", "He sent a taxi."),
    "violence": ("Friends were going.", ""),
    "": ("Friends.", "Family.", "", ""),
}
CHILD_VIEWS = ("He is all right with me.", "I wish he would stop.", "She looks out for me.", "He scares me.", "I trust her.")
