"""What each code of a finding means, for formats that carry it along: SARIF shows it beside each result."""

from __future__ import annotations

from collections.abc import Mapping

from msgspec import Struct


class Rule(Struct, frozen=True):
    """`says`: what is wrong, in a sentence. `mend`: what a reader does about it."""

    says: str
    mend: str


OTHER = Rule("Something is to be known or mended.", "The message names one next step.")
"""For a code that is not listed."""

RULES: Mapping[str, Rule] = {
    "api": Rule("A package of `api:` is not there.", "Mend `api:` in repos.yml."),
    "bus-factor": Rule(
        "One person alone has worked much on most pages of a repo or of a section, or all who have are gone.",
        "Let somebody else make the next changes, or review them together.",
    ),
    "broken-anchor": Rule(
        "A link names an anchor that its page does not have.",
        "Name an anchor that is there, or put the old one back.",
    ),
    "broken-link": Rule(
        "A link leads nowhere: in its repo, or to another one.", "Mend the link, or bring its target back."
    ),
    "cache-damaged": Rule(
        "A repo's copy in the cache was damaged, and was fetched anew.",
        "Look for a full or failing disk if it happens again.",
    ),
    "codeowners": Rule(
        "A line of CODEOWNERS or OWNERS is skipped or read otherwise than it looks, or the file is too large.",
        "Mend the line that is named.",
    ),
    "codeowners-no-match": Rule(
        "A pattern of CODEOWNERS matches no file of the repo.", "Mend the pattern, or remove the line."
    ),
    "codeowners-shadowed": Rule(
        "A rule of CODEOWNERS never decides: a later one matches all that it can match.",
        "Remove the line, or put it below the other.",
    ),
    "codeowners-unknown-owner": Rule(
        "CODEOWNERS names somebody who is not in teams.yml.", "Add the handle there, or mend the name."
    ),
    "codeowners-unowned": Rule(
        "Pages of the repo have no owner in CODEOWNERS.", "Add the lines that are named."
    ),
    "contradicted": Rule(
        "A page speaks of something that is gone from the code.",
        "Read the page and mend it. Where it is right all the same, run `mkdocs-oss review --still-accurate`.",
    ),
    "contributing-contradiction": Rule(
        "CONTRIBUTING and the repo's own files cannot both be right.", "Mend the one that is wrong."
    ),
    "describes": Rule(
        "`describes:` of a page names no file that the repo has or had, or a symbol that the file does not define.",
        "Mend the path, which starts from the repo's root, or the symbol.",
    ),
    "discovery": Rule(
        "The repos of a folder or of a forge's group are not known, or two have one name.",
        "Run `mkdocs-oss sync`, or name the repos in repos.yml.",
    ),
    "docs-folder": Rule("The folder that `docs:` names is not in the repo.", "Mend `docs:` in repos.yml."),
    "drift": Rule(
        "The code that a page speaks of has changed since somebody last looked at the page.",
        "Read the page, and mend it or record a review with `mkdocs-oss review`.",
    ),
    "due": Rule(
        "A page is past the day on which it was to be reviewed.",
        "Read it, mend it, and run `mkdocs-oss review`.",
    ),
    "forge": Rule(
        "The repo's forge is not known, so there are no links to it.", "Name it with `forge:` or `edit_url:`."
    ),
    "format": Rule(
        "Documents that are no Markdown are links to their source.",
        "Write them in Markdown where they are to be pages.",
    ),
    "front-matter": Rule(
        "A key of a page's front matter has a value that cannot be read.",
        "Write the value as the message says.",
    ),
    "link-breaks": Rule(
        "This change breaks a link on a page of another repo.",
        "Keep the page or the anchor, or say with `redirect_from` where it went.",
    ),
    "lock": Rule(
        "handbook.lock does not fit the settings of a repo, or does not have it.", "Run `mkdocs-oss sync`."
    ),
    "missing-extension": Rule(
        "Pages rely on a Markdown extension that the handbook lacks.",
        "Add the settings that `mkdocs-oss check` prints.",
    ),
    "missing-feature": Rule(
        "Pages rely on a theme feature that the handbook lacks.",
        "Add the settings that `mkdocs-oss check` prints.",
    ),
    "missing-plugin": Rule(
        "Pages rely on a plugin that the handbook lacks, or never runs.",
        "Do without it, or add the plugin to the handbook.",
    ),
    "moved-link": Rule(
        "A link leads to where a page was before.",
        "Write the page's place of today, as the message names it.",
    ),
    "nav": Rule(
        "A repo's nav names what is not there, or cannot be read.", "Mend the nav file that is named."
    ),
    "nav-size": Rule(
        "The settings ask for the whole nav on each of many pages.", "Leave `repo_nav:` at `auto`."
    ),
    "no-backup": Rule(
        "Pages depend on one person, and nobody is named who stands in.", "Name `backups:` in teams.yml."
    ),
    "no-history": Rule(
        "The folder is no git repository, or has no commits.", "Make it a repository, or commit something."
    ),
    "own-settings": Rule(
        "Hooks, styles, scripts or tags of a repo's own site settings are left aside.",
        "Put into the handbook's settings what its pages need.",
    ),
    "owner-elsewhere": Rule(
        "Somebody else does most of the work on pages than those who stand as their owners.",
        "Talk about who looks after them, and mend the rule that is named.",
    ),
    "owner-left": Rule(
        "An owner of pages has left, or all people of the team have.",
        "Find out who takes over, and mend the rule that is named.",
    ),
    "owner-quiet": Rule(
        "Owners have not worked for long on their pages or on the code that these speak of.",
        "Ask whether the pages are still theirs, and mend the rule that is named.",
    ),
    "page": Rule(
        "A page's text or front matter cannot be read, or its text cannot be rendered.",
        "Mend the line that is named.",
    ),
    "password": Rule(
        "A `url:` of repos.yml has a password or a token in it.",
        "Take it out, make a new one, and let git's credential helper give it.",
    ),
    "path": Rule("A file cannot have a place in the handbook: its name is no URL.", "Rename the file."),
    "repo-missing": Rule(
        "Nothing of a repo can be read.", "Check its URL or path, and whether it can be reached."
    ),
    "repo-stale": Rule(
        "A repo could not be reached, and an older copy is shown.", "Run `mkdocs-oss sync` when it is back."
    ),
    "reviews": Rule(
        "An entry of .oss-reviews.yml cannot be read.", "Mend the entry, or review its page again."
    ),
    "same-url": Rule("Two files claim one URL.", "Rename one of the two, or leave it out with `exclude:`."),
    "site-config": Rule("A repo's own site settings cannot be read.", "Mend the line that is named."),
    "snippet": Rule(
        "A snippet is not in the repo, on the web, or too deep.",
        "Mend the path; snippets come from their own repo.",
    ),
    "symbolic-link": Rule(
        "A symbolic link of a repo is not followed.", "Put the file itself in its place, or leave it out."
    ),
    "shallow": Rule(
        "The clone of a repo ends before what its pages or their code were.",
        "Fetch the full history, in CI with `fetch-depth: 0`.",
    ),
    "teams-cycle": Rule(
        "Teams of teams.yml are in each other.", "Take one of them out of the other's members."
    ),
    "teams-twice": Rule(
        "A handle stands twice in teams.yml, or two people have one address.", "Keep one of the two."
    ),
    "teams-unknown": Rule(
        "A member or a backup is not in teams.yml.", "Add the handle to `people:`, or mend the name."
    ),
    "unknown-link": Rule(
        "A link into a repo's own site names no page that the handbook knows.", "Mend the link, or leave it."
    ),
    "unowned": Rule(
        "Nobody looks after some pages of the repo.", "Name an owner in CODEOWNERS or in their front matter."
    ),
}
