"""What a proposer of a small thing says of each kind: real words for facts, files and text, at tier minimal."""

from __future__ import annotations

from tests.content.proposer import Typed

_SHA = "3f" * 32


def own(text: str) -> Typed:
    """Words of her own."""
    return Typed(text, own=True)


def pasted(text: str) -> Typed:
    """Words she copies from where they stand."""
    return Typed(text, pasted=True)


FACTS = {
    "models": pasted(f"heading-tagger 1.2.0 {_SHA}"),
    "datasets": pasted(f"public-headings 2026-09 {_SHA}"),
    "base_model": Typed("MiniLM-L6"),
    "source_url": pasted("https://huggingface.co/sentence-transformers/all-MiniLM-L6-v2"),
    "source_revision": pasted("c9745ed1d9f207416be6d2e6f8de32d1f16199bf"),
    "publisher": Typed("sentence-transformers"),
    "licence": Typed("Apache-2.0"),
    "weights_origin": Typed("1"),
    "weights_format": Typed("1"),
    "intended_use": own("Find earlier articles in our style guide by meaning."),
    "out_of_scope_use": own("No ranking of people."),
    "owner": Typed("mo"),
    "fallback": own("Keyword search, as today."),
    "feature_refs": Typed("style-search"),
    "target_ring": Typed("1"),
    "from_ring": Typed("1"),
    "jurisdictions": Typed("DE"),
    "expected_users": Typed("12"),
    "expected_requests_per_day": Typed("300"),
    "audience": Typed("1"),
    "decides_about_people": Typed("1"),
    "domain": Typed("1"),
    "safety_component": Typed("2"),
    "interacts_with_people": Typed("2"),
    "generates_content": Typed("1"),
    "agentic": Typed("1"),
    "personal_data": Typed("1"),
    "reversible": Typed("1"),
    "code_commit": pasted("4f1c2e9"),
    "training_config": Typed("seed 7, tagger.toml"),
    "training_flop": Typed("2e17"),
    "base_flop": Typed("1e20"),
    "gpu_hours": Typed("3"),
    "energy_estimate": Typed("4"),
    "old_version": Typed("1.1.0"),
    "change_class": Typed("2"),
    "what_changed": own("Weights: trained on 2,000 more headings."),
    "reason": own("Long headings were cut."),
    "origin": own("Headings of our public web pages, 2026"),
    "obtained_at": Typed("2026-09-14"),
    "collector": Typed("Web team"),
    "lawful_basis": Typed("none"),
    "transformation_script": Typed("prep/headings.py at 8be02f1"),
    "row_count": Typed("4821"),
    "pii_counts": Typed("names 0"),
    "new_use": own("Also tag headings of the staff handbook."),
    "tier_before": Typed("1"),
    "exposure": Typed("21 days, 12 users"),
    "criteria_version": Typed("sandbox-to-beta 3"),
    "export_destinations": Typed("none"),
    "old_text": pasted("Look again after 365 days."),
    "new_text": pasted("Look again after 180 days."),
    "affected": own("Owners of all models."),
    "gate": Typed("weights-scan"),
    "gate_owner": Typed("2"),
    "waives": Typed("R-02"),
    "scope": Typed("heading-tagger"),
    "compensating_control": own("It runs without a network."),
    "ends_on": Typed("2026-12-15"),
    "recipients": Typed("anyone"),
    "openness_class": Typed("3"),
    "released_externally": Typed("2"),
    "sunset_on": Typed("2027-03-01"),
    "data_disposal": Typed("2"),
    "what_happened": own("It tags nothing since 14:05."),
    "action": own("Switched off for all users."),
    "acted_by": Typed("mo"),
    "acted_at": Typed("2026-11-03T14:31:00Z"),
    "expected_end": Typed("2027-01-10"),
    "monthly_active_users_org": Typed("900"),
    "licence_user_limit": Typed("0"),
    "annual_revenue_band": Typed("2"),
    "infers_sensitive": Typed("2"),
}
FACTS_OF = {
    "ring-promote": {"target_ring": Typed("2")},
    "model-adopt": {"weights_origin": Typed("2")},
}
"""Where a kind is answered otherwise."""

TEXTS = {
    "What we want to do": "Writers shall find earlier articles by meaning. A small model runs on our own machine.",
    "Why, and what else we looked at": "Keyword search misses synonyms. A list of synonyms was too much work to keep.",
    "What could go wrong": "A writer misses an article and writes it twice. Keyword search stays beside it.",
    "How it is used": "Twelve writers see a list of articles and pick one. Nothing is decided by it.",
    "How we get out again": "We switch it off; keyword search is still there.",
    "Why not use what we have": "The old one cuts long headings. A rule for length made other headings worse.",
    "What went in": "4,821 headings of our own public pages. Headings with names were left out.",
    "How it did": "Long headings are right now. Very short ones are as before.",
    "What changes": "Long headings keep their last words. All else stays as it is.",
    "Why": "Writers mend a third of them by hand today.",
    "What else changed": "It is a little slower on long pages.",
    "How we go back": "We install 1.1.0 again. It takes two minutes, practised last week.",
    "What it is": "4,821 headings of our public pages from 2026. Nobody is named in them.",
    "What we want it for": "To train the heading tagger, and for nothing about people.",
    "What the people in it were told": "There are no people in it.",
    "What we did to it": "Names were masked and duplicates left out. That cost 40 headings.",
    "What is new": "It tagged web pages; now the staff handbook too. The same writers see it.",
    "Who gains, who may lose": "Staff find chapters sooner. Nobody loses by it.",
    "What we checked again": "We ran the tests on 200 handbook headings. They did as well.",
    "What we ask for": "From sandbox to beta, for 40 writers who agreed, from January.",
    "What we learned so far": "12 writers used it for 21 days. They mended 3 tags of 300.",
    "What is still open": "Nothing.",
    "What users will be told": "A line says that a machine set the tags, and whom to write to.",
    "How we notice, and how we go back": "An alarm wakes Mo when tags stop. Going back takes two minutes.",
    "What would have been different": "Two of nine models would have been looked at earlier.",
    "Why we cannot keep the rule now": "The scanner does not read this format yet. The maker works on it.",
    "What protects us meanwhile": "It runs without a network, and Mo watches the log.",
    "How we come to keep it": "The new scanner comes in January; then we scan it.",
    "What we give away": "The tagger's files, to anyone, under Apache-2.0.",
    "What others could do with it": "Tag their own headings. Nothing harmful comes to mind.",
    "What we tell them": "It knows German and English only. They write to Mo.",
    "What goes, and when": "Version 1.2.0 goes on 1 March 2027; nobody uses it any more.",
    "Who depends on it": "Only the style search, which uses keywords again.",
    "What happens to files and data": "The files are kept for ten years. No data is deleted.",
    "What happened": "Headings have had no tags since 14:05.",
    "What was done": "Mo switched it off for all users.",
    "What comes next": "We look for the cause; Mo reports tomorrow.",
    "What it means for proposals now open": "None is open.",
}
"""By heading: what she writes there, one or two short sentences."""
